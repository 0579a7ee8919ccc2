SELECT
  `t1`.`last`,
  CAST(`t1`.`bought` AS BIGINT) AS `bought`
FROM (
  SELECT
    MAX(`t0`.`day`) AS `last`,
    COALESCE(
      CAST(SUM(IF((
        `t0`.`orders` > 0
      ) AND (
        `t0`.`customer` IS NOT NULL
      ), 1, 0)) AS BIGINT),
      0
    ) AS `bought`
  FROM `customer_days` AS `t0`
) AS `t1`
