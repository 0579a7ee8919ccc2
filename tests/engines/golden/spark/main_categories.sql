SELECT
  CAST(`t8`.`customer` AS BIGINT) AS `customer`,
  `t8`.`day`,
  `t8`.`category`
FROM (
  SELECT
    `t7`.`customer`,
    `t7`.`day`,
    `t7`.`category`,
    `t7`.`net_minor`,
    `t7`.`position`,
    ROW_NUMBER() OVER (
      PARTITION BY `t7`.`customer`, `t7`.`day`
      ORDER BY `t7`.`net_minor` DESC, `t7`.`position` ASC NULLS LAST, `t7`.`category` ASC NULLS LAST
    ) - 1 AS `place`
  FROM (
    SELECT
      `t6`.`customer`,
      `t6`.`day`,
      `t6`.`category`,
      COALESCE(CAST(SUM(`t6`.`net_minor`) AS BIGINT), 0) AS `net_minor`,
      MIN(`t6`.`position`) AS `position`
    FROM (
      SELECT
        `t4`.`order_id`,
        `t4`.`position`,
        `t4`.`product`,
        `t4`.`customer`,
        `t4`.`day`,
        `t4`.`kind`,
        `t4`.`stated_minor`,
        `t4`.`net_minor`,
        `t4`.`cost_minor`,
        `t4`.`cost_estimated`,
        `t5`.`category`
      FROM (
        SELECT
          *
        FROM `sales` AS `t0`
        WHERE
          `t0`.`kind` = 'goods'
          AND `t0`.`customer` IS NOT NULL
          AND `t0`.`position` IS NOT NULL
      ) AS `t4`
      INNER JOIN (
        SELECT
          `t1`.`product`,
          `t1`.`category`
        FROM `products` AS `t1`
        WHERE
          `t1`.`category` IS NOT NULL
      ) AS `t5`
        ON `t4`.`product` = `t5`.`product`
    ) AS `t6`
    GROUP BY
      1,
      2,
      3
  ) AS `t7`
) AS `t8`
WHERE
  `t8`.`place` = 0
