SELECT
  `t1`.`day`,
  CAST(`t1`.`orders` AS BIGINT) AS `orders`
FROM (
  SELECT
    `t0`.`day`,
    COALESCE(CAST(SUM(IF(`t0`.`order_id` IS NULL, 1, 1)) AS BIGINT), 0) AS `orders`
  FROM `orders_real` AS `t0`
  GROUP BY
    1
) AS `t1`
