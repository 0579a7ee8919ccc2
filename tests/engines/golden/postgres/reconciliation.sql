WITH "t61" AS (
  SELECT
    *
  FROM "orders_placed" AS "t12"
  WHERE
    "t12"."customer" IS NOT NULL
), "t85" AS (
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
        FROM "customers" AS "t3"
        WHERE
          "t3"."kind" IN ('staff', 'test')
      ) AS "t67"
      WHERE
        "t14"."customer" = "t67"."customer"
    )
), "t92" AS (
  SELECT
    "t18"."refund_id",
    "t18"."order_id",
    "t18"."position",
    "t18"."customer",
    "t18"."refunded_at",
    "t18"."day",
    "t18"."returned_day",
    "t18"."product",
    "t18"."kind",
    "t18"."quantity_milli",
    "t18"."prices",
    "t18"."currency",
    "t18"."country",
    "t18"."vat_bp",
    "t18"."amount_minor",
    "t18"."unit_cost_minor",
    "t18"."handling_minor",
    "t18"."reason",
    "t18"."source",
    "t18"."version"
  FROM "refunds" AS "t18"
  WHERE
    NOT EXISTS(
      SELECT
        1
      FROM (
        SELECT
          *
        FROM "customers" AS "t3"
        WHERE
          "t3"."kind" IN ('staff', 'test')
      ) AS "t67"
      WHERE
        "t18"."customer" = "t67"."customer"
    )
    AND NOT EXISTS(
      SELECT
        1
      FROM (
        SELECT
          "t20"."order_id",
          "t20"."customer",
          "t20"."ordered_at",
          "t20"."day",
          "t20"."channel",
          "t20"."country",
          "t20"."prices",
          "t20"."currency",
          "t20"."amount_minor",
          "t20"."vat_bp",
          "t20"."tax_minor",
          "t20"."voucher_minor",
          "t20"."voucher_code",
          "t20"."shipping_charged_minor",
          "t20"."shipping_paid_minor",
          "t20"."payment_fee_minor",
          "t20"."unit_costs_minor",
          "t20"."margin_minor",
          "t20"."promised_day",
          "t20"."delivered_day",
          "t20"."status",
          "t20"."kind",
          "t20"."source",
          "t20"."version"
        FROM "orders" AS "t20"
        WHERE
          NOT EXISTS(
            SELECT
              1
            FROM "orders_placed" AS "t21"
            WHERE
              "t20"."order_id" = "t21"."order_id"
          )
      ) AS "t77"
      WHERE
        "t18"."order_id" = "t77"."order_id"
    )
)
SELECT
  "t156"."kind",
  CAST("t156"."facts_minor" AS BIGINT) AS "facts_minor",
  CAST("t156"."facts_minor" - "t156"."kept_minor" AS BIGINT) AS "left_out_minor",
  CAST("t156"."vat_minor" AS BIGINT) AS "vat_minor",
  CAST("t156"."derived_minor" AS BIGINT) AS "derived_minor",
  CAST("t156"."ledger_minor" AS BIGINT) AS "ledger_minor",
  CAST((
    (
      "t156"."kept_minor" - "t156"."vat_minor"
    ) + "t156"."derived_minor"
  ) - "t156"."ledger_minor" AS BIGINT) AS "difference_minor"
