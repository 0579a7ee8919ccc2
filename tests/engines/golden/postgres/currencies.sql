SELECT
  "t1"."currency",
  CAST("t1"."orders" AS BIGINT) AS "orders"
FROM (
  SELECT
    "t0"."currency",
    COUNT(*) AS "orders"
  FROM "orders" AS "t0"
  GROUP BY
    1
) AS "t1"
