SELECT
  CAST(`t8`.`customer` AS BIGINT) AS `customer`,
  `t8`.`day`,
  CAST(`t8`.`orders` AS BIGINT) AS `orders`,
  CAST(`t8`.`revenue_minor` AS BIGINT) AS `revenue_minor`,
  CAST(`t8`.`margin_minor` AS BIGINT) AS `margin_minor`,
  CAST(`t8`.`order_cost_minor` AS BIGINT) AS `order_cost_minor`,
  CAST(`t8`.`service_minor` AS BIGINT) AS `service_minor`,
  CAST(`t8`.`contact_minor` AS BIGINT) AS `contact_minor`,
  CAST(`t8`.`acquisition_minor` AS BIGINT) AS `acquisition_minor`
FROM (
  SELECT
    `t7`.`customer`,
    `t7`.`day`,
    COALESCE(CAST(SUM(`t7`.`orders`) AS BIGINT), 0) AS `orders`,
    COALESCE(CAST(SUM(`t7`.`revenue_minor`) AS BIGINT), 0) AS `revenue_minor`,
    COALESCE(CAST(SUM(`t7`.`margin_minor`) AS BIGINT), 0) AS `margin_minor`,
    COALESCE(CAST(SUM(`t7`.`order_cost_minor`) AS BIGINT), 0) AS `order_cost_minor`,
    COALESCE(CAST(SUM(`t7`.`service_minor`) AS BIGINT), 0) AS `service_minor`,
    COALESCE(CAST(SUM(`t7`.`contact_minor`) AS BIGINT), 0) AS `contact_minor`,
    COALESCE(CAST(SUM(`t7`.`acquisition_minor`) AS BIGINT), 0) AS `acquisition_minor`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t0`.`customer`,
        `t0`.`day`,
        0 AS `orders`,
        IF(`t0`.`kind` = 'goods', `t0`.`amount_minor`, 0) AS `revenue_minor`,
        `t0`.`amount_minor` AS `margin_minor`,
        IF(
          `t0`.`kind` IN ('shipping_charged', 'shipping_paid', 'fee', 'handling'),
          -(
            `t0`.`amount_minor`
          ),
          0
        ) AS `order_cost_minor`,
        IF(`t0`.`kind` IN ('service'), -(
          `t0`.`amount_minor`
        ), 0) AS `service_minor`,
        IF(`t0`.`kind` IN ('contact'), -(
          `t0`.`amount_minor`
        ), 0) AS `contact_minor`,
        IF(`t0`.`kind` IN ('acquisition'), -(
          `t0`.`amount_minor`
        ), 0) AS `acquisition_minor`
      FROM `ledger` AS `t0`
    ) AS `t5`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t1`.`customer`,
          `t1`.`day`,
          1 AS `orders`,
          0 AS `revenue_minor`,
          0 AS `margin_minor`,
          0 AS `order_cost_minor`,
          0 AS `service_minor`,
          0 AS `contact_minor`,
          0 AS `acquisition_minor`
        FROM `orders_placed` AS `t1`
      ) AS `t3`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t2`.`customer`,
          `t2`.`day`,
          -(
            1
          ) AS `orders`,
          -(
            `t2`.`goods_minor`
          ) AS `revenue_minor`,
          0 AS `margin_minor`,
          0 AS `order_cost_minor`,
          0 AS `service_minor`,
          0 AS `contact_minor`,
          0 AS `acquisition_minor`
        FROM `cancelled` AS `t2`
      ) AS `t4`
    ) AS `t6`
  ) AS `t7`
  GROUP BY
    1,
    2
) AS `t8`
