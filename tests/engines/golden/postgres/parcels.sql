SELECT
  CAST("t0"."customer" AS BIGINT) AS "customer",
  "t0"."day",
  CAST(CAST(EXTRACT(epoch FROM CAST("t0"."promised_day" AS TIMESTAMP) - CAST("t0"."day" AS TIMESTAMP)) / 86400 AS BIGINT) AS BIGINT) AS "promised_days",
  CAST(CAST(EXTRACT(epoch FROM CAST("t0"."delivered_day" AS TIMESTAMP) - CAST("t0"."day" AS TIMESTAMP)) / 86400 AS BIGINT) AS BIGINT) AS "took_days"
FROM "orders_placed" AS "t0"
WHERE
  "t0"."customer" IS NOT NULL
  AND "t0"."delivered_day" IS NOT NULL
  AND CAST(EXTRACT(epoch FROM CAST("t0"."delivered_day" AS TIMESTAMP) - CAST("t0"."day" AS TIMESTAMP)) / 86400 AS BIGINT) >= 0
