SELECT
  CAST("t0"."customer" AS BIGINT) AS "customer",
  "t0"."returned_day" AS "day",
  CAST(DATE_DIFF('DAY', "t0"."returned_day", "t0"."day") AS BIGINT) AS "took_days"
FROM "refunds_traced" AS "t0"
WHERE
  "t0"."is_goods"
  AND "t0"."customer" IS NOT NULL
  AND "t0"."returned_day" IS NOT NULL
  AND DATE_DIFF('DAY', "t0"."returned_day", "t0"."day") >= 0
