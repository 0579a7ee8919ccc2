WITH "t7" AS (
  SELECT
    "t3"."order_id",
    "t3"."customer",
    "t3"."ordered_at",
    "t3"."channel",
    "t3"."amount_minor",
    "t3"."tax_minor",
    "t3"."vat_bp",
    "t3"."voucher_minor",
    "t3"."shipping_charged_minor",
    "t3"."shipping_paid_minor",
    "t3"."payment_fee_minor",
    "t3"."unit_costs_minor",
    "t3"."margin_minor",
    "t3"."promised_day",
    "t3"."delivered_day",
    "t3"."day",
    "t3"."prices",
    "t3"."standard_bp",
    "t6"."has_amounts",
    "t6"."has_shipping",
    "t6"."has_voucher",
    "t6"."has_costs",
    "t6"."has_vat"
  FROM "orders_placed" AS "t3"
  LEFT OUTER JOIN (
    SELECT
      "t2"."order_id",
      "t2"."has_amounts",
      "t2"."has_shipping",
      "t2"."has_voucher",
      "t2"."has_costs",
      "t2"."has_vat"
    FROM "baskets" AS "t2"
  ) AS "t6"
    ON "t3"."order_id" = "t6"."order_id"
)
SELECT
  "t23"."order_id",
  CAST("t23"."position" AS BIGINT) AS "position",
  CAST("t23"."customer" AS BIGINT) AS "customer",
  "t23"."day",
  "t23"."kind",
  CAST("t23"."stated_minor" AS BIGINT) AS "stated_minor",
  CAST("t23"."net_minor" AS BIGINT) AS "net_minor",
  CAST("t23"."known_cost" AS BIGINT) AS "known_cost",
  "t23"."guess"
