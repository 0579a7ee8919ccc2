SELECT
  CAST(`t0`.`customer` AS BIGINT) AS `customer`,
  `t0`.`day`,
  CAST(DATEDIFF(DAY, `t0`.`day`, `t0`.`promised_day`) AS BIGINT) AS `promised_days`,
  CAST(DATEDIFF(DAY, `t0`.`day`, `t0`.`delivered_day`) AS BIGINT) AS `took_days`
FROM `orders_placed` AS `t0`
WHERE
  `t0`.`customer` IS NOT NULL
  AND `t0`.`delivered_day` IS NOT NULL
  AND DATEDIFF(DAY, `t0`.`day`, `t0`.`delivered_day`) >= 0
