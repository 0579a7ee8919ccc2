SELECT
  "t1"."day",
  CAST("t1"."orders" AS BIGINT) AS "orders"
FROM (
  SELECT
    "t0"."day",
    COALESCE(CAST(SUM(CASE WHEN "t0"."order_id" IS NULL THEN 1 ELSE 1 END) AS BIGINT), 0) AS "orders"
  FROM "orders_real" AS "t0"
  GROUP BY
    1
) AS "t1"
