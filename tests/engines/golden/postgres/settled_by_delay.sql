SELECT
  CAST("t8"."passed" AS BIGINT) AS "passed",
  CAST("t8"."due_minor" AS BIGINT) AS "due_minor",
  CAST("t8"."paid_minor" AS BIGINT) AS "paid_minor",
  CAST("t8"."default_minor" AS BIGINT) AS "default_minor"
FROM (
  SELECT
    "t7"."passed",
    COALESCE(CAST(SUM("t7"."amount_minor") FILTER(WHERE
      "t7"."kind" = 'due') AS BIGINT), 0) AS "due_minor",
    COALESCE(CAST(SUM("t7"."amount_minor") FILTER(WHERE
      "t7"."kind" = 'paid') AS BIGINT), 0) AS "paid_minor",
    COALESCE(
      CAST(SUM("t7"."amount_minor") FILTER(WHERE
        "t7"."kind" = 'default') AS BIGINT),
      0
    ) AS "default_minor"
  FROM (
    SELECT
      "t6"."payment_id",
      "t6"."order_id",
      "t6"."customer",
      "t6"."paid_at",
      "t6"."day",
      "t6"."kind",
      "t6"."currency",
      "t6"."amount_minor",
      "t6"."source",
      "t6"."version",
      "t6"."due_day",
      CASE
        WHEN CASE
          WHEN CAST(EXTRACT(epoch FROM CAST("t6"."day" AS TIMESTAMP) - CAST("t6"."due_day" AS TIMESTAMP)) / 86400 AS BIGINT) > 180
          THEN 180
          ELSE CAST(EXTRACT(epoch FROM CAST("t6"."day" AS TIMESTAMP) - CAST("t6"."due_day" AS TIMESTAMP)) / 86400 AS BIGINT)
        END < 0
        THEN 0
        ELSE CASE
          WHEN CAST(EXTRACT(epoch FROM CAST("t6"."day" AS TIMESTAMP) - CAST("t6"."due_day" AS TIMESTAMP)) / 86400 AS BIGINT) > 180
          THEN 180
          ELSE CAST(EXTRACT(epoch FROM CAST("t6"."day" AS TIMESTAMP) - CAST("t6"."due_day" AS TIMESTAMP)) / 86400 AS BIGINT)
        END
      END AS "passed"
    FROM (
      SELECT
        "t5"."payment_id",
        "t5"."order_id",
        "t5"."customer",
        "t5"."paid_at",
        "t5"."day",
        "t5"."kind",
        "t5"."currency",
        "t5"."amount_minor",
        "t5"."source",
        "t5"."version",
        "t4"."due_day"
      FROM (
        SELECT
          "t0"."payment_id",
          "t0"."order_id",
          "t0"."customer",
          "t0"."paid_at",
          COALESCE("t0"."day", DATE("t0"."paid_at")) AS "day",
          "t0"."kind",
          "t0"."currency",
          "t0"."amount_minor",
          "t0"."source",
          "t0"."version"
        FROM "payments" AS "t0"
        WHERE
          COALESCE("t0"."day", DATE("t0"."paid_at")) <= MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT))
      ) AS "t5"
      INNER JOIN (
        SELECT
          "t1"."order_id",
          "t1"."due_day"
        FROM "invoices" AS "t1"
        WHERE
          CAST(EXTRACT(epoch FROM CAST(MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT)) AS TIMESTAMP) - CAST("t1"."due_day" AS TIMESTAMP)) / 86400 AS BIGINT) >= 180
      ) AS "t4"
        ON "t5"."order_id" = "t4"."order_id"
    ) AS "t6"
  ) AS "t7"
  GROUP BY
    1
) AS "t8"
