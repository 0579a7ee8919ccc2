SELECT
  CAST("t12"."customer" AS BIGINT) AS "customer",
  "t12"."day",
  "t12"."category"
FROM (
  SELECT
    "t11"."customer",
    "t11"."day",
    "t11"."category",
    "t11"."net_minor",
    "t11"."position",
    ROW_NUMBER() OVER (
      PARTITION BY "t11"."customer", "t11"."day"
      ORDER BY "t11"."net_minor" DESC NULLS LAST, "t11"."position" ASC, "t11"."category" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place"
  FROM (
    SELECT
      "t10"."customer",
      "t10"."day",
      "t10"."category",
      COALESCE(CAST(SUM("t10"."net_minor") AS BIGINT), 0) AS "net_minor",
      MIN("t10"."position") AS "position"
    FROM (
      SELECT
        "t6"."order_id",
        "t6"."position",
        "t6"."customer",
        "t6"."day",
        "t6"."kind",
        "t6"."stated_minor",
        "t6"."net_minor",
        "t6"."cost_minor",
        "t6"."cost_estimated",
        "t9"."category"
      FROM (
        SELECT
          *
        FROM "sales" AS "t0"
        WHERE
          "t0"."kind" = 'goods'
          AND "t0"."customer" IS NOT NULL
          AND "t0"."position" IS NOT NULL
      ) AS "t6"
      INNER JOIN (
        SELECT
          "t3"."order_id",
          "t3"."position",
          "t7"."category"
        FROM "order_lines" AS "t3"
        INNER JOIN (
          SELECT
            "t2"."product",
            "t2"."category"
          FROM "products" AS "t2"
          WHERE
            "t2"."category" IS NOT NULL
        ) AS "t7"
          ON "t3"."product" = "t7"."product"
      ) AS "t9"
        ON "t6"."order_id" = "t9"."order_id" AND "t6"."position" = "t9"."position"
    ) AS "t10"
    GROUP BY
      1,
      2,
      3
  ) AS "t11"
) AS "t12"
WHERE
  "t12"."place" = 0
