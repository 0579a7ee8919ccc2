WITH "t17" AS (
  SELECT
    "t6"."identity",
    "t6"."customer" AS "person"
  FROM "identities" AS "t6"
), "t63" AS (
  SELECT
    "t14"."customer",
    "t14"."first_seen",
    "t14"."channel",
    "t14"."acquisition_cost_minor",
    "t14"."currency",
    "t14"."country",
    "t14"."language",
    "t14"."kind",
    "t14"."source",
    "t14"."version"
  FROM "customers" AS "t14"
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
      ) AS "t46"
      WHERE
        "t14"."customer" = "t46"."customer"
    )
), "t84" AS (
  SELECT
    "t79"."channel",
    MAKE_DATE(
      CAST(EXTRACT(year FROM "t79"."day") AS INT),
      CAST(EXTRACT(month FROM "t79"."day") AS INT),
      CAST(1 AS INT)
    ) AS "month",
    COALESCE(CAST(SUM("t79"."cost_minor") AS BIGINT), 0) AS "cost_minor",
    MAX("t79"."day") AS "day"
  FROM (
    SELECT
      "t54"."day",
      "t54"."channel",
      "t54"."campaign",
      "t54"."cost_minor",
      "t54"."currency",
      "t54"."source",
      "t54"."version"
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
    ) AS "t54"
    WHERE
      NOT EXISTS(
        SELECT
          1
        FROM (
          SELECT DISTINCT
            LOWER("t67"."channel") AS "channel"
          FROM "t63" AS "t67"
          WHERE
            "t67"."acquisition_cost_minor" IS NOT NULL
        ) AS "t73"
        WHERE
          "t54"."channel" = "t73"."channel"
      )
  ) AS "t79"
  GROUP BY
    1,
    2
)
SELECT
  CAST("t105"."customer" AS BIGINT) AS "customer",
  "t105"."order_id",
  CAST("t105"."position" AS BIGINT) AS "position",
  "t105"."day",
  CAST("t105"."step" AS BIGINT) AS "step",
  "t105"."kind",
  CAST("t105"."amount_minor" AS BIGINT) AS "amount_minor",
  CAST("t105"."vat_minor" AS BIGINT) AS "vat_minor",
  "t105"."estimated"
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
        ) AS "t19"
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
        ) AS "t20"
      ) AS "t38"
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
            2 AS "step",
            'fee' AS "kind",
            "t0"."net_minor" AS "amount_minor",
            "t0"."stated_minor" - "t0"."net_minor" AS "vat_minor",
            FALSE AS "estimated"
          FROM "sales" AS "t0"
          WHERE
            "t0"."kind" = 'fee'
        ) AS "t22"
      ) AS "t39"
    ) AS "t55"
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
            1 AS "step",
            'purchase_price' AS "kind",
            -(
              "t0"."cost_minor"
            ) AS "amount_minor",
            0 AS "vat_minor",
            "t0"."cost_estimated" AS "estimated"
          FROM "sales" AS "t0"
        ) AS "t24"
      ) AS "t40"
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
        ) AS "t25"
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
        ) AS "t26"
      ) AS "t41"
    ) AS "t56"
  ) AS "t59"
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
        ) AS "t28"
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
        ) AS "t16"
      ) AS "t43"
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
        ) AS "t29"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t94"."customer",
            "t94"."order_id",
            "t94"."position",
            "t94"."day",
            2 AS "step",
            'default' AS "kind",
            -(
              "t94"."net_minor"
            ) AS "amount_minor",
            "t94"."net_minor" - "t94"."amount_minor" AS "vat_minor",
            FALSE AS "estimated"
          FROM (
            SELECT
              "t86"."payment_id",
              "t86"."order_id",
              "t86"."customer",
              "t86"."paid_at",
              "t86"."day",
              "t86"."kind",
              "t86"."currency",
              "t86"."amount_minor",
              "t86"."source",
              "t86"."version",
              "t86"."order_customer",
              "t86"."order_prices",
              "t86"."order_bp",
              "t86"."position",
              "t86"."gross",
              "t86"."rate",
              CASE
                WHEN "t86"."gross"
                THEN CAST(ROUND(
                  CAST((
                    (
                      "t86"."amount_minor" * 10000
                    ) - (
                      (
                        "t86"."amount_minor" * 10000
                      ) % (
                        "t86"."rate" + 10000
                      )
                    )
                  ) AS DOUBLE PRECISION) / (
                    "t86"."rate" + 10000
                  )
                ) AS BIGINT) + CASE
                  WHEN (
                    (
                      ABS((
                        "t86"."amount_minor" * 10000
                      ) % (
                        "t86"."rate" + 10000
                      )) * 2
                    ) > (
                      "t86"."rate" + 10000
                    )
                  )
                  OR (
                    (
                      (
                        ABS((
                          "t86"."amount_minor" * 10000
                        ) % (
                          "t86"."rate" + 10000
                        )) * 2
                      ) = (
                        "t86"."rate" + 10000
                      )
                    )
                    AND (
                      (
                        CAST(ROUND(
                          CAST((
                            (
                              "t86"."amount_minor" * 10000
                            ) - (
                              (
                                "t86"."amount_minor" * 10000
                              ) % (
                                "t86"."rate" + 10000
                              )
                            )
                          ) AS DOUBLE PRECISION) / (
                            "t86"."rate" + 10000
                          )
                        ) AS BIGINT) % 2
                      ) <> 0
                    )
                  )
                  THEN CASE WHEN (
                    "t86"."amount_minor" * 10000
                  ) < 0 THEN -1 ELSE 1 END
                  ELSE 0
                END
                ELSE "t86"."amount_minor"
              END AS "net_minor"
            FROM (
              SELECT
                "t81"."payment_id",
                "t81"."order_id",
                COALESCE("t81"."customer", "t81"."order_customer") AS "customer",
                "t81"."paid_at",
                COALESCE("t81"."day", DATE("t81"."paid_at")) AS "day",
                "t81"."kind",
                "t81"."currency",
                "t81"."amount_minor",
                "t81"."source",
                "t81"."version",
                "t81"."order_customer",
                "t81"."order_prices",
                "t81"."order_bp",
                CAST(NULL AS BIGINT) AS "position",
                COALESCE(NULLIF("t81"."order_prices", 'unknown'), 'gross') = 'gross' AS "gross",
                COALESCE(
                  "t81"."order_bp",
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
                ) AS "rate"
              FROM (
                SELECT
                  "t77"."payment_id",
                  "t77"."order_id",
                  "t77"."customer",
                  "t77"."paid_at",
                  "t77"."day",
                  "t77"."kind",
                  "t77"."currency",
                  "t77"."amount_minor",
                  "t77"."source",
                  "t77"."version",
                  "t42"."order_customer",
                  "t42"."order_prices",
                  "t42"."order_bp"
                FROM (
                  SELECT
                    "t69"."payment_id",
                    "t69"."order_id",
                    COALESCE("t69"."person", "t69"."customer") AS "customer",
                    "t69"."paid_at",
                    "t69"."day",
                    "t69"."kind",
                    "t69"."currency",
                    "t69"."amount_minor",
                    "t69"."source",
                    "t69"."version"
                  FROM (
                    SELECT
                      "t53"."payment_id",
                      "t53"."order_id",
                      "t53"."customer",
                      "t53"."paid_at",
                      "t53"."day",
                      "t53"."kind",
                      "t53"."currency",
                      "t53"."amount_minor",
                      "t53"."source",
                      "t53"."version",
                      "t48"."identity",
                      "t48"."person"
                    FROM (
                      SELECT
                        *
                      FROM "payments" AS "t10"
                      WHERE
                        "t10"."kind" = 'default'
                    ) AS "t53"
                    LEFT OUTER JOIN "t17" AS "t48"
                      ON "t53"."customer" = "t48"."identity"
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
                        ) AS "t46"
                        WHERE
                          "t53"."customer" = "t46"."customer"
                      )
                      AND NOT EXISTS(
                        SELECT
                          1
                        FROM (
                          SELECT
                            "t15"."order_id",
                            "t15"."customer",
                            "t15"."ordered_at",
                            "t15"."day",
                            "t15"."channel",
                            "t15"."country",
                            "t15"."prices",
                            "t15"."currency",
                            "t15"."amount_minor",
                            "t15"."vat_bp",
                            "t15"."tax_minor",
                            "t15"."voucher_minor",
                            "t15"."voucher_code",
                            "t15"."shipping_charged_minor",
                            "t15"."shipping_paid_minor",
                            "t15"."payment_fee_minor",
                            "t15"."unit_costs_minor",
                            "t15"."margin_minor",
                            "t15"."promised_day",
                            "t15"."delivered_day",
                            "t15"."status",
                            "t15"."kind",
                            "t15"."source",
                            "t15"."version"
                          FROM "orders" AS "t15"
                          WHERE
                            NOT EXISTS(
                              SELECT
                                1
                              FROM "orders_placed" AS "t13"
                              WHERE
                                "t15"."order_id" = "t13"."order_id"
                            )
                        ) AS "t61"
                        WHERE
                          "t53"."order_id" = "t61"."order_id"
                      )
                  ) AS "t69"
                ) AS "t77"
                LEFT OUTER JOIN (
                  SELECT
                    "t1"."order_id",
                    "t1"."customer" AS "order_customer",
                    "t1"."prices" AS "order_prices",
                    COALESCE("t1"."vat_bp", "t1"."standard_bp") AS "order_bp"
                  FROM "orders_placed" AS "t1"
                ) AS "t42"
                  ON "t77"."order_id" = "t42"."order_id"
              ) AS "t81"
            ) AS "t86"
          ) AS "t94"
        ) AS "t97"
      ) AS "t99"
    ) AS "t100"
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
            COALESCE("t64"."person", "t64"."customer") AS "customer",
            CAST(NULL AS VARCHAR) AS "order_id",
            CAST(NULL AS BIGINT) AS "position",
            COALESCE("t64"."day", DATE("t64"."at")) AS "day",
            3 AS "step",
            'points' AS "kind",
            ABS("t64"."value_minor") * CASE
              WHEN COALESCE("t64"."kind" IN ('redeemed', 'expired', 'eingelöst', 'verfallen'), FALSE)
              OR (
                COALESCE("t64"."points" < 0, FALSE) AND COALESCE("t64"."kind" <> 'earned', TRUE)
              )
              THEN 1
              ELSE -1
            END AS "amount_minor",
            0 AS "vat_minor",
            FALSE AS "estimated"
          FROM (
            SELECT
              "t44"."booking_id",
              "t44"."customer",
              "t44"."at",
              "t44"."day",
              "t44"."kind",
              "t44"."points",
              "t44"."value_minor",
              "t44"."currency",
              "t44"."expires",
              "t44"."source",
              "t44"."version",
              "t47"."identity",
              "t47"."person"
            FROM (
              SELECT
                *
              FROM "points" AS "t3"
              WHERE
                "t3"."value_minor" IS NOT NULL
            ) AS "t44"
            LEFT OUTER JOIN "t17" AS "t47"
              ON "t44"."customer" = "t47"."identity"
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
                ) AS "t46"
                WHERE
                  "t44"."customer" = "t46"."customer"
              )
          ) AS "t64"
        ) AS "t78"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            COALESCE("t75"."person", "t75"."customer") AS "customer",
            CAST(NULL AS VARCHAR) AS "order_id",
            CAST(NULL AS BIGINT) AS "position",
            "t75"."day",
            3 AS "step",
            'service' AS "kind",
            -(
              CAST(ROUND(
                CAST((
                  (
                    "t75"."minutes" * 3650
                  ) - (
                    (
                      "t75"."minutes" * 3650
                    ) % 60
                  )
                ) AS DOUBLE PRECISION) / 60
              ) AS BIGINT) + CASE
                WHEN (
                  (
                    ABS((
                      "t75"."minutes" * 3650
                    ) % 60) * 2
                  ) > 60
                )
                OR (
                  (
                    (
                      ABS((
                        "t75"."minutes" * 3650
                      ) % 60) * 2
                    ) = 60
                  )
                  AND (
                    (
                      CAST(ROUND(
                        CAST((
                          (
                            "t75"."minutes" * 3650
                          ) - (
                            (
                              "t75"."minutes" * 3650
                            ) % 60
                          )
                        ) AS DOUBLE PRECISION) / 60
                      ) AS BIGINT) % 2
                    ) <> 0
                  )
                )
                THEN CASE WHEN (
                  "t75"."minutes" * 3650
                ) < 0 THEN -1 ELSE 1 END
                ELSE 0
              END
            ) AS "amount_minor",
            0 AS "vat_minor",
            FALSE AS "estimated"
          FROM (
            SELECT
              "t68"."customer",
              "t68"."minutes",
              "t68"."day",
              "t47"."identity",
              "t47"."person"
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
                ) AS "t50"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t8"."customer",
                    "t8"."minutes",
                    COALESCE("t8"."day", DATE("t8"."at")) AS "day"
                  FROM "interactions" AS "t8"
                ) AS "t51"
              ) AS "t57"
              WHERE
                "t57"."minutes" IS NOT NULL
            ) AS "t68"
            LEFT OUTER JOIN "t17" AS "t47"
              ON "t68"."customer" = "t47"."identity"
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
                ) AS "t46"
                WHERE
                  "t68"."customer" = "t46"."customer"
              )
          ) AS "t75"
        ) AS "t90"
      ) AS "t93"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            COALESCE("t65"."person", "t65"."customer") AS "customer",
            CAST(NULL AS VARCHAR) AS "order_id",
            CAST(NULL AS BIGINT) AS "position",
            COALESCE("t65"."day", DATE("t65"."at")) AS "day",
            3 AS "step",
            'contact' AS "kind",
            -(
              "t65"."cost_minor"
            ) AS "amount_minor",
            0 AS "vat_minor",
            FALSE AS "estimated"
          FROM (
            SELECT
              "t45"."touch_id",
              "t45"."customer",
              "t45"."at",
              "t45"."day",
              "t45"."channel",
              "t45"."campaign",
              "t45"."cost_minor",
              "t45"."currency",
              "t45"."outcome",
              "t45"."source",
              "t45"."version",
              "t47"."identity",
              "t47"."person"
            FROM (
              SELECT
                *
              FROM "touches" AS "t4"
              WHERE
                "t4"."cost_minor" IS NOT NULL
            ) AS "t45"
            LEFT OUTER JOIN "t17" AS "t47"
              ON "t45"."customer" = "t47"."identity"
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
                ) AS "t46"
                WHERE
                  "t45"."customer" = "t46"."customer"
              )
          ) AS "t65"
        ) AS "t72"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t98"."customer",
            CAST(NULL AS VARCHAR) AS "order_id",
            CAST(NULL AS BIGINT) AS "position",
            "t98"."day",
            3 AS "step",
            'acquisition' AS "kind",
            "t98"."amount_minor",
            0 AS "vat_minor",
            FALSE AS "estimated"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                CAST(NULL AS BIGINT) AS "customer",
                "t87"."day",
                -(
                  "t87"."cost_minor"
                ) AS "amount_minor"
              FROM "t84" AS "t87"
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
                  ) AS "t52"
                  WHERE
                    "t87"."channel" = "t52"."channel" AND "t87"."month" = "t52"."month"
                )
            ) AS "t91"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t89"."customer",
                  "t89"."day",
                  -(
                    "t89"."acquisition_cost_minor"
                  ) AS "amount_minor"
                FROM (
                  SELECT
                    "t83"."customer",
                    "t83"."acquisition_cost_minor",
                    COALESCE("t83"."first_seen", "t34"."first_day") AS "day"
                  FROM (
                    SELECT
                      COALESCE("t80"."person", "t80"."customer") AS "customer",
                      "t80"."first_seen",
                      "t80"."channel",
                      "t80"."acquisition_cost_minor",
                      "t80"."currency",
                      "t80"."country",
                      "t80"."language",
                      "t80"."kind",
                      "t80"."source",
                      "t80"."version"
                    FROM (
                      SELECT
                        "t74"."customer",
                        "t74"."first_seen",
                        "t74"."channel",
                        "t74"."acquisition_cost_minor",
                        "t74"."currency",
                        "t74"."country",
                        "t74"."language",
                        "t74"."kind",
                        "t74"."source",
                        "t74"."version",
                        "t49"."identity",
                        "t49"."person"
                      FROM (
                        SELECT
                          *
                        FROM "t63" AS "t67"
                        WHERE
                          "t67"."acquisition_cost_minor" IS NOT NULL
                      ) AS "t74"
                      LEFT OUTER JOIN "t17" AS "t49"
                        ON "t74"."customer" = "t49"."identity"
                    ) AS "t80"
                  ) AS "t83"
                  LEFT OUTER JOIN (
                    SELECT
                      "t9"."customer",
                      "t9"."day" AS "first_day"
                    FROM "customers_won" AS "t9"
                  ) AS "t34"
                    ON "t83"."customer" = "t34"."customer"
                ) AS "t89"
                WHERE
                  "t89"."day" IS NOT NULL
              ) AS "t92"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t62"."customer",
                  "t62"."won_day" AS "day",
                  -(
                    (
                      CAST(ROUND(
                        CAST((
                          (
                            "t88"."cost_minor" * (
                              "t62"."before" + 1
                            )
                          ) - (
                            (
                              "t88"."cost_minor" * (
                                "t62"."before" + 1
                              )
                            ) % "t62"."among"
                          )
                        ) AS DOUBLE PRECISION) / "t62"."among"
                      ) AS BIGINT) + CASE
                        WHEN (
                          (
                            ABS((
                              "t88"."cost_minor" * (
                                "t62"."before" + 1
                              )
                            ) % "t62"."among") * 2
                          ) > "t62"."among"
                        )
                        OR (
                          (
                            (
                              ABS((
                                "t88"."cost_minor" * (
                                  "t62"."before" + 1
                                )
                              ) % "t62"."among") * 2
                            ) = "t62"."among"
                          )
                          AND (
                            (
                              CAST(ROUND(
                                CAST((
                                  (
                                    "t88"."cost_minor" * (
                                      "t62"."before" + 1
                                    )
                                  ) - (
                                    (
                                      "t88"."cost_minor" * (
                                        "t62"."before" + 1
                                      )
                                    ) % "t62"."among"
                                  )
                                ) AS DOUBLE PRECISION) / "t62"."among"
                              ) AS BIGINT) % 2
                            ) <> 0
                          )
                        )
                        THEN CASE
                          WHEN (
                            "t88"."cost_minor" * (
                              "t62"."before" + 1
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
                            "t88"."cost_minor" * "t62"."before"
                          ) - (
                            (
                              "t88"."cost_minor" * "t62"."before"
                            ) % "t62"."among"
                          )
                        ) AS DOUBLE PRECISION) / "t62"."among"
                      ) AS BIGINT) + CASE
                        WHEN (
                          (
                            ABS((
                              "t88"."cost_minor" * "t62"."before"
                            ) % "t62"."among") * 2
                          ) > "t62"."among"
                        )
                        OR (
                          (
                            (
                              ABS((
                                "t88"."cost_minor" * "t62"."before"
                              ) % "t62"."among") * 2
                            ) = "t62"."among"
                          )
                          AND (
                            (
                              CAST(ROUND(
                                CAST((
                                  (
                                    "t88"."cost_minor" * "t62"."before"
                                  ) - (
                                    (
                                      "t88"."cost_minor" * "t62"."before"
                                    ) % "t62"."among"
                                  )
                                ) AS DOUBLE PRECISION) / "t62"."among"
                              ) AS BIGINT) % 2
                            ) <> 0
                          )
                        )
                        THEN CASE WHEN (
                          "t88"."cost_minor" * "t62"."before"
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
                ) AS "t62"
                INNER JOIN "t84" AS "t88"
                  ON "t62"."channel" = "t88"."channel" AND "t62"."month" = "t88"."month"
              ) AS "t95"
            ) AS "t96"
          ) AS "t98"
        ) AS "t101"
      ) AS "t102"
    ) AS "t103"
  ) AS "t104"
) AS "t105"
WHERE
  (
    "t105"."amount_minor" <> 0
  ) OR (
    "t105"."vat_minor" <> 0
  )
