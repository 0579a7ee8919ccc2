SELECT
  `t2`.`day`,
  CAST(`t2`.`tickets` AS BIGINT) AS `tickets`,
  CAST(`t2`.`soon` AS BIGINT) AS `soon`
FROM (
  SELECT
    `t1`.`day`,
    COALESCE(CAST(SUM(IF(`t1`.`day` IS NULL, 1, 1)) AS BIGINT), 0) AS `tickets`,
    COALESCE(CAST(SUM(`t1`.`soon`) AS BIGINT), 0) AS `soon`
  FROM (
    SELECT
      `t0`.`day`,
      IF(
        COALESCE(
          (
            CAST(UNIX_TIMESTAMP(CAST(DATE_TRUNC('second', `t0`.`answered_at`) AS TIMESTAMP)) AS BIGINT) - CAST(UNIX_TIMESTAMP(CAST(DATE_TRUNC('second', `t0`.`opened_at`) AS TIMESTAMP)) AS BIGINT)
          ) <= 86400,
          FALSE
        ),
        1,
        0
      ) AS `soon`
    FROM `cases` AS `t0`
  ) AS `t1`
  GROUP BY
    1
) AS `t2`
