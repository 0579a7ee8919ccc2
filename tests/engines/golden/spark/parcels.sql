SELECT
  CAST(`t6`.`customer` AS BIGINT) AS `customer`,
  `t6`.`day`,
  CAST(`t6`.`promised_days` AS BIGINT) AS `promised_days`,
  CAST(`t6`.`took_days` AS BIGINT) AS `took_days`
FROM (
  SELECT
    `t4`.`customer`,
    `t4`.`day`,
    DATEDIFF(DAY, `t4`.`day`, `t5`.`promised_day`) AS `promised_days`,
    DATEDIFF(DAY, `t4`.`day`, `t5`.`delivered_day`) AS `took_days`
  FROM (
    SELECT
      *
    FROM `orders_placed` AS `t0`
    WHERE
      `t0`.`customer` IS NOT NULL
  ) AS `t4`
  INNER JOIN (
    SELECT
      `t1`.`order_id`,
      `t1`.`promised_day`,
      `t1`.`delivered_day`
    FROM `orders` AS `t1`
    WHERE
      `t1`.`delivered_day` IS NOT NULL
  ) AS `t5`
    ON `t4`.`order_id` = `t5`.`order_id`
) AS `t6`
WHERE
  `t6`.`took_days` >= 0
