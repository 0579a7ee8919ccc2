SELECT
  "t11"."order_id",
  CAST("t11"."position" AS BIGINT) AS "position",
  "t11"."product",
  CAST("t11"."customer" AS BIGINT) AS "customer",
  "t11"."day",
  "t11"."kind",
  CAST(COALESCE("t11"."stated_minor", 0) AS BIGINT) AS "stated_minor",
  CAST("t11"."net_minor" AS BIGINT) AS "net_minor",
  CAST("t11"."known_cost" AS BIGINT) AS "known_cost",
  "t11"."guess"
FROM (
  SELECT
    "t10"."order_id",
    "t10"."position",
    "t10"."product",
    "t10"."customer",
    "t10"."day",
    "t10"."prices",
    "t10"."order_tax",
    "t10"."order_costs",
    "t10"."tax_minor",
    "t10"."kind",
    "t10"."stated_minor",
    "t10"."own_bp",
    "t10"."rate_bp",
    "t10"."thousandfold_cost",
    "t10"."has_amounts",
    "t10"."has_shipping",
    "t10"."has_voucher",
    "t10"."has_costs",
    "t10"."has_vat",
    "t10"."goods_minor",
    "t10"."order_id_right",
    "t10"."position_right",
    "t10"."spread_net",
    COALESCE(
      CASE
        WHEN "t10"."prices" = 'gross'
        THEN COALESCE(
          COALESCE("t10"."stated_minor" - "t10"."tax_minor", "t10"."spread_net"),
          CAST(ROUND(
            CAST((
              (
                "t10"."stated_minor" * 10000
              ) - (
                (
                  "t10"."stated_minor" * 10000
                ) % (
                  "t10"."rate_bp" + 10000
                )
              )
            ) AS DOUBLE PRECISION) / (
              "t10"."rate_bp" + 10000
            )
          ) AS BIGINT) + CASE
            WHEN (
              (
                ABS((
                  "t10"."stated_minor" * 10000
                ) % (
                  "t10"."rate_bp" + 10000
                )) * 2
              ) > (
                "t10"."rate_bp" + 10000
              )
            )
            OR (
              (
                (
                  ABS((
                    "t10"."stated_minor" * 10000
                  ) % (
                    "t10"."rate_bp" + 10000
                  )) * 2
                ) = (
                  "t10"."rate_bp" + 10000
                )
              )
              AND (
                (
                  CAST(ROUND(
                    CAST((
                      (
                        "t10"."stated_minor" * 10000
                      ) - (
                        (
                          "t10"."stated_minor" * 10000
                        ) % (
                          "t10"."rate_bp" + 10000
                        )
                      )
                    ) AS DOUBLE PRECISION) / (
                      "t10"."rate_bp" + 10000
                    )
                  ) AS BIGINT) % 2
                ) <> 0
              )
            )
            THEN CASE WHEN (
              "t10"."stated_minor" * 10000
            ) < 0 THEN -1 ELSE 1 END
            ELSE 0
          END
        )
        ELSE "t10"."stated_minor"
      END,
      0
    ) AS "net_minor",
    CAST(ROUND(
      CAST((
        "t10"."thousandfold_cost" - (
          "t10"."thousandfold_cost" % 1000
        )
      ) AS DOUBLE PRECISION) / 1000
    ) AS BIGINT) + CASE
      WHEN (
        (
          ABS("t10"."thousandfold_cost" % 1000) * 2
        ) > 1000
      )
      OR (
        (
          (
            ABS("t10"."thousandfold_cost" % 1000) * 2
          ) = 1000
        )
        AND (
          (
            CAST(ROUND(
              CAST((
                "t10"."thousandfold_cost" - (
                  "t10"."thousandfold_cost" % 1000
                )
              ) AS DOUBLE PRECISION) / 1000
            ) AS BIGINT) % 2
          ) <> 0
        )
      )
      THEN CASE WHEN "t10"."thousandfold_cost" < 0 THEN -1 ELSE 1 END
      ELSE 0
    END AS "known_cost",
    (
      NOT (
        "t10"."order_costs"
      ) OR "t10"."has_costs"
    )
    AND (
      "t10"."kind" = 'goods'
    ) AS "guess"
  FROM (
    SELECT
      "t2"."order_id",
      "t2"."position",
      "t2"."product",
      "t2"."customer",
      "t2"."day",
      "t2"."prices",
      "t2"."order_tax",
      "t2"."order_costs",
      "t2"."tax_minor",
      "t2"."kind",
      "t2"."stated_minor",
      "t2"."own_bp",
      "t2"."rate_bp",
      "t2"."thousandfold_cost",
      "t3"."has_amounts",
      "t3"."has_shipping",
      "t3"."has_voucher",
      "t3"."has_costs",
      "t3"."has_vat",
      "t3"."goods_minor",
      "t9"."order_id" AS "order_id_right",
      "t9"."position" AS "position_right",
      "t9"."spread_net"
    FROM "lines_read" AS "t2"
    INNER JOIN "baskets" AS "t3"
      ON "t2"."order_id" = "t3"."order_id"
    LEFT OUTER JOIN (
      SELECT
        "t7"."order_id",
        "t7"."position",
        "t7"."net_upto" - COALESCE(
          LAG("t7"."net_upto") OVER (
            PARTITION BY "t7"."order_id"
            ORDER BY "t7"."position" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ),
          0
        ) AS "spread_net"
      FROM (
        SELECT
          "t6"."order_id",
          "t6"."position",
          "t6"."product",
          "t6"."customer",
          "t6"."day",
          "t6"."prices",
          "t6"."order_tax",
          "t6"."order_costs",
          "t6"."tax_minor",
          "t6"."kind",
          "t6"."stated_minor",
          "t6"."own_bp",
          "t6"."rate_bp",
          "t6"."thousandfold_cost",
          "t6"."has_amounts",
          "t6"."has_shipping",
          "t6"."has_voucher",
          "t6"."has_costs",
          "t6"."has_vat",
          "t6"."goods_minor",
          "t6"."net_ppm",
          "t6"."upto",
          CASE
            WHEN "t6"."upto" = "t6"."goods_minor"
            THEN "t6"."goods_minor" - "t6"."order_tax"
            ELSE CAST(ROUND(
              CAST((
                (
                  "t6"."upto" * "t6"."net_ppm"
                ) - (
                  (
                    "t6"."upto" * "t6"."net_ppm"
                  ) % 1000000
                )
              ) AS DOUBLE PRECISION) / 1000000
            ) AS BIGINT) + CASE
              WHEN (
                (
                  ABS((
                    "t6"."upto" * "t6"."net_ppm"
                  ) % 1000000) * 2
                ) > 1000000
              )
              OR (
                (
                  (
                    ABS((
                      "t6"."upto" * "t6"."net_ppm"
                    ) % 1000000) * 2
                  ) = 1000000
                )
                AND (
                  (
                    CAST(ROUND(
                      CAST((
                        (
                          "t6"."upto" * "t6"."net_ppm"
                        ) - (
                          (
                            "t6"."upto" * "t6"."net_ppm"
                          ) % 1000000
                        )
                      ) AS DOUBLE PRECISION) / 1000000
                    ) AS BIGINT) % 2
                  ) <> 0
                )
              )
              THEN CASE WHEN (
                "t6"."upto" * "t6"."net_ppm"
              ) < 0 THEN -1 ELSE 1 END
              ELSE 0
            END
          END AS "net_upto"
        FROM (
          SELECT
            "t5"."order_id",
            "t5"."position",
            "t5"."product",
            "t5"."customer",
            "t5"."day",
            "t5"."prices",
            "t5"."order_tax",
            "t5"."order_costs",
            "t5"."tax_minor",
            "t5"."kind",
            "t5"."stated_minor",
            "t5"."own_bp",
            "t5"."rate_bp",
            "t5"."thousandfold_cost",
            "t5"."has_amounts",
            "t5"."has_shipping",
            "t5"."has_voucher",
            "t5"."has_costs",
            "t5"."has_vat",
            "t5"."goods_minor",
            "t5"."net_ppm",
            CAST(SUM("t5"."stated_minor") OVER (
              PARTITION BY "t5"."order_id"
              ORDER BY "t5"."position" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS BIGINT) AS "upto"
          FROM (
            SELECT
              "t4"."order_id",
              "t4"."position",
              "t4"."product",
              "t4"."customer",
              "t4"."day",
              "t4"."prices",
              "t4"."order_tax",
              "t4"."order_costs",
              "t4"."tax_minor",
              "t4"."kind",
              "t4"."stated_minor",
              "t4"."own_bp",
              "t4"."rate_bp",
              "t4"."thousandfold_cost",
              "t4"."has_amounts",
              "t4"."has_shipping",
              "t4"."has_voucher",
              "t4"."has_costs",
              "t4"."has_vat",
              "t4"."goods_minor",
              CAST(ROUND(
                CAST((
                  (
                    (
                      "t4"."goods_minor" - "t4"."order_tax"
                    ) * 1000000
                  ) - (
                    (
                      (
                        "t4"."goods_minor" - "t4"."order_tax"
                      ) * 1000000
                    ) % "t4"."goods_minor"
                  )
                ) AS DOUBLE PRECISION) / "t4"."goods_minor"
              ) AS BIGINT) + CASE
                WHEN (
                  (
                    ABS(
                      (
                        (
                          "t4"."goods_minor" - "t4"."order_tax"
                        ) * 1000000
                      ) % "t4"."goods_minor"
                    ) * 2
                  ) > "t4"."goods_minor"
                )
                OR (
                  (
                    (
                      ABS(
                        (
                          (
                            "t4"."goods_minor" - "t4"."order_tax"
                          ) * 1000000
                        ) % "t4"."goods_minor"
                      ) * 2
                    ) = "t4"."goods_minor"
                  )
                  AND (
                    (
                      CAST(ROUND(
                        CAST((
                          (
                            (
                              "t4"."goods_minor" - "t4"."order_tax"
                            ) * 1000000
                          ) - (
                            (
                              (
                                "t4"."goods_minor" - "t4"."order_tax"
                              ) * 1000000
                            ) % "t4"."goods_minor"
                          )
                        ) AS DOUBLE PRECISION) / "t4"."goods_minor"
                      ) AS BIGINT) % 2
                    ) <> 0
                  )
                )
                THEN CASE
                  WHEN (
                    (
                      "t4"."goods_minor" - "t4"."order_tax"
                    ) * 1000000
                  ) < 0
                  THEN -1
                  ELSE 1
                END
                ELSE 0
              END AS "net_ppm"
            FROM (
              SELECT
                "t2"."order_id",
                "t2"."position",
                "t2"."product",
                "t2"."customer",
                "t2"."day",
                "t2"."prices",
                "t2"."order_tax",
                "t2"."order_costs",
                "t2"."tax_minor",
                "t2"."kind",
                "t2"."stated_minor",
                "t2"."own_bp",
                "t2"."rate_bp",
                "t2"."thousandfold_cost",
                "t3"."has_amounts",
                "t3"."has_shipping",
                "t3"."has_voucher",
                "t3"."has_costs",
                "t3"."has_vat",
                "t3"."goods_minor"
              FROM "lines_read" AS "t2"
              INNER JOIN "baskets" AS "t3"
                ON "t2"."order_id" = "t3"."order_id"
            ) AS "t4"
            WHERE
              "t4"."prices" = 'gross'
              AND "t4"."kind" = 'goods'
              AND "t4"."order_tax" IS NOT NULL
              AND NOT (
                "t4"."has_vat"
              )
              AND "t4"."goods_minor" > 0
              AND "t4"."stated_minor" IS NOT NULL
          ) AS "t5"
        ) AS "t6"
      ) AS "t7"
    ) AS "t9"
      ON "t2"."order_id" = "t9"."order_id" AND "t2"."position" = "t9"."position"
  ) AS "t10"
) AS "t11"
WHERE
  (
    "t11"."stated_minor" IS NOT NULL
  ) OR (
    "t11"."known_cost" IS NOT NULL
  )
