SELECT
  CAST("t11"."customer" AS BIGINT) AS "customer",
  CAST("t11"."return_reserve_minor" AS BIGINT) AS "return_reserve_minor",
  CAST("t11"."default_reserve_minor" AS BIGINT) AS "default_reserve_minor",
  CAST("t11"."provisional_minor" AS BIGINT) AS "provisional_minor"
FROM (
  SELECT
    "t10"."customer",
    COALESCE(CAST(SUM("t10"."return_reserve_minor") AS BIGINT), 0) AS "return_reserve_minor",
    COALESCE(CAST(SUM("t10"."default_reserve_minor") AS BIGINT), 0) AS "default_reserve_minor",
    COALESCE(CAST(SUM("t10"."provisional_minor") AS BIGINT), 0) AS "provisional_minor"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t5"."customer",
        CAST(ROUND(
          CAST((
            (
              "t5"."revenue_minor" * "t3"."returned_ppm"
            ) - (
              (
                "t5"."revenue_minor" * "t3"."returned_ppm"
              ) % 1000000
            )
          ) AS DOUBLE PRECISION) / 1000000
        ) AS BIGINT) + CASE
          WHEN (
            (
              ABS((
                "t5"."revenue_minor" * "t3"."returned_ppm"
              ) % 1000000) * 2
            ) > 1000000
          )
          OR (
            (
              (
                ABS((
                  "t5"."revenue_minor" * "t3"."returned_ppm"
                ) % 1000000) * 2
              ) = 1000000
            )
            AND (
              (
                CAST(ROUND(
                  CAST((
                    (
                      "t5"."revenue_minor" * "t3"."returned_ppm"
                    ) - (
                      (
                        "t5"."revenue_minor" * "t3"."returned_ppm"
                      ) % 1000000
                    )
                  ) AS DOUBLE PRECISION) / 1000000
                ) AS BIGINT) % 2
              ) <> 0
            )
          )
          THEN CASE WHEN (
            "t5"."revenue_minor" * "t3"."returned_ppm"
          ) < 0 THEN -1 ELSE 1 END
          ELSE 0
        END AS "return_reserve_minor",
        0 AS "default_reserve_minor",
        CASE WHEN "t3"."is_provisional" THEN "t5"."revenue_minor" ELSE 0 END AS "provisional_minor"
      FROM (
        SELECT
          "t0"."customer",
          "t0"."day",
          "t0"."orders",
          "t0"."revenue_minor",
          "t0"."margin_minor",
          "t0"."order_cost_minor",
          "t0"."service_minor",
          "t0"."contact_minor",
          "t0"."acquisition_minor",
          CAST(EXTRACT(epoch FROM CAST(MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT)) AS TIMESTAMP) - CAST("t0"."day" AS TIMESTAMP)) / 86400 AS BIGINT) AS "passed"
        FROM "customer_days" AS "t0"
        WHERE
          "t0"."customer" IS NOT NULL
          AND "t0"."day" <= MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT))
          AND "t0"."revenue_minor" > 0
      ) AS "t5"
      INNER JOIN "loss_shares" AS "t3"
        ON "t5"."passed" = "t3"."passed"
    ) AS "t8"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t7"."customer",
        0 AS "return_reserve_minor",
        CAST(ROUND(
          CAST((
            (
              "t7"."unpaid_minor" * "t3"."default_ppm"
            ) - (
              (
                "t7"."unpaid_minor" * "t3"."default_ppm"
              ) % 1000000
            )
          ) AS DOUBLE PRECISION) / 1000000
        ) AS BIGINT) + CASE
          WHEN (
            (
              ABS((
                "t7"."unpaid_minor" * "t3"."default_ppm"
              ) % 1000000) * 2
            ) > 1000000
          )
          OR (
            (
              (
                ABS((
                  "t7"."unpaid_minor" * "t3"."default_ppm"
                ) % 1000000) * 2
              ) = 1000000
            )
            AND (
              (
                CAST(ROUND(
                  CAST((
                    (
                      "t7"."unpaid_minor" * "t3"."default_ppm"
                    ) - (
                      (
                        "t7"."unpaid_minor" * "t3"."default_ppm"
                      ) % 1000000
                    )
                  ) AS DOUBLE PRECISION) / 1000000
                ) AS BIGINT) % 2
              ) <> 0
            )
          )
          THEN CASE WHEN (
            "t7"."unpaid_minor" * "t3"."default_ppm"
          ) < 0 THEN -1 ELSE 1 END
          ELSE 0
        END AS "default_reserve_minor",
        0 AS "provisional_minor"
      FROM (
        SELECT
          "t2"."order_id",
          "t2"."customer",
          "t2"."due_day",
          "t2"."due_minor",
          "t2"."unpaid_minor",
          CASE
            WHEN CASE
              WHEN CAST(EXTRACT(epoch FROM CAST(MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT)) AS TIMESTAMP) - CAST("t2"."due_day" AS TIMESTAMP)) / 86400 AS BIGINT) > 180
              THEN 180
              ELSE CAST(EXTRACT(epoch FROM CAST(MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT)) AS TIMESTAMP) - CAST("t2"."due_day" AS TIMESTAMP)) / 86400 AS BIGINT)
            END < 0
            THEN 0
            ELSE CASE
              WHEN CAST(EXTRACT(epoch FROM CAST(MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT)) AS TIMESTAMP) - CAST("t2"."due_day" AS TIMESTAMP)) / 86400 AS BIGINT) > 180
              THEN 180
              ELSE CAST(EXTRACT(epoch FROM CAST(MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT)) AS TIMESTAMP) - CAST("t2"."due_day" AS TIMESTAMP)) / 86400 AS BIGINT)
            END
          END AS "passed"
        FROM "invoices" AS "t2"
        WHERE
          "t2"."unpaid_minor" > 0 AND "t2"."customer" IS NOT NULL
      ) AS "t7"
      INNER JOIN "loss_shares" AS "t3"
        ON "t7"."passed" = "t3"."passed"
    ) AS "t9"
  ) AS "t10"
  GROUP BY
    1
) AS "t11"
WHERE
  (
    "t11"."return_reserve_minor" <> 0
  )
  OR (
    "t11"."default_reserve_minor" <> 0
  )
  OR (
    "t11"."provisional_minor" <> 0
  )
