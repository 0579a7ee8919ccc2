SELECT
  CAST(`t13`.`customer` AS BIGINT) AS `customer`,
  `t13`.`day`,
  CAST(`t13`.`returned_minor` AS BIGINT) AS `returned_minor`,
  CAST(`t13`.`lost_minor` AS BIGINT) AS `lost_minor`
FROM (
  SELECT
    `t12`.`customer`,
    `t12`.`day`,
    COALESCE(CAST(SUM(`t12`.`returned_minor`) AS BIGINT), 0) AS `returned_minor`,
    COALESCE(CAST(SUM(`t12`.`lost_minor`) AS BIGINT), 0) AS `lost_minor`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t0`.`customer`,
          `t0`.`day`,
          IF(`t0`.`kind` = 'refund', -(
            `t0`.`amount_minor`
          ), 0) AS `returned_minor`,
          -(
            `t0`.`amount_minor`
          ) AS `lost_minor`
        FROM `ledger` AS `t0`
        WHERE
          `t0`.`kind` IN ('refund', 'returned_goods')
      ) AS `t5`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t2`.`customer`,
          `t2`.`day`,
          -(
            `t2`.`goods_minor`
          ) AS `returned_minor`,
          COALESCE(`t9`.`cost_minor`, 0) - `t2`.`goods_minor` AS `lost_minor`
        FROM `cancelled` AS `t2`
        LEFT OUTER JOIN (
          SELECT
            `t7`.`order_id`,
            -(
              COALESCE(CAST(SUM(`t7`.`amount_minor`) AS BIGINT), 0)
            ) AS `cost_minor`
          FROM (
            SELECT
              `t6`.`customer`,
              `t6`.`order_id`,
              `t6`.`position`,
              `t6`.`day`,
              `t6`.`step`,
              `t6`.`kind`,
              `t6`.`amount_minor`,
              `t6`.`vat_minor`,
              `t6`.`estimated`
            FROM (
              SELECT
                *
              FROM `ledger` AS `t0`
              WHERE
                `t0`.`kind` = 'purchase_price'
            ) AS `t6`
            LEFT SEMI JOIN `cancelled` AS `t3`
              ON `t6`.`order_id` = `t3`.`order_id`
          ) AS `t7`
          GROUP BY
            1
        ) AS `t9`
          ON `t2`.`order_id` = `t9`.`order_id`
      ) AS `t10`
    ) AS `t11`
    WHERE
      `t11`.`customer` IS NOT NULL
  ) AS `t12`
  GROUP BY
    1,
    2
) AS `t13`
