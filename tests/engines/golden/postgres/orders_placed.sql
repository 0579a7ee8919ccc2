SELECT
  "t11"."order_id",
  CAST(COALESCE("t11"."person", "t11"."customer") AS BIGINT) AS "customer",
  "t11"."ordered_at",
  "t11"."channel",
  CAST("t11"."amount_minor" AS BIGINT) AS "amount_minor",
  CAST("t11"."tax_minor" AS BIGINT) AS "tax_minor",
  CAST("t11"."vat_bp" AS BIGINT) AS "vat_bp",
  CAST("t11"."voucher_minor" AS BIGINT) AS "voucher_minor",
  CAST("t11"."shipping_charged_minor" AS BIGINT) AS "shipping_charged_minor",
  CAST("t11"."shipping_paid_minor" AS BIGINT) AS "shipping_paid_minor",
  CAST("t11"."payment_fee_minor" AS BIGINT) AS "payment_fee_minor",
  CAST("t11"."unit_costs_minor" AS BIGINT) AS "unit_costs_minor",
  CAST("t11"."margin_minor" AS BIGINT) AS "margin_minor",
  "t11"."promised_day",
  "t11"."delivered_day",
  COALESCE("t11"."day", DATE("t11"."ordered_at")) AS "day",
  COALESCE(NULLIF("t11"."prices", 'unknown'), 'gross') AS "prices",
  CAST(CASE
    WHEN COALESCE("t11"."country", 'DE') IN ('CH')
    THEN 810
    WHEN COALESCE("t11"."country", 'DE') IN ('LU')
    THEN 1700
    WHEN COALESCE("t11"."country", 'DE') IN ('MT')
    THEN 1800
    WHEN COALESCE("t11"."country", 'DE') IN ('CY', 'DE')
    THEN 1900
    WHEN COALESCE("t11"."country", 'DE') IN ('AT', 'BG', 'FR')
    THEN 2000
    WHEN COALESCE("t11"."country", 'DE') IN ('BE', 'CZ', 'ES', 'LT', 'LV', 'NL', 'RO')
    THEN 2100
    WHEN COALESCE("t11"."country", 'DE') IN ('IT', 'SI')
    THEN 2200
    WHEN COALESCE("t11"."country", 'DE') IN ('IE', 'PL', 'PT', 'SK')
    THEN 2300
    WHEN COALESCE("t11"."country", 'DE') IN ('EE', 'EL', 'GR')
    THEN 2400
    WHEN COALESCE("t11"."country", 'DE') IN ('DK', 'HR', 'SE')
    THEN 2500
    WHEN COALESCE("t11"."country", 'DE') IN ('FI')
    THEN 2550
    WHEN COALESCE("t11"."country", 'DE') IN ('HU')
    THEN 2700
    ELSE 0
  END AS BIGINT) AS "standard_bp"
FROM (
  SELECT
    "t10"."order_id",
    "t10"."customer",
    "t10"."ordered_at",
    "t10"."day",
    "t10"."channel",
    "t10"."country",
    "t10"."prices",
    "t10"."currency",
    "t10"."amount_minor",
    "t10"."vat_bp",
    "t10"."tax_minor",
    "t10"."voucher_minor",
    "t10"."voucher_code",
    "t10"."shipping_charged_minor",
    "t10"."shipping_paid_minor",
    "t10"."payment_fee_minor",
    "t10"."unit_costs_minor",
    "t10"."margin_minor",
    "t10"."promised_day",
    "t10"."delivered_day",
    "t10"."status",
    "t10"."kind",
    "t10"."source",
    "t10"."version",
    "t5"."identity",
    "t5"."person"
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
      WHERE
        NOT EXISTS(
          SELECT
            1
          FROM (
            SELECT
              *
            FROM "customers" AS "t2"
            WHERE
              "t2"."kind" IN ('staff', 'test')
          ) AS "t7"
          WHERE
            "t3"."customer" = "t7"."customer"
        )
    ) AS "t8"
    WHERE
      NOT (
        COALESCE(
          LOWER("t8"."status") IN (
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
      )
      AND NOT (
        COALESCE("t8"."kind", 'shop') IN ('staff', 'test')
      )
  ) AS "t10"
  LEFT OUTER JOIN (
    SELECT
      "t0"."identity",
      "t0"."customer" AS "person"
    FROM "identities" AS "t0"
  ) AS "t5"
    ON "t10"."customer" = "t5"."identity"
) AS "t11"
