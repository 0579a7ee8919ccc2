SELECT
  CAST(`t2`.`passed` AS BIGINT) AS `passed`,
  CAST(`t2`.`amount_minor` AS BIGINT) AS `amount_minor`
FROM (
  SELECT
    `t1`.`passed`,
    COALESCE(CAST(SUM(`t1`.`revenue_minor`) AS BIGINT), 0) AS `amount_minor`
  FROM (
    SELECT
      `t0`.`revenue_minor`,
      IF(
        IF(
          DATEDIFF(DAY, `t0`.`day`, MAKE_DATE(2026, 6, 30)) > 180,
          180,
          DATEDIFF(DAY, `t0`.`day`, MAKE_DATE(2026, 6, 30))
        ) < 0,
        0,
        IF(
          DATEDIFF(DAY, `t0`.`day`, MAKE_DATE(2026, 6, 30)) > 180,
          180,
          DATEDIFF(DAY, `t0`.`day`, MAKE_DATE(2026, 6, 30))
        )
      ) AS `passed`
    FROM `customer_days` AS `t0`
    WHERE
      `t0`.`day` <= MAKE_DATE(2026, 6, 30)
  ) AS `t1`
  GROUP BY
    1
) AS `t2`
