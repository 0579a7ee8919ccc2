SELECT
  CAST("t16"."customer" AS BIGINT) AS "customer",
  "t16"."day",
  "t16"."step"
FROM (
  SELECT
    "t15"."customer",
    "t15"."day",
    CASE WHEN "t9"."has_bought" IS NOT NULL THEN 'purchase' ELSE "t15"."step" END AS "step"
  FROM (
    SELECT
      "t13"."customer",
      "t13"."day",
      CASE
        WHEN "t13"."place" = 1
        THEN 'cart'
        WHEN "t13"."place" = 2
        THEN 'checkout'
        WHEN "t13"."place" = 3
        THEN 'payment'
        ELSE 'purchase'
      END AS "step"
    FROM (
      SELECT
        "t12"."visit_id",
        MAX("t12"."customer") AS "customer",
        MIN("t12"."day") AS "day",
        MAX("t12"."place") AS "place"
      FROM (
        SELECT
          "t11"."visit_id",
          COALESCE("t11"."person", "t11"."customer") AS "customer",
          COALESCE("t11"."day", DATE("t11"."at")) AS "day",
          CASE
            WHEN "t11"."step" = 'cart'
            THEN 1
            WHEN "t11"."step" = 'checkout'
            THEN 2
            WHEN "t11"."step" = 'payment'
            THEN 3
            WHEN "t11"."step" = 'purchase'
            THEN 4
            ELSE 0
          END AS "place"
        FROM (
          SELECT
            "t4"."visit_id",
            "t4"."step",
            "t4"."visitor",
            "t4"."customer",
            "t4"."at",
            "t4"."day",
            "t4"."source",
            "t4"."version",
            "t8"."identity",
            "t8"."person"
          FROM "visits" AS "t4"
          LEFT OUTER JOIN (
            SELECT
              "t3"."identity",
              "t3"."customer" AS "person"
            FROM "identities" AS "t3"
          ) AS "t8"
            ON "t4"."customer" = "t8"."identity"
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
              ) AS "t10"
              WHERE
                "t4"."customer" = "t10"."customer"
            )
        ) AS "t11"
      ) AS "t12"
      GROUP BY
        1
    ) AS "t13"
    WHERE
      "t13"."customer" IS NOT NULL AND "t13"."place" > 0
  ) AS "t15"
  LEFT OUTER JOIN (
    SELECT
      "t0"."customer",
      "t0"."day",
      1 AS "has_bought"
    FROM "customer_days" AS "t0"
    WHERE
      "t0"."orders" > 0 AND "t0"."customer" IS NOT NULL
  ) AS "t9"
    ON "t15"."customer" = "t9"."customer" AND "t15"."day" = "t9"."day"
) AS "t16"
