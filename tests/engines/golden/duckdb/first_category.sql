SELECT
  CAST("t16"."customer" AS BIGINT) AS "customer",
  "t16"."day",
  "t16"."item"
FROM (
  SELECT
    "t15"."customer",
    "t15"."day",
    "t15"."item",
    "t15"."net_minor",
    "t15"."position",
    ROW_NUMBER() OVER (
      PARTITION BY "t15"."customer"
      ORDER BY "t15"."net_minor" DESC, "t15"."position" ASC, "t15"."item" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place"
  FROM (
    SELECT
      "t14"."customer",
      "t14"."day",
      "t14"."item",
      COALESCE(CAST(SUM("t14"."net_minor") AS BIGINT), 0) AS "net_minor",
      MIN("t14"."position") AS "position"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t9"."customer",
          "t9"."day",
          "t9"."net_minor",
          "t9"."position",
          "t7"."category" AS "item"
        FROM (
          SELECT
            *
          FROM "sales" AS "t0"
          WHERE
            "t0"."kind" = 'goods'
            AND "t0"."customer" IS NOT NULL
            AND "t0"."position" IS NOT NULL
        ) AS "t9"
        INNER JOIN (
          SELECT
            "t1"."order_id",
            "t1"."position",
            "t1"."product"
          FROM "order_lines" AS "t1"
          WHERE
            "t1"."product" IS NOT NULL
        ) AS "t10"
          ON "t9"."order_id" = "t10"."order_id" AND "t9"."position" = "t10"."position"
        SEMI JOIN (
          SELECT
            "t8"."customer",
            MIN("t8"."day") AS "day"
          FROM (
            SELECT
              "t3"."customer",
              "t3"."day"
            FROM "customer_days" AS "t3"
            WHERE
              "t3"."orders" > 0 AND "t3"."customer" IS NOT NULL
          ) AS "t8"
          GROUP BY
            1
        ) AS "t12"
          ON "t9"."customer" = "t12"."customer" AND "t9"."day" = "t12"."day"
        LEFT OUTER JOIN (
          SELECT
            "t2"."product",
            "t2"."category",
            "t2"."name"
          FROM "products" AS "t2"
        ) AS "t7"
          ON "t10"."product" = "t7"."product"
      ) AS "t13"
      WHERE
        "t13"."item" IS NOT NULL
    ) AS "t14"
    GROUP BY
      1,
      2,
      3
  ) AS "t15"
) AS "t16"
WHERE
  "t16"."place" = 0
