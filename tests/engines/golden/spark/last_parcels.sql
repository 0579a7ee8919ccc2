WITH `t1` AS (
  SELECT
    *
  FROM `parcels` AS `t0`
  WHERE
    `t0`.`promised_days` IS NOT NULL AND `t0`.`day` <= MAKE_DATE(2026, 6, 30)
)
SELECT
  CAST(`t8`.`customer` AS BIGINT) AS `customer`,
  CAST(`t8`.`late_days` AS BIGINT) AS `late_days`
FROM (
  SELECT
    `t7`.`customer`,
    MAX(`t7`.`late_days`) AS `late_days`
  FROM (
    SELECT
      `t6`.`customer`,
      `t6`.`day`,
      `t6`.`promised_days`,
      `t6`.`took_days`,
      `t6`.`took_days` - `t6`.`promised_days` AS `late_days`
    FROM (
      SELECT
        `t3`.`customer`,
        `t3`.`day`,
        `t3`.`promised_days`,
        `t3`.`took_days`
      FROM `t1` AS `t3`
      INNER JOIN (
        SELECT
          `t2`.`customer`,
          MAX(`t2`.`day`) AS `day`
        FROM `t1` AS `t2`
        GROUP BY
          1
      ) AS `t5`
        ON `t3`.`customer` = `t5`.`customer` AND `t3`.`day` = `t5`.`day`
    ) AS `t6`
  ) AS `t7`
  GROUP BY
    1
) AS `t8`
