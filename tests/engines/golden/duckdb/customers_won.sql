WITH "t4" AS (
  SELECT
    *
  FROM "orders_placed" AS "t1"
  WHERE
    "t1"."customer" IS NOT NULL
)
SELECT
  CAST("t13"."customer" AS BIGINT) AS "customer",
  "t13"."day",
  "t13"."month",
  "t13"."channel"
FROM (
  SELECT
    "t12"."customer",
    "t12"."day",
    MAKE_DATE(EXTRACT(year FROM "t12"."day"), EXTRACT(month FROM "t12"."day"), 1) AS "month",
    LOWER(COALESCE("t3"."channel", "t12"."order_channel")) AS "channel"
  FROM (
    SELECT
      "t10"."customer",
      "t10"."first_day" AS "day",
      MIN("t10"."channel") AS "order_channel"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t6"."order_id",
          "t6"."customer",
          "t6"."ordered_at",
          "t6"."channel",
          "t6"."amount_minor",
          "t6"."tax_minor",
          "t6"."vat_bp",
          "t6"."voucher_minor",
          "t6"."shipping_charged_minor",
          "t6"."shipping_paid_minor",
          "t6"."payment_fee_minor",
          "t6"."unit_costs_minor",
          "t6"."margin_minor",
          "t6"."promised_day",
          "t6"."delivered_day",
          "t6"."day",
          "t6"."prices",
          "t6"."standard_bp",
          "t8"."first_day"
        FROM "t4" AS "t6"
        INNER JOIN (
          SELECT
            "t5"."customer",
            MIN("t5"."day") AS "first_day"
          FROM "t4" AS "t5"
          GROUP BY
            1
        ) AS "t8"
          ON "t6"."customer" = "t8"."customer"
      ) AS "t9"
      WHERE
        "t9"."day" = "t9"."first_day"
    ) AS "t10"
    GROUP BY
      1,
      2
  ) AS "t12"
  LEFT OUTER JOIN (
    SELECT
      "t0"."customer",
      "t0"."channel"
    FROM "customers" AS "t0"
  ) AS "t3"
    ON "t12"."customer" = "t3"."customer"
) AS "t13"
