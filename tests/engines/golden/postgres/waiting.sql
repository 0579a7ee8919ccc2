WITH "t6" AS (
  SELECT
    "t5"."ticket_id",
    "t5"."customer",
    "t5"."opened_at",
    "t5"."answered_at",
    "t5"."day",
    "t3"."tier"
  FROM (
    SELECT
      *
    FROM "cases" AS "t0"
    WHERE
      "t0"."day" > MAKE_DATE(CAST(2025 AS INT), CAST(6 AS INT), CAST(30 AS INT))
  ) AS "t5"
  INNER JOIN (
    SELECT
      "t1"."customer",
      "t1"."tier"
    FROM "customer_sheet" AS "t1"
  ) AS "t3"
    ON "t5"."customer" = "t3"."customer"
)
SELECT
  "t15"."ticket_id",
  CAST("t15"."customer" AS BIGINT) AS "customer",
  "t15"."tier",
  "t15"."opened_at",
  "t15"."answered_at",
  CAST("t15"."hours" AS BIGINT) AS "hours",
  CAST("t15"."served_before" AS BIGINT) AS "served_before"
FROM (
  SELECT
    "t14"."ticket_id",
    "t14"."customer",
    "t14"."tier",
    "t14"."opened_at",
    "t14"."answered_at",
    "t14"."hours",
    COALESCE(
      CAST(SUM(CASE WHEN "t14"."lead_opened" IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT),
      0
    ) AS "served_before"
  FROM (
    SELECT
      "t13"."ticket_id",
      "t13"."customer",
      "t13"."tier",
      "t13"."opened_at",
      "t13"."answered_at",
      "t13"."waited",
      "t13"."hours",
      "t13"."place",
      "t9"."lead_opened",
      "t9"."lead_answered"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t10"."ticket_id",
          "t10"."customer",
          "t10"."tier",
          "t10"."opened_at",
          "t10"."answered_at",
          "t10"."waited",
          "t10"."hours",
          ROW_NUMBER() OVER (
            ORDER BY CASE WHEN "t10"."answered_at" IS NULL THEN 0 ELSE 1 END ASC, -(
              "t10"."waited"
            ) ASC, "t10"."opened_at" ASC, "t10"."ticket_id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1 AS "place"
        FROM (
          SELECT
            "t7"."ticket_id",
            "t7"."customer",
            "t7"."tier",
            "t7"."opened_at",
            "t7"."answered_at",
            CAST(EXTRACT('epoch' FROM DATE_TRUNC('SECOND', "t7"."answered_at")) AS BIGINT) - CAST(EXTRACT('epoch' FROM DATE_TRUNC('SECOND', "t7"."opened_at")) AS BIGINT) AS "waited",
            CAST(CAST((
              (
                CAST(EXTRACT('epoch' FROM DATE_TRUNC('SECOND', "t7"."answered_at")) AS BIGINT) - CAST(EXTRACT('epoch' FROM DATE_TRUNC('SECOND', "t7"."opened_at")) AS BIGINT)
              ) - (
                (
                  CAST(EXTRACT('epoch' FROM DATE_TRUNC('SECOND', "t7"."answered_at")) AS BIGINT) - CAST(EXTRACT('epoch' FROM DATE_TRUNC('SECOND', "t7"."opened_at")) AS BIGINT)
                ) % 3600
              )
            ) AS DOUBLE PRECISION) / 3600 AS BIGINT) AS "hours"
          FROM "t6" AS "t7"
          WHERE
            "t7"."tier" IN ('platinum', 'gold')
        ) AS "t10"
      ) AS "t11"
      WHERE
        "t11"."place" < 50
    ) AS "t13"
    LEFT OUTER JOIN (
      SELECT
        "t7"."opened_at" AS "lead_opened",
        "t7"."answered_at" AS "lead_answered"
      FROM "t6" AS "t7"
      WHERE
        "t7"."tier" = 'lead' AND "t7"."answered_at" IS NOT NULL
    ) AS "t9"
      ON "t9"."lead_opened" > "t13"."opened_at"
      AND (
        (
          "t13"."answered_at" IS NULL
        )
        OR (
          "t9"."lead_answered" < "t13"."answered_at"
        )
      )
  ) AS "t14"
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6
) AS "t15"
