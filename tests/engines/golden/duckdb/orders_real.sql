SELECT
  "t4"."order_id",
  CAST("t4"."customer" AS BIGINT) AS "customer",
  "t4"."day",
  "t4"."channel",
  "t4"."promised_day",
  "t4"."delivered_day"
FROM (
  SELECT
    "t2"."order_id",
    "t2"."customer",
    "t2"."day",
    "t2"."channel",
    "t2"."promised_day",
    "t2"."delivered_day"
  FROM "orders_placed" AS "t2"
  ANTI JOIN "cancelled" AS "t3"
    ON "t2"."order_id" = "t3"."order_id"
) AS "t4"
