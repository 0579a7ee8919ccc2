SELECT
  "t8"."order_id",
  CAST("t8"."position" AS BIGINT) AS "position",
  "t8"."product",
  CAST("t8"."customer" AS BIGINT) AS "customer",
  "t8"."day",
  "t8"."prices",
  CAST("t8"."order_tax" AS BIGINT) AS "order_tax",
  "t8"."order_costs",
  CAST("t8"."tax_minor" AS BIGINT) AS "tax_minor",
  "t8"."kind",
  CAST("t8"."stated_minor" AS BIGINT) AS "stated_minor",
  CAST("t8"."own_bp" AS BIGINT) AS "own_bp",
  CAST("t8"."rate_bp" AS BIGINT) AS "rate_bp",
  CAST("t8"."thousandfold_cost" AS BIGINT) AS "thousandfold_cost"
FROM (
  SELECT
    "t3"."order_id",
    "t3"."position",
    "t3"."product",
    "t7"."customer",
    "t7"."day",
    "t7"."prices",
    "t7"."order_tax",
    "t7"."order_costs",
    "t3"."tax_minor",
    CASE
      WHEN COALESCE("t3"."kind", 'goods') IN ('goods', 'discount')
      THEN 'goods'
      ELSE COALESCE("t3"."kind", 'goods')
    END AS "kind",
    COALESCE("t3"."amount_minor", "t3"."price_minor" - COALESCE("t3"."discount_minor", 0)) AS "stated_minor",
    COALESCE("t3"."vat_bp", "t5"."product_bp") AS "own_bp",
    COALESCE(
      COALESCE(COALESCE("t3"."vat_bp", "t5"."product_bp"), "t7"."order_bp"),
      "t7"."standard_bp"
    ) AS "rate_bp",
    CASE
      WHEN COALESCE("t3"."kind", 'goods') = 'goods'
      THEN COALESCE("t3"."quantity_milli", 1000) * COALESCE("t3"."unit_cost_minor", "t5"."product_cost")
      ELSE CAST(NULL AS BIGINT)
    END AS "thousandfold_cost"
  FROM "order_lines" AS "t3"
  INNER JOIN (
    SELECT
      "t1"."order_id",
      "t1"."customer",
      "t1"."day",
      "t1"."prices",
      "t1"."standard_bp",
      "t1"."vat_bp" AS "order_bp",
      "t1"."tax_minor" AS "order_tax",
      (
        "t1"."unit_costs_minor" IS NOT NULL
      )
      OR (
        "t1"."margin_minor" IS NOT NULL
      ) AS "order_costs"
    FROM "orders_placed" AS "t1"
  ) AS "t7"
    ON "t3"."order_id" = "t7"."order_id"
  LEFT OUTER JOIN (
    SELECT
      "t2"."product",
      "t2"."unit_cost_minor" AS "product_cost",
      "t2"."vat_bp" AS "product_bp"
    FROM "products" AS "t2"
  ) AS "t5"
    ON "t3"."product" = "t5"."product"
) AS "t8"
