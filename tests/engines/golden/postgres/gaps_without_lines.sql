SELECT
  CAST("t5"."orders" AS BIGINT) AS "orders",
  CAST("t5"."anonymous" AS BIGINT) AS "anonymous",
  CAST("t5"."without_amount" AS BIGINT) AS "without_amount",
  CAST("t5"."vat_unknown" AS BIGINT) AS "vat_unknown",
  CAST("t3"."revenue_minor" AS BIGINT) AS "revenue_minor",
  CAST("t3"."uncosted_minor" AS BIGINT) AS "uncosted_minor",
  CAST("t3"."estimated_minor" AS BIGINT) AS "estimated_minor"
FROM (
  SELECT
    COUNT(*) AS "orders",
    COALESCE(CAST(SUM(CASE WHEN "t0"."customer" IS NULL THEN 1 ELSE 0 END) AS BIGINT), 0) AS "anonymous",
    COALESCE(
      CAST(SUM(
        CASE
          WHEN NOT (
            (
              "t0"."amount_minor" IS NOT NULL
            )
            OR (
              "t0"."shipping_charged_minor" IS NOT NULL
            )
            OR (
              "t0"."voucher_minor" IS NOT NULL
            )
            OR (
              "t0"."unit_costs_minor" IS NOT NULL
            )
            OR (
              "t0"."margin_minor" IS NOT NULL
            )
          )
          THEN 1
          ELSE 0
        END
      ) AS BIGINT),
      0
    ) AS "without_amount",
    COALESCE(
      CAST(SUM(
        CASE
          WHEN (
            (
              "t0"."amount_minor" IS NOT NULL
            )
            OR (
              "t0"."shipping_charged_minor" IS NOT NULL
            )
            OR (
              "t0"."voucher_minor" IS NOT NULL
            )
            OR (
              "t0"."unit_costs_minor" IS NOT NULL
            )
            OR (
              "t0"."margin_minor" IS NOT NULL
            )
          )
          AND (
            "t0"."prices" = 'unknown'
          )
          THEN 1
          ELSE 0
        END
      ) AS BIGINT),
      0
    ) AS "vat_unknown"
  FROM "orders_placed" AS "t0"
) AS "t5"
CROSS JOIN (
  SELECT
    COALESCE(CAST(SUM("t1"."net_minor") FILTER(WHERE
      "t1"."kind" = 'goods') AS BIGINT), 0) AS "revenue_minor",
    COALESCE(
      CAST(SUM("t1"."net_minor") FILTER(WHERE
        (
          "t1"."kind" = 'goods'
        ) AND NOT (
          "t1"."cost_minor" IS NOT NULL
        )) AS BIGINT),
      0
    ) AS "uncosted_minor",
    COALESCE(
      CAST(SUM("t1"."net_minor") FILTER(WHERE
        (
          "t1"."kind" = 'goods'
        ) AND "t1"."cost_estimated") AS BIGINT),
      0
    ) AS "estimated_minor"
  FROM "sales" AS "t1"
) AS "t3"