FROM (
  SELECT
    COALESCE("t143"."kind", "t109"."kind") AS "kind",
    COALESCE("t143"."minor", 0) AS "facts_minor",
    COALESCE("t155"."kept_minor", 0) AS "kept_minor",
    COALESCE("t109"."vat_minor", 0) AS "vat_minor",
    COALESCE("t109"."derived_minor", 0) AS "derived_minor",
    COALESCE("t109"."ledger_minor", 0) AS "ledger_minor"
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
              *
            FROM (
              SELECT
                'goods' AS "kind",
                "t1"."goods_facts" AS "minor"
              FROM "order_totals" AS "t1"
            ) AS "t22"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'adjustment' AS "kind",
                "t1"."adjustment_facts" AS "minor"
              FROM "order_totals" AS "t1"
            ) AS "t23"
          ) AS "t42"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'shipping_charged' AS "kind",
                "t1"."shipping_charged_facts" AS "minor"
              FROM "order_totals" AS "t1"
            ) AS "t24"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'fee' AS "kind",
                "t1"."fee_facts" AS "minor"
              FROM "order_totals" AS "t1"
            ) AS "t25"
          ) AS "t43"
        ) AS "t63"
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
                "t1"."voucher_facts" AS "minor"
              FROM "order_totals" AS "t1"
            ) AS "t26"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'purchase_price' AS "kind",
                "t1"."purchase_price_facts" AS "minor"
              FROM "order_totals" AS "t1"
            ) AS "t27"
          ) AS "t44"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'shipping_paid' AS "kind",
                "t1"."shipping_paid_facts" AS "minor"
              FROM "order_totals" AS "t1"
            ) AS "t28"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'payment_fee' AS "kind",
                "t1"."payment_fee_facts" AS "minor"
              FROM "order_totals" AS "t1"
            ) AS "t29"
          ) AS "t45"
        ) AS "t64"
      ) AS "t73"
      WHERE
        "t73"."minor" IS NOT NULL
    ) AS "t79"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t132"."kind",
        COALESCE(CAST(SUM("t132"."minor") AS BIGINT), 0) AS "minor"
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
                'service' AS "kind",
                "t102"."minor" * -1 AS "minor"
              FROM (
                SELECT
                  "t5"."ticket_id",
                  "t5"."customer",
                  "t5"."opened_at",
                  "t5"."day",
                  "t5"."answered_at",
                  "t5"."solved_at",
                  "t5"."minutes",
                  "t5"."topic",
                  "t5"."satisfaction",
                  "t5"."source",
                  "t5"."version",
                  CAST(ROUND(
                    CAST((
                      (
                        "t5"."minutes" * 3650
                      ) - (
                        (
                          "t5"."minutes" * 3650
                        ) % 60
                      )
                    ) AS DOUBLE PRECISION) / 60
                  ) AS BIGINT) + CASE
                    WHEN (
                      (
                        ABS((
                          "t5"."minutes" * 3650
                        ) % 60) * 2
                      ) > 60
                    )
                    OR (
                      (
                        (
                          ABS((
                            "t5"."minutes" * 3650
                          ) % 60) * 2
                        ) = 60
                      )
                      AND (
                        (
                          CAST(ROUND(
                            CAST((
                              (
                                "t5"."minutes" * 3650
                              ) - (
                                (
                                  "t5"."minutes" * 3650
                                ) % 60
                              )
                            ) AS DOUBLE PRECISION) / 60
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    )
                    THEN CASE WHEN (
                      "t5"."minutes" * 3650
                    ) < 0 THEN -1 ELSE 1 END
                    ELSE 0
                  END AS "minor"
                FROM "tickets" AS "t5"
              ) AS "t102"
              WHERE
                "t102"."minor" IS NOT NULL
            ) AS "t113"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'service' AS "kind",
                "t103"."minor" * -1 AS "minor"
              FROM (
                SELECT
                  "t6"."interaction_id",
                  "t6"."customer",
                  "t6"."at",
                  "t6"."day",
                  "t6"."kind",
                  "t6"."minutes",
                  "t6"."outcome",
                  "t6"."source",
                  "t6"."version",
                  CAST(ROUND(
                    CAST((
                      (
                        "t6"."minutes" * 3650
                      ) - (
                        (
                          "t6"."minutes" * 3650
                        ) % 60
                      )
                    ) AS DOUBLE PRECISION) / 60
                  ) AS BIGINT) + CASE
                    WHEN (
                      (
                        ABS((
                          "t6"."minutes" * 3650
                        ) % 60) * 2
                      ) > 60
                    )
                    OR (
                      (
                        (
                          ABS((
                            "t6"."minutes" * 3650
                          ) % 60) * 2
                        ) = 60
                      )
                      AND (
                        (
                          CAST(ROUND(
                            CAST((
                              (
                                "t6"."minutes" * 3650
                              ) - (
                                (
                                  "t6"."minutes" * 3650
                                ) % 60
                              )
                            ) AS DOUBLE PRECISION) / 60
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    )
                    THEN CASE WHEN (
                      "t6"."minutes" * 3650
                    ) < 0 THEN -1 ELSE 1 END
                    ELSE 0
                  END AS "minor"
                FROM "interactions" AS "t6"
              ) AS "t103"
              WHERE
                "t103"."minor" IS NOT NULL
            ) AS "t114"
          ) AS "t117"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'contact' AS "kind",
                "t2"."cost_minor" * -1 AS "minor"
              FROM "touches" AS "t2"
              WHERE
                "t2"."cost_minor" IS NOT NULL
            ) AS "t50"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'points' AS "kind",
                "t86"."minor" * 1 AS "minor"
              FROM (
                SELECT
                  "t7"."booking_id",
                  "t7"."customer",
                  "t7"."at",
                  "t7"."day",
                  "t7"."kind",
                  "t7"."points",
                  "t7"."value_minor",
                  "t7"."currency",
                  "t7"."expires",
                  "t7"."source",
                  "t7"."version",
                  ABS("t7"."value_minor") * CASE
                    WHEN COALESCE("t7"."kind" IN ('redeemed', 'expired', 'eingelöst', 'verfallen'), FALSE)
                    OR (
                      COALESCE("t7"."points" < 0, FALSE) AND COALESCE("t7"."kind" <> 'earned', TRUE)
                    )
                    THEN 1
                    ELSE -1
                  END AS "minor"
                FROM "points" AS "t7"
              ) AS "t86"
              WHERE
                "t86"."minor" IS NOT NULL
            ) AS "t94"
          ) AS "t98"
        ) AS "t119"
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
                'acquisition' AS "kind",
                "t3"."acquisition_cost_minor" * -1 AS "minor"
              FROM "customers" AS "t3"
              WHERE
                "t3"."acquisition_cost_minor" IS NOT NULL
            ) AS "t51"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'acquisition' AS "kind",
                "t4"."cost_minor" * -1 AS "minor"
              FROM "spend" AS "t4"
              WHERE
                "t4"."cost_minor" IS NOT NULL
            ) AS "t54"
          ) AS "t68"
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
                  "t8"."amount_minor" * -1 AS "minor"
                FROM "refunds" AS "t8"
                WHERE
                  "t8"."amount_minor" IS NOT NULL
              ) AS "t56"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'returned_goods' AS "kind",
                  "t105"."worth" * 1 AS "minor"
                FROM (
                  SELECT
                    "t8"."refund_id",
                    "t8"."order_id",
                    "t8"."position",
                    "t8"."customer",
                    "t8"."refunded_at",
                    "t8"."day",
                    "t8"."returned_day",
                    "t8"."product",
                    "t8"."kind",
                    "t8"."quantity_milli",
                    "t8"."prices",
                    "t8"."currency",
                    "t8"."country",
                    "t8"."vat_bp",
                    "t8"."amount_minor",
                    "t8"."unit_cost_minor",
                    "t8"."handling_minor",
                    "t8"."reason",
                    "t8"."source",
                    "t8"."version",
                    CAST(ROUND(
                      CAST((
                        (
                          COALESCE("t8"."quantity_milli", 1000) * "t8"."unit_cost_minor"
                        ) - (
                          (
                            COALESCE("t8"."quantity_milli", 1000) * "t8"."unit_cost_minor"
                          ) % 1000
                        )
                      ) AS DOUBLE PRECISION) / 1000
                    ) AS BIGINT) + CASE
                      WHEN (
                        (
                          ABS((
                            COALESCE("t8"."quantity_milli", 1000) * "t8"."unit_cost_minor"
                          ) % 1000) * 2
                        ) > 1000
                      )
                      OR (
                        (
                          (
                            ABS((
                              COALESCE("t8"."quantity_milli", 1000) * "t8"."unit_cost_minor"
                            ) % 1000) * 2
                          ) = 1000
                        )
                        AND (
                          (
                            CAST(ROUND(
                              CAST((
                                (
                                  COALESCE("t8"."quantity_milli", 1000) * "t8"."unit_cost_minor"
                                ) - (
                                  (
                                    COALESCE("t8"."quantity_milli", 1000) * "t8"."unit_cost_minor"
                                  ) % 1000
                                )
                              ) AS DOUBLE PRECISION) / 1000
                            ) AS BIGINT) % 2
                          ) <> 0
                        )
                      )
                      THEN CASE
                        WHEN (
                          COALESCE("t8"."quantity_milli", 1000) * "t8"."unit_cost_minor"
                        ) < 0
                        THEN -1
                        ELSE 1
                      END
                      ELSE 0
                    END AS "worth"
                  FROM "refunds" AS "t8"
                  WHERE
                    COALESCE("t8"."kind", 'goods') IN ('goods', 'discount')
                ) AS "t105"
                WHERE
                  "t105"."worth" IS NOT NULL
              ) AS "t118"
            ) AS "t120"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'handling' AS "kind",
                  "t8"."handling_minor" * -1 AS "minor"
                FROM "refunds" AS "t8"
                WHERE
                  "t8"."handling_minor" IS NOT NULL
              ) AS "t57"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'default' AS "kind",
                  "t9"."amount_minor" * -1 AS "minor"
                FROM "payments" AS "t9"
                WHERE
                  "t9"."kind" = 'default' AND "t9"."amount_minor" IS NOT NULL
              ) AS "t58"
            ) AS "t70"
          ) AS "t123"
        ) AS "t128"
      ) AS "t132"
      GROUP BY
        1
    ) AS "t140"
  ) AS "t143"
  LEFT OUTER JOIN (
    SELECT
      "t153"."kind",
      "t153"."minor" AS "kept_minor"
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
                *
              FROM (
                SELECT
                  'goods' AS "kind",
                  "t1"."goods_kept" AS "minor"
                FROM "order_totals" AS "t1"
              ) AS "t30"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'adjustment' AS "kind",
                  "t1"."adjustment_kept" AS "minor"
                FROM "order_totals" AS "t1"
              ) AS "t31"
            ) AS "t46"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'shipping_charged' AS "kind",
                  "t1"."shipping_charged_kept" AS "minor"
                FROM "order_totals" AS "t1"
              ) AS "t32"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'fee' AS "kind",
                  "t1"."fee_kept" AS "minor"
                FROM "order_totals" AS "t1"
              ) AS "t33"
            ) AS "t47"
          ) AS "t65"
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
                  "t1"."voucher_kept" AS "minor"
                FROM "order_totals" AS "t1"
              ) AS "t34"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'purchase_price' AS "kind",
                  "t1"."purchase_price_kept" AS "minor"
                FROM "order_totals" AS "t1"
              ) AS "t35"
            ) AS "t48"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'shipping_paid' AS "kind",
                  "t1"."shipping_paid_kept" AS "minor"
                FROM "order_totals" AS "t1"
              ) AS "t36"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'payment_fee' AS "kind",
                  "t1"."payment_fee_kept" AS "minor"
                FROM "order_totals" AS "t1"
              ) AS "t37"
            ) AS "t49"
          ) AS "t66"
        ) AS "t74"
        WHERE
          "t74"."minor" IS NOT NULL
      ) AS "t80"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t151"."kind",
          COALESCE(CAST(SUM("t151"."minor") AS BIGINT), 0) AS "minor"
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
                  'service' AS "kind",
                  "t129"."minor" * -1 AS "minor"
                FROM (
                  SELECT
                    "t82"."ticket_id",
                    "t82"."customer",
                    "t82"."opened_at",
                    "t82"."day",
                    "t82"."answered_at",
                    "t82"."solved_at",
                    "t82"."minutes",
                    "t82"."topic",
                    "t82"."satisfaction",
                    "t82"."source",
                    "t82"."version",
                    CAST(ROUND(
                      CAST((
                        (
                          "t82"."minutes" * 3650
                        ) - (
                          (
                            "t82"."minutes" * 3650
                          ) % 60
                        )
                      ) AS DOUBLE PRECISION) / 60
                    ) AS BIGINT) + CASE
                      WHEN (
                        (
                          ABS((
                            "t82"."minutes" * 3650
                          ) % 60) * 2
                        ) > 60
                      )
                      OR (
                        (
                          (
                            ABS((
                              "t82"."minutes" * 3650
                            ) % 60) * 2
                          ) = 60
                        )
                        AND (
                          (
                            CAST(ROUND(
                              CAST((
                                (
                                  "t82"."minutes" * 3650
                                ) - (
                                  (
                                    "t82"."minutes" * 3650
                                  ) % 60
                                )
                              ) AS DOUBLE PRECISION) / 60
                            ) AS BIGINT) % 2
                          ) <> 0
                        )
                      )
                      THEN CASE WHEN (
                        "t82"."minutes" * 3650
                      ) < 0 THEN -1 ELSE 1 END
                      ELSE 0
                    END AS "minor"
                  FROM (
                    SELECT
                      "t15"."ticket_id",
                      "t15"."customer",
                      "t15"."opened_at",
                      "t15"."day",
                      "t15"."answered_at",
                      "t15"."solved_at",
                      "t15"."minutes",
                      "t15"."topic",
                      "t15"."satisfaction",
                      "t15"."source",
                      "t15"."version"
                    FROM "tickets" AS "t15"
                    WHERE
                      NOT EXISTS(
                        SELECT
                          1
                        FROM (
                          SELECT
                            *
                          FROM "customers" AS "t3"
                          WHERE
                            "t3"."kind" IN ('staff', 'test')
                        ) AS "t67"
                        WHERE
                          "t15"."customer" = "t67"."customer"
                      )
                  ) AS "t82"
                ) AS "t129"
                WHERE
                  "t129"."minor" IS NOT NULL
              ) AS "t134"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'service' AS "kind",
                  "t130"."minor" * -1 AS "minor"
                FROM (
                  SELECT
                    "t83"."interaction_id",
                    "t83"."customer",
                    "t83"."at",
                    "t83"."day",
                    "t83"."kind",
                    "t83"."minutes",
                    "t83"."outcome",
                    "t83"."source",
                    "t83"."version",
                    CAST(ROUND(
                      CAST((
                        (
                          "t83"."minutes" * 3650
                        ) - (
                          (
                            "t83"."minutes" * 3650
                          ) % 60
                        )
                      ) AS DOUBLE PRECISION) / 60
                    ) AS BIGINT) + CASE
                      WHEN (
                        (
                          ABS((
                            "t83"."minutes" * 3650
                          ) % 60) * 2
                        ) > 60
                      )
                      OR (
                        (
                          (
                            ABS((
                              "t83"."minutes" * 3650
                            ) % 60) * 2
                          ) = 60
                        )
                        AND (
                          (
                            CAST(ROUND(
                              CAST((
                                (
                                  "t83"."minutes" * 3650
                                ) - (
                                  (
                                    "t83"."minutes" * 3650
                                  ) % 60
                                )
                              ) AS DOUBLE PRECISION) / 60
                            ) AS BIGINT) % 2
                          ) <> 0
                        )
                      )
                      THEN CASE WHEN (
                        "t83"."minutes" * 3650
                      ) < 0 THEN -1 ELSE 1 END
                      ELSE 0
                    END AS "minor"
                  FROM (
                    SELECT
                      "t16"."interaction_id",
                      "t16"."customer",
                      "t16"."at",
                      "t16"."day",
                      "t16"."kind",
                      "t16"."minutes",
                      "t16"."outcome",
                      "t16"."source",
                      "t16"."version"
                    FROM "interactions" AS "t16"
                    WHERE
                      NOT EXISTS(
                        SELECT
                          1
                        FROM (
                          SELECT
                            *
                          FROM "customers" AS "t3"
                          WHERE
                            "t3"."kind" IN ('staff', 'test')
                        ) AS "t67"
                        WHERE
                          "t16"."customer" = "t67"."customer"
                      )
                  ) AS "t83"
                ) AS "t130"
                WHERE
                  "t130"."minor" IS NOT NULL
              ) AS "t135"
            ) AS "t136"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'contact' AS "kind",
                  "t81"."cost_minor" * -1 AS "minor"
                FROM (
                  SELECT
                    "t13"."touch_id",
                    "t13"."customer",
                    "t13"."at",
                    "t13"."day",
                    "t13"."channel",
                    "t13"."campaign",
                    "t13"."cost_minor",
                    "t13"."currency",
                    "t13"."outcome",
                    "t13"."source",
                    "t13"."version"
                  FROM "touches" AS "t13"
                  WHERE
                    NOT EXISTS(
                      SELECT
                        1
                      FROM (
                        SELECT
                          *
                        FROM "customers" AS "t3"
                        WHERE
                          "t3"."kind" IN ('staff', 'test')
                      ) AS "t67"
                      WHERE
                        "t13"."customer" = "t67"."customer"
                    )
                ) AS "t81"
                WHERE
                  "t81"."cost_minor" IS NOT NULL
              ) AS "t93"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'points' AS "kind",
                  "t112"."minor" * 1 AS "minor"
                FROM (
                  SELECT
                    "t84"."booking_id",
                    "t84"."customer",
                    "t84"."at",
                    "t84"."day",
                    "t84"."kind",
                    "t84"."points",
                    "t84"."value_minor",
                    "t84"."currency",
                    "t84"."expires",
                    "t84"."source",
                    "t84"."version",
                    ABS("t84"."value_minor") * CASE
                      WHEN COALESCE("t84"."kind" IN ('redeemed', 'expired', 'eingelöst', 'verfallen'), FALSE)
                      OR (
                        COALESCE("t84"."points" < 0, FALSE) AND COALESCE("t84"."kind" <> 'earned', TRUE)
                      )
                      THEN 1
                      ELSE -1
                    END AS "minor"
                  FROM (
                    SELECT
                      "t17"."booking_id",
                      "t17"."customer",
                      "t17"."at",
                      "t17"."day",
                      "t17"."kind",
                      "t17"."points",
                      "t17"."value_minor",
                      "t17"."currency",
                      "t17"."expires",
                      "t17"."source",
                      "t17"."version"
                    FROM "points" AS "t17"
                    WHERE
                      NOT EXISTS(
                        SELECT
                          1
                        FROM (
                          SELECT
                            *
                          FROM "customers" AS "t3"
                          WHERE
                            "t3"."kind" IN ('staff', 'test')
                        ) AS "t67"
                        WHERE
                          "t17"."customer" = "t67"."customer"
                      )
                  ) AS "t84"
                ) AS "t112"
                WHERE
                  "t112"."minor" IS NOT NULL
              ) AS "t122"
            ) AS "t125"
          ) AS "t139"
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
                  'acquisition' AS "kind",
                  "t147"."acquisition_cost_minor" * -1 AS "minor"
                FROM (
                  SELECT
                    "t131"."customer",
                    "t131"."acquisition_cost_minor",
                    COALESCE("t131"."first_seen", "t141"."first_day") AS "day"
                  FROM (
                    SELECT
                      COALESCE("t116"."person", "t116"."customer") AS "customer",
                      "t116"."first_seen",
                      "t116"."channel",
                      "t116"."acquisition_cost_minor",
                      "t116"."currency",
                      "t116"."country",
                      "t116"."language",
                      "t116"."kind",
                      "t116"."source",
                      "t116"."version"
                    FROM (
                      SELECT
                        "t101"."customer",
                        "t101"."first_seen",
                        "t101"."channel",
                        "t101"."acquisition_cost_minor",
                        "t101"."currency",
                        "t101"."country",
                        "t101"."language",
                        "t101"."kind",
                        "t101"."source",
                        "t101"."version",
                        "t60"."identity",
                        "t60"."person"
                      FROM (
                        SELECT
                          *
                        FROM "t85" AS "t89"
                        WHERE
                          "t89"."acquisition_cost_minor" IS NOT NULL
                      ) AS "t101"
                      LEFT OUTER JOIN (
                        SELECT
                          "t11"."identity",
                          "t11"."customer" AS "person"
                        FROM "identities" AS "t11"
                      ) AS "t60"
                        ON "t101"."customer" = "t60"."identity"
                    ) AS "t116"
                  ) AS "t131"
                  LEFT OUTER JOIN (
                    SELECT
                      "t133"."customer",
                      "t133"."day" AS "first_day"
                    FROM (
                      SELECT
                        "t124"."customer",
                        "t124"."day",
                        MAKE_DATE(
                          CAST(EXTRACT(year FROM "t124"."day") AS INT),
                          CAST(EXTRACT(month FROM "t124"."day") AS INT),
                          CAST(1 AS INT)
                        ) AS "month",
                        LOWER(COALESCE("t52"."channel", "t124"."order_channel")) AS "channel"
                      FROM (
                        SELECT
                          "t111"."customer",
                          "t111"."first_day" AS "day",
                          MIN("t111"."channel") AS "order_channel"
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t76"."order_id",
                              "t76"."customer",
                              "t76"."ordered_at",
                              "t76"."channel",
                              "t76"."amount_minor",
                              "t76"."tax_minor",
                              "t76"."vat_bp",
                              "t76"."voucher_minor",
                              "t76"."shipping_charged_minor",
                              "t76"."shipping_paid_minor",
                              "t76"."payment_fee_minor",
                              "t76"."unit_costs_minor",
                              "t76"."margin_minor",
                              "t76"."promised_day",
                              "t76"."delivered_day",
                              "t76"."day",
                              "t76"."prices",
                              "t76"."standard_bp",
                              "t88"."first_day"
                            FROM "t61" AS "t76"
                            INNER JOIN (
                              SELECT
                                "t72"."customer",
                                MIN("t72"."day") AS "first_day"
                              FROM "t61" AS "t72"
                              GROUP BY
                                1
                            ) AS "t88"
                              ON "t76"."customer" = "t88"."customer"
                          ) AS "t99"
                          WHERE
                            "t99"."day" = "t99"."first_day"
                        ) AS "t111"
                        GROUP BY
                          1,
                          2
                      ) AS "t124"
                      LEFT OUTER JOIN (
                        SELECT
                          "t3"."customer",
                          "t3"."channel"
                        FROM "customers" AS "t3"
                      ) AS "t52"
                        ON "t124"."customer" = "t52"."customer"
                    ) AS "t133"
                  ) AS "t141"
                    ON "t131"."customer" = "t141"."customer"
                ) AS "t147"
                WHERE
                  "t147"."day" IS NOT NULL AND "t147"."acquisition_cost_minor" IS NOT NULL
              ) AS "t148"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'acquisition' AS "kind",
                  "t115"."cost_minor" * -1 AS "minor"
                FROM (
                  SELECT
                    "t69"."day",
                    "t69"."channel",
                    "t69"."campaign",
                    "t69"."cost_minor",
                    "t69"."currency",
                    "t69"."source",
                    "t69"."version"
                  FROM (
                    SELECT
                      "t4"."day",
                      LOWER("t4"."channel") AS "channel",
                      "t4"."campaign",
                      "t4"."cost_minor",
                      "t4"."currency",
                      "t4"."source",
                      "t4"."version"
                    FROM "spend" AS "t4"
                    WHERE
                      "t4"."cost_minor" IS NOT NULL
                  ) AS "t69"
                  WHERE
                    NOT EXISTS(
                      SELECT
                        1
                      FROM (
                        SELECT DISTINCT
                          LOWER("t89"."channel") AS "channel"
                        FROM "t85" AS "t89"
                        WHERE
                          "t89"."acquisition_cost_minor" IS NOT NULL
                      ) AS "t100"
                      WHERE
                        "t69"."channel" = "t100"."channel"
                    )
                ) AS "t115"
                WHERE
                  "t115"."cost_minor" IS NOT NULL
              ) AS "t126"
            ) AS "t149"
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
                    "t95"."amount_minor" * -1 AS "minor"
                  FROM "t92" AS "t95"
                  WHERE
                    "t95"."amount_minor" IS NOT NULL
                ) AS "t107"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    'returned_goods' AS "kind",
                    "t137"."worth" * 1 AS "minor"
                  FROM (
                    SELECT
                      "t95"."refund_id",
                      "t95"."order_id",
                      "t95"."position",
                      "t95"."customer",
                      "t95"."refunded_at",
                      "t95"."day",
                      "t95"."returned_day",
                      "t95"."product",
                      "t95"."kind",
                      "t95"."quantity_milli",
                      "t95"."prices",
                      "t95"."currency",
                      "t95"."country",
                      "t95"."vat_bp",
                      "t95"."amount_minor",
                      "t95"."unit_cost_minor",
                      "t95"."handling_minor",
                      "t95"."reason",
                      "t95"."source",
                      "t95"."version",
                      CAST(ROUND(
                        CAST((
                          (
                            COALESCE("t95"."quantity_milli", 1000) * "t95"."unit_cost_minor"
                          ) - (
                            (
                              COALESCE("t95"."quantity_milli", 1000) * "t95"."unit_cost_minor"
                            ) % 1000
                          )
                        ) AS DOUBLE PRECISION) / 1000
                      ) AS BIGINT) + CASE
                        WHEN (
                          (
                            ABS((
                              COALESCE("t95"."quantity_milli", 1000) * "t95"."unit_cost_minor"
                            ) % 1000) * 2
                          ) > 1000
                        )
                        OR (
                          (
                            (
                              ABS((
                                COALESCE("t95"."quantity_milli", 1000) * "t95"."unit_cost_minor"
                              ) % 1000) * 2
                            ) = 1000
                          )
                          AND (
                            (
                              CAST(ROUND(
                                CAST((
                                  (
                                    COALESCE("t95"."quantity_milli", 1000) * "t95"."unit_cost_minor"
                                  ) - (
                                    (
                                      COALESCE("t95"."quantity_milli", 1000) * "t95"."unit_cost_minor"
                                    ) % 1000
                                  )
                                ) AS DOUBLE PRECISION) / 1000
                              ) AS BIGINT) % 2
                            ) <> 0
                          )
                        )
                        THEN CASE
                          WHEN (
                            COALESCE("t95"."quantity_milli", 1000) * "t95"."unit_cost_minor"
                          ) < 0
                          THEN -1
                          ELSE 1
                        END
                        ELSE 0
                      END AS "worth"
                    FROM "t92" AS "t95"
                    WHERE
                      COALESCE("t95"."kind", 'goods') IN ('goods', 'discount')
                  ) AS "t137"
                  WHERE
                    "t137"."worth" IS NOT NULL
                ) AS "t144"
              ) AS "t145"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    'handling' AS "kind",
                    "t95"."handling_minor" * -1 AS "minor"
                  FROM "t92" AS "t95"
                  WHERE
                    "t95"."handling_minor" IS NOT NULL
                ) AS "t108"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    'default' AS "kind",
                    "t91"."amount_minor" * -1 AS "minor"
                  FROM (
                    SELECT
                      "t19"."payment_id",
                      "t19"."order_id",
                      "t19"."customer",
                      "t19"."paid_at",
                      "t19"."day",
                      "t19"."kind",
                      "t19"."currency",
                      "t19"."amount_minor",
                      "t19"."source",
                      "t19"."version"
                    FROM "payments" AS "t19"
                    WHERE
                      NOT EXISTS(
                        SELECT
                          1
                        FROM (
                          SELECT
                            *
                          FROM "customers" AS "t3"
                          WHERE
                            "t3"."kind" IN ('staff', 'test')
                        ) AS "t67"
                        WHERE
                          "t19"."customer" = "t67"."customer"
                      )
                      AND NOT EXISTS(
                        SELECT
                          1
                        FROM (
                          SELECT
                            "t20"."order_id",
                            "t20"."customer",
                            "t20"."ordered_at",
                            "t20"."day",
                            "t20"."channel",
                            "t20"."country",
                            "t20"."prices",
                            "t20"."currency",
                            "t20"."amount_minor",
                            "t20"."vat_bp",
                            "t20"."tax_minor",
                            "t20"."voucher_minor",
                            "t20"."voucher_code",
                            "t20"."shipping_charged_minor",
                            "t20"."shipping_paid_minor",
                            "t20"."payment_fee_minor",
                            "t20"."unit_costs_minor",
                            "t20"."margin_minor",
                            "t20"."promised_day",
                            "t20"."delivered_day",
                            "t20"."status",
                            "t20"."kind",
                            "t20"."source",
                            "t20"."version"
                          FROM "orders" AS "t20"
                          WHERE
                            NOT EXISTS(
                              SELECT
                                1
                              FROM "orders_placed" AS "t21"
                              WHERE
                                "t20"."order_id" = "t21"."order_id"
                            )
                        ) AS "t77"
                        WHERE
                          "t19"."order_id" = "t77"."order_id"
                      )
                  ) AS "t91"
                  WHERE
                    "t91"."kind" = 'default' AND "t91"."amount_minor" IS NOT NULL
                ) AS "t104"
              ) AS "t110"
            ) AS "t146"
          ) AS "t150"
        ) AS "t151"
        GROUP BY
          1
      ) AS "t152"
    ) AS "t153"
  ) AS "t155"
    ON "t143"."kind" = "t155"."kind"
  FULL OUTER JOIN (
    SELECT
      "t90"."kind",
      COALESCE(CAST(SUM("t90"."vat_minor") AS BIGINT), 0) AS "vat_minor",
      COALESCE(CAST(SUM("t90"."derived_minor") AS BIGINT), 0) AS "derived_minor",
      COALESCE(CAST(SUM("t90"."ledger_minor") AS BIGINT), 0) AS "ledger_minor"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t0"."kind",
          "t0"."vat_minor",
          "t0"."amount_minor" AS "ledger_minor",
          CASE WHEN "t0"."estimated" THEN "t0"."amount_minor" ELSE 0 END AS "derived_minor"
        FROM "ledger" AS "t0"
      ) AS "t40"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t62"."kind",
          0 AS "vat_minor",
          0 AS "ledger_minor",
          "t62"."amount_minor" AS "derived_minor"
        FROM (
          SELECT
            *
          FROM "ledger" AS "t0"
          WHERE
            "t0"."kind" = 'purchase_price'
            AND "t0"."position" IS NULL
            AND NOT (
              "t0"."estimated"
            )
        ) AS "t62"
        WHERE
          EXISTS(
            SELECT
              1
            FROM (
              SELECT
                *
              FROM "orders" AS "t10"
              WHERE
                "t10"."margin_minor" IS NOT NULL AND "t10"."unit_costs_minor" IS NULL
            ) AS "t71"
            WHERE
              "t62"."order_id" = "t71"."order_id"
          )
      ) AS "t87"
    ) AS "t90"
    GROUP BY
      1
  ) AS "t109"
    ON "t143"."kind" = "t109"."kind"
) AS "t156"
