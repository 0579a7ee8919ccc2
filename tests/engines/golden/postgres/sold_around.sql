SELECT
  "t8"."product",
  CAST("t8"."week" AS BIGINT) AS "week",
  CAST("t8"."pieces" AS BIGINT) AS "pieces"
FROM (
  SELECT
    "t7"."product",
    "t7"."week",
    COALESCE(CAST(SUM("t7"."pieces") AS BIGINT), 0) AS "pieces"
  FROM (
    SELECT
      "t6"."product",
      "t6"."pieces",
      CASE
        WHEN "t6"."ago" <= 0
        THEN -1
        ELSE CAST(CAST((
          (
            "t6"."ago" - 1
          ) - (
            (
              "t6"."ago" - 1
            ) % 7
          )
        ) AS DOUBLE PRECISION) / 7 AS BIGINT)
      END AS "week"
    FROM (
      SELECT
        "t5"."product",
        "t5"."pieces",
        CAST(EXTRACT(epoch FROM CAST("t3"."out_since" AS TIMESTAMP) - CAST("t5"."day" AS TIMESTAMP)) / 86400 AS BIGINT) AS "ago"
      FROM (
        SELECT
          *
        FROM "pieces_sold" AS "t0"
        WHERE
          "t0"."day" <= MAKE_DATE(CAST(2026 AS INT), CAST(6 AS INT), CAST(29 AS INT))
      ) AS "t5"
      INNER JOIN (
        SELECT
          "t1"."product",
          "t1"."out_since"
        FROM "gone" AS "t1"
      ) AS "t3"
        ON "t5"."product" = "t3"."product"
    ) AS "t6"
    WHERE
      "t6"."ago" <= 56
  ) AS "t7"
  GROUP BY
    1,
    2
) AS "t8"
