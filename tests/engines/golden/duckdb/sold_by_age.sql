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
          WHEN DATE_DIFF('DAY', "t0"."day", MAKE_DATE(2026, 6, 30)) > 180
          THEN 180
          ELSE DATE_DIFF('DAY', "t0"."day", MAKE_DATE(2026, 6, 30))
        END < 0
        THEN 0
        ELSE CASE
          WHEN DATE_DIFF('DAY', "t0"."day", MAKE_DATE(2026, 6, 30)) > 180
          THEN 180
          ELSE DATE_DIFF('DAY', "t0"."day", MAKE_DATE(2026, 6, 30))
        END
      END AS "passed"
    FROM "customer_days" AS "t0"
    WHERE
      "t0"."day" <= MAKE_DATE(2026, 6, 30)
  ) AS "t1"
  GROUP BY
    1
) AS "t2"
