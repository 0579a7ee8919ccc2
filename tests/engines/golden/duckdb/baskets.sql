SELECT
  "t1"."order_id",
  "t1"."has_amounts",
  "t1"."has_shipping",
  "t1"."has_voucher",
  "t1"."has_costs",
  "t1"."has_vat",
  CAST("t1"."goods_minor" AS BIGINT) AS "goods_minor"
FROM (
  SELECT
    "t0"."order_id",
    MAX(CASE WHEN "t0"."stated_minor" IS NOT NULL THEN 1 ELSE 0 END) = 1 AS "has_amounts",
    MAX(
      CASE
        WHEN (
          "t0"."stated_minor" IS NOT NULL
        ) AND (
          "t0"."kind" = 'shipping'
        )
        THEN 1
        ELSE 0
      END
    ) = 1 AS "has_shipping",
    MAX(
      CASE
        WHEN (
          "t0"."stated_minor" IS NOT NULL
        ) AND (
          "t0"."kind" = 'voucher'
        )
        THEN 1
        ELSE 0
      END
    ) = 1 AS "has_voucher",
    MAX(CASE WHEN "t0"."thousandfold_cost" IS NOT NULL THEN 1 ELSE 0 END) = 1 AS "has_costs",
    MAX(
      CASE
        WHEN (
          "t0"."own_bp" IS NOT NULL
        ) OR (
          "t0"."tax_minor" IS NOT NULL
        )
        THEN 1
        ELSE 0
      END
    ) = 1 AS "has_vat",
    COALESCE(CAST(SUM("t0"."stated_minor") FILTER(WHERE
      "t0"."kind" = 'goods') AS BIGINT), 0) AS "goods_minor"
  FROM "lines_read" AS "t0"
  GROUP BY
    1
) AS "t1"
