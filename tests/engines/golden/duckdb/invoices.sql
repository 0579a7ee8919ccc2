SELECT
  "t31"."order_id",
  CAST("t31"."customer" AS BIGINT) AS "customer",
  "t31"."due_day",
  CAST("t31"."due_minor" AS BIGINT) AS "due_minor",
  CAST(CASE
    WHEN "t31"."gross"
    THEN CASE
      WHEN "t31"."mixed"
      THEN CAST(ROUND(
        (
          (
            "t31"."amount_minor" * "t31"."sold_net"
          ) - (
            (
              "t31"."amount_minor" * "t31"."sold_net"
            ) % "t31"."size"
          )
        ) / "t31"."size",
        0
      ) AS BIGINT) + CASE
        WHEN (
          (
            ABS((
              "t31"."amount_minor" * "t31"."sold_net"
            ) % "t31"."size") * 2
          ) > "t31"."size"
        )
        OR (
          (
            (
              ABS((
                "t31"."amount_minor" * "t31"."sold_net"
              ) % "t31"."size") * 2
            ) = "t31"."size"
          )
          AND (
            (
              CAST(ROUND(
                (
                  (
                    "t31"."amount_minor" * "t31"."sold_net"
                  ) - (
                    (
                      "t31"."amount_minor" * "t31"."sold_net"
                    ) % "t31"."size"
                  )
                ) / "t31"."size",
                0
              ) AS BIGINT) % 2
            ) <> 0
          )
        )
        THEN CASE WHEN (
          "t31"."amount_minor" * "t31"."sold_net"
        ) < 0 THEN -1 ELSE 1 END
        ELSE 0
      END
      ELSE CAST(ROUND(
        (
          (
            "t31"."amount_minor" * 10000
          ) - (
            (
              "t31"."amount_minor" * 10000
            ) % (
              "t31"."rate" + 10000
            )
          )
        ) / (
          "t31"."rate" + 10000
        ),
        0
      ) AS BIGINT) + CASE
        WHEN (
          (
            ABS((
              "t31"."amount_minor" * 10000
            ) % (
              "t31"."rate" + 10000
            )) * 2
          ) > (
            "t31"."rate" + 10000
          )
        )
        OR (
          (
            (
              ABS((
                "t31"."amount_minor" * 10000
              ) % (
                "t31"."rate" + 10000
              )) * 2
            ) = (
              "t31"."rate" + 10000
            )
          )
          AND (
            (
              CAST(ROUND(
                (
                  (
                    "t31"."amount_minor" * 10000
                  ) - (
                    (
                      "t31"."amount_minor" * 10000
                    ) % (
                      "t31"."rate" + 10000
                    )
                  )
                ) / (
                  "t31"."rate" + 10000
                ),
                0
              ) AS BIGINT) % 2
            ) <> 0
          )
        )
        THEN CASE WHEN (
          "t31"."amount_minor" * 10000
        ) < 0 THEN -1 ELSE 1 END
        ELSE 0
      END
    END
    ELSE "t31"."amount_minor"
  END AS BIGINT) AS "unpaid_minor"
