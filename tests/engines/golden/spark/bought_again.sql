SELECT
  `t8`.`product`,
  CAST(`t8`.`purchases` AS BIGINT) AS `purchases`,
  CAST(`t8`.`again` AS BIGINT) AS `again`,
  `t8`.`name`
FROM (
  SELECT
    `t7`.`product`,
    `t7`.`purchases`,
    `t7`.`again`,
    COALESCE(`t3`.`name`, `t7`.`product`) AS `name`
  FROM (
    SELECT
      `t5`.`product`,
      COALESCE(CAST(SUM(`t5`.`days`) AS BIGINT), 0) AS `purchases`,
      COALESCE(CAST(SUM(`t5`.`days` - 1) AS BIGINT), 0) AS `again`
    FROM (
      SELECT
        `t4`.`product`,
        `t4`.`customer`,
        COUNT(DISTINCT `t4`.`day`) AS `days`
      FROM (
        SELECT
          *
        FROM `purchases` AS `t1`
        WHERE
          (
            `t1`.`customer` % 2
          ) = 0
      ) AS `t4`
      GROUP BY
        1,
        2
    ) AS `t5`
    GROUP BY
      1
  ) AS `t7`
  LEFT OUTER JOIN (
    SELECT
      `t0`.`product`,
      `t0`.`name`
    FROM `products` AS `t0`
  ) AS `t3`
    ON `t7`.`product` = `t3`.`product`
) AS `t8`
