SELECT
  "t8"."product",
  CAST("t8"."pieces" AS BIGINT) AS "pieces",
  CAST("t8"."margin_minor" AS BIGINT) AS "margin_minor"
FROM (
  SELECT
    "t6"."product",
    "t6"."pieces",
    "t7"."margin_minor"
  FROM (
    SELECT
      "t2"."product",
      COALESCE(CAST(SUM("t2"."pieces") AS BIGINT), 0) AS "pieces"
    FROM (
      SELECT
        *
      FROM "pieces_sold" AS "t0"
      WHERE
        "t0"."day" > MAKE_DATE(CAST(2025 AS INT), CAST(6 AS INT), CAST(30 AS INT))
    ) AS "t2"
    GROUP BY
      1
  ) AS "t6"
  INNER JOIN (
    SELECT
      "t3"."product",
      COALESCE(CAST(SUM("t3"."margin_minor") AS BIGINT), 0) AS "margin_minor"
    FROM (
      SELECT
        "t1"."product",
        "t1"."net_minor" - COALESCE("t1"."cost_minor", 0) AS "margin_minor"
      FROM "sales" AS "t1"
      WHERE
        "t1"."kind" = 'goods'
        AND "t1"."product" IS NOT NULL
        AND "t1"."day" > MAKE_DATE(CAST(2025 AS INT), CAST(6 AS INT), CAST(30 AS INT))
    ) AS "t3"
    GROUP BY
      1
  ) AS "t7"
    ON "t6"."product" = "t7"."product"
) AS "t8"
