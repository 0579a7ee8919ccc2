SELECT
  "t0"."order_id",
  CAST("t0"."position" AS BIGINT) AS "position",
  "t0"."product",
  CAST("t0"."customer" AS BIGINT) AS "customer",
  "t0"."day",
  "t0"."kind",
  CAST("t0"."stated_minor" AS BIGINT) AS "stated_minor",
  CAST("t0"."net_minor" AS BIGINT) AS "net_minor",
  CAST(COALESCE(
    "t0"."known_cost",
    CASE
      WHEN "t0"."guess"
      THEN "t0"."net_minor" - (
        CAST(ROUND(
          CAST((
            (
              "t0"."net_minor" * 4000
            ) - (
              (
                "t0"."net_minor" * 4000
              ) % 10000
            )
          ) AS DOUBLE PRECISION) / 10000
        ) AS BIGINT) + CASE
          WHEN (
            (
              ABS((
                "t0"."net_minor" * 4000
              ) % 10000) * 2
            ) > 10000
          )
          OR (
            (
              (
                ABS((
                  "t0"."net_minor" * 4000
                ) % 10000) * 2
              ) = 10000
            )
            AND (
              (
                CAST(ROUND(
                  CAST((
                    (
                      "t0"."net_minor" * 4000
                    ) - (
                      (
                        "t0"."net_minor" * 4000
                      ) % 10000
                    )
                  ) AS DOUBLE PRECISION) / 10000
                ) AS BIGINT) % 2
              ) <> 0
            )
          )
          THEN CASE WHEN (
            "t0"."net_minor" * 4000
          ) < 0 THEN -1 ELSE 1 END
          ELSE 0
        END
      )
      ELSE CAST(NULL AS BIGINT)
    END
  ) AS BIGINT) AS "cost_minor",
  (
    "t0"."known_cost" IS NULL
  )
  AND (
    CASE
      WHEN "t0"."guess"
      THEN "t0"."net_minor" - (
        CAST(ROUND(
          CAST((
            (
              "t0"."net_minor" * 4000
            ) - (
              (
                "t0"."net_minor" * 4000
              ) % 10000
            )
          ) AS DOUBLE PRECISION) / 10000
        ) AS BIGINT) + CASE
          WHEN (
            (
              ABS((
                "t0"."net_minor" * 4000
              ) % 10000) * 2
            ) > 10000
          )
          OR (
            (
              (
                ABS((
                  "t0"."net_minor" * 4000
                ) % 10000) * 2
              ) = 10000
            )
            AND (
              (
                CAST(ROUND(
                  CAST((
                    (
                      "t0"."net_minor" * 4000
                    ) - (
                      (
                        "t0"."net_minor" * 4000
                      ) % 10000
                    )
                  ) AS DOUBLE PRECISION) / 10000
                ) AS BIGINT) % 2
              ) <> 0
            )
          )
          THEN CASE WHEN (
            "t0"."net_minor" * 4000
          ) < 0 THEN -1 ELSE 1 END
          ELSE 0
        END
      )
      ELSE CAST(NULL AS BIGINT)
    END IS NOT NULL
  ) AS "cost_estimated"
FROM "sales_priced" AS "t0"
