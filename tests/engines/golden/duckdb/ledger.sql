SELECT
  CAST("t47"."customer" AS BIGINT) AS "customer",
  "t47"."order_id",
  CAST("t47"."position" AS BIGINT) AS "position",
  "t47"."day",
  CAST("t47"."step" AS BIGINT) AS "step",
  "t47"."kind",
  CAST("t47"."amount_minor" AS BIGINT) AS "amount_minor",
  CAST("t47"."vat_minor" AS BIGINT) AS "vat_minor",
  "t47"."estimated"
FROM (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t0"."customer",
          "t0"."order_id",
          "t0"."position",
          "t0"."day",
          2 AS "step",
          'refund' AS "kind",
          -(
            "t0"."net_minor"
          ) AS "amount_minor",
          "t0"."net_minor" - "t0"."stated_minor" AS "vat_minor",
          FALSE AS "estimated"
        FROM "returned" AS "t0"
      ) AS "t11"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t0"."customer",
          "t0"."order_id",
          "t0"."position",
          "t0"."day",
          2 AS "step",
          'returned_goods' AS "kind",
          "t0"."back_minor" AS "amount_minor",
          0 AS "vat_minor",
          "t0"."back_estimated" AS "estimated"
        FROM "returned" AS "t0"
      ) AS "t9"
    ) AS "t25"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t0"."customer",
          "t0"."order_id",
          "t0"."position",
          "t0"."day",
          2 AS "step",
          'handling' AS "kind",
          -(
            "t0"."handling_minor"
          ) AS "amount_minor",
          0 AS "vat_minor",
          FALSE AS "estimated"
        FROM "returned" AS "t0"
      ) AS "t12"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t43"."customer",
          "t43"."order_id",
          "t43"."position",
          "t43"."day",
          2 AS "step",
          'default' AS "kind",
          -(
            "t43"."net_minor"
          ) AS "amount_minor",
          "t43"."net_minor" - "t43"."amount_minor" AS "vat_minor",
          FALSE AS "estimated"
        FROM (
          SELECT
            "t42"."payment_id",
            "t42"."order_id",
            "t42"."customer",
            "t42"."paid_at",
            "t42"."day",
            "t42"."kind",
            "t42"."currency",
            "t42"."amount_minor",
            "t42"."source",
            "t42"."version",
            "t42"."order_customer",
            "t42"."order_prices",
            "t42"."order_bp",
            "t42"."position",
            "t42"."gross",
            "t42"."rate",
            CASE
              WHEN "t42"."gross"
              THEN CAST(ROUND(
                (
                  (
                    "t42"."amount_minor" * 10000
                  ) - (
                    (
                      "t42"."amount_minor" * 10000
                    ) % (
                      "t42"."rate" + 10000
                    )
                  )
                ) / (
                  "t42"."rate" + 10000
                ),
                0
              ) AS BIGINT) + CASE
                WHEN (
                  (
                    ABS((
                      "t42"."amount_minor" * 10000
                    ) % (
                      "t42"."rate" + 10000
                    )) * 2
                  ) > (
                    "t42"."rate" + 10000
                  )
                )
                OR (
                  (
                    (
                      ABS((
                        "t42"."amount_minor" * 10000
                      ) % (
                        "t42"."rate" + 10000
                      )) * 2
                    ) = (
                      "t42"."rate" + 10000
                    )
                  )
                  AND (
                    (
                      CAST(ROUND(
                        (
                          (
                            "t42"."amount_minor" * 10000
                          ) - (
                            (
                              "t42"."amount_minor" * 10000
                            ) % (
                              "t42"."rate" + 10000
                            )
                          )
                        ) / (
                          "t42"."rate" + 10000
                        ),
                        0
                      ) AS BIGINT) % 2
                    ) <> 0
                  )
                )
                THEN CASE WHEN (
                  "t42"."amount_minor" * 10000
                ) < 0 THEN -1 ELSE 1 END
                ELSE 0
              END
              ELSE "t42"."amount_minor"
            END AS "net_minor"
          FROM (
            SELECT
              "t41"."payment_id",
              "t41"."order_id",
              COALESCE("t41"."customer", "t41"."order_customer") AS "customer",
              "t41"."paid_at",
              COALESCE("t41"."day", CAST("t41"."paid_at" AS DATE)) AS "day",
              "t41"."kind",
              "t41"."currency",
              "t41"."amount_minor",
              "t41"."source",
              "t41"."version",
              "t41"."order_customer",
              "t41"."order_prices",
              "t41"."order_bp",
              CAST(NULL AS BIGINT) AS "position",
              COALESCE(NULLIF("t41"."order_prices", 'unknown'), 'gross') = 'gross' AS "gross",
              COALESCE(
                "t41"."order_bp",
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
              ) AS "rate"
            FROM (
              SELECT
                "t40"."payment_id",
                "t40"."order_id",
                "t40"."customer",
                "t40"."paid_at",
                "t40"."day",
                "t40"."kind",
                "t40"."currency",
                "t40"."amount_minor",
                "t40"."source",
                "t40"."version",
                "t30"."order_customer",
                "t30"."order_prices",
                "t30"."order_bp"
              FROM (
                SELECT
                  "t38"."payment_id",
                  "t38"."order_id",
                  COALESCE("t38"."person", "t38"."customer") AS "customer",
                  "t38"."paid_at",
                  "t38"."day",
                  "t38"."kind",
                  "t38"."currency",
                  "t38"."amount_minor",
                  "t38"."source",
                  "t38"."version"
                FROM (
                  SELECT
                    "t31"."payment_id",
                    "t31"."order_id",
                    "t31"."customer",
                    "t31"."paid_at",
                    "t31"."day",
                    "t31"."kind",
                    "t31"."currency",
                    "t31"."amount_minor",
                    "t31"."source",
                    "t31"."version",
                    "t24"."identity",
                    "t24"."person"
                  FROM (
                    SELECT
                      *
                    FROM "payments" AS "t3"
                    WHERE
                      "t3"."kind" = 'default'
                  ) AS "t31"
                  ANTI JOIN (
                    SELECT
                      *
                    FROM "customers" AS "t4"
                    WHERE
                      "t4"."kind" IN ('staff', 'test')
                  ) AS "t32"
                    ON "t31"."customer" = "t32"."customer"
                  ANTI JOIN (
                    SELECT
                      "t8"."order_id",
                      "t8"."customer",
                      "t8"."ordered_at",
                      "t8"."day",
                      "t8"."channel",
                      "t8"."country",
                      "t8"."prices",
                      "t8"."currency",
                      "t8"."amount_minor",
                      "t8"."vat_bp",
                      "t8"."tax_minor",
                      "t8"."voucher_minor",
                      "t8"."voucher_code",
                      "t8"."shipping_charged_minor",
                      "t8"."shipping_paid_minor",
                      "t8"."payment_fee_minor",
                      "t8"."unit_costs_minor",
                      "t8"."margin_minor",
                      "t8"."promised_day",
                      "t8"."delivered_day",
                      "t8"."status",
                      "t8"."kind",
                      "t8"."source",
                      "t8"."version"
                    FROM "orders" AS "t8"
                    ANTI JOIN "orders_placed" AS "t7"
                      ON "t8"."order_id" = "t7"."order_id"
                  ) AS "t37"
                    ON "t31"."order_id" = "t37"."order_id"
                  LEFT OUTER JOIN (
                    SELECT
                      "t5"."identity",
                      "t5"."customer" AS "person"
                    FROM "identities" AS "t5"
                  ) AS "t24"
                    ON "t31"."customer" = "t24"."identity"
                ) AS "t38"
              ) AS "t40"
              LEFT OUTER JOIN (
                SELECT
                  "t2"."order_id",
                  "t2"."customer" AS "order_customer",
                  "t2"."prices" AS "order_prices",
                  COALESCE("t2"."vat_bp", "t2"."standard_bp") AS "order_bp"
                FROM "orders_placed" AS "t2"
              ) AS "t30"
                ON "t40"."order_id" = "t30"."order_id"
            ) AS "t41"
          ) AS "t42"
        ) AS "t43"
      ) AS "t44"
    ) AS "t45"
  ) AS "t46"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t1"."customer",
            "t1"."order_id",
            "t1"."position",
            "t1"."day",
            1 AS "step",
            'goods' AS "kind",
            "t1"."net_minor" AS "amount_minor",
            "t1"."stated_minor" - "t1"."net_minor" AS "vat_minor",
            FALSE AS "estimated"
          FROM "sales" AS "t1"
          WHERE
            "t1"."kind" = 'goods'
        ) AS "t13"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t1"."customer",
            "t1"."order_id",
            "t1"."position",
            "t1"."day",
            1 AS "step",
            'adjustment' AS "kind",
            "t1"."net_minor" AS "amount_minor",
            "t1"."stated_minor" - "t1"."net_minor" AS "vat_minor",
            FALSE AS "estimated"
          FROM "sales" AS "t1"
          WHERE
            "t1"."kind" = 'adjustment'
        ) AS "t14"
      ) AS "t26"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t1"."customer",
            "t1"."order_id",
            "t1"."position",
            "t1"."day",
            2 AS "step",
            'shipping_charged' AS "kind",
            "t1"."net_minor" AS "amount_minor",
            "t1"."stated_minor" - "t1"."net_minor" AS "vat_minor",
            FALSE AS "estimated"
          FROM "sales" AS "t1"
          WHERE
            "t1"."kind" = 'shipping'
        ) AS "t15"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t1"."customer",
            "t1"."order_id",
            "t1"."position",
            "t1"."day",
            2 AS "step",
            'fee' AS "kind",
            "t1"."net_minor" AS "amount_minor",
            "t1"."stated_minor" - "t1"."net_minor" AS "vat_minor",
            FALSE AS "estimated"
          FROM "sales" AS "t1"
          WHERE
            "t1"."kind" = 'fee'
        ) AS "t16"
      ) AS "t27"
    ) AS "t33"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t1"."customer",
            "t1"."order_id",
            "t1"."position",
            "t1"."day",
            3 AS "step",
            'voucher' AS "kind",
            "t1"."net_minor" AS "amount_minor",
            "t1"."stated_minor" - "t1"."net_minor" AS "vat_minor",
            FALSE AS "estimated"
          FROM "sales" AS "t1"
          WHERE
            "t1"."kind" = 'voucher'
        ) AS "t17"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t1"."customer",
            "t1"."order_id",
            "t1"."position",
            "t1"."day",
            1 AS "step",
            'purchase_price' AS "kind",
            -(
              "t1"."cost_minor"
            ) AS "amount_minor",
            0 AS "vat_minor",
            "t1"."cost_estimated" AS "estimated"
          FROM "sales" AS "t1"
        ) AS "t18"
      ) AS "t28"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t2"."customer",
            "t2"."order_id",
            CAST(NULL AS BIGINT) AS "position",
            "t2"."day",
            2 AS "step",
            'shipping_paid' AS "kind",
            -(
              "t2"."shipping_paid_minor"
            ) AS "amount_minor",
            0 AS "vat_minor",
            FALSE AS "estimated"
          FROM "orders_placed" AS "t2"
        ) AS "t19"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t2"."customer",
            "t2"."order_id",
            CAST(NULL AS BIGINT) AS "position",
            "t2"."day",
            2 AS "step",
            'payment_fee' AS "kind",
            -(
              "t2"."payment_fee_minor"
            ) AS "amount_minor",
            0 AS "vat_minor",
            FALSE AS "estimated"
          FROM "orders_placed" AS "t2"
        ) AS "t20"
      ) AS "t29"
    ) AS "t34"
  ) AS "t36"
) AS "t47"
WHERE
  (
    "t47"."amount_minor" <> 0
  ) OR (
    "t47"."vat_minor" <> 0
  )