FROM (
  SELECT
    "t30"."order_id",
    "t30"."customer",
    "t30"."due_day",
    "t30"."due_minor",
    "t30"."settled_minor",
    "t30"."gross",
    "t30"."rate",
    "t30"."amount_minor",
    "t30"."sold_stated",
    "t30"."sold_net",
    COALESCE("t30"."sold_stated" > 0, FALSE) AS "mixed",
    CASE
      WHEN COALESCE("t30"."sold_stated" > 0, FALSE)
      THEN "t30"."sold_stated"
      ELSE 1
    END AS "size"
  FROM (
    SELECT
      "t29"."order_id",
      "t29"."customer",
      "t29"."due_day",
      "t29"."due_minor",
      "t29"."settled_minor",
      "t29"."gross",
      "t29"."rate",
      "t29"."amount_minor",
      "t22"."sold_stated",
      "t22"."sold_net"
    FROM (
      SELECT
        "t27"."order_id",
        "t27"."customer",
        "t27"."due_day",
        "t27"."due_minor",
        "t27"."settled_minor",
        "t27"."gross" = 1 AS "gross",
        "t27"."rate",
        CASE
          WHEN "t27"."due_minor" > "t27"."settled_minor"
          THEN "t27"."due_minor" - "t27"."settled_minor"
          ELSE 0
        END AS "amount_minor"
      FROM (
        SELECT
          "t26"."order_id",
          MAX(COALESCE("t26"."customer", "t26"."order_customer")) AS "customer",
          MIN("t26"."day") FILTER(WHERE
            "t26"."kind" = 'due') AS "due_day",
          COALESCE(CAST(SUM("t26"."amount_minor") FILTER(WHERE
            "t26"."kind" = 'due') AS BIGINT), 0) AS "due_minor",
          COALESCE(
            CAST(SUM("t26"."amount_minor") FILTER(WHERE
              "t26"."kind" IN ('paid', 'default')) AS BIGINT),
            0
          ) AS "settled_minor",
          MAX(
            CASE
              WHEN COALESCE(COALESCE(NULLIF("t26"."order_prices", 'unknown'), 'gross') = 'gross', FALSE)
              THEN 1
              ELSE 0
            END
          ) AS "gross",
          MAX(
            COALESCE(
              "t26"."order_bp",
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
            "t25"."payment_id",
            "t25"."order_id",
            "t25"."customer",
            "t25"."paid_at",
            COALESCE("t25"."day", CAST("t25"."paid_at" AS DATE)) AS "day",
            "t25"."kind",
            "t25"."currency",
            "t25"."amount_minor",
            "t25"."source",
            "t25"."version",
            "t25"."order_customer",
            "t25"."order_prices",
            "t25"."order_bp"
          FROM (
            SELECT
              "t24"."payment_id",
              "t24"."order_id",
              "t24"."customer",
              "t24"."paid_at",
              "t24"."day",
              "t24"."kind",
              "t24"."currency",
              "t24"."amount_minor",
              "t24"."source",
              "t24"."version",
              "t15"."order_customer",
              "t15"."order_prices",
              "t15"."order_bp"
            FROM (
              SELECT
                "t21"."payment_id",
                "t21"."order_id",
                COALESCE("t21"."person", "t21"."customer") AS "customer",
                "t21"."paid_at",
                "t21"."day",
                "t21"."kind",
                "t21"."currency",
                "t21"."amount_minor",
                "t21"."source",
                "t21"."version"
              FROM (
                SELECT
                  "t8"."payment_id",
                  "t8"."order_id",
                  "t8"."customer",
                  "t8"."paid_at",
                  "t8"."day",
                  "t8"."kind",
                  "t8"."currency",
                  "t8"."amount_minor",
                  "t8"."source",
                  "t8"."version",
                  "t14"."identity",
                  "t14"."person"
                FROM "payments" AS "t8"
                ANTI JOIN (
                  SELECT
                    *
                  FROM "customers" AS "t3"
                  WHERE
                    "t3"."kind" IN ('staff', 'test')
                ) AS "t16"
                  ON "t8"."customer" = "t16"."customer"
                ANTI JOIN (
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
                    "t10"."version"
                  FROM "orders" AS "t10"
                  ANTI JOIN "orders_placed" AS "t9"
                    ON "t10"."order_id" = "t9"."order_id"
                ) AS "t19"
                  ON "t8"."order_id" = "t19"."order_id"
                LEFT OUTER JOIN (
                  SELECT
                    "t4"."identity",
                    "t4"."customer" AS "person"
                  FROM "identities" AS "t4"
                ) AS "t14"
                  ON "t8"."customer" = "t14"."identity"
              ) AS "t21"
            ) AS "t24"
            LEFT OUTER JOIN (
              SELECT
                "t2"."order_id",
                "t2"."customer" AS "order_customer",
                "t2"."prices" AS "order_prices",
                COALESCE("t2"."vat_bp", "t2"."standard_bp") AS "order_bp"
              FROM "orders_placed" AS "t2"
            ) AS "t15"
              ON "t24"."order_id" = "t15"."order_id"
          ) AS "t25"
          WHERE
            COALESCE("t25"."day", CAST("t25"."paid_at" AS DATE)) <= MAKE_DATE(2026, 6, 30)
            AND "t25"."order_id" IS NOT NULL
            AND "t25"."amount_minor" IS NOT NULL
        ) AS "t26"
        GROUP BY
          1
      ) AS "t27"
      WHERE
        "t27"."due_day" IS NOT NULL
    ) AS "t29"
    LEFT OUTER JOIN (
      SELECT
        "t17"."order_id",
        COALESCE(CAST(SUM("t17"."stated_minor") AS BIGINT), 0) AS "sold_stated",
        COALESCE(CAST(SUM("t17"."net_minor") AS BIGINT), 0) AS "sold_net"
      FROM (
        SELECT
          "t6"."order_id",
          "t6"."position",
          "t6"."product",
          "t6"."customer",
          "t6"."day",
          "t6"."kind",
          "t6"."stated_minor",
          "t6"."net_minor",
          "t6"."cost_minor",
          "t6"."cost_estimated"
        FROM "sales" AS "t6"
        SEMI JOIN "payments" AS "t7"
          ON "t6"."order_id" = "t7"."order_id"
      ) AS "t17"
      GROUP BY
        1
    ) AS "t22"
      ON "t29"."order_id" = "t22"."order_id"
  ) AS "t30"
) AS "t31"
