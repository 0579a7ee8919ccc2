SELECT
  CAST("t0"."customer" AS BIGINT) AS "customer",
  "t0"."returned_day" AS "day",
  CAST(CAST(EXTRACT(epoch FROM CAST("t0"."day" AS TIMESTAMP) - CAST("t0"."returned_day" AS TIMESTAMP)) / 86400 AS BIGINT) AS BIGINT) AS "took_days"
FROM "refunds_traced" AS "t0"
WHERE
  "t0"."is_goods"
  AND "t0"."customer" IS NOT NULL
  AND "t0"."returned_day" IS NOT NULL
  AND CAST(EXTRACT(epoch FROM CAST("t0"."day" AS TIMESTAMP) - CAST("t0"."returned_day" AS TIMESTAMP)) / 86400 AS BIGINT) >= 0
