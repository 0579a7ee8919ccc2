SELECT
  "t23"."month",
  "t23"."part",
  CAST("t23"."orders" AS BIGINT) AS "orders",
  CAST("t23"."amount_minor" AS BIGINT) AS "amount_minor"
FROM (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t20"."month",
        "t20"."part",
        COUNT(*) AS "orders",
        COALESCE(CAST(SUM("t20"."amount_minor") AS BIGINT), 0) AS "amount_minor"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            MAKE_DATE(
              EXTRACT(year FROM COALESCE("t6"."day", CAST("t6"."ordered_at" AS DATE))),
              EXTRACT(month FROM COALESCE("t6"."day", CAST("t6"."ordered_at" AS DATE))),
              1
            ) AS "month",
            CASE
              WHEN FALSE
              THEN 'currency'
              WHEN COALESCE(
                LOWER("t6"."status") IN (
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
              THEN 'cancelled'
              WHEN COALESCE("t6"."kind" IN ('staff', 'test'), FALSE)
              THEN "t6"."kind"
              WHEN COALESCE("t9"."customer_kind" IN ('staff', 'test'), FALSE)
              THEN "t9"."customer_kind"
              ELSE CAST(NULL AS TEXT)
            END AS "part",
            CASE
              WHEN COALESCE(NULLIF("t6"."prices", 'unknown'), 'gross') = 'net'
              THEN COALESCE("t16"."lines_minor", "t6"."amount_minor")
              ELSE CAST(ROUND(
                (
                  (
                    COALESCE("t16"."lines_minor", "t6"."amount_minor") * 10000
                  ) - (
                    (
                      COALESCE("t16"."lines_minor", "t6"."amount_minor") * 10000
                    ) % (
                      COALESCE(
                        "t6"."vat_bp",
                        CASE
                          WHEN COALESCE("t6"."country", 'DE') IN ('CH')
                          THEN 810
                          WHEN COALESCE("t6"."country", 'DE') IN ('LU')
                          THEN 1700
                          WHEN COALESCE("t6"."country", 'DE') IN ('MT')
                          THEN 1800
                          WHEN COALESCE("t6"."country", 'DE') IN ('CY', 'DE')
                          THEN 1900
                          WHEN COALESCE("t6"."country", 'DE') IN ('AT', 'BG', 'FR')
                          THEN 2000
                          WHEN COALESCE("t6"."country", 'DE') IN ('BE', 'CZ', 'ES', 'LT', 'LV', 'NL', 'RO')
                          THEN 2100
                          WHEN COALESCE("t6"."country", 'DE') IN ('IT', 'SI')
                          THEN 2200
                          WHEN COALESCE("t6"."country", 'DE') IN ('IE', 'PL', 'PT', 'SK')
                          THEN 2300
                          WHEN COALESCE("t6"."country", 'DE') IN ('EE', 'EL', 'GR')
                          THEN 2400
                          WHEN COALESCE("t6"."country", 'DE') IN ('DK', 'HR', 'SE')
                          THEN 2500
                          WHEN COALESCE("t6"."country", 'DE') IN ('FI')
                          THEN 2550
                          WHEN COALESCE("t6"."country", 'DE') IN ('HU')
                          THEN 2700
                          ELSE 0
                        END
                      ) + 10000
                    )
                  )
                ) / (
                  COALESCE(
                    "t6"."vat_bp",
                    CASE
                      WHEN COALESCE("t6"."country", 'DE') IN ('CH')
                      THEN 810
                      WHEN COALESCE("t6"."country", 'DE') IN ('LU')
                      THEN 1700
                      WHEN COALESCE("t6"."country", 'DE') IN ('MT')
                      THEN 1800
                      WHEN COALESCE("t6"."country", 'DE') IN ('CY', 'DE')
                      THEN 1900
                      WHEN COALESCE("t6"."country", 'DE') IN ('AT', 'BG', 'FR')
                      THEN 2000
                      WHEN COALESCE("t6"."country", 'DE') IN ('BE', 'CZ', 'ES', 'LT', 'LV', 'NL', 'RO')
                      THEN 2100
                      WHEN COALESCE("t6"."country", 'DE') IN ('IT', 'SI')
                      THEN 2200
                      WHEN COALESCE("t6"."country", 'DE') IN ('IE', 'PL', 'PT', 'SK')
                      THEN 2300
                      WHEN COALESCE("t6"."country", 'DE') IN ('EE', 'EL', 'GR')
                      THEN 2400
                      WHEN COALESCE("t6"."country", 'DE') IN ('DK', 'HR', 'SE')
                      THEN 2500
                      WHEN COALESCE("t6"."country", 'DE') IN ('FI')
                      THEN 2550
                      WHEN COALESCE("t6"."country", 'DE') IN ('HU')
                      THEN 2700
                      ELSE 0
                    END
                  ) + 10000
                ),
                0
              ) AS BIGINT) + CASE
                WHEN (
                  (
                    ABS(
                      (
                        COALESCE("t16"."lines_minor", "t6"."amount_minor") * 10000
                      ) % (
                        COALESCE(
                          "t6"."vat_bp",
                          CASE
                            WHEN COALESCE("t6"."country", 'DE') IN ('CH')
                            THEN 810
                            WHEN COALESCE("t6"."country", 'DE') IN ('LU')
                            THEN 1700
                            WHEN COALESCE("t6"."country", 'DE') IN ('MT')
                            THEN 1800
                            WHEN COALESCE("t6"."country", 'DE') IN ('CY', 'DE')
                            THEN 1900
                            WHEN COALESCE("t6"."country", 'DE') IN ('AT', 'BG', 'FR')
                            THEN 2000
                            WHEN COALESCE("t6"."country", 'DE') IN ('BE', 'CZ', 'ES', 'LT', 'LV', 'NL', 'RO')
                            THEN 2100
                            WHEN COALESCE("t6"."country", 'DE') IN ('IT', 'SI')
                            THEN 2200
                            WHEN COALESCE("t6"."country", 'DE') IN ('IE', 'PL', 'PT', 'SK')
                            THEN 2300
                            WHEN COALESCE("t6"."country", 'DE') IN ('EE', 'EL', 'GR')
                            THEN 2400
                            WHEN COALESCE("t6"."country", 'DE') IN ('DK', 'HR', 'SE')
                            THEN 2500
                            WHEN COALESCE("t6"."country", 'DE') IN ('FI')
                            THEN 2550
                            WHEN COALESCE("t6"."country", 'DE') IN ('HU')
                            THEN 2700
                            ELSE 0
                          END
                        ) + 10000
                      )
                    ) * 2
                  ) > (
                    COALESCE(
                      "t6"."vat_bp",
                      CASE
                        WHEN COALESCE("t6"."country", 'DE') IN ('CH')
                        THEN 810
                        WHEN COALESCE("t6"."country", 'DE') IN ('LU')
                        THEN 1700
                        WHEN COALESCE("t6"."country", 'DE') IN ('MT')
                        THEN 1800
                        WHEN COALESCE("t6"."country", 'DE') IN ('CY', 'DE')
                        THEN 1900
                        WHEN COALESCE("t6"."country", 'DE') IN ('AT', 'BG', 'FR')
                        THEN 2000
                        WHEN COALESCE("t6"."country", 'DE') IN ('BE', 'CZ', 'ES', 'LT', 'LV', 'NL', 'RO')
                        THEN 2100
                        WHEN COALESCE("t6"."country", 'DE') IN ('IT', 'SI')
                        THEN 2200
                        WHEN COALESCE("t6"."country", 'DE') IN ('IE', 'PL', 'PT', 'SK')
                        THEN 2300
                        WHEN COALESCE("t6"."country", 'DE') IN ('EE', 'EL', 'GR')
                        THEN 2400
                        WHEN COALESCE("t6"."country", 'DE') IN ('DK', 'HR', 'SE')
                        THEN 2500
                        WHEN COALESCE("t6"."country", 'DE') IN ('FI')
                        THEN 2550
                        WHEN COALESCE("t6"."country", 'DE') IN ('HU')
                        THEN 2700
                        ELSE 0
                      END
                    ) + 10000
                  )
                )
                OR (
                  (
                    (
                      ABS(
                        (
                          COALESCE("t16"."lines_minor", "t6"."amount_minor") * 10000
                        ) % (
                          COALESCE(
                            "t6"."vat_bp",
                            CASE
                              WHEN COALESCE("t6"."country", 'DE') IN ('CH')
                              THEN 810
                              WHEN COALESCE("t6"."country", 'DE') IN ('LU')
                              THEN 1700
                              WHEN COALESCE("t6"."country", 'DE') IN ('MT')
                              THEN 1800
                              WHEN COALESCE("t6"."country", 'DE') IN ('CY', 'DE')
                              THEN 1900
                              WHEN COALESCE("t6"."country", 'DE') IN ('AT', 'BG', 'FR')
                              THEN 2000
                              WHEN COALESCE("t6"."country", 'DE') IN ('BE', 'CZ', 'ES', 'LT', 'LV', 'NL', 'RO')
                              THEN 2100
                              WHEN COALESCE("t6"."country", 'DE') IN ('IT', 'SI')
                              THEN 2200
                              WHEN COALESCE("t6"."country", 'DE') IN ('IE', 'PL', 'PT', 'SK')
                              THEN 2300
                              WHEN COALESCE("t6"."country", 'DE') IN ('EE', 'EL', 'GR')
                              THEN 2400
                              WHEN COALESCE("t6"."country", 'DE') IN ('DK', 'HR', 'SE')
                              THEN 2500
                              WHEN COALESCE("t6"."country", 'DE') IN ('FI')
                              THEN 2550
                              WHEN COALESCE("t6"."country", 'DE') IN ('HU')
                              THEN 2700
                              ELSE 0
                            END
                          ) + 10000
                        )
                      ) * 2
                    ) = (
                      COALESCE(
                        "t6"."vat_bp",
                        CASE
                          WHEN COALESCE("t6"."country", 'DE') IN ('CH')
                          THEN 810
                          WHEN COALESCE("t6"."country", 'DE') IN ('LU')
                          THEN 1700
                          WHEN COALESCE("t6"."country", 'DE') IN ('MT')
                          THEN 1800
                          WHEN COALESCE("t6"."country", 'DE') IN ('CY', 'DE')
                          THEN 1900
                          WHEN COALESCE("t6"."country", 'DE') IN ('AT', 'BG', 'FR')
                          THEN 2000
                          WHEN COALESCE("t6"."country", 'DE') IN ('BE', 'CZ', 'ES', 'LT', 'LV', 'NL', 'RO')
                          THEN 2100
                          WHEN COALESCE("t6"."country", 'DE') IN ('IT', 'SI')
                          THEN 2200
                          WHEN COALESCE("t6"."country", 'DE') IN ('IE', 'PL', 'PT', 'SK')
                          THEN 2300
                          WHEN COALESCE("t6"."country", 'DE') IN ('EE', 'EL', 'GR')
                          THEN 2400
                          WHEN COALESCE("t6"."country", 'DE') IN ('DK', 'HR', 'SE')
                          THEN 2500
                          WHEN COALESCE("t6"."country", 'DE') IN ('FI')
                          THEN 2550
                          WHEN COALESCE("t6"."country", 'DE') IN ('HU')
                          THEN 2700
                          ELSE 0
                        END
                      ) + 10000
                    )
                  )
                  AND (
                    (
                      CAST(ROUND(
                        (
                          (
                            COALESCE("t16"."lines_minor", "t6"."amount_minor") * 10000
                          ) - (
                            (
                              COALESCE("t16"."lines_minor", "t6"."amount_minor") * 10000
                            ) % (
                              COALESCE(
                                "t6"."vat_bp",
                                CASE
                                  WHEN COALESCE("t6"."country", 'DE') IN ('CH')
                                  THEN 810
                                  WHEN COALESCE("t6"."country", 'DE') IN ('LU')
                                  THEN 1700
                                  WHEN COALESCE("t6"."country", 'DE') IN ('MT')
                                  THEN 1800
                                  WHEN COALESCE("t6"."country", 'DE') IN ('CY', 'DE')
                                  THEN 1900
                                  WHEN COALESCE("t6"."country", 'DE') IN ('AT', 'BG', 'FR')
                                  THEN 2000
                                  WHEN COALESCE("t6"."country", 'DE') IN ('BE', 'CZ', 'ES', 'LT', 'LV', 'NL', 'RO')
                                  THEN 2100
                                  WHEN COALESCE("t6"."country", 'DE') IN ('IT', 'SI')
                                  THEN 2200
                                  WHEN COALESCE("t6"."country", 'DE') IN ('IE', 'PL', 'PT', 'SK')
                                  THEN 2300
                                  WHEN COALESCE("t6"."country", 'DE') IN ('EE', 'EL', 'GR')
                                  THEN 2400
                                  WHEN COALESCE("t6"."country", 'DE') IN ('DK', 'HR', 'SE')
                                  THEN 2500
                                  WHEN COALESCE("t6"."country", 'DE') IN ('FI')
                                  THEN 2550
                                  WHEN COALESCE("t6"."country", 'DE') IN ('HU')
                                  THEN 2700
                                  ELSE 0
                                END
                              ) + 10000
                            )
                          )
                        ) / (
                          COALESCE(
                            "t6"."vat_bp",
                            CASE
                              WHEN COALESCE("t6"."country", 'DE') IN ('CH')
                              THEN 810
                              WHEN COALESCE("t6"."country", 'DE') IN ('LU')
                              THEN 1700
                              WHEN COALESCE("t6"."country", 'DE') IN ('MT')
                              THEN 1800
                              WHEN COALESCE("t6"."country", 'DE') IN ('CY', 'DE')
                              THEN 1900
                              WHEN COALESCE("t6"."country", 'DE') IN ('AT', 'BG', 'FR')
                              THEN 2000
                              WHEN COALESCE("t6"."country", 'DE') IN ('BE', 'CZ', 'ES', 'LT', 'LV', 'NL', 'RO')
                              THEN 2100
                              WHEN COALESCE("t6"."country", 'DE') IN ('IT', 'SI')
                              THEN 2200
                              WHEN COALESCE("t6"."country", 'DE') IN ('IE', 'PL', 'PT', 'SK')
                              THEN 2300
                              WHEN COALESCE("t6"."country", 'DE') IN ('EE', 'EL', 'GR')
                              THEN 2400
                              WHEN COALESCE("t6"."country", 'DE') IN ('DK', 'HR', 'SE')
                              THEN 2500
                              WHEN COALESCE("t6"."country", 'DE') IN ('FI')
                              THEN 2550
                              WHEN COALESCE("t6"."country", 'DE') IN ('HU')
                              THEN 2700
                              ELSE 0
                            END
                          ) + 10000
                        ),
                        0
                      ) AS BIGINT) % 2
                    ) <> 0
                  )
                )
                THEN CASE
                  WHEN (
                    COALESCE("t16"."lines_minor", "t6"."amount_minor") * 10000
                  ) < 0
                  THEN -1
                  ELSE 1
                END
                ELSE 0
              END
            END AS "amount_minor"
          FROM "orders" AS "t6"
          LEFT OUTER JOIN (
            SELECT
              "t12"."order_id",
              COALESCE(CAST(SUM("t12"."stated") AS BIGINT), 0) AS "lines_minor"
            FROM (
              SELECT
                "t4"."order_id",
                "t4"."position",
                "t4"."product",
                "t4"."kind",
                "t4"."quantity_milli",
                "t4"."price_minor",
                "t4"."discount_minor",
                "t4"."amount_minor",
                "t4"."vat_bp",
                "t4"."tax_minor",
                "t4"."unit_cost_minor",
                "t4"."currency",
                "t4"."source",
                "t4"."version",
                COALESCE("t4"."amount_minor", "t4"."price_minor" - COALESCE("t4"."discount_minor", 0)) AS "stated"
              FROM "order_lines" AS "t4"
              WHERE
                COALESCE("t4"."kind", 'goods') IN ('goods', 'discount')
            ) AS "t12"
            GROUP BY
              1
          ) AS "t16"
            ON "t6"."order_id" = "t16"."order_id"
          LEFT OUTER JOIN (
            SELECT
              "t3"."customer",
              "t3"."kind" AS "customer_kind"
            FROM "customers" AS "t3"
          ) AS "t9"
            ON "t6"."customer" = "t9"."customer"
        ) AS "t19"
        WHERE
          "t19"."part" IS NOT NULL
      ) AS "t20"
      GROUP BY
        1,
        2
    ) AS "t21"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t10"."month",
        "t10"."part",
        COUNT(*) AS "orders",
        COALESCE(CAST(SUM("t10"."amount_minor") AS BIGINT), 0) AS "amount_minor"
      FROM (
        SELECT
          MAKE_DATE(EXTRACT(year FROM "t0"."day"), EXTRACT(month FROM "t0"."day"), 1) AS "month",
          'undone' AS "part",
          "t0"."goods_minor" AS "amount_minor"
        FROM "cancelled" AS "t0"
      ) AS "t10"
      GROUP BY
        1,
        2
    ) AS "t14"
  ) AS "t22"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t17"."month",
      'returns' AS "part",
      "t17"."orders",
      "t17"."amount_minor"
    FROM (
      SELECT
        "t13"."month",
        COUNT(DISTINCT "t13"."order_id") AS "orders",
        COALESCE(CAST(SUM("t13"."amount_minor") AS BIGINT), 0) AS "amount_minor"
      FROM (
        SELECT
          MAKE_DATE(EXTRACT(year FROM "t11"."day"), EXTRACT(month FROM "t11"."day"), 1) AS "month",
          "t11"."order_id",
          -(
            "t11"."amount_minor"
          ) AS "amount_minor"
        FROM (
          SELECT
            *
          FROM "ledger" AS "t2"
          WHERE
            "t2"."kind" = 'refund'
        ) AS "t11"
        ANTI JOIN "cancelled" AS "t5"
          ON "t11"."order_id" = "t5"."order_id" AND "t11"."day" = "t5"."day"
      ) AS "t13"
      GROUP BY
        1
    ) AS "t17"
  ) AS "t18"
) AS "t23"
