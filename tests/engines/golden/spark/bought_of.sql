SELECT
  CAST(`t5`.`customer` AS BIGINT) AS `customer`,
  CAST(`t5`.`number` AS BIGINT) AS `number`,
  `t5`.`day`,
  CAST(`t5`.`quantity_milli` AS BIGINT) AS `quantity_milli`
FROM (
  SELECT
    `t4`.`customer`,
    `t4`.`number`,
    `t4`.`day`,
    COALESCE(CAST(SUM(`t4`.`quantity_milli`) AS BIGINT), 0) AS `quantity_milli`
  FROM (
    SELECT
      `t2`.`customer`,
      `t2`.`product`,
      `t2`.`day`,
      `t2`.`quantity_milli`,
      `t3`.`number`
    FROM `purchases` AS `t2`
    INNER JOIN `wanted` AS `t3`
      ON `t2`.`product` = `t3`.`product`
  ) AS `t4`
  GROUP BY
    1,
    2,
    3
) AS `t5`
