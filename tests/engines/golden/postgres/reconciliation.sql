WITH "t14" AS (
  SELECT
    "t7"."product",
    "t7"."unit_cost_minor" AS "product_cost"
  FROM "products" AS "t7"
), "t29" AS (
  SELECT
    "t9"."order_id",
    "t9"."customer",
    "t9"."ordered_at",
    "t9"."day",
    "t9"."channel",
    "t9"."country",
    "t9"."prices",
    "t9"."currency",
    "t9"."amount_minor",
    "t9"."vat_bp",
    "t9"."tax_minor",
    "t9"."voucher_minor",
    "t9"."voucher_code",
    "t9"."shipping_charged_minor",
    "t9"."shipping_paid_minor",
    "t9"."payment_fee_minor",
    "t9"."unit_costs_minor",
    "t9"."margin_minor",
    "t9"."promised_day",
    "t9"."delivered_day",
    "t9"."status",
    "t9"."kind",
    "t9"."source",
    "t9"."version"
  FROM "orders" AS "t9"
  WHERE
    EXISTS(
      SELECT
        1
      FROM "orders_placed" AS "t13"
      WHERE
        "t9"."order_id" = "t13"."order_id"
    )
), "t38" AS (
  SELECT
    "t10"."refund_id",
    "t10"."order_id",
    "t10"."position",
    "t10"."customer",
    "t10"."refunded_at",
    "t10"."day",
    "t10"."product",
    "t10"."kind",
    "t10"."quantity_milli",
    "t10"."prices",
    "t10"."currency",
    "t10"."country",
    "t10"."vat_bp",
    "t10"."amount_minor",
    "t10"."unit_cost_minor",
    "t10"."handling_minor",
    "t10"."reason",
    "t10"."source",
    "t10"."version"
  FROM "refunds" AS "t10"
  WHERE
    NOT EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM "customers" AS "t6"
        WHERE
          "t6"."kind" IN ('staff', 'test')
      ) AS "t26"
      WHERE
        "t10"."customer" = "t26"."customer"
    )
    AND NOT EXISTS(
      SELECT
        1
      FROM (
        SELECT
          "t9"."order_id",
          "t9"."customer",
          "t9"."ordered_at",
          "t9"."day",
          "t9"."channel",
          "t9"."country",
          "t9"."prices",
          "t9"."currency",
          "t9"."amount_minor",
          "t9"."vat_bp",
          "t9"."tax_minor",
          "t9"."voucher_minor",
          "t9"."voucher_code",
          "t9"."shipping_charged_minor",
          "t9"."shipping_paid_minor",
          "t9"."payment_fee_minor",
          "t9"."unit_costs_minor",
          "t9"."margin_minor",
          "t9"."promised_day",
          "t9"."delivered_day",
          "t9"."status",
          "t9"."kind",
          "t9"."source",
          "t9"."version"
        FROM "orders" AS "t9"
        WHERE
          NOT EXISTS(
            SELECT
              1
            FROM "orders_placed" AS "t13"
            WHERE
              "t9"."order_id" = "t13"."order_id"
          )
      ) AS "t32"
      WHERE
        "t10"."order_id" = "t32"."order_id"
    )
), "t50" AS (
  SELECT
    "t12"."order_id",
    CASE
      WHEN COALESCE("t12"."kind", 'goods') IN ('goods', 'discount')
      THEN 'goods'
      ELSE COALESCE("t12"."kind", 'goods')
    END AS "kind",
    COALESCE("t12"."amount_minor", "t12"."price_minor" - COALESCE("t12"."discount_minor", 0)) AS "minor",
    CASE
      WHEN COALESCE("t12"."kind", 'goods') = 'goods'
      THEN CAST(ROUND(
        CAST((
          (
            COALESCE("t12"."quantity_milli", 1000) * COALESCE("t12"."unit_cost_minor", "t27"."product_cost")
          ) - (
            (
              COALESCE("t12"."quantity_milli", 1000) * COALESCE("t12"."unit_cost_minor", "t27"."product_cost")
            ) % 1000
          )
        ) AS DOUBLE PRECISION) / 1000
      ) AS BIGINT) + CASE
        WHEN (
          (
            ABS(
              (
                COALESCE("t12"."quantity_milli", 1000) * COALESCE("t12"."unit_cost_minor", "t27"."product_cost")
              ) % 1000
            ) * 2
          ) > 1000
        )
        OR (
          (
            (
              ABS(
                (
                  COALESCE("t12"."quantity_milli", 1000) * COALESCE("t12"."unit_cost_minor", "t27"."product_cost")
                ) % 1000
              ) * 2
            ) = 1000
          )
          AND (
            (
              CAST(ROUND(
                CAST((
                  (
                    COALESCE("t12"."quantity_milli", 1000) * COALESCE("t12"."unit_cost_minor", "t27"."product_cost")
                  ) - (
                    (
                      COALESCE("t12"."quantity_milli", 1000) * COALESCE("t12"."unit_cost_minor", "t27"."product_cost")
                    ) % 1000
                  )
                ) AS DOUBLE PRECISION) / 1000
              ) AS BIGINT) % 2
            ) <> 0
          )
        )
        THEN CASE
          WHEN (
            COALESCE("t12"."quantity_milli", 1000) * COALESCE("t12"."unit_cost_minor", "t27"."product_cost")
          ) < 0
          THEN -1
          ELSE 1
        END
        ELSE 0
      END
      ELSE CAST(NULL AS BIGINT)
    END AS "cost_minor"
  FROM "order_lines" AS "t12"
  LEFT OUTER JOIN "t14" AS "t27"
    ON "t12"."product" = "t27"."product"
), "t51" AS (
  SELECT
    "t12"."order_id",
    CASE
      WHEN COALESCE("t12"."kind", 'goods') IN ('goods', 'discount')
      THEN 'goods'
      ELSE COALESCE("t12"."kind", 'goods')
    END AS "kind",
    COALESCE("t12"."amount_minor", "t12"."price_minor" - COALESCE("t12"."discount_minor", 0)) AS "minor",
    CASE
      WHEN COALESCE("t12"."kind", 'goods') = 'goods'
      THEN CAST(ROUND(
        CAST((
          (
            COALESCE("t12"."quantity_milli", 1000) * COALESCE("t12"."unit_cost_minor", "t28"."product_cost")
          ) - (
            (
              COALESCE("t12"."quantity_milli", 1000) * COALESCE("t12"."unit_cost_minor", "t28"."product_cost")
            ) % 1000
          )
        ) AS DOUBLE PRECISION) / 1000
      ) AS BIGINT) + CASE
        WHEN (
          (
            ABS(
              (
                COALESCE("t12"."quantity_milli", 1000) * COALESCE("t12"."unit_cost_minor", "t28"."product_cost")
              ) % 1000
            ) * 2
          ) > 1000
        )
        OR (
          (
            (
              ABS(
                (
                  COALESCE("t12"."quantity_milli", 1000) * COALESCE("t12"."unit_cost_minor", "t28"."product_cost")
                ) % 1000
              ) * 2
            ) = 1000
          )
          AND (
            (
              CAST(ROUND(
                CAST((
                  (
                    COALESCE("t12"."quantity_milli", 1000) * COALESCE("t12"."unit_cost_minor", "t28"."product_cost")
                  ) - (
                    (
                      COALESCE("t12"."quantity_milli", 1000) * COALESCE("t12"."unit_cost_minor", "t28"."product_cost")
                    ) % 1000
                  )
                ) AS DOUBLE PRECISION) / 1000
              ) AS BIGINT) % 2
            ) <> 0
          )
        )
        THEN CASE
          WHEN (
            COALESCE("t12"."quantity_milli", 1000) * COALESCE("t12"."unit_cost_minor", "t28"."product_cost")
          ) < 0
          THEN -1
          ELSE 1
        END
        ELSE 0
      END
      ELSE CAST(NULL AS BIGINT)
    END AS "cost_minor"
  FROM "order_lines" AS "t12"
  LEFT OUTER JOIN "t14" AS "t28"
    ON "t12"."product" = "t28"."product"
  WHERE
    EXISTS(
      SELECT
        1
      FROM "orders_placed" AS "t13"
      WHERE
        "t12"."order_id" = "t13"."order_id"
    )
)
SELECT
  "t128"."kind",
  CAST("t128"."facts_minor" AS BIGINT) AS "facts_minor",
  CAST("t128"."facts_minor" - "t128"."kept_minor" AS BIGINT) AS "left_out_minor",
  CAST("t128"."vat_minor" AS BIGINT) AS "vat_minor",
  CAST("t128"."derived_minor" AS BIGINT) AS "derived_minor",
  CAST("t128"."ledger_minor" AS BIGINT) AS "ledger_minor",
  CAST((
    (
      "t128"."kept_minor" - "t128"."vat_minor"
    ) + "t128"."derived_minor"
  ) - "t128"."ledger_minor" AS BIGINT) AS "difference_minor"
