WITH "t10" AS (
  SELECT
    "t8"."customer",
    "t8"."day"
  FROM (
    SELECT
      *
    FROM "refunds_traced" AS "t1"
    WHERE
      "t1"."is_goods" AND "t1"."stated_minor" >= 0 AND "t1"."customer" IS NOT NULL
  ) AS "t8"
  WHERE
    NOT EXISTS(
      SELECT
        1
      FROM (
        SELECT
          "t2"."order_id",
          "t2"."day" AS "ordered"
        FROM "orders_placed" AS "t2"
      ) AS "t6"
      WHERE
        "t8"."order_id" = "t6"."order_id"
    )
)
SELECT
  CAST("t22"."customer" AS BIGINT) AS "customer",
  "t22"."day",
  CAST("t22"."back_days" AS BIGINT) AS "back_days"
FROM (
  SELECT
    "t7"."customer",
    "t7"."day",
    CAST(EXTRACT(epoch FROM CAST("t21"."back" AS TIMESTAMP) - CAST("t7"."day" AS TIMESTAMP)) / 86400 AS BIGINT) AS "back_days"
  FROM (
    SELECT
      "t0"."customer",
      "t0"."day"
    FROM "customer_days" AS "t0"
    WHERE
      "t0"."orders" > 0 AND "t0"."customer" IS NOT NULL
  ) AS "t7"
  LEFT OUTER JOIN (
    SELECT
      "t19"."customer",
      "t19"."ordered",
      MIN("t19"."back") AS "back"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t8"."customer",
            "t6"."ordered",
            "t8"."day" AS "back"
          FROM (
            SELECT
              *
            FROM "refunds_traced" AS "t1"
            WHERE
              "t1"."is_goods" AND "t1"."stated_minor" >= 0 AND "t1"."customer" IS NOT NULL
          ) AS "t8"
          INNER JOIN (
            SELECT
              "t2"."order_id",
              "t2"."day" AS "ordered"
            FROM "orders_placed" AS "t2"
          ) AS "t6"
            ON "t8"."order_id" = "t6"."order_id"
        ) AS "t9"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t16"."customer",
            "t16"."last_order" AS "ordered",
            "t16"."day" AS "back"
          FROM (
            SELECT
              "t15"."customer",
              "t15"."day",
              "t15"."is_order",
              "t15"."order_day",
              MAX("t15"."order_day") OVER (
                PARTITION BY "t15"."customer"
                ORDER BY "t15"."day" ASC, "t15"."is_order" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "last_order"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t11"."customer",
                  "t11"."day",
                  0 AS "is_order",
                  CAST(NULL AS DATE) AS "order_day"
                FROM "t10" AS "t11"
              ) AS "t13"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t7"."customer",
                  "t7"."day",
                  1 AS "is_order",
                  "t7"."day" AS "order_day"
                FROM (
                  SELECT
                    "t0"."customer",
                    "t0"."day"
                  FROM "customer_days" AS "t0"
                  WHERE
                    "t0"."orders" > 0 AND "t0"."customer" IS NOT NULL
                ) AS "t7"
                WHERE
                  EXISTS(
                    SELECT
                      1
                    FROM "t10" AS "t12"
                    WHERE
                      "t7"."customer" = "t12"."customer"
                  )
              ) AS "t14"
            ) AS "t15"
          ) AS "t16"
          WHERE
            "t16"."is_order" = 0 AND "t16"."last_order" IS NOT NULL
        ) AS "t17"
      ) AS "t18"
      WHERE
        "t18"."back" > "t18"."ordered"
    ) AS "t19"
    GROUP BY
      1,
      2
  ) AS "t21"
    ON "t7"."customer" = "t21"."customer" AND "t7"."day" = "t21"."ordered"
) AS "t22"
