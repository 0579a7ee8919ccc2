SELECT
  CAST(`t2`.`acquisition_minor` AS BIGINT) AS `acquisition_minor`
FROM (
  SELECT
    COALESCE(CAST(SUM(`t1`.`acquisition_minor`) AS BIGINT), 0) AS `acquisition_minor`
  FROM (
    SELECT
      *
    FROM `customer_days` AS `t0`
    WHERE
      `t0`.`day` > MAKE_DATE(2025, 6, 30) AND `t0`.`day` <= MAKE_DATE(2026, 6, 30)
  ) AS `t1`
) AS `t2`
