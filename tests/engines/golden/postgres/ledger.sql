WITH "t19" AS (
  SELECT
    "t6"."identity",
    "t6"."customer" AS "person"
  FROM "identities" AS "t6"
), "t66" AS (
  SELECT
    "t15"."customer",
    "t15"."first_seen",
    "t15"."channel",
    "t15"."acquisition_cost_minor",
    "t15"."currency",
    "t15"."country",
    "t15"."language",
    "t15"."kind",
    "t15"."source",
    "t15"."version"
  FROM "customers" AS "t15"
  WHERE
    NOT EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM "customers" AS "t5"
        WHERE
          "t5"."kind" IN ('staff', 'test')
      ) AS "t48"
      WHERE
        "t15"."customer" = "t48"."customer"
    )
), "t89" AS (
  SELECT
    "t84"."channel",
    MAKE_DATE(
      CAST(EXTRACT(year FROM "t84"."day") AS INT),
      CAST(EXTRACT(month FROM "t84"."day") AS INT),
      CAST(1 AS INT)
    ) AS "month",
    COALESCE(CAST(SUM("t84"."cost_minor") AS BIGINT), 0) AS "cost_minor",
    MAX("t84"."day") AS "day"
  FROM (
    SELECT
      "t56"."day",
      "t56"."channel",
      "t56"."campaign",
      "t56"."cost_minor",
      "t56"."currency",
      "t56"."source",
      "t56"."version"
    FROM (
      SELECT
        "t11"."day",
        LOWER("t11"."channel") AS "channel",
        "t11"."campaign",
        "t11"."cost_minor",
        "t11"."currency",
        "t11"."source",
        "t11"."version"
      FROM "spend" AS "t11"
      WHERE
        "t11"."cost_minor" IS NOT NULL
    ) AS "t56"
    WHERE
      NOT EXISTS(
        SELECT
          1
        FROM (
          SELECT DISTINCT
            LOWER("t70"."channel") AS "channel"
          FROM "t66" AS "t70"
          WHERE
            "t70"."acquisition_cost_minor" IS NOT NULL
        ) AS "t78"
        WHERE
          "t56"."channel" = "t78"."channel"
      )
  ) AS "t84"
  GROUP BY
    1,
    2
)
SELECT
  CAST("t110"."customer" AS BIGINT) AS "customer",
  "t110"."order_id",
  CAST("t110"."position" AS BIGINT) AS "position",
  "t110"."day",
  CAST("t110"."step" AS BIGINT) AS "step",
  "t110"."kind",
  CAST("t110"."amount_minor" AS BIGINT) AS "amount_minor",
  CAST("t110"."vat_minor" AS BIGINT) AS "vat_minor",
  "t110"."estimated"
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
          *
        FROM (
          SELECT
            "t0"."customer",
            "t0"."order_id",
            "t0"."position",
            "t0"."day",
            1 AS "step",
            'goods' AS "kind",
            "t0"."net_minor" AS "amount_minor",
            "t0"."stated_minor" - "t0"."net_minor" AS "vat_minor",
            FALSE AS "estimated"
          FROM "sales" AS "t0"
          WHERE
            "t0"."kind" = 'goods'
        ) AS "t21"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t0"."customer",
            "t0"."order_id",
            "t0"."position",
            "t0"."day",
            1 AS "step",
            'adjustment' AS "kind",
            "t0"."net_minor" AS "amount_minor",
            "t0"."stated_minor" - "t0"."net_minor" AS "vat_minor",
            FALSE AS "estimated"
          FROM "sales" AS "t0"
          WHERE
            "t0"."kind" = 'adjustment'
        ) AS "t22"
      ) AS "t40"
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
            'shipping_charged' AS "kind",
            "t0"."net_minor" AS "amount_minor",
            "t0"."stated_minor" - "t0"."net_minor" AS "vat_minor",
            FALSE AS "estimated"
          FROM "sales" AS "t0"
          WHERE
            "t0"."kind" = 'shipping'
        ) AS "t23"
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
            'fee' AS "kind",
            "t0"."net_minor" AS "amount_minor",
            "t0"."stated_minor" - "t0"."net_minor" AS "vat_minor",
            FALSE AS "estimated"
          FROM "sales" AS "t0"
          WHERE
            "t0"."kind" = 'fee'
        ) AS "t24"
      ) AS "t41"
    ) AS "t57"
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
            "t0"."customer",
            "t0"."order_id",
            "t0"."position",
            "t0"."day",
            3 AS "step",
            'voucher' AS "kind",
            "t0"."net_minor" AS "amount_minor",
            "t0"."stated_minor" - "t0"."net_minor" AS "vat_minor",
            FALSE AS "estimated"
          FROM "sales" AS "t0"
          WHERE
            "t0"."kind" = 'voucher'
        ) AS "t25"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t0"."customer",
            "t0"."order_id",
            "t0"."position",
            "t0"."day",
            1 AS "step",
            'purchase_price' AS "kind",
            -(
              "t0"."cost_minor"
            ) AS "amount_minor",
            0 AS "vat_minor",
            "t0"."cost_estimated" AS "estimated"
          FROM "sales" AS "t0"
        ) AS "t26"
      ) AS "t42"
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
            CAST(NULL AS BIGINT) AS "position",
            "t1"."day",
            2 AS "step",
            'shipping_paid' AS "kind",
            -(
              "t1"."shipping_paid_minor"
            ) AS "amount_minor",
            0 AS "vat_minor",
            FALSE AS "estimated"
          FROM "orders_placed" AS "t1"
        ) AS "t27"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t1"."customer",
            "t1"."order_id",
            CAST(NULL AS BIGINT) AS "position",
            "t1"."day",
            2 AS "step",
            'payment_fee' AS "kind",
            -(
              "t1"."payment_fee_minor"
            ) AS "amount_minor",
            0 AS "vat_minor",
            FALSE AS "estimated"
          FROM "orders_placed" AS "t1"
        ) AS "t28"
      ) AS "t43"
    ) AS "t58"
  ) AS "t62"
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
            "t2"."customer",
            "t2"."order_id",
            "t2"."position",
            "t2"."day",
            2 AS "step",
            'refund' AS "kind",
            -(
              "t2"."net_minor"
            ) AS "amount_minor",
            "t2"."net_minor" - "t2"."stated_minor" AS "vat_minor",
            FALSE AS "estimated"
          FROM "returned" AS "t2"
        ) AS "t30"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t2"."customer",
            "t2"."order_id",
            "t2"."position",
            "t2"."day",
            2 AS "step",
            'returned_goods' AS "kind",
            "t2"."back_minor" AS "amount_minor",
            0 AS "vat_minor",
            "t2"."back_estimated" AS "estimated"
          FROM "returned" AS "t2"
        ) AS "t18"
      ) AS "t45"
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
            "t2"."position",
            "t2"."day",
            2 AS "step",
            'handling' AS "kind",
            -(
              "t2"."handling_minor"
            ) AS "amount_minor",
            0 AS "vat_minor",
            FALSE AS "estimated"
          FROM "returned" AS "t2"
        ) AS "t31"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t99"."customer",
            "t99"."order_id",
            "t99"."position",
            "t99"."day",
            2 AS "step",
            'default' AS "kind",
            -(
              "t99"."net_minor"
            ) AS "amount_minor",
            "t99"."net_minor" - "t99"."amount_minor" AS "vat_minor",
            FALSE AS "estimated"
          FROM (
            SELECT
              "t91"."payment_id",
              "t91"."order_id",
              "t91"."customer",
              "t91"."paid_at",
              "t91"."day",
              "t91"."kind",
              "t91"."currency",
              "t91"."amount_minor",
              "t91"."source",
              "t91"."version",
              "t91"."order_customer",
              "t91"."order_prices",
              "t91"."order_bp",
              "t91"."sold_stated",
              "t91"."sold_net",
              "t91"."position",
              "t91"."gross",
              "t91"."rate",
              "t91"."mixed",
              "t91"."size",
              CASE
                WHEN "t91"."gross"
                THEN CASE
                  WHEN "t91"."mixed"
                  THEN CAST(ROUND(
                    CAST((
                      (
                        "t91"."amount_minor" * "t91"."sold_net"
                      ) - (
                        (
                          "t91"."amount_minor" * "t91"."sold_net"
                        ) % "t91"."size"
                      )
                    ) AS DOUBLE PRECISION) / "t91"."size"
                  ) AS BIGINT) + CASE
                    WHEN (
                      (
                        ABS((
                          "t91"."amount_minor" * "t91"."sold_net"
                        ) % "t91"."size") * 2
                      ) > "t91"."size"
                    )
                    OR (
                      (
                        (
                          ABS((
                            "t91"."amount_minor" * "t91"."sold_net"
                          ) % "t91"."size") * 2
                        ) = "t91"."size"
                      )
                      AND (
                        (
                          CAST(ROUND(
                            CAST((
                              (
                                "t91"."amount_minor" * "t91"."sold_net"
                              ) - (
                                (
                                  "t91"."amount_minor" * "t91"."sold_net"
                                ) % "t91"."size"
                              )
                            ) AS DOUBLE PRECISION) / "t91"."size"
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    )
                    THEN CASE WHEN (
                      "t91"."amount_minor" * "t91"."sold_net"
                    ) < 0 THEN -1 ELSE 1 END
                    ELSE 0
                  END
                  ELSE CAST(ROUND(
                    CAST((
                      (
                        "t91"."amount_minor" * 10000
                      ) - (
                        (
                          "t91"."amount_minor" * 10000
                        ) % (
                          "t91"."rate" + 10000
                        )
                      )
                    ) AS DOUBLE PRECISION) / (
                      "t91"."rate" + 10000
                    )
                  ) AS BIGINT) + CASE
                    WHEN (
                      (
                        ABS((
                          "t91"."amount_minor" * 10000
                        ) % (
                          "t91"."rate" + 10000
                        )) * 2
                      ) > (
                        "t91"."rate" + 10000
                      )
                    )
                    OR (
                      (
                        (
                          ABS((
                            "t91"."amount_minor" * 10000
                          ) % (
                            "t91"."rate" + 10000
                          )) * 2
                        ) = (
                          "t91"."rate" + 10000
                        )
                      )
                      AND (
                        (
                          CAST(ROUND(
                            CAST((
                              (
                                "t91"."amount_minor" * 10000
                              ) - (
                                (
                                  "t91"."amount_minor" * 10000
                                ) % (
                                  "t91"."rate" + 10000
                                )
                              )
                            ) AS DOUBLE PRECISION) / (
                              "t91"."rate" + 10000
                            )
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    )
                    THEN CASE WHEN (
                      "t91"."amount_minor" * 10000
                    ) < 0 THEN -1 ELSE 1 END
                    ELSE 0
                  END
                END
                ELSE "t91"."amount_minor"
              END AS "net_minor"
            FROM (
              SELECT
                "t86"."payment_id",
                "t86"."order_id",
                COALESCE("t86"."customer", "t86"."order_customer") AS "customer",
                "t86"."paid_at",
                COALESCE("t86"."day", DATE("t86"."paid_at")) AS "day",
                "t86"."kind",
                "t86"."currency",
                "t86"."amount_minor",
                "t86"."source",
                "t86"."version",
                "t86"."order_customer",
                "t86"."order_prices",
                "t86"."order_bp",
                "t86"."sold_stated",
                "t86"."sold_net",
                CAST(NULL AS BIGINT) AS "position",
                COALESCE(NULLIF("t86"."order_prices", 'unknown'), 'gross') = 'gross' AS "gross",
                COALESCE(
                  "t86"."order_bp",
                  CASE
                    WHEN COALESCE(CAST(NULL AS VARCHAR), 'DE') IN ('CH')
                    THEN 810
                    WHEN COALESCE(CAST(NULL AS VARCHAR), 'DE') IN ('LU')
                    THEN 1700
                    WHEN COALESCE(CAST(NULL AS VARCHAR), 'DE') IN ('MT')
                    THEN 1800
                    WHEN COALESCE(CAST(NULL AS VARCHAR), 'DE') IN ('CY', 'DE')
                    THEN 1900
                    WHEN COALESCE(CAST(NULL AS VARCHAR), 'DE') IN ('AT', 'BG', 'FR')
                    THEN 2000
                    WHEN COALESCE(CAST(NULL AS VARCHAR), 'DE') IN ('BE', 'CZ', 'ES', 'LT', 'LV', 'NL', 'RO')
                    THEN 2100
                    WHEN COALESCE(CAST(NULL AS VARCHAR), 'DE') IN ('IT', 'SI')
                    THEN 2200
                    WHEN COALESCE(CAST(NULL AS VARCHAR), 'DE') IN ('IE', 'PL', 'PT', 'SK')
                    THEN 2300
                    WHEN COALESCE(CAST(NULL AS VARCHAR), 'DE') IN ('EE', 'EL', 'GR')
                    THEN 2400
                    WHEN COALESCE(CAST(NULL AS VARCHAR), 'DE') IN ('DK', 'HR', 'SE')
                    THEN 2500
                    WHEN COALESCE(CAST(NULL AS VARCHAR), 'DE') IN ('FI')
                    THEN 2550
                    WHEN COALESCE(CAST(NULL AS VARCHAR), 'DE') IN ('HU')
                    THEN 2700
                    ELSE 0
                  END
                ) AS "rate",
                COALESCE("t86"."sold_stated" > 0, FALSE) AS "mixed",
                CASE
                  WHEN COALESCE("t86"."sold_stated" > 0, FALSE)
                  THEN "t86"."sold_stated"
                  ELSE 1
                END AS "size"
              FROM (
                SELECT
                  "t82"."payment_id",
                  "t82"."order_id",
                  "t82"."customer",
                  "t82"."paid_at",
                  "t82"."day",
                  "t82"."kind",
                  "t82"."currency",
                  "t82"."amount_minor",
                  "t82"."source",
                  "t82"."version",
                  "t44"."order_customer",
                  "t44"."order_prices",
                  "t44"."order_bp",
                  "t74"."sold_stated",
                  "t74"."sold_net"
                FROM (
                  SELECT
                    "t73"."payment_id",
                    "t73"."order_id",
                    COALESCE("t73"."person", "t73"."customer") AS "customer",
                    "t73"."paid_at",
                    "t73"."day",
                    "t73"."kind",
                    "t73"."currency",
                    "t73"."amount_minor",
                    "t73"."source",
                    "t73"."version"
                  FROM (
                    SELECT
                      "t55"."payment_id",
                      "t55"."order_id",
                      "t55"."customer",
                      "t55"."paid_at",
                      "t55"."day",
                      "t55"."kind",
                      "t55"."currency",
                      "t55"."amount_minor",
                      "t55"."source",
                      "t55"."version",
                      "t50"."identity",
                      "t50"."person"
                    FROM (
                      SELECT
                        *
                      FROM "payments" AS "t10"
                      WHERE
                        "t10"."kind" = 'default'
                    ) AS "t55"
                    LEFT OUTER JOIN "t19" AS "t50"
                      ON "t55"."customer" = "t50"."identity"
                    WHERE
                      NOT EXISTS(
                        SELECT
                          1
                        FROM (
                          SELECT
                            *
                          FROM "customers" AS "t5"
                          WHERE
                            "t5"."kind" IN ('staff', 'test')
                        ) AS "t48"
                        WHERE
                          "t55"."customer" = "t48"."customer"
                      )
                      AND NOT EXISTS(
                        SELECT
                          1
                        FROM (
                          SELECT
                            "t17"."order_id",
                            "t17"."customer",
                            "t17"."ordered_at",
                            "t17"."day",
                            "t17"."channel",
                            "t17"."country",
                            "t17"."prices",
                            "t17"."currency",
                            "t17"."amount_minor",
                            "t17"."vat_bp",
                            "t17"."tax_minor",
                            "t17"."voucher_minor",
                            "t17"."voucher_code",
                            "t17"."shipping_charged_minor",
                            "t17"."shipping_paid_minor",
                            "t17"."payment_fee_minor",
                            "t17"."unit_costs_minor",
                            "t17"."margin_minor",
                            "t17"."promised_day",
                            "t17"."delivered_day",
                            "t17"."status",
                            "t17"."kind",
                            "t17"."source",
                            "t17"."version"
                          FROM "orders" AS "t17"
                          WHERE
                            NOT EXISTS(
                              SELECT
                                1
                              FROM "orders_placed" AS "t14"
                              WHERE
                                "t17"."order_id" = "t14"."order_id"
                            )
                        ) AS "t64"
                        WHERE
                          "t55"."order_id" = "t64"."order_id"
                      )
                  ) AS "t73"
                ) AS "t82"
                LEFT OUTER JOIN (
                  SELECT
                    "t1"."order_id",
                    "t1"."customer" AS "order_customer",
                    "t1"."prices" AS "order_prices",
                    COALESCE("t1"."vat_bp", "t1"."standard_bp") AS "order_bp"
                  FROM "orders_placed" AS "t1"
                ) AS "t44"
                  ON "t82"."order_id" = "t44"."order_id"
                LEFT OUTER JOIN (
                  SELECT
                    "t60"."order_id",
                    COALESCE(CAST(SUM("t60"."stated_minor") AS BIGINT), 0) AS "sold_stated",
                    COALESCE(CAST(SUM("t60"."net_minor") AS BIGINT), 0) AS "sold_net"
                  FROM (
                    SELECT
                      "t13"."order_id",
                      "t13"."position",
                      "t13"."customer",
                      "t13"."day",
                      "t13"."kind",
                      "t13"."stated_minor",
                      "t13"."net_minor",
                      "t13"."cost_minor",
                      "t13"."cost_estimated"
                    FROM "sales" AS "t13"
                    WHERE
                      EXISTS(
                        SELECT
                          1
                        FROM "payments" AS "t16"
                        WHERE
                          "t13"."order_id" = "t16"."order_id"
                      )
                  ) AS "t60"
                  GROUP BY
                    1
                ) AS "t74"
                  ON "t82"."order_id" = "t74"."order_id"
              ) AS "t86"
            ) AS "t91"
          ) AS "t99"
        ) AS "t103"
      ) AS "t104"
    ) AS "t106"
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
            COALESCE("t67"."person", "t67"."customer") AS "customer",
            CAST(NULL AS VARCHAR) AS "order_id",
            CAST(NULL AS BIGINT) AS "position",
            COALESCE("t67"."day", DATE("t67"."at")) AS "day",
            3 AS "step",
            'points' AS "kind",
            ABS("t67"."value_minor") * CASE
              WHEN COALESCE("t67"."kind" IN ('redeemed', 'expired', 'eingelöst', 'verfallen'), FALSE)
              OR (
                COALESCE("t67"."points" < 0, FALSE) AND COALESCE("t67"."kind" <> 'earned', TRUE)
              )
              THEN 1
              ELSE -1
            END AS "amount_minor",
            0 AS "vat_minor",
            FALSE AS "estimated"
          FROM (
            SELECT
              "t46"."booking_id",
              "t46"."customer",
              "t46"."at",
              "t46"."day",
              "t46"."kind",
              "t46"."points",
              "t46"."value_minor",
              "t46"."currency",
              "t46"."expires",
              "t46"."source",
              "t46"."version",
              "t49"."identity",
              "t49"."person"
            FROM (
              SELECT
                *
              FROM "points" AS "t3"
              WHERE
                "t3"."value_minor" IS NOT NULL
            ) AS "t46"
            LEFT OUTER JOIN "t19" AS "t49"
              ON "t46"."customer" = "t49"."identity"
            WHERE
              NOT EXISTS(
                SELECT
                  1
                FROM (
                  SELECT
                    *
                  FROM "customers" AS "t5"
                  WHERE
                    "t5"."kind" IN ('staff', 'test')
                ) AS "t48"
                WHERE
                  "t46"."customer" = "t48"."customer"
              )
          ) AS "t67"
        ) AS "t83"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            COALESCE("t80"."person", "t80"."customer") AS "customer",
            CAST(NULL AS VARCHAR) AS "order_id",
            CAST(NULL AS BIGINT) AS "position",
            "t80"."day",
            3 AS "step",
            'service' AS "kind",
            -(
              CAST(ROUND(
                CAST((
                  (
                    "t80"."minutes" * 3650
                  ) - (
                    (
                      "t80"."minutes" * 3650
                    ) % 60
                  )
                ) AS DOUBLE PRECISION) / 60
              ) AS BIGINT) + CASE
                WHEN (
                  (
                    ABS((
                      "t80"."minutes" * 3650
                    ) % 60) * 2
                  ) > 60
                )
                OR (
                  (
                    (
                      ABS((
                        "t80"."minutes" * 3650
                      ) % 60) * 2
                    ) = 60
                  )
                  AND (
                    (
                      CAST(ROUND(
                        CAST((
                          (
                            "t80"."minutes" * 3650
                          ) - (
                            (
                              "t80"."minutes" * 3650
                            ) % 60
                          )
                        ) AS DOUBLE PRECISION) / 60
                      ) AS BIGINT) % 2
                    ) <> 0
                  )
                )
                THEN CASE WHEN (
                  "t80"."minutes" * 3650
                ) < 0 THEN -1 ELSE 1 END
                ELSE 0
              END
            ) AS "amount_minor",
            0 AS "vat_minor",
            FALSE AS "estimated"
          FROM (
            SELECT
              "t71"."customer",
              "t71"."minutes",
              "t71"."day",
              "t49"."identity",
              "t49"."person"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t7"."customer",
                    "t7"."minutes",
                    COALESCE("t7"."day", DATE("t7"."opened_at")) AS "day"
                  FROM "tickets" AS "t7"
                ) AS "t52"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t8"."customer",
                    "t8"."minutes",
                    COALESCE("t8"."day", DATE("t8"."at")) AS "day"
                  FROM "interactions" AS "t8"
                ) AS "t53"
              ) AS "t59"
              WHERE
                "t59"."minutes" IS NOT NULL
            ) AS "t71"
            LEFT OUTER JOIN "t19" AS "t49"
              ON "t71"."customer" = "t49"."identity"
            WHERE
              NOT EXISTS(
                SELECT
                  1
                FROM (
                  SELECT
                    *
                  FROM "customers" AS "t5"
                  WHERE
                    "t5"."kind" IN ('staff', 'test')
                ) AS "t48"
                WHERE
                  "t71"."customer" = "t48"."customer"
              )
          ) AS "t80"
        ) AS "t95"
      ) AS "t98"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            COALESCE("t68"."person", "t68"."customer") AS "customer",
            CAST(NULL AS VARCHAR) AS "order_id",
            CAST(NULL AS BIGINT) AS "position",
            COALESCE("t68"."day", DATE("t68"."at")) AS "day",
            3 AS "step",
            'contact' AS "kind",
            -(
              "t68"."cost_minor"
            ) AS "amount_minor",
            0 AS "vat_minor",
            FALSE AS "estimated"
          FROM (
            SELECT
              "t47"."touch_id",
              "t47"."customer",
              "t47"."at",
              "t47"."day",
              "t47"."channel",
              "t47"."campaign",
              "t47"."cost_minor",
              "t47"."currency",
              "t47"."outcome",
              "t47"."source",
              "t47"."version",
              "t49"."identity",
              "t49"."person"
            FROM (
              SELECT
                *
              FROM "touches" AS "t4"
              WHERE
                "t4"."cost_minor" IS NOT NULL
            ) AS "t47"
            LEFT OUTER JOIN "t19" AS "t49"
              ON "t47"."customer" = "t49"."identity"
            WHERE
              NOT EXISTS(
                SELECT
                  1
                FROM (
                  SELECT
                    *
                  FROM "customers" AS "t5"
                  WHERE
                    "t5"."kind" IN ('staff', 'test')
                ) AS "t48"
                WHERE
                  "t47"."customer" = "t48"."customer"
              )
          ) AS "t68"
        ) AS "t77"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t102"."customer",
            CAST(NULL AS VARCHAR) AS "order_id",
            CAST(NULL AS BIGINT) AS "position",
            "t102"."day",
            3 AS "step",
            'acquisition' AS "kind",
            "t102"."amount_minor",
            0 AS "vat_minor",
            FALSE AS "estimated"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                CAST(NULL AS BIGINT) AS "customer",
                "t92"."day",
                -(
                  "t92"."cost_minor"
                ) AS "amount_minor"
              FROM "t89" AS "t92"
              WHERE
                NOT EXISTS(
                  SELECT
                    1
                  FROM (
                    SELECT
                      *
                    FROM "customers_won" AS "t9"
                    WHERE
                      "t9"."channel" IS NOT NULL
                  ) AS "t54"
                  WHERE
                    "t92"."channel" = "t54"."channel" AND "t92"."month" = "t54"."month"
                )
            ) AS "t96"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t94"."customer",
                  "t94"."day",
                  -(
                    "t94"."acquisition_cost_minor"
                  ) AS "amount_minor"
                FROM (
                  SELECT
                    "t88"."customer",
                    "t88"."acquisition_cost_minor",
                    COALESCE("t88"."first_seen", "t36"."first_day") AS "day"
                  FROM (
                    SELECT
                      COALESCE("t85"."person", "t85"."customer") AS "customer",
                      "t85"."first_seen",
                      "t85"."channel",
                      "t85"."acquisition_cost_minor",
                      "t85"."currency",
                      "t85"."country",
                      "t85"."language",
                      "t85"."kind",
                      "t85"."source",
                      "t85"."version"
                    FROM (
                      SELECT
                        "t79"."customer",
                        "t79"."first_seen",
                        "t79"."channel",
                        "t79"."acquisition_cost_minor",
                        "t79"."currency",
                        "t79"."country",
                        "t79"."language",
                        "t79"."kind",
                        "t79"."source",
                        "t79"."version",
                        "t51"."identity",
                        "t51"."person"
                      FROM (
                        SELECT
                          *
                        FROM "t66" AS "t70"
                        WHERE
                          "t70"."acquisition_cost_minor" IS NOT NULL
                      ) AS "t79"
                      LEFT OUTER JOIN "t19" AS "t51"
                        ON "t79"."customer" = "t51"."identity"
                    ) AS "t85"
                  ) AS "t88"
                  LEFT OUTER JOIN (
                    SELECT
                      "t9"."customer",
                      "t9"."day" AS "first_day"
                    FROM "customers_won" AS "t9"
                  ) AS "t36"
                    ON "t88"."customer" = "t36"."customer"
                ) AS "t94"
                WHERE
                  "t94"."day" IS NOT NULL
              ) AS "t97"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t65"."customer",
                  "t65"."won_day" AS "day",
                  -(
                    (
                      CAST(ROUND(
                        CAST((
                          (
                            "t93"."cost_minor" * (
                              "t65"."before" + 1
                            )
                          ) - (
                            (
                              "t93"."cost_minor" * (
                                "t65"."before" + 1
                              )
                            ) % "t65"."among"
                          )
                        ) AS DOUBLE PRECISION) / "t65"."among"
                      ) AS BIGINT) + CASE
                        WHEN (
                          (
                            ABS((
                              "t93"."cost_minor" * (
                                "t65"."before" + 1
                              )
                            ) % "t65"."among") * 2
                          ) > "t65"."among"
                        )
                        OR (
                          (
                            (
                              ABS((
                                "t93"."cost_minor" * (
                                  "t65"."before" + 1
                                )
                              ) % "t65"."among") * 2
                            ) = "t65"."among"
                          )
                          AND (
                            (
                              CAST(ROUND(
                                CAST((
                                  (
                                    "t93"."cost_minor" * (
                                      "t65"."before" + 1
                                    )
                                  ) - (
                                    (
                                      "t93"."cost_minor" * (
                                        "t65"."before" + 1
                                      )
                                    ) % "t65"."among"
                                  )
                                ) AS DOUBLE PRECISION) / "t65"."among"
                              ) AS BIGINT) % 2
                            ) <> 0
                          )
                        )
                        THEN CASE
                          WHEN (
                            "t93"."cost_minor" * (
                              "t65"."before" + 1
                            )
                          ) < 0
                          THEN -1
                          ELSE 1
                        END
                        ELSE 0
                      END
                    ) - (
                      CAST(ROUND(
                        CAST((
                          (
                            "t93"."cost_minor" * "t65"."before"
                          ) - (
                            (
                              "t93"."cost_minor" * "t65"."before"
                            ) % "t65"."among"
                          )
                        ) AS DOUBLE PRECISION) / "t65"."among"
                      ) AS BIGINT) + CASE
                        WHEN (
                          (
                            ABS((
                              "t93"."cost_minor" * "t65"."before"
                            ) % "t65"."among") * 2
                          ) > "t65"."among"
                        )
                        OR (
                          (
                            (
                              ABS((
                                "t93"."cost_minor" * "t65"."before"
                              ) % "t65"."among") * 2
                            ) = "t65"."among"
                          )
                          AND (
                            (
                              CAST(ROUND(
                                CAST((
                                  (
                                    "t93"."cost_minor" * "t65"."before"
                                  ) - (
                                    (
                                      "t93"."cost_minor" * "t65"."before"
                                    ) % "t65"."among"
                                  )
                                ) AS DOUBLE PRECISION) / "t65"."among"
                              ) AS BIGINT) % 2
                            ) <> 0
                          )
                        )
                        THEN CASE WHEN (
                          "t93"."cost_minor" * "t65"."before"
                        ) < 0 THEN -1 ELSE 1 END
                        ELSE 0
                      END
                    )
                  ) AS "amount_minor"
                FROM (
                  SELECT
                    "t9"."customer",
                    "t9"."channel",
                    "t9"."month",
                    "t9"."day" AS "won_day",
                    CAST(ROW_NUMBER() OVER (
                      PARTITION BY "t9"."channel", "t9"."month"
                      ORDER BY "t9"."customer" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) - 1 AS BIGINT) AS "before",
                    CAST(COUNT("t9"."customer") OVER (
                      PARTITION BY "t9"."channel", "t9"."month"
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) AS BIGINT) AS "among"
                  FROM "customers_won" AS "t9"
                ) AS "t65"
                INNER JOIN "t89" AS "t93"
                  ON "t65"."channel" = "t93"."channel" AND "t65"."month" = "t93"."month"
              ) AS "t100"
            ) AS "t101"
          ) AS "t102"
        ) AS "t105"
      ) AS "t107"
    ) AS "t108"
  ) AS "t109"
) AS "t110"
WHERE
  (
    "t110"."amount_minor" <> 0
  ) OR (
    "t110"."vat_minor" <> 0
  )
