SELECT
  CAST("t2"."orders" AS BIGINT) AS "orders",
  CAST("t2"."margin_minor" AS BIGINT) AS "margin_minor"
FROM (
  SELECT
    COALESCE(CAST(SUM("t1"."orders") AS BIGINT), 0) AS "orders",
    COALESCE(CAST(SUM("t1"."margin_minor") AS BIGINT), 0) AS "margin_minor"
  FROM (
    SELECT
      "t0"."orders",
      "t0"."margin_minor" + "t0"."acquisition_minor" AS "margin_minor"
    FROM "customer_days" AS "t0"
    WHERE
      "t0"."day" > MAKE_DATE(2025, 6, 30)
  ) AS "t1"
) AS "t2"
