SELECT
  CAST("t5"."customer" AS BIGINT) AS "customer",
  "t5"."day",
  CAST("t5"."orders" AS BIGINT) AS "orders",
  CAST("t5"."revenue_minor" AS BIGINT) AS "revenue_minor",
  CAST("t5"."margin_minor" AS BIGINT) AS "margin_minor",
  CAST("t5"."order_cost_minor" AS BIGINT) AS "order_cost_minor",
  CAST("t5"."service_minor" AS BIGINT) AS "service_minor",
  CAST("t5"."contact_minor" AS BIGINT) AS "contact_minor",
  CAST("t5"."acquisition_minor" AS BIGINT) AS "acquisition_minor",
  CAST("t5"."returned_minor" AS BIGINT) AS "returned_minor",
  CAST("t5"."lost_minor" AS BIGINT) AS "lost_minor"
FROM (
  SELECT
    "t4"."customer",
    "t4"."day",
    "t4"."orders",
    "t4"."revenue_minor",
    "t4"."margin_minor",
    "t4"."order_cost_minor",
    "t4"."service_minor",
    "t4"."contact_minor",
    "t4"."acquisition_minor",
    COALESCE("t2"."returned_minor", 0) AS "returned_minor",
    COALESCE("t2"."lost_minor", 0) AS "lost_minor"
  FROM (
    SELECT
      *
    FROM "customer_days" AS "t0"
    WHERE
      "t0"."customer" IS NOT NULL
  ) AS "t4"
  LEFT OUTER JOIN "returned_days" AS "t2"
    ON "t4"."customer" = "t2"."customer" AND "t4"."day" = "t2"."day"
) AS "t5"
