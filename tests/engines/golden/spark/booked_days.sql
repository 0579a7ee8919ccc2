SELECT
  CAST(`t0`.`customer` AS BIGINT) AS `customer`,
  `t0`.`day`,
  CAST(`t0`.`margin_minor` AS BIGINT) AS `margin_minor`
FROM `customer_days` AS `t0`
WHERE
  `t0`.`margin_minor` <> 0 AND `t0`.`customer` IS NOT NULL
