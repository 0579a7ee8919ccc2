SELECT
  *
FROM (
  SELECT
    MAX("t1"."day") AS "last"
  FROM (
    SELECT
      "t0"."customer",
      "t0"."day",
      "t0"."revenue_minor"
    FROM "customer_days" AS "t0"
    WHERE
      "t0"."orders" > 0 AND "t0"."customer" IS NOT NULL
  ) AS "t1"
) AS "t2"
