SELECT
  "t12"."day",
  CAST("t12"."orders" AS BIGINT) AS "orders",
  CAST("t12"."off" AS BIGINT) AS "off"
FROM (
  SELECT
    "t11"."day",
    COALESCE(CAST(SUM(CASE WHEN "t11"."day" IS NULL THEN 1 ELSE 1 END) AS BIGINT), 0) AS "orders",
    COALESCE(CAST(SUM("t11"."off") AS BIGINT), 0) AS "off"
  FROM (
    SELECT
      COALESCE("t10"."day", CAST("t10"."ordered_at" AS DATE)) AS "day",
      CASE
        WHEN COALESCE(
          LOWER("t10"."status") IN (
            'cancelled',
            'canceled',
            'cancel',
            'wc-cancelled',
            'voided',
            'storniert',
            'storno',
            'annulliert'
          ),
          FALSE
        )
        OR (
          "t5"."was_undone" IS NOT NULL
        )
        THEN 1
        ELSE 0
      END AS "off"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t3"."order_id",
          "t3"."customer",
          "t3"."ordered_at",
          "t3"."day",
          "t3"."channel",
          "t3"."country",
          "t3"."prices",
          "t3"."currency",
          "t3"."amount_minor",
          "t3"."vat_bp",
          "t3"."tax_minor",
          "t3"."voucher_minor",
          "t3"."voucher_code",
          "t3"."shipping_charged_minor",
          "t3"."shipping_paid_minor",
          "t3"."payment_fee_minor",
          "t3"."unit_costs_minor",
          "t3"."margin_minor",
          "t3"."promised_day",
          "t3"."delivered_day",
          "t3"."status",
          "t3"."kind",
          "t3"."source",
          "t3"."version"
        FROM "orders" AS "t3"
        ANTI JOIN (
          SELECT
            *
          FROM "customers" AS "t2"
          WHERE
            "t2"."kind" IN ('staff', 'test')
        ) AS "t7"
          ON "t3"."customer" = "t7"."customer"
      ) AS "t8"
      WHERE
        NOT (
          COALESCE("t8"."kind", 'shop') IN ('staff', 'test')
        )
    ) AS "t10"
    LEFT OUTER JOIN (
      SELECT
        "t0"."order_id",
        1 AS "was_undone"
      FROM "cancelled" AS "t0"
    ) AS "t5"
      ON "t10"."order_id" = "t5"."order_id"
  ) AS "t11"
  GROUP BY
    1
) AS "t12"
