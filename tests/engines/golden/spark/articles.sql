SELECT
  `t12`.`product`,
  CAST(`t12`.`age` AS BIGINT) AS `age`,
  CAST(`t12`.`pieces` AS BIGINT) AS `pieces`,
  CAST(`t12`.`squares` AS BIGINT) AS `squares`,
  CAST(`t12`.`back` AS BIGINT) AS `back`
FROM (
  SELECT
    `t11`.`product`,
    `t11`.`age`,
    COALESCE(CAST(SUM(`t11`.`pieces`) AS BIGINT), 0) AS `pieces`,
    COALESCE(CAST(SUM(`t11`.`squares`) AS BIGINT), 0) AS `squares`,
    COALESCE(CAST(SUM(`t11`.`back`) AS BIGINT), 0) AS `back`
  FROM (
    SELECT
      `t5`.`product`,
      `t5`.`pieces`,
      CAST((
        DATEDIFF(DAY, `t5`.`day`, MAKE_DATE(2026, 6, 30)) - (
          DATEDIFF(DAY, `t5`.`day`, MAKE_DATE(2026, 6, 30)) % 28
        )
      ) / 28 AS BIGINT) AS `age`,
      `t5`.`pieces` * `t5`.`pieces` AS `squares`,
      IF(COALESCE(`t8`.`came`, 0) > `t5`.`pieces`, `t5`.`pieces`, COALESCE(`t8`.`came`, 0)) AS `back`
    FROM (
      SELECT
        *
      FROM `pieces_sold` AS `t0`
      WHERE
        `t0`.`day` <= MAKE_DATE(2026, 6, 30) AND `t0`.`day` > MAKE_DATE(2025, 6, 3)
    ) AS `t5`
    LEFT SEMI JOIN (
      SELECT
        *
      FROM (
        SELECT
          `t4`.`product`,
          COALESCE(CAST(SUM(`t4`.`pieces`) AS BIGINT), 0) AS `sold`
        FROM (
          SELECT
            *
          FROM `pieces_sold` AS `t0`
          WHERE
            `t0`.`day` <= MAKE_DATE(2026, 6, 30)
            AND `t0`.`day` > MAKE_DATE(2025, 6, 3)
            AND `t0`.`day` > MAKE_DATE(2026, 6, 2)
        ) AS `t4`
        GROUP BY
          1
      ) AS `t7`
      WHERE
        `t7`.`sold` >= 1
    ) AS `t10`
      ON `t5`.`product` = `t10`.`product`
    LEFT OUTER JOIN (
      SELECT
        `t3`.`order_id`,
        `t3`.`product`,
        COALESCE(CAST(SUM(`t3`.`pieces`) AS BIGINT), 0) AS `came`
      FROM (
        SELECT
          *
        FROM `pieces_back` AS `t1`
        WHERE
          `t1`.`after` <= 30
      ) AS `t3`
      GROUP BY
        1,
        2
    ) AS `t8`
      ON `t5`.`order_id` = `t8`.`order_id` AND `t5`.`product` = `t8`.`product`
  ) AS `t11`
  GROUP BY
    1,
    2
) AS `t12`
