SELECT
  `t7`.`order_id`,
  `t7`.`product`,
  `t7`.`day`,
  CAST(`t7`.`pieces` AS BIGINT) AS `pieces`
FROM (
  SELECT
    `t6`.`order_id`,
    `t6`.`product`,
    `t6`.`day`,
    COALESCE(CAST(SUM(`t6`.`pieces`) AS BIGINT), 0) AS `pieces`
  FROM (
    SELECT
      `t5`.`order_id`,
      `t5`.`product`,
      `t5`.`pieces`,
      `t3`.`day`
    FROM (
      SELECT
        `t0`.`order_id`,
        `t0`.`product`,
        IF(
          `t0`.`quantity_milli` IS NULL,
          1,
          IF(
            (
              `t0`.`quantity_milli` % 1000
            ) = 0,
            CAST(`t0`.`quantity_milli` / 1000 AS BIGINT),
            1
          )
        ) AS `pieces`
      FROM `order_lines` AS `t0`
      WHERE
        COALESCE(`t0`.`kind`, 'goods') = 'goods'
        AND `t0`.`product` IS NOT NULL
        AND COALESCE(`t0`.`quantity_milli`, 1000) > 0
    ) AS `t5`
    INNER JOIN (
      SELECT
        `t1`.`order_id`,
        `t1`.`day`
      FROM `orders_real` AS `t1`
      WHERE
        `t1`.`day` > MAKE_DATE(2025, 5, 26)
    ) AS `t3`
      ON `t5`.`order_id` = `t3`.`order_id`
  ) AS `t6`
  GROUP BY
    1,
    2,
    3
) AS `t7`
