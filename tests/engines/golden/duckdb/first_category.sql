SELECT
  CAST("t13"."customer" AS BIGINT) AS "customer",
  "t13"."day",
  "t13"."item"
FROM (
  SELECT
    "t12"."customer",
    "t12"."day",
    "t12"."item",
    "t12"."net_minor",
    "t12"."position",
    ROW_NUMBER() OVER (
      PARTITION BY "t12"."customer"
      ORDER BY "t12"."net_minor" DESC, "t12"."position" ASC, "t12"."item" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place"
  FROM (
    SELECT
      "t11"."customer",
      "t11"."day",
      "t11"."item",
      COALESCE(CAST(SUM("t11"."net_minor") AS BIGINT), 0) AS "net_minor",
      MIN("t11"."position") AS "position"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t7"."customer",
          "t7"."day",
          "t7"."net_minor",
          "t7"."position",
          "t5"."category" AS "item"
        FROM (
          SELECT
            "t0"."customer",
            "t0"."day",
            "t0"."position",
            "t0"."net_minor",
            "t0"."product"
          FROM "sales" AS "t0"
          WHERE
            "t0"."kind" = 'goods'
            AND "t0"."customer" IS NOT NULL
            AND "t0"."product" IS NOT NULL
        ) AS "t7"
        SEMI JOIN (
          SELECT
            "t6"."customer",
            MIN("t6"."day") AS "day"
          FROM (
            SELECT
              "t2"."customer",
              "t2"."day"
            FROM "customer_days" AS "t2"
            WHERE
              "t2"."orders" > 0 AND "t2"."customer" IS NOT NULL
          ) AS "t6"
          GROUP BY
            1
        ) AS "t9"
          ON "t7"."customer" = "t9"."customer" AND "t7"."day" = "t9"."day"
        LEFT OUTER JOIN (
          SELECT
            "t1"."product",
            "t1"."category",
            "t1"."name"
          FROM "products" AS "t1"
        ) AS "t5"
          ON "t7"."product" = "t5"."product"
      ) AS "t10"
      WHERE
        "t10"."item" IS NOT NULL
    ) AS "t11"
    GROUP BY
      1,
      2,
      3
  ) AS "t12"
) AS "t13"
WHERE
  "t13"."place" = 0
