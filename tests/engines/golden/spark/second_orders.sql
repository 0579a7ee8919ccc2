SELECT
  `t4`.`day`,
  CAST(`t4`.`after` AS BIGINT) AS `after`,
  CAST(`t4`.`cases` AS BIGINT) AS `cases`
FROM (
  SELECT
    `t3`.`day`,
    `t3`.`after`,
    COALESCE(CAST(SUM(IF(`t3`.`day` IS NULL, 1, 1)) AS BIGINT), 0) AS `cases`
  FROM (
    SELECT
      `t2`.`day`,
      DATEDIFF(DAY, `t2`.`day`, `t2`.`following`) AS `after`
    FROM (
      SELECT
        `t1`.`customer`,
        `t1`.`day`,
        ROW_NUMBER() OVER (PARTITION BY `t1`.`customer` ORDER BY `t1`.`day` ASC NULLS LAST) - 1 AS `place`,
        LEAD(`t1`.`day`, 1) OVER (PARTITION BY `t1`.`customer` ORDER BY `t1`.`day` ASC NULLS LAST) AS `following`
      FROM (
        SELECT
          `t0`.`customer`,
          `t0`.`day`
        FROM `customer_days` AS `t0`
        WHERE
          `t0`.`orders` > 0 AND `t0`.`customer` IS NOT NULL
      ) AS `t1`
    ) AS `t2`
    WHERE
      `t2`.`place` = 0
  ) AS `t3`
  GROUP BY
    1,
    2
) AS `t4`
