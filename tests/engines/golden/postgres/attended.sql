SELECT
  CAST("t5"."customer" AS BIGINT) AS "customer",
  "t5"."tier",
  CAST("t12"."minutes" AS BIGINT) AS "minutes",
  CAST("t12"."discount_minor" AS BIGINT) AS "discount_minor",
  CAST("t12"."messages" AS BIGINT) AS "messages"
FROM (
  SELECT
    "t0"."customer",
    "t0"."tier"
  FROM "customer_sheet" AS "t0"
) AS "t5"
INNER JOIN (
  SELECT
    "t10"."customer",
    COALESCE(CAST(SUM("t10"."minutes") AS BIGINT), 0) AS "minutes",
    COALESCE(CAST(SUM("t10"."discount_minor") AS BIGINT), 0) AS "discount_minor",
    COALESCE(CAST(SUM("t10"."messages") AS BIGINT), 0) AS "messages"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t1"."customer",
        0 AS "minutes",
        0 AS "discount_minor",
        "t1"."messages"
      FROM "messages" AS "t1"
      WHERE
        "t1"."day" > MAKE_DATE(CAST(2025 AS INT), CAST(6 AS INT), CAST(30 AS INT))
    ) AS "t6"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t2"."customer",
          "t2"."minutes",
          0 AS "discount_minor",
          0 AS "messages"
        FROM "minutes" AS "t2"
        WHERE
          "t2"."day" > MAKE_DATE(CAST(2025 AS INT), CAST(6 AS INT), CAST(30 AS INT))
      ) AS "t7"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t3"."customer",
          0 AS "minutes",
          "t3"."discount_minor",
          0 AS "messages"
        FROM "discounts" AS "t3"
        WHERE
          "t3"."day" > MAKE_DATE(CAST(2025 AS INT), CAST(6 AS INT), CAST(30 AS INT))
      ) AS "t8"
    ) AS "t9"
  ) AS "t10"
  GROUP BY
    1
) AS "t12"
  ON "t5"."customer" = "t12"."customer"
