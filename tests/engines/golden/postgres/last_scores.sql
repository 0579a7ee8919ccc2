WITH "t13" AS (
  SELECT
    "t12"."answer_id",
    COALESCE("t12"."person", "t12"."customer") AS "customer",
    "t12"."at",
    "t12"."kind",
    "t12"."score",
    "t12"."text",
    "t12"."order_id",
    "t12"."source",
    "t12"."version",
    DATE("t12"."at") AS "day"
  FROM (
    SELECT
      "t11"."answer_id",
      "t11"."customer",
      "t11"."at",
      "t11"."kind",
      "t11"."score",
      "t11"."text",
      "t11"."order_id",
      "t11"."source",
      "t11"."version",
      "t4"."identity",
      "t4"."person"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t8"."answer_id",
          "t8"."customer",
          "t8"."at",
          "t8"."kind",
          "t8"."score",
          "t8"."text",
          "t8"."order_id",
          "t8"."source",
          "t8"."version"
        FROM (
          SELECT
            *
          FROM "answers" AS "t1"
          WHERE
            LOWER("t1"."kind") = 'nps' AND "t1"."score" IS NOT NULL
        ) AS "t8"
        WHERE
          NOT EXISTS(
            SELECT
              1
            FROM (
              SELECT
                *
              FROM "customers" AS "t2"
              WHERE
                "t2"."kind" IN ('staff', 'test')
            ) AS "t7"
            WHERE
              "t8"."customer" = "t7"."customer"
          )
      ) AS "t9"
      WHERE
        "t9"."customer" IS NOT NULL
    ) AS "t11"
    LEFT OUTER JOIN (
      SELECT
        "t0"."identity",
        "t0"."customer" AS "person"
      FROM "identities" AS "t0"
    ) AS "t4"
      ON "t11"."customer" = "t4"."identity"
  ) AS "t12"
  WHERE
    DATE("t12"."at") > MAKE_DATE(CAST(2025 AS INT), CAST(6 AS INT), CAST(30 AS INT))
    AND DATE("t12"."at") <= MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(30 AS INT))
)
SELECT
  CAST("t19"."customer" AS BIGINT) AS "customer",
  CAST("t19"."score" AS BIGINT) AS "score"
FROM (
  SELECT
    "t18"."customer",
    MIN("t18"."score") AS "score"
  FROM (
    SELECT
      "t15"."answer_id",
      "t15"."customer",
      "t15"."at",
      "t15"."kind",
      "t15"."score",
      "t15"."text",
      "t15"."order_id",
      "t15"."source",
      "t15"."version",
      "t15"."day"
    FROM "t13" AS "t15"
    INNER JOIN (
      SELECT
        "t14"."customer",
        MAX("t14"."day") AS "day"
      FROM "t13" AS "t14"
      GROUP BY
        1
    ) AS "t17"
      ON "t15"."customer" = "t17"."customer" AND "t15"."day" = "t17"."day"
  ) AS "t18"
  GROUP BY
    1
) AS "t19"
