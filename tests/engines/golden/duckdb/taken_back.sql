SELECT
  CAST("t6"."customer" AS BIGINT) AS "customer",
  "t6"."day",
  "t6"."ordered",
  CAST((
    COALESCE("t6"."back_minor", 0) - "t6"."net_minor"
  ) - COALESCE("t6"."handling_minor", 0) AS BIGINT) AS "margin_minor"
FROM (
  SELECT
    "t5"."order_id",
    "t5"."position",
    "t5"."quantity_milli",
    "t5"."unit_cost_minor",
    "t5"."handling_minor",
    "t5"."product_cost",
    "t5"."returned_day",
    "t5"."sold_net",
    "t5"."sold_cost",
    "t5"."customer",
    "t5"."day",
    "t5"."stated_minor",
    "t5"."prices",
    "t5"."is_goods",
    "t5"."own_bp",
    "t5"."open_bp",
    "t5"."whole",
    "t5"."part",
    "t5"."net_ppm",
    "t5"."cost_ppm",
    "t5"."net_minor",
    "t5"."back_minor",
    "t5"."back_estimated",
    "t4"."ordered"
  FROM (
    SELECT
      *
    FROM "returned" AS "t0"
    WHERE
      "t0"."customer" IS NOT NULL
  ) AS "t5"
  INNER JOIN (
    SELECT
      "t1"."order_id",
      "t1"."day" AS "ordered"
    FROM "orders_placed" AS "t1"
  ) AS "t4"
    ON "t5"."order_id" = "t4"."order_id"
) AS "t6"
WHERE
  "t6"."day" > "t6"."ordered"
