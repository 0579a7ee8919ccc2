SELECT
  CAST("t5"."customer" AS BIGINT) AS "customer",
  "t5"."day",
  CAST("t5"."orders" AS BIGINT) AS "orders",
  CAST("t5"."revenue_minor" AS BIGINT) AS "revenue_minor",
  CAST("t5"."margin_minor" AS BIGINT) AS "margin_minor"
FROM (
  SELECT
    "t4"."customer",
    "t4"."day",
    COALESCE(CAST(SUM("t4"."orders") AS BIGINT), 0) AS "orders",
    COALESCE(CAST(SUM("t4"."revenue_minor") AS BIGINT), 0) AS "revenue_minor",
    COALESCE(CAST(SUM("t4"."margin_minor") AS BIGINT), 0) AS "margin_minor"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t0"."customer",
        "t0"."day",
        1 AS "orders",
        0 AS "revenue_minor",
        0 AS "margin_minor"
      FROM "orders_placed" AS "t0"
    ) AS "t2"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t1"."customer",
        "t1"."day",
        0 AS "orders",
        CASE WHEN "t1"."kind" = 'goods' THEN "t1"."amount_minor" ELSE 0 END AS "revenue_minor",
        "t1"."amount_minor" AS "margin_minor"
      FROM "ledger" AS "t1"
    ) AS "t3"
  ) AS "t4"
  GROUP BY
    1,
    2
) AS "t5"
