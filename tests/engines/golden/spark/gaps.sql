SELECT
  CAST(`t6`.`orders` AS BIGINT) AS `orders`,
  CAST(`t6`.`anonymous` AS BIGINT) AS `anonymous`,
  CAST(`t6`.`without_amount` AS BIGINT) AS `without_amount`,
  CAST(`t6`.`vat_unknown` AS BIGINT) AS `vat_unknown`,
  CAST(`t6`.`revenue_minor` AS BIGINT) AS `revenue_minor`,
  CAST(`t6`.`uncosted_minor` AS BIGINT) AS `uncosted_minor`,
  CAST(`t6`.`estimated_minor` AS BIGINT) AS `estimated_minor`
FROM (
  SELECT
    COUNT(*) AS `orders`,
    COALESCE(CAST(SUM(IF(`t5`.`customer` IS NULL, 1, 0)) AS BIGINT), 0) AS `anonymous`,
    COALESCE(CAST(SUM(IF(NOT (
      `t5`.`revenue` IS NOT NULL
    ), 1, 0)) AS BIGINT), 0) AS `without_amount`,
    COALESCE(
      CAST(SUM(IF((
        `t5`.`revenue` IS NOT NULL
      ) AND (
        `t5`.`prices` = 'unknown'
      ), 1, 0)) AS BIGINT),
      0
    ) AS `vat_unknown`,
    COALESCE(CAST(SUM(`t5`.`revenue`) AS BIGINT), 0) AS `revenue_minor`,
    COALESCE(CAST(SUM(IF(`t5`.`costed_as_a_whole` = 0, `t5`.`uncosted`, NULL)) AS BIGINT), 0) AS `uncosted_minor`,
    COALESCE(CAST(SUM(`t5`.`estimated`) AS BIGINT), 0) AS `estimated_minor`
  FROM (
    SELECT
      `t2`.`order_id`,
      `t2`.`customer`,
      `t2`.`ordered_at`,
      `t2`.`channel`,
      `t2`.`amount_minor`,
      `t2`.`tax_minor`,
      `t2`.`vat_bp`,
      `t2`.`voucher_minor`,
      `t2`.`shipping_charged_minor`,
      `t2`.`shipping_paid_minor`,
      `t2`.`payment_fee_minor`,
      `t2`.`unit_costs_minor`,
      `t2`.`margin_minor`,
      `t2`.`promised_day`,
      `t2`.`delivered_day`,
      `t2`.`day`,
      `t2`.`prices`,
      `t2`.`standard_bp`,
      `t4`.`order_id` AS `order_id_right`,
      `t4`.`revenue`,
      `t4`.`uncosted`,
      `t4`.`estimated`,
      `t4`.`costed_as_a_whole`
    FROM `orders_placed` AS `t2`
    LEFT OUTER JOIN (
      SELECT
        `t1`.`order_id`,
        COALESCE(CAST(SUM(IF(`t1`.`kind` = 'goods', `t1`.`net_minor`, NULL)) AS BIGINT), 0) AS `revenue`,
        COALESCE(
          CAST(SUM(
            IF(
              (
                `t1`.`kind` = 'goods'
              ) AND NOT (
                `t1`.`cost_minor` IS NOT NULL
              ),
              `t1`.`net_minor`,
              NULL
            )
          ) AS BIGINT),
          0
        ) AS `uncosted`,
        COALESCE(
          CAST(SUM(
            IF((
              `t1`.`kind` = 'goods'
            ) AND `t1`.`cost_estimated`, `t1`.`net_minor`, NULL)
          ) AS BIGINT),
          0
        ) AS `estimated`,
        COALESCE(
          CAST(SUM(IF((
            `t1`.`cost_minor` IS NOT NULL
          ) AND (
            `t1`.`position` IS NULL
          ), 1, 0)) AS BIGINT),
          0
        ) AS `costed_as_a_whole`
      FROM `sales` AS `t1`
      GROUP BY
        1
    ) AS `t4`
      ON `t2`.`order_id` = `t4`.`order_id`
  ) AS `t5`
) AS `t6`
