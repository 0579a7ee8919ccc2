SELECT
  CAST("t1"."frequency" AS BIGINT) AS "frequency",
  CAST("t1"."recency_days" AS BIGINT) AS "recency_days",
  CAST("t1"."tenure_days" AS BIGINT) AS "tenure_days",
  CAST("t1"."weight" AS BIGINT) AS "weight"
FROM (
  SELECT
    "t0"."frequency",
    "t0"."recency_days",
    "t0"."tenure_days",
    COUNT(*) AS "weight"
  FROM "histories" AS "t0"
  GROUP BY
    1,
    2,
    3
) AS "t1"
