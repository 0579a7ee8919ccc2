SELECT
  CAST("t2"."passed" AS BIGINT) AS "passed",
  CAST("t2"."amount_minor" AS BIGINT) AS "amount_minor"
FROM (
  SELECT
    "t1"."passed",
    COALESCE(CAST(SUM("t1"."revenue_minor") AS BIGINT), 0) AS "amount_minor"
  FROM (
    SELECT
      "t0"."revenue_minor",
      CASE
        WHEN CASE
          WHEN CAST(EXTRACT(epoch FROM CAST(MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT)) AS TIMESTAMP) - CAST("t0"."day" AS TIMESTAMP)) / 86400 AS BIGINT) > 180
          THEN 180
          ELSE CAST(EXTRACT(epoch FROM CAST(MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT)) AS TIMESTAMP) - CAST("t0"."day" AS TIMESTAMP)) / 86400 AS BIGINT)
        END < 0
        THEN 0
        ELSE CASE
          WHEN CAST(EXTRACT(epoch FROM CAST(MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT)) AS TIMESTAMP) - CAST("t0"."day" AS TIMESTAMP)) / 86400 AS BIGINT) > 180
          THEN 180
          ELSE CAST(EXTRACT(epoch FROM CAST(MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT)) AS TIMESTAMP) - CAST("t0"."day" AS TIMESTAMP)) / 86400 AS BIGINT)
        END
      END AS "passed"
    FROM "customer_days" AS "t0"
    WHERE
      "t0"."day" <= MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT))
  ) AS "t1"
  GROUP BY
    1
) AS "t2"
