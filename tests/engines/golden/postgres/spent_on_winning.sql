SELECT
  CAST("t2"."acquisition_minor" AS BIGINT) AS "acquisition_minor"
FROM (
  SELECT
    COALESCE(CAST(SUM("t1"."acquisition_minor") AS BIGINT), 0) AS "acquisition_minor"
  FROM (
    SELECT
      *
    FROM "customer_days" AS "t0"
    WHERE
      "t0"."day" > MAKE_DATE(CAST(2025 AS INT), CAST(6 AS INT), CAST(30 AS INT))
      AND "t0"."day" <= MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT))
  ) AS "t1"
) AS "t2"
