SELECT
  CAST("t1"."customer" AS BIGINT) AS "customer",
  "t1"."day",
  CAST("t1"."margin_minor" AS BIGINT) AS "margin_minor"
FROM (
  SELECT
    "t0"."customer",
    "t0"."day",
    "t0"."margin_minor" + "t0"."acquisition_minor" + "t0"."service_minor" + "t0"."contact_minor" AS "margin_minor"
  FROM "customer_days" AS "t0"
) AS "t1"
WHERE
  "t1"."margin_minor" <> 0 AND "t1"."customer" IS NOT NULL
