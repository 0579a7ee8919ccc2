SELECT
  CAST(`t8`.`passed` AS BIGINT) AS `passed`,
  CAST(`t8`.`amount_minor` AS BIGINT) AS `amount_minor`
FROM (
  SELECT
    `t7`.`passed`,
    -(
      COALESCE(CAST(SUM(`t7`.`amount_minor`) AS BIGINT), 0)
    ) AS `amount_minor`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t5`.`amount_minor`,
        DATEDIFF(DAY, `t3`.`ordered`, `t5`.`day`) AS `passed`
      FROM (
        SELECT
          *
        FROM `ledger` AS `t0`
        WHERE
          `t0`.`kind` IN ('refund', 'returned_goods', 'handling')
          AND `t0`.`day` <= MAKE_DATE(2026, 6, 30)
      ) AS `t5`
      INNER JOIN (
        SELECT
          `t1`.`order_id`,
          `t1`.`day` AS `ordered`
        FROM `orders_placed` AS `t1`
      ) AS `t3`
        ON `t5`.`order_id` = `t3`.`order_id`
    ) AS `t6`
    WHERE
      `t6`.`passed` >= 0 AND `t6`.`passed` <= 180
  ) AS `t7`
  GROUP BY
    1
) AS `t8`
