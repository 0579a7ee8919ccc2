SELECT
  "t0"."order_id",
  CAST("t0"."position" AS BIGINT) AS "position",
  CAST("t0"."quantity_milli" AS BIGINT) AS "quantity_milli",
  CAST("t0"."unit_cost_minor" AS BIGINT) AS "unit_cost_minor",
  CAST("t0"."handling_minor" AS BIGINT) AS "handling_minor",
  CAST("t0"."product_cost" AS BIGINT) AS "product_cost",
  "t0"."returned_day",
  CAST("t0"."sold_net" AS BIGINT) AS "sold_net",
  CAST("t0"."sold_cost" AS BIGINT) AS "sold_cost",
  CAST("t0"."customer" AS BIGINT) AS "customer",
  "t0"."day",
  CAST("t0"."stated_minor" AS BIGINT) AS "stated_minor",
  "t0"."prices",
  "t0"."is_goods",
  CAST("t0"."own_bp" AS BIGINT) AS "own_bp",
  CAST("t0"."open_bp" AS BIGINT) AS "open_bp",
  "t0"."whole",
  "t0"."part",
  CAST("t0"."net_ppm" AS BIGINT) AS "net_ppm",
  CAST("t0"."cost_ppm" AS BIGINT) AS "cost_ppm",
  CAST(CASE
    WHEN "t0"."prices" = 'gross'
    THEN CASE
      WHEN "t0"."whole"
      THEN "t0"."sold_net"
      WHEN "t0"."own_bp" IS NOT NULL
      THEN CAST(ROUND(
        CAST((
          (
            "t0"."stated_minor" * 10000
          ) - (
            (
              "t0"."stated_minor" * 10000
            ) % (
              "t0"."own_bp" + 10000
            )
          )
        ) AS DOUBLE PRECISION) / (
          "t0"."own_bp" + 10000
        )
      ) AS BIGINT) + CASE
        WHEN (
          (
            ABS((
              "t0"."stated_minor" * 10000
            ) % (
              "t0"."own_bp" + 10000
            )) * 2
          ) > (
            "t0"."own_bp" + 10000
          )
        )
        OR (
          (
            (
              ABS((
                "t0"."stated_minor" * 10000
              ) % (
                "t0"."own_bp" + 10000
              )) * 2
            ) = (
              "t0"."own_bp" + 10000
            )
          )
          AND (
            (
              CAST(ROUND(
                CAST((
                  (
                    "t0"."stated_minor" * 10000
                  ) - (
                    (
                      "t0"."stated_minor" * 10000
                    ) % (
                      "t0"."own_bp" + 10000
                    )
                  )
                ) AS DOUBLE PRECISION) / (
                  "t0"."own_bp" + 10000
                )
              ) AS BIGINT) % 2
            ) <> 0
          )
        )
        THEN CASE WHEN (
          "t0"."stated_minor" * 10000
        ) < 0 THEN -1 ELSE 1 END
        ELSE 0
      END
      WHEN "t0"."part"
      THEN CAST(ROUND(
        CAST((
          (
            "t0"."stated_minor" * "t0"."net_ppm"
          ) - (
            (
              "t0"."stated_minor" * "t0"."net_ppm"
            ) % 1000000
          )
        ) AS DOUBLE PRECISION) / 1000000
      ) AS BIGINT) + CASE
        WHEN (
          (
            ABS((
              "t0"."stated_minor" * "t0"."net_ppm"
            ) % 1000000) * 2
          ) > 1000000
        )
        OR (
          (
            (
              ABS((
                "t0"."stated_minor" * "t0"."net_ppm"
              ) % 1000000) * 2
            ) = 1000000
          )
          AND (
            (
              CAST(ROUND(
                CAST((
                  (
                    "t0"."stated_minor" * "t0"."net_ppm"
                  ) - (
                    (
                      "t0"."stated_minor" * "t0"."net_ppm"
                    ) % 1000000
                  )
                ) AS DOUBLE PRECISION) / 1000000
              ) AS BIGINT) % 2
            ) <> 0
          )
        )
        THEN CASE WHEN (
          "t0"."stated_minor" * "t0"."net_ppm"
        ) < 0 THEN -1 ELSE 1 END
        ELSE 0
      END
      ELSE CAST(ROUND(
        CAST((
          (
            "t0"."stated_minor" * 10000
          ) - (
            (
              "t0"."stated_minor" * 10000
            ) % (
              "t0"."open_bp" + 10000
            )
          )
        ) AS DOUBLE PRECISION) / (
          "t0"."open_bp" + 10000
        )
      ) AS BIGINT) + CASE
        WHEN (
          (
            ABS((
              "t0"."stated_minor" * 10000
            ) % (
              "t0"."open_bp" + 10000
            )) * 2
          ) > (
            "t0"."open_bp" + 10000
          )
        )
        OR (
          (
            (
              ABS((
                "t0"."stated_minor" * 10000
              ) % (
                "t0"."open_bp" + 10000
              )) * 2
            ) = (
              "t0"."open_bp" + 10000
            )
          )
          AND (
            (
              CAST(ROUND(
                CAST((
                  (
                    "t0"."stated_minor" * 10000
                  ) - (
                    (
                      "t0"."stated_minor" * 10000
                    ) % (
                      "t0"."open_bp" + 10000
                    )
                  )
                ) AS DOUBLE PRECISION) / (
                  "t0"."open_bp" + 10000
                )
              ) AS BIGINT) % 2
            ) <> 0
          )
        )
        THEN CASE WHEN (
          "t0"."stated_minor" * 10000
        ) < 0 THEN -1 ELSE 1 END
        ELSE 0
      END
    END
    ELSE "t0"."stated_minor"
  END AS BIGINT) AS "net_minor"
FROM "refunds_traced" AS "t0"
