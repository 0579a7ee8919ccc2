SELECT
  CAST("t6"."customer" AS BIGINT) AS "customer",
  "t6"."product",
  "t6"."day",
  CAST("t6"."quantity_milli" AS BIGINT) AS "quantity_milli"
FROM (
  SELECT
    "t4"."customer",
    "t5"."product",
    "t4"."day",
    COALESCE("t5"."quantity_milli", 1000) AS "quantity_milli"
  FROM (
    SELECT
      *
    FROM "order_lines" AS "t0"
    WHERE
      COALESCE("t0"."kind", 'goods') = 'goods'
      AND "t0"."product" IS NOT NULL
      AND COALESCE("t0"."quantity_milli", 1000) > 0
  ) AS "t5"
  INNER JOIN (
    SELECT
      "t1"."order_id",
      "t1"."customer",
      "t1"."day"
    FROM "orders_placed" AS "t1"
    WHERE
      "t1"."customer" IS NOT NULL
  ) AS "t4"
    ON "t5"."order_id" = "t4"."order_id"
) AS "t6"