FROM (
  SELECT
    COALESCE("t126"."kind", "t48"."kind") AS "kind",
    COALESCE("t126"."facts_minor", 0) AS "facts_minor",
    COALESCE("t127"."kept_minor", 0) AS "kept_minor",
    COALESCE("t48"."vat_minor", 0) AS "vat_minor",
    COALESCE("t48"."derived_minor", 0) AS "derived_minor",
    COALESCE("t48"."ledger_minor", 0) AS "ledger_minor"
  FROM (
    SELECT
      "t122"."kind",
      COALESCE(CAST(SUM("t122"."minor") AS BIGINT), 0) AS "facts_minor"
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
                'goods' AS "kind",
                "t52"."minor" * 1 AS "minor"
              FROM "t50" AS "t52"
              WHERE
                "t52"."kind" = 'goods' AND "t52"."minor" IS NOT NULL
            ) AS "t55"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'adjustment' AS "kind",
                "t52"."minor" * 1 AS "minor"
              FROM "t50" AS "t52"
              WHERE
                "t52"."kind" = 'adjustment' AND "t52"."minor" IS NOT NULL
            ) AS "t56"
          ) AS "t75"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'shipping_charged' AS "kind",
                "t52"."minor" * 1 AS "minor"
              FROM "t50" AS "t52"
              WHERE
                "t52"."kind" = 'shipping' AND "t52"."minor" IS NOT NULL
            ) AS "t57"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'fee' AS "kind",
                "t52"."minor" * 1 AS "minor"
              FROM "t50" AS "t52"
              WHERE
                "t52"."kind" = 'fee' AND "t52"."minor" IS NOT NULL
            ) AS "t59"
          ) AS "t77"
        ) AS "t89"
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
                'voucher' AS "kind",
                "t52"."minor" * 1 AS "minor"
              FROM "t50" AS "t52"
              WHERE
                "t52"."kind" = 'voucher' AND "t52"."minor" IS NOT NULL
            ) AS "t60"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'purchase_price' AS "kind",
                "t52"."cost_minor" * -1 AS "minor"
              FROM "t50" AS "t52"
              WHERE
                "t52"."cost_minor" IS NOT NULL
            ) AS "t62"
          ) AS "t79"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'goods' AS "kind",
                "t92"."amount_minor" * 1 AS "minor"
              FROM (
                SELECT
                  "t9"."order_id",
                  "t9"."customer",
                  "t9"."ordered_at",
                  "t9"."day",
                  "t9"."channel",
                  "t9"."country",
                  "t9"."prices",
                  "t9"."currency",
                  "t9"."amount_minor",
                  "t9"."vat_bp",
                  "t9"."tax_minor",
                  "t9"."voucher_minor",
                  "t9"."voucher_code",
                  "t9"."shipping_charged_minor",
                  "t9"."shipping_paid_minor",
                  "t9"."payment_fee_minor",
                  "t9"."unit_costs_minor",
                  "t9"."margin_minor",
                  "t9"."promised_day",
                  "t9"."delivered_day",
                  "t9"."status",
                  "t9"."kind",
                  "t9"."source",
                  "t9"."version"
                FROM "orders" AS "t9"
                WHERE
                  NOT EXISTS(
                    SELECT
                      1
                    FROM (
                      SELECT
                        *
                      FROM "t50" AS "t52"
                      WHERE
                        "t52"."minor" IS NOT NULL
                    ) AS "t74"
                    WHERE
                      "t9"."order_id" = "t74"."order_id"
                  )
              ) AS "t92"
              WHERE
                "t92"."amount_minor" IS NOT NULL
            ) AS "t102"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'shipping_charged' AS "kind",
                "t93"."shipping_charged_minor" * 1 AS "minor"
              FROM (
                SELECT
                  "t9"."order_id",
                  "t9"."customer",
                  "t9"."ordered_at",
                  "t9"."day",
                  "t9"."channel",
                  "t9"."country",
                  "t9"."prices",
                  "t9"."currency",
                  "t9"."amount_minor",
                  "t9"."vat_bp",
                  "t9"."tax_minor",
                  "t9"."voucher_minor",
                  "t9"."voucher_code",
                  "t9"."shipping_charged_minor",
                  "t9"."shipping_paid_minor",
                  "t9"."payment_fee_minor",
                  "t9"."unit_costs_minor",
                  "t9"."margin_minor",
                  "t9"."promised_day",
                  "t9"."delivered_day",
                  "t9"."status",
                  "t9"."kind",
                  "t9"."source",
                  "t9"."version"
                FROM "orders" AS "t9"
                WHERE
                  NOT EXISTS(
                    SELECT
                      1
                    FROM (
                      SELECT
                        *
                      FROM "t50" AS "t52"
                      WHERE
                        "t52"."minor" IS NOT NULL AND "t52"."kind" = 'shipping'
                    ) AS "t76"
                    WHERE
                      "t9"."order_id" = "t76"."order_id"
                  )
              ) AS "t93"
              WHERE
                "t93"."shipping_charged_minor" IS NOT NULL
            ) AS "t103"
          ) AS "t110"
        ) AS "t114"
      ) AS "t118"
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
                'voucher' AS "kind",
                "t94"."voucher_minor" * -1 AS "minor"
              FROM (
                SELECT
                  "t9"."order_id",
                  "t9"."customer",
                  "t9"."ordered_at",
                  "t9"."day",
                  "t9"."channel",
                  "t9"."country",
                  "t9"."prices",
                  "t9"."currency",
                  "t9"."amount_minor",
                  "t9"."vat_bp",
                  "t9"."tax_minor",
                  "t9"."voucher_minor",
                  "t9"."voucher_code",
                  "t9"."shipping_charged_minor",
                  "t9"."shipping_paid_minor",
                  "t9"."payment_fee_minor",
                  "t9"."unit_costs_minor",
                  "t9"."margin_minor",
                  "t9"."promised_day",
                  "t9"."delivered_day",
                  "t9"."status",
                  "t9"."kind",
                  "t9"."source",
                  "t9"."version"
                FROM "orders" AS "t9"
                WHERE
                  NOT EXISTS(
                    SELECT
                      1
                    FROM (
                      SELECT
                        *
                      FROM "t50" AS "t52"
                      WHERE
                        "t52"."minor" IS NOT NULL AND "t52"."kind" = 'voucher'
                    ) AS "t78"
                    WHERE
                      "t9"."order_id" = "t78"."order_id"
                  )
              ) AS "t94"
              WHERE
                "t94"."voucher_minor" IS NOT NULL
            ) AS "t104"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'purchase_price' AS "kind",
                "t95"."unit_costs_minor" * -1 AS "minor"
              FROM (
                SELECT
                  "t9"."order_id",
                  "t9"."customer",
                  "t9"."ordered_at",
                  "t9"."day",
                  "t9"."channel",
                  "t9"."country",
                  "t9"."prices",
                  "t9"."currency",
                  "t9"."amount_minor",
                  "t9"."vat_bp",
                  "t9"."tax_minor",
                  "t9"."voucher_minor",
                  "t9"."voucher_code",
                  "t9"."shipping_charged_minor",
                  "t9"."shipping_paid_minor",
                  "t9"."payment_fee_minor",
                  "t9"."unit_costs_minor",
                  "t9"."margin_minor",
                  "t9"."promised_day",
                  "t9"."delivered_day",
                  "t9"."status",
                  "t9"."kind",
                  "t9"."source",
                  "t9"."version"
                FROM "orders" AS "t9"
                WHERE
                  NOT EXISTS(
                    SELECT
                      1
                    FROM (
                      SELECT
                        *
                      FROM "t50" AS "t52"
                      WHERE
                        "t52"."cost_minor" IS NOT NULL
                    ) AS "t80"
                    WHERE
                      "t9"."order_id" = "t80"."order_id"
                  )
              ) AS "t95"
              WHERE
                "t95"."unit_costs_minor" IS NOT NULL
            ) AS "t105"
          ) AS "t111"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'shipping_paid' AS "kind",
                "t1"."shipping_paid_minor" * -1 AS "minor"
              FROM "orders" AS "t1"
              WHERE
                "t1"."shipping_paid_minor" IS NOT NULL
            ) AS "t15"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'payment_fee' AS "kind",
                "t1"."payment_fee_minor" * -1 AS "minor"
              FROM "orders" AS "t1"
              WHERE
                "t1"."payment_fee_minor" IS NOT NULL
            ) AS "t16"
          ) AS "t23"
        ) AS "t115"
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
                'refund' AS "kind",
                "t2"."amount_minor" * -1 AS "minor"
              FROM "refunds" AS "t2"
              WHERE
                "t2"."amount_minor" IS NOT NULL
            ) AS "t18"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'returned_goods' AS "kind",
                "t41"."worth" * 1 AS "minor"
              FROM (
                SELECT
                  "t2"."refund_id",
                  "t2"."order_id",
                  "t2"."position",
                  "t2"."customer",
                  "t2"."refunded_at",
                  "t2"."day",
                  "t2"."product",
                  "t2"."kind",
                  "t2"."quantity_milli",
                  "t2"."prices",
                  "t2"."currency",
                  "t2"."country",
                  "t2"."vat_bp",
                  "t2"."amount_minor",
                  "t2"."unit_cost_minor",
                  "t2"."handling_minor",
                  "t2"."reason",
                  "t2"."source",
                  "t2"."version",
                  CAST(ROUND(
                    CAST((
                      (
                        COALESCE("t2"."quantity_milli", 1000) * "t2"."unit_cost_minor"
                      ) - (
                        (
                          COALESCE("t2"."quantity_milli", 1000) * "t2"."unit_cost_minor"
                        ) % 1000
                      )
                    ) AS DOUBLE PRECISION) / 1000
                  ) AS BIGINT) + CASE
                    WHEN (
                      (
                        ABS((
                          COALESCE("t2"."quantity_milli", 1000) * "t2"."unit_cost_minor"
                        ) % 1000) * 2
                      ) > 1000
                    )
                    OR (
                      (
                        (
                          ABS((
                            COALESCE("t2"."quantity_milli", 1000) * "t2"."unit_cost_minor"
                          ) % 1000) * 2
                        ) = 1000
                      )
                      AND (
                        (
                          CAST(ROUND(
                            CAST((
                              (
                                COALESCE("t2"."quantity_milli", 1000) * "t2"."unit_cost_minor"
                              ) - (
                                (
                                  COALESCE("t2"."quantity_milli", 1000) * "t2"."unit_cost_minor"
                                ) % 1000
                              )
                            ) AS DOUBLE PRECISION) / 1000
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    )
                    THEN CASE
                      WHEN (
                        COALESCE("t2"."quantity_milli", 1000) * "t2"."unit_cost_minor"
                      ) < 0
                      THEN -1
                      ELSE 1
                    END
                    ELSE 0
                  END AS "worth"
                FROM "refunds" AS "t2"
                WHERE
                  COALESCE("t2"."kind", 'goods') IN ('goods', 'discount')
              ) AS "t41"
              WHERE
                "t41"."worth" IS NOT NULL
            ) AS "t45"
          ) AS "t47"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'handling' AS "kind",
                "t2"."handling_minor" * -1 AS "minor"
              FROM "refunds" AS "t2"
              WHERE
                "t2"."handling_minor" IS NOT NULL
            ) AS "t19"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'default' AS "kind",
                "t3"."amount_minor" * -1 AS "minor"
              FROM "payments" AS "t3"
              WHERE
                "t3"."kind" = 'default' AND "t3"."amount_minor" IS NOT NULL
            ) AS "t20"
          ) AS "t25"
        ) AS "t49"
      ) AS "t119"
    ) AS "t122"
    GROUP BY
      1
  ) AS "t126"
  FULL OUTER JOIN (
    SELECT
      "t123"."kind",
      COALESCE(CAST(SUM("t123"."minor") AS BIGINT), 0) AS "kept_minor"
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
                'goods' AS "kind",
                "t53"."minor" * 1 AS "minor"
              FROM "t51" AS "t53"
              WHERE
                "t53"."kind" = 'goods' AND "t53"."minor" IS NOT NULL
            ) AS "t65"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'adjustment' AS "kind",
                "t53"."minor" * 1 AS "minor"
              FROM "t51" AS "t53"
              WHERE
                "t53"."kind" = 'adjustment' AND "t53"."minor" IS NOT NULL
            ) AS "t66"
          ) AS "t82"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'shipping_charged' AS "kind",
                "t53"."minor" * 1 AS "minor"
              FROM "t51" AS "t53"
              WHERE
                "t53"."kind" = 'shipping' AND "t53"."minor" IS NOT NULL
            ) AS "t67"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'fee' AS "kind",
                "t53"."minor" * 1 AS "minor"
              FROM "t51" AS "t53"
              WHERE
                "t53"."kind" = 'fee' AND "t53"."minor" IS NOT NULL
            ) AS "t69"
          ) AS "t84"
        ) AS "t90"
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
                'voucher' AS "kind",
                "t53"."minor" * 1 AS "minor"
              FROM "t51" AS "t53"
              WHERE
                "t53"."kind" = 'voucher' AND "t53"."minor" IS NOT NULL
            ) AS "t70"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'purchase_price' AS "kind",
                "t53"."cost_minor" * -1 AS "minor"
              FROM "t51" AS "t53"
              WHERE
                "t53"."cost_minor" IS NOT NULL
            ) AS "t72"
          ) AS "t86"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'goods' AS "kind",
                "t96"."amount_minor" * 1 AS "minor"
              FROM (
                SELECT
                  "t9"."order_id",
                  "t9"."customer",
                  "t9"."ordered_at",
                  "t9"."day",
                  "t9"."channel",
                  "t9"."country",
                  "t9"."prices",
                  "t9"."currency",
                  "t9"."amount_minor",
                  "t9"."vat_bp",
                  "t9"."tax_minor",
                  "t9"."voucher_minor",
                  "t9"."voucher_code",
                  "t9"."shipping_charged_minor",
                  "t9"."shipping_paid_minor",
                  "t9"."payment_fee_minor",
                  "t9"."unit_costs_minor",
                  "t9"."margin_minor",
                  "t9"."promised_day",
                  "t9"."delivered_day",
                  "t9"."status",
                  "t9"."kind",
                  "t9"."source",
                  "t9"."version"
                FROM "orders" AS "t9"
                WHERE
                  EXISTS(
                    SELECT
                      1
                    FROM "orders_placed" AS "t13"
                    WHERE
                      "t9"."order_id" = "t13"."order_id"
                  )
                  AND NOT EXISTS(
                    SELECT
                      1
                    FROM (
                      SELECT
                        *
                      FROM "t51" AS "t53"
                      WHERE
                        "t53"."minor" IS NOT NULL
                    ) AS "t81"
                    WHERE
                      "t9"."order_id" = "t81"."order_id"
                  )
              ) AS "t96"
              WHERE
                "t96"."amount_minor" IS NOT NULL
            ) AS "t106"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'shipping_charged' AS "kind",
                "t97"."shipping_charged_minor" * 1 AS "minor"
              FROM (
                SELECT
                  "t9"."order_id",
                  "t9"."customer",
                  "t9"."ordered_at",
                  "t9"."day",
                  "t9"."channel",
                  "t9"."country",
                  "t9"."prices",
                  "t9"."currency",
                  "t9"."amount_minor",
                  "t9"."vat_bp",
                  "t9"."tax_minor",
                  "t9"."voucher_minor",
                  "t9"."voucher_code",
                  "t9"."shipping_charged_minor",
                  "t9"."shipping_paid_minor",
                  "t9"."payment_fee_minor",
                  "t9"."unit_costs_minor",
                  "t9"."margin_minor",
                  "t9"."promised_day",
                  "t9"."delivered_day",
                  "t9"."status",
                  "t9"."kind",
                  "t9"."source",
                  "t9"."version"
                FROM "orders" AS "t9"
                WHERE
                  EXISTS(
                    SELECT
                      1
                    FROM "orders_placed" AS "t13"
                    WHERE
                      "t9"."order_id" = "t13"."order_id"
                  )
                  AND NOT EXISTS(
                    SELECT
                      1
                    FROM (
                      SELECT
                        *
                      FROM "t51" AS "t53"
                      WHERE
                        "t53"."minor" IS NOT NULL AND "t53"."kind" = 'shipping'
                    ) AS "t83"
                    WHERE
                      "t9"."order_id" = "t83"."order_id"
                  )
              ) AS "t97"
              WHERE
                "t97"."shipping_charged_minor" IS NOT NULL
            ) AS "t107"
          ) AS "t112"
        ) AS "t116"
      ) AS "t120"
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
                'voucher' AS "kind",
                "t98"."voucher_minor" * -1 AS "minor"
              FROM (
                SELECT
                  "t9"."order_id",
                  "t9"."customer",
                  "t9"."ordered_at",
                  "t9"."day",
                  "t9"."channel",
                  "t9"."country",
                  "t9"."prices",
                  "t9"."currency",
                  "t9"."amount_minor",
                  "t9"."vat_bp",
                  "t9"."tax_minor",
                  "t9"."voucher_minor",
                  "t9"."voucher_code",
                  "t9"."shipping_charged_minor",
                  "t9"."shipping_paid_minor",
                  "t9"."payment_fee_minor",
                  "t9"."unit_costs_minor",
                  "t9"."margin_minor",
                  "t9"."promised_day",
                  "t9"."delivered_day",
                  "t9"."status",
                  "t9"."kind",
                  "t9"."source",
                  "t9"."version"
                FROM "orders" AS "t9"
                WHERE
                  EXISTS(
                    SELECT
                      1
                    FROM "orders_placed" AS "t13"
                    WHERE
                      "t9"."order_id" = "t13"."order_id"
                  )
                  AND NOT EXISTS(
                    SELECT
                      1
                    FROM (
                      SELECT
                        *
                      FROM "t51" AS "t53"
                      WHERE
                        "t53"."minor" IS NOT NULL AND "t53"."kind" = 'voucher'
                    ) AS "t85"
                    WHERE
                      "t9"."order_id" = "t85"."order_id"
                  )
              ) AS "t98"
              WHERE
                "t98"."voucher_minor" IS NOT NULL
            ) AS "t108"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'purchase_price' AS "kind",
                "t99"."unit_costs_minor" * -1 AS "minor"
              FROM (
                SELECT
                  "t9"."order_id",
                  "t9"."customer",
                  "t9"."ordered_at",
                  "t9"."day",
                  "t9"."channel",
                  "t9"."country",
                  "t9"."prices",
                  "t9"."currency",
                  "t9"."amount_minor",
                  "t9"."vat_bp",
                  "t9"."tax_minor",
                  "t9"."voucher_minor",
                  "t9"."voucher_code",
                  "t9"."shipping_charged_minor",
                  "t9"."shipping_paid_minor",
                  "t9"."payment_fee_minor",
                  "t9"."unit_costs_minor",
                  "t9"."margin_minor",
                  "t9"."promised_day",
                  "t9"."delivered_day",
                  "t9"."status",
                  "t9"."kind",
                  "t9"."source",
                  "t9"."version"
                FROM "orders" AS "t9"
                WHERE
                  EXISTS(
                    SELECT
                      1
                    FROM "orders_placed" AS "t13"
                    WHERE
                      "t9"."order_id" = "t13"."order_id"
                  )
                  AND NOT EXISTS(
                    SELECT
                      1
                    FROM (
                      SELECT
                        *
                      FROM "t51" AS "t53"
                      WHERE
                        "t53"."cost_minor" IS NOT NULL
                    ) AS "t87"
                    WHERE
                      "t9"."order_id" = "t87"."order_id"
                  )
              ) AS "t99"
              WHERE
                "t99"."unit_costs_minor" IS NOT NULL
            ) AS "t109"
          ) AS "t113"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'shipping_paid' AS "kind",
                "t31"."shipping_paid_minor" * -1 AS "minor"
              FROM "t29" AS "t31"
              WHERE
                "t31"."shipping_paid_minor" IS NOT NULL
            ) AS "t34"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'payment_fee' AS "kind",
                "t31"."payment_fee_minor" * -1 AS "minor"
              FROM "t29" AS "t31"
              WHERE
                "t31"."payment_fee_minor" IS NOT NULL
            ) AS "t35"
          ) AS "t36"
        ) AS "t117"
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
                'refund' AS "kind",
                "t39"."amount_minor" * -1 AS "minor"
              FROM "t38" AS "t39"
              WHERE
                "t39"."amount_minor" IS NOT NULL
            ) AS "t42"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'returned_goods' AS "kind",
                "t88"."worth" * 1 AS "minor"
              FROM (
                SELECT
                  "t39"."refund_id",
                  "t39"."order_id",
                  "t39"."position",
                  "t39"."customer",
                  "t39"."refunded_at",
                  "t39"."day",
                  "t39"."product",
                  "t39"."kind",
                  "t39"."quantity_milli",
                  "t39"."prices",
                  "t39"."currency",
                  "t39"."country",
                  "t39"."vat_bp",
                  "t39"."amount_minor",
                  "t39"."unit_cost_minor",
                  "t39"."handling_minor",
                  "t39"."reason",
                  "t39"."source",
                  "t39"."version",
                  CAST(ROUND(
                    CAST((
                      (
                        COALESCE("t39"."quantity_milli", 1000) * "t39"."unit_cost_minor"
                      ) - (
                        (
                          COALESCE("t39"."quantity_milli", 1000) * "t39"."unit_cost_minor"
                        ) % 1000
                      )
                    ) AS DOUBLE PRECISION) / 1000
                  ) AS BIGINT) + CASE
                    WHEN (
                      (
                        ABS((
                          COALESCE("t39"."quantity_milli", 1000) * "t39"."unit_cost_minor"
                        ) % 1000) * 2
                      ) > 1000
                    )
                    OR (
                      (
                        (
                          ABS((
                            COALESCE("t39"."quantity_milli", 1000) * "t39"."unit_cost_minor"
                          ) % 1000) * 2
                        ) = 1000
                      )
                      AND (
                        (
                          CAST(ROUND(
                            CAST((
                              (
                                COALESCE("t39"."quantity_milli", 1000) * "t39"."unit_cost_minor"
                              ) - (
                                (
                                  COALESCE("t39"."quantity_milli", 1000) * "t39"."unit_cost_minor"
                                ) % 1000
                              )
                            ) AS DOUBLE PRECISION) / 1000
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    )
                    THEN CASE
                      WHEN (
                        COALESCE("t39"."quantity_milli", 1000) * "t39"."unit_cost_minor"
                      ) < 0
                      THEN -1
                      ELSE 1
                    END
                    ELSE 0
                  END AS "worth"
                FROM "t38" AS "t39"
                WHERE
                  COALESCE("t39"."kind", 'goods') IN ('goods', 'discount')
              ) AS "t88"
              WHERE
                "t88"."worth" IS NOT NULL
            ) AS "t91"
          ) AS "t100"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'handling' AS "kind",
                "t39"."handling_minor" * -1 AS "minor"
              FROM "t38" AS "t39"
              WHERE
                "t39"."handling_minor" IS NOT NULL
            ) AS "t43"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'default' AS "kind",
                "t37"."amount_minor" * -1 AS "minor"
              FROM (
                SELECT
                  "t11"."payment_id",
                  "t11"."order_id",
                  "t11"."customer",
                  "t11"."paid_at",
                  "t11"."day",
                  "t11"."kind",
                  "t11"."currency",
                  "t11"."amount_minor",
                  "t11"."source",
                  "t11"."version"
                FROM "payments" AS "t11"
                WHERE
                  NOT EXISTS(
                    SELECT
                      1
                    FROM (
                      SELECT
                        *
                      FROM "customers" AS "t6"
                      WHERE
                        "t6"."kind" IN ('staff', 'test')
                    ) AS "t26"
                    WHERE
                      "t11"."customer" = "t26"."customer"
                  )
                  AND NOT EXISTS(
                    SELECT
                      1
                    FROM (
                      SELECT
                        "t9"."order_id",
                        "t9"."customer",
                        "t9"."ordered_at",
                        "t9"."day",
                        "t9"."channel",
                        "t9"."country",
                        "t9"."prices",
                        "t9"."currency",
                        "t9"."amount_minor",
                        "t9"."vat_bp",
                        "t9"."tax_minor",
                        "t9"."voucher_minor",
                        "t9"."voucher_code",
                        "t9"."shipping_charged_minor",
                        "t9"."shipping_paid_minor",
                        "t9"."payment_fee_minor",
                        "t9"."unit_costs_minor",
                        "t9"."margin_minor",
                        "t9"."promised_day",
                        "t9"."delivered_day",
                        "t9"."status",
                        "t9"."kind",
                        "t9"."source",
                        "t9"."version"
                      FROM "orders" AS "t9"
                      WHERE
                        NOT EXISTS(
                          SELECT
                            1
                          FROM "orders_placed" AS "t13"
                          WHERE
                            "t9"."order_id" = "t13"."order_id"
                        )
                    ) AS "t32"
                    WHERE
                      "t11"."order_id" = "t32"."order_id"
                  )
              ) AS "t37"
              WHERE
                "t37"."kind" = 'default' AND "t37"."amount_minor" IS NOT NULL
            ) AS "t40"
          ) AS "t44"
        ) AS "t101"
      ) AS "t121"
    ) AS "t123"
    GROUP BY
      1
  ) AS "t127"
    ON "t126"."kind" = "t127"."kind"
  FULL OUTER JOIN (
    SELECT
      "t33"."kind",
      COALESCE(CAST(SUM("t33"."vat_minor") AS BIGINT), 0) AS "vat_minor",
      COALESCE(
        CAST(SUM(
          CASE
            WHEN "t33"."estimated"
            OR (
              (
                "t33"."kind" = 'purchase_price'
              )
              AND (
                "t33"."position" IS NULL
              )
              AND (
                "t33"."marked" IS NOT NULL
              )
            )
            THEN "t33"."amount_minor"
            ELSE 0
          END
        ) AS BIGINT),
        0
      ) AS "derived_minor",
      COALESCE(CAST(SUM("t33"."amount_minor") AS BIGINT), 0) AS "ledger_minor"
    FROM (
      SELECT
        "t8"."customer",
        "t8"."order_id",
        "t8"."position",
        "t8"."day",
        "t8"."step",
        "t8"."kind",
        "t8"."amount_minor",
        "t8"."vat_minor",
        "t8"."estimated",
        "t24"."order_id" AS "order_id_right",
        "t24"."marked"
      FROM "ledger" AS "t8"
      LEFT OUTER JOIN (
        SELECT
          "t1"."order_id",
          "t1"."margin_minor" IS NOT NULL AS "marked"
        FROM "orders" AS "t1"
        WHERE
          "t1"."margin_minor" IS NOT NULL AND "t1"."unit_costs_minor" IS NULL
      ) AS "t24"
        ON "t8"."order_id" = "t24"."order_id"
    ) AS "t33"
    GROUP BY
      1
  ) AS "t48"
    ON "t126"."kind" = "t48"."kind"
) AS "t128"
