SELECT
  CAST("t30"."customer" AS BIGINT) AS "customer",
  "t30"."day",
  CAST("t30"."out" AS BIGINT) AS "out"
FROM (
  SELECT
    "t29"."customer",
    "t29"."day",
    MAX("t29"."gone") AS "out"
  FROM (
    SELECT
      "t28"."customer",
      "t28"."day",
      CASE WHEN "t8"."quantity_milli" <= 0 THEN 1 ELSE 0 END AS "gone"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t25"."customer",
          "t25"."day",
          "t25"."order_day",
          MAX("t25"."order_day") OVER (
            PARTITION BY "t25"."customer"
            ORDER BY "t25"."day" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
          ) AS "last_order"
        FROM (
          SELECT
            "t24"."customer",
            "t24"."day",
            MAX("t24"."order_day") AS "order_day"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t1"."customer",
                "t1"."day",
                "t1"."day" AS "order_day"
              FROM "customer_days" AS "t1"
              WHERE
                "t1"."orders" > 0 AND "t1"."customer" IS NOT NULL
            ) AS "t11"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                COALESCE("t20"."person", "t20"."customer") AS "customer",
                COALESCE("t20"."day", CAST("t20"."at" AS DATE)) AS "day",
                CAST(NULL AS DATE) AS "order_day"
              FROM (
                SELECT
                  "t9"."visit_id",
                  "t9"."step",
                  "t9"."visitor",
                  "t9"."customer",
                  "t9"."at",
                  "t9"."day",
                  "t9"."source",
                  "t9"."version",
                  "t15"."identity",
                  "t15"."person"
                FROM "visits" AS "t9"
                ANTI JOIN (
                  SELECT
                    *
                  FROM "customers" AS "t5"
                  WHERE
                    "t5"."kind" IN ('staff', 'test')
                ) AS "t18"
                  ON "t9"."customer" = "t18"."customer"
                LEFT OUTER JOIN (
                  SELECT
                    "t6"."identity",
                    "t6"."customer" AS "person"
                  FROM "identities" AS "t6"
                ) AS "t15"
                  ON "t9"."customer" = "t15"."identity"
              ) AS "t20"
              WHERE
                COALESCE("t20"."person", "t20"."customer") IS NOT NULL
            ) AS "t23"
          ) AS "t24"
          GROUP BY
            1,
            2
        ) AS "t25"
      ) AS "t26"
      WHERE
        "t26"."last_order" IS NOT NULL
    ) AS "t28"
    SEMI JOIN "stock" AS "t7"
      ON "t28"."day" = "t7"."day"
    INNER JOIN (
      SELECT
        "t19"."customer",
        "t19"."product",
        "t19"."day" AS "last_order"
      FROM (
        SELECT
          "t16"."customer",
          "t16"."day",
          "t16"."position",
          "t16"."net_minor",
          "t17"."product"
        FROM (
          SELECT
            *
          FROM "sales" AS "t2"
          WHERE
            "t2"."kind" = 'goods'
            AND "t2"."customer" IS NOT NULL
            AND "t2"."position" IS NOT NULL
        ) AS "t16"
        INNER JOIN (
          SELECT
            "t3"."order_id",
            "t3"."position",
            "t3"."product"
          FROM "order_lines" AS "t3"
          WHERE
            "t3"."product" IS NOT NULL
        ) AS "t17"
          ON "t16"."order_id" = "t17"."order_id" AND "t16"."position" = "t17"."position"
      ) AS "t19"
    ) AS "t22"
      ON "t28"."customer" = "t22"."customer" AND "t28"."last_order" = "t22"."last_order"
    INNER JOIN "stock" AS "t8"
      ON "t22"."product" = "t8"."product" AND "t28"."day" = "t8"."day"
  ) AS "t29"
  GROUP BY
    1,
    2
) AS "t30"
