SELECT
  "t22"."order_id",
  CAST("t22"."customer" AS BIGINT) AS "customer",
  "t22"."due_day",
  CAST("t22"."due_minor" AS BIGINT) AS "due_minor",
  CAST(CASE
    WHEN "t22"."gross" = 1
    THEN CAST(ROUND(
      (
        (
          "t22"."left" * 10000
        ) - (
          (
            "t22"."left" * 10000
          ) % (
            "t22"."rate" + 10000
          )
        )
      ) / (
        "t22"."rate" + 10000
      ),
      0
    ) AS BIGINT) + CASE
      WHEN (
        (
          ABS((
            "t22"."left" * 10000
          ) % (
            "t22"."rate" + 10000
          )) * 2
        ) > (
          "t22"."rate" + 10000
        )
      )
      OR (
        (
          (
            ABS((
              "t22"."left" * 10000
            ) % (
              "t22"."rate" + 10000
            )) * 2
          ) = (
            "t22"."rate" + 10000
          )
        )
        AND (
          (
            CAST(ROUND(
              (
                (
                  "t22"."left" * 10000
                ) - (
                  (
                    "t22"."left" * 10000
                  ) % (
                    "t22"."rate" + 10000
                  )
                )
              ) / (
                "t22"."rate" + 10000
              ),
              0
            ) AS BIGINT) % 2
          ) <> 0
        )
      )
      THEN CASE WHEN (
        "t22"."left" * 10000
      ) < 0 THEN -1 ELSE 1 END
      ELSE 0
    END
    ELSE "t22"."left"
  END AS BIGINT) AS "unpaid_minor"