FROM (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM "lines_priced" AS "t0"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t20"."order_id",
        CAST(NULL AS BIGINT) AS "position",
        "t20"."customer",
        "t20"."day",
        'goods' AS "kind",
        "t20"."stated_minor",
        "t20"."net_minor",
        CASE
          WHEN "t20"."has_costs"
          THEN CAST(NULL AS BIGINT)
          ELSE COALESCE(
            "t20"."unit_costs_minor",
            (
              "t20"."net_minor" + COALESCE("t20"."lines_net", 0)
            ) - "t20"."margin_minor"
          )
        END AS "known_cost",
        NOT (
          "t20"."has_costs"
        ) AS "guess"
      FROM (
        SELECT
          "t16"."order_id",
          "t16"."customer",
          "t16"."ordered_at",
          "t16"."channel",
          "t16"."amount_minor",
          "t16"."tax_minor",
          "t16"."vat_bp",
          "t16"."voucher_minor",
          "t16"."shipping_charged_minor",
          "t16"."shipping_paid_minor",
          "t16"."payment_fee_minor",
          "t16"."unit_costs_minor",
          "t16"."margin_minor",
          "t16"."promised_day",
          "t16"."delivered_day",
          "t16"."day",
          "t16"."prices",
          "t16"."standard_bp",
          "t16"."has_amounts",
          "t16"."has_shipping",
          "t16"."has_voucher",
          "t16"."has_costs",
          "t16"."has_vat",
          "t16"."rate",
          "t16"."order_id_right",
          "t16"."lines_net",
          "t16"."stated_minor",
          CASE
            WHEN (
              "t16"."prices" = 'gross'
            ) AND NOT (
              "t16"."has_amounts"
            )
            THEN COALESCE(
              "t16"."stated_minor" - "t16"."tax_minor",
              CAST(ROUND(
                (
                  (
                    "t16"."stated_minor" * 10000
                  ) - (
                    (
                      "t16"."stated_minor" * 10000
                    ) % (
                      "t16"."rate" + 10000
                    )
                  )
                ) / (
                  "t16"."rate" + 10000
                ),
                0
              ) AS BIGINT) + CASE
                WHEN (
                  (
                    ABS((
                      "t16"."stated_minor" * 10000
                    ) % (
                      "t16"."rate" + 10000
                    )) * 2
                  ) > (
                    "t16"."rate" + 10000
                  )
                )
                OR (
                  (
                    (
                      ABS((
                        "t16"."stated_minor" * 10000
                      ) % (
                        "t16"."rate" + 10000
                      )) * 2
                    ) = (
                      "t16"."rate" + 10000
                    )
                  )
                  AND (
                    (
                      CAST(ROUND(
                        (
                          (
                            "t16"."stated_minor" * 10000
                          ) - (
                            (
                              "t16"."stated_minor" * 10000
                            ) % (
                              "t16"."rate" + 10000
                            )
                          )
                        ) / (
                          "t16"."rate" + 10000
                        ),
                        0
                      ) AS BIGINT) % 2
                    ) <> 0
                  )
                )
                THEN CASE WHEN (
                  "t16"."stated_minor" * 10000
                ) < 0 THEN -1 ELSE 1 END
                ELSE 0
              END
            )
            ELSE "t16"."stated_minor"
          END AS "net_minor"
        FROM (
          SELECT
            "t15"."order_id",
            "t15"."customer",
            "t15"."ordered_at",
            "t15"."channel",
            "t15"."amount_minor",
            "t15"."tax_minor",
            "t15"."vat_bp",
            "t15"."voucher_minor",
            "t15"."shipping_charged_minor",
            "t15"."shipping_paid_minor",
            "t15"."payment_fee_minor",
            "t15"."unit_costs_minor",
            "t15"."margin_minor",
            "t15"."promised_day",
            "t15"."delivered_day",
            "t15"."day",
            "t15"."prices",
            "t15"."standard_bp",
            "t15"."has_amounts",
            "t15"."has_shipping",
            "t15"."has_voucher",
            "t15"."has_costs",
            "t15"."has_vat",
            "t15"."rate",
            "t15"."order_id_right",
            "t15"."lines_net",
            CASE WHEN "t15"."has_amounts" THEN 0 ELSE COALESCE("t15"."amount_minor", 0) END AS "stated_minor"
          FROM (
            SELECT
              "t14"."order_id",
              "t14"."customer",
              "t14"."ordered_at",
              "t14"."channel",
              "t14"."amount_minor",
              "t14"."tax_minor",
              "t14"."vat_bp",
              "t14"."voucher_minor",
              "t14"."shipping_charged_minor",
              "t14"."shipping_paid_minor",
              "t14"."payment_fee_minor",
              "t14"."unit_costs_minor",
              "t14"."margin_minor",
              "t14"."promised_day",
              "t14"."delivered_day",
              "t14"."day",
              "t14"."prices",
              "t14"."standard_bp",
              "t14"."has_amounts",
              "t14"."has_shipping",
              "t14"."has_voucher",
              "t14"."has_costs",
              "t14"."has_vat",
              "t14"."rate",
              "t10"."order_id" AS "order_id_right",
              "t10"."lines_net"
            FROM (
              SELECT
                "t9"."order_id",
                "t9"."customer",
                "t9"."ordered_at",
                "t9"."channel",
                "t9"."amount_minor",
                "t9"."tax_minor",
                "t9"."vat_bp",
                "t9"."voucher_minor",
                "t9"."shipping_charged_minor",
                "t9"."shipping_paid_minor",
                "t9"."payment_fee_minor",
                "t9"."unit_costs_minor",
                "t9"."margin_minor",
                "t9"."promised_day",
                "t9"."delivered_day",
                "t9"."day",
                "t9"."prices",
                "t9"."standard_bp",
                COALESCE("t9"."has_amounts", FALSE) AS "has_amounts",
                COALESCE("t9"."has_shipping", FALSE) AS "has_shipping",
                COALESCE("t9"."has_voucher", FALSE) AS "has_voucher",
                COALESCE("t9"."has_costs", FALSE) AS "has_costs",
                COALESCE("t9"."has_vat", FALSE) AS "has_vat",
                COALESCE("t9"."vat_bp", "t9"."standard_bp") AS "rate"
              FROM "t7" AS "t9"
              WHERE
                (
                  NOT (
                    COALESCE("t9"."has_amounts", FALSE)
                  )
                  AND (
                    "t9"."amount_minor" IS NOT NULL
                  )
                )
                OR (
                  NOT (
                    COALESCE("t9"."has_costs", FALSE)
                  )
                  AND (
                    (
                      "t9"."unit_costs_minor" IS NOT NULL
                    )
                    OR (
                      "t9"."margin_minor" IS NOT NULL
                    )
                  )
                )
            ) AS "t14"
            LEFT OUTER JOIN (
              SELECT
                "t5"."order_id",
                COALESCE(CAST(SUM("t5"."net_minor") AS BIGINT), 0) AS "lines_net"
              FROM (
                SELECT
                  *
                FROM "lines_priced" AS "t0"
                WHERE
                  "t0"."kind" = 'goods'
              ) AS "t5"
              GROUP BY
                1
            ) AS "t10"
              ON "t14"."order_id" = "t10"."order_id"
          ) AS "t15"
        ) AS "t16"
      ) AS "t20"
    ) AS "t21"
  ) AS "t22"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t11"."order_id",
        CAST(NULL AS BIGINT) AS "position",
        "t11"."customer",
        "t11"."day",
        'shipping' AS "kind",
        "t11"."stated_minor",
        CASE
          WHEN "t11"."prices" = 'gross'
          THEN CAST(ROUND(
            (
              (
                "t11"."stated_minor" * 10000
              ) - (
                (
                  "t11"."stated_minor" * 10000
                ) % (
                  "t11"."rate" + 10000
                )
              )
            ) / (
              "t11"."rate" + 10000
            ),
            0
          ) AS BIGINT) + CASE
            WHEN (
              (
                ABS((
                  "t11"."stated_minor" * 10000
                ) % (
                  "t11"."rate" + 10000
                )) * 2
              ) > (
                "t11"."rate" + 10000
              )
            )
            OR (
              (
                (
                  ABS((
                    "t11"."stated_minor" * 10000
                  ) % (
                    "t11"."rate" + 10000
                  )) * 2
                ) = (
                  "t11"."rate" + 10000
                )
              )
              AND (
                (
                  CAST(ROUND(
                    (
                      (
                        "t11"."stated_minor" * 10000
                      ) - (
                        (
                          "t11"."stated_minor" * 10000
                        ) % (
                          "t11"."rate" + 10000
                        )
                      )
                    ) / (
                      "t11"."rate" + 10000
                    ),
                    0
                  ) AS BIGINT) % 2
                ) <> 0
              )
            )
            THEN CASE WHEN (
              "t11"."stated_minor" * 10000
            ) < 0 THEN -1 ELSE 1 END
            ELSE 0
          END
          ELSE "t11"."stated_minor"
        END AS "net_minor",
        CAST(NULL AS BIGINT) AS "known_cost",
        FALSE AS "guess"
      FROM (
        SELECT
          "t9"."order_id",
          "t9"."customer",
          "t9"."ordered_at",
          "t9"."channel",
          "t9"."amount_minor",
          "t9"."tax_minor",
          "t9"."vat_bp",
          "t9"."voucher_minor",
          "t9"."shipping_charged_minor",
          "t9"."shipping_paid_minor",
          "t9"."payment_fee_minor",
          "t9"."unit_costs_minor",
          "t9"."margin_minor",
          "t9"."promised_day",
          "t9"."delivered_day",
          "t9"."day",
          "t9"."prices",
          "t9"."standard_bp",
          COALESCE("t9"."has_amounts", FALSE) AS "has_amounts",
          COALESCE("t9"."has_shipping", FALSE) AS "has_shipping",
          COALESCE("t9"."has_voucher", FALSE) AS "has_voucher",
          COALESCE("t9"."has_costs", FALSE) AS "has_costs",
          COALESCE("t9"."has_vat", FALSE) AS "has_vat",
          COALESCE("t9"."vat_bp", "t9"."standard_bp") AS "rate",
          "t9"."shipping_charged_minor" * 1 AS "stated_minor"
        FROM "t7" AS "t9"
        WHERE
          NOT (
            COALESCE("t9"."has_shipping", FALSE)
          )
          AND "t9"."shipping_charged_minor" IS NOT NULL
      ) AS "t11"
    ) AS "t17"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t12"."order_id",
        CAST(NULL AS BIGINT) AS "position",
        "t12"."customer",
        "t12"."day",
        'voucher' AS "kind",
        "t12"."stated_minor",
        CASE
          WHEN "t12"."prices" = 'gross'
          THEN CAST(ROUND(
            (
              (
                "t12"."stated_minor" * 10000
              ) - (
                (
                  "t12"."stated_minor" * 10000
                ) % (
                  "t12"."rate" + 10000
                )
              )
            ) / (
              "t12"."rate" + 10000
            ),
            0
          ) AS BIGINT) + CASE
            WHEN (
              (
                ABS((
                  "t12"."stated_minor" * 10000
                ) % (
                  "t12"."rate" + 10000
                )) * 2
              ) > (
                "t12"."rate" + 10000
              )
            )
            OR (
              (
                (
                  ABS((
                    "t12"."stated_minor" * 10000
                  ) % (
                    "t12"."rate" + 10000
                  )) * 2
                ) = (
                  "t12"."rate" + 10000
                )
              )
              AND (
                (
                  CAST(ROUND(
                    (
                      (
                        "t12"."stated_minor" * 10000
                      ) - (
                        (
                          "t12"."stated_minor" * 10000
                        ) % (
                          "t12"."rate" + 10000
                        )
                      )
                    ) / (
                      "t12"."rate" + 10000
                    ),
                    0
                  ) AS BIGINT) % 2
                ) <> 0
              )
            )
            THEN CASE WHEN (
              "t12"."stated_minor" * 10000
            ) < 0 THEN -1 ELSE 1 END
            ELSE 0
          END
          ELSE "t12"."stated_minor"
        END AS "net_minor",
        CAST(NULL AS BIGINT) AS "known_cost",
        FALSE AS "guess"
      FROM (
        SELECT
          "t9"."order_id",
          "t9"."customer",
          "t9"."ordered_at",
          "t9"."channel",
          "t9"."amount_minor",
          "t9"."tax_minor",
          "t9"."vat_bp",
          "t9"."voucher_minor",
          "t9"."shipping_charged_minor",
          "t9"."shipping_paid_minor",
          "t9"."payment_fee_minor",
          "t9"."unit_costs_minor",
          "t9"."margin_minor",
          "t9"."promised_day",
          "t9"."delivered_day",
          "t9"."day",
          "t9"."prices",
          "t9"."standard_bp",
          COALESCE("t9"."has_amounts", FALSE) AS "has_amounts",
          COALESCE("t9"."has_shipping", FALSE) AS "has_shipping",
          COALESCE("t9"."has_voucher", FALSE) AS "has_voucher",
          COALESCE("t9"."has_costs", FALSE) AS "has_costs",
          COALESCE("t9"."has_vat", FALSE) AS "has_vat",
          COALESCE("t9"."vat_bp", "t9"."standard_bp") AS "rate",
          "t9"."voucher_minor" * -1 AS "stated_minor"
        FROM "t7" AS "t9"
        WHERE
          NOT (
            COALESCE("t9"."has_voucher", FALSE)
          )
          AND "t9"."voucher_minor" IS NOT NULL
      ) AS "t12"
    ) AS "t18"
  ) AS "t19"
) AS "t23"
