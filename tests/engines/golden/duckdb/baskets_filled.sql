SELECT
  CAST("t14"."customer" AS BIGINT) AS "customer",
  "t14"."day",
  "t14"."step"
FROM (
  SELECT
    "t13"."customer",
    "t13"."day",
    CASE WHEN "t9"."has_bought" IS NOT NULL THEN 'purchase' ELSE "t13"."step" END AS "step"
  FROM (
    SELECT
      COALESCE("t11"."person", "t11"."customer") AS "customer",
      COALESCE("t11"."day", CAST("t11"."at" AS DATE)) AS "day",
      CASE WHEN "t11"."order_id" IS NOT NULL THEN 'purchase' ELSE 'basket' END AS "step"
    FROM (
      SELECT
        "t4"."cart_id",
        "t4"."customer",
        "t4"."at",
        "t4"."day",
        "t4"."value_minor",
        "t4"."currency",
        "t4"."order_id",
        "t4"."source",
        "t4"."version",
        "t8"."identity",
        "t8"."person"
      FROM "carts" AS "t4"
      ANTI JOIN (
        SELECT
          *
        FROM "customers" AS "t2"
        WHERE
          "t2"."kind" IN ('staff', 'test')
      ) AS "t10"
        ON "t4"."customer" = "t10"."customer"
      LEFT OUTER JOIN (
        SELECT
          "t3"."identity",
          "t3"."customer" AS "person"
        FROM "identities" AS "t3"
      ) AS "t8"
        ON "t4"."customer" = "t8"."identity"
    ) AS "t11"
    WHERE
      COALESCE("t11"."person", "t11"."customer") IS NOT NULL
  ) AS "t13"
  LEFT OUTER JOIN (
    SELECT
      "t0"."customer",
      "t0"."day",
      1 AS "has_bought"
    FROM "customer_days" AS "t0"
    WHERE
      "t0"."orders" > 0 AND "t0"."customer" IS NOT NULL
  ) AS "t9"
    ON "t13"."customer" = "t9"."customer" AND "t13"."day" = "t9"."day"
) AS "t14"
