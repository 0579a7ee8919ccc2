SELECT
  "t0"."month",
  CAST("t0"."orders" AS BIGINT) AS "orders",
  CAST("t0"."order_days" AS BIGINT) AS "order_days",
  CAST("t0"."buyers" AS BIGINT) AS "buyers",
  CAST("t0"."new_customers" AS BIGINT) AS "new_customers",
  CAST(CAST(NULL AS BIGINT) AS BIGINT) AS "revenue_minor",
  CAST(CAST(NULL AS BIGINT) AS BIGINT) AS "margin_minor"
FROM "months" AS "t0"