FROM (
  SELECT
    "t21"."order_id",
    "t21"."customer",
    "t21"."due_day",
    "t21"."due_minor",
    "t21"."settled_minor",
    "t21"."gross",
    "t21"."rate",
    CASE
      WHEN "t21"."due_minor" > "t21"."settled_minor"
      THEN "t21"."due_minor" - "t21"."settled_minor"
      ELSE 0
    END AS "left"
  FROM (
    SELECT
      "t20"."order_id",
      MAX(COALESCE("t20"."customer", "t20"."order_customer")) AS "customer",
      MIN("t20"."day") FILTER(WHERE
        "t20"."kind" = 'due') AS "due_day",
      COALESCE(CAST(SUM("t20"."amount_minor") FILTER(WHERE
        "t20"."kind" = 'due') AS BIGINT), 0) AS "due_minor",
      COALESCE(
        CAST(SUM("t20"."amount_minor") FILTER(WHERE
          "t20"."kind" IN ('paid', 'default')) AS BIGINT),
        0
      ) AS "settled_minor",
      MAX(
        CASE
          WHEN COALESCE(COALESCE(NULLIF("t20"."order_prices", 'unknown'), 'gross') = 'gross', FALSE)
          THEN 1
          ELSE 0
        END
      ) AS "gross",
      MAX(
        COALESCE(
          "t20"."order_bp",
          CASE
            WHEN COALESCE(CAST(NULL AS TEXT), 'DE') IN ('CH')
            THEN 810
            WHEN COALESCE(CAST(NULL AS TEXT), 'DE') IN ('LU')
            THEN 1700
            WHEN COALESCE(CAST(NULL AS TEXT), 'DE') IN ('MT')
            THEN 1800
            WHEN COALESCE(CAST(NULL AS TEXT), 'DE') IN ('CY', 'DE')
            THEN 1900
            WHEN COALESCE(CAST(NULL AS TEXT), 'DE') IN ('AT', 'BG', 'FR')
            THEN 2000
            WHEN COALESCE(CAST(NULL AS TEXT), 'DE') IN ('BE', 'CZ', 'ES', 'LT', 'LV', 'NL', 'RO')
            THEN 2100
            WHEN COALESCE(CAST(NULL AS TEXT), 'DE') IN ('IT', 'SI')
            THEN 2200
            WHEN COALESCE(CAST(NULL AS TEXT), 'DE') IN ('IE', 'PL', 'PT', 'SK')
            THEN 2300
            WHEN COALESCE(CAST(NULL AS TEXT), 'DE') IN ('EE', 'EL', 'GR')
            THEN 2400
            WHEN COALESCE(CAST(NULL AS TEXT), 'DE') IN ('DK', 'HR', 'SE')
            THEN 2500
            WHEN COALESCE(CAST(NULL AS TEXT), 'DE') IN ('FI')
            THEN 2550
            WHEN COALESCE(CAST(NULL AS TEXT), 'DE') IN ('HU')
            THEN 2700
            ELSE 0
          END
        )
      ) AS "rate"
    FROM (
      SELECT
        "t19"."payment_id",
        "t19"."order_id",
        "t19"."customer",
        "t19"."paid_at",
        COALESCE("t19"."day", CAST("t19"."paid_at" AS DATE)) AS "day",
        "t19"."kind",
        "t19"."currency",
        "t19"."amount_minor",
        "t19"."source",
        "t19"."version",
        "t19"."order_customer",
        "t19"."order_prices",
        "t19"."order_bp"
      FROM (
        SELECT
          "t18"."payment_id",
          "t18"."order_id",
          "t18"."customer",
          "t18"."paid_at",
          "t18"."day",
          "t18"."kind",
          "t18"."currency",
          "t18"."amount_minor",
          "t18"."source",
          "t18"."version",
          "t12"."order_customer",
          "t12"."order_prices",
          "t12"."order_bp"
        FROM (
          SELECT
            "t16"."payment_id",
            "t16"."order_id",
            COALESCE("t16"."person", "t16"."customer") AS "customer",
            "t16"."paid_at",
            "t16"."day",
            "t16"."kind",
            "t16"."currency",
            "t16"."amount_minor",
            "t16"."source",
            "t16"."version"
          FROM (
            SELECT
              "t6"."payment_id",
              "t6"."order_id",
              "t6"."customer",
              "t6"."paid_at",
              "t6"."day",
              "t6"."kind",
              "t6"."currency",
              "t6"."amount_minor",
              "t6"."source",
              "t6"."version",
              "t11"."identity",
              "t11"."person"
            FROM "payments" AS "t6"
            ANTI JOIN (
              SELECT
                *
              FROM "customers" AS "t2"
              WHERE
                "t2"."kind" IN ('staff', 'test')
            ) AS "t13"
              ON "t6"."customer" = "t13"."customer"
            ANTI JOIN (
              SELECT
                "t7"."order_id",
                "t7"."customer",
                "t7"."ordered_at",
                "t7"."day",
                "t7"."channel",
                "t7"."country",
                "t7"."prices",
                "t7"."currency",
                "t7"."amount_minor",
                "t7"."vat_bp",
                "t7"."tax_minor",
                "t7"."voucher_minor",
                "t7"."voucher_code",
                "t7"."shipping_charged_minor",
                "t7"."shipping_paid_minor",
                "t7"."payment_fee_minor",
                "t7"."unit_costs_minor",
                "t7"."margin_minor",
                "t7"."promised_day",
                "t7"."delivered_day",
                "t7"."status",
                "t7"."kind",
                "t7"."source",
                "t7"."version"
              FROM "orders" AS "t7"
              ANTI JOIN "orders_placed" AS "t5"
                ON "t7"."order_id" = "t5"."order_id"
            ) AS "t15"
              ON "t6"."order_id" = "t15"."order_id"
            LEFT OUTER JOIN (
              SELECT
                "t3"."identity",
                "t3"."customer" AS "person"
              FROM "identities" AS "t3"
            ) AS "t11"
              ON "t6"."customer" = "t11"."identity"
          ) AS "t16"
        ) AS "t18"
        LEFT OUTER JOIN (
          SELECT
            "t0"."order_id",
            "t0"."customer" AS "order_customer",
            "t0"."prices" AS "order_prices",
            COALESCE("t0"."vat_bp", "t0"."standard_bp") AS "order_bp"
          FROM "orders_placed" AS "t0"
        ) AS "t12"
          ON "t18"."order_id" = "t12"."order_id"
      ) AS "t19"
      WHERE
        COALESCE("t19"."day", CAST("t19"."paid_at" AS DATE)) <= MAKE_DATE(2026, 6, 30)
        AND "t19"."order_id" IS NOT NULL
        AND "t19"."amount_minor" IS NOT NULL
    ) AS "t20"
    GROUP BY
      1
  ) AS "t21"
  WHERE
    "t21"."due_day" IS NOT NULL
) AS "t22"
