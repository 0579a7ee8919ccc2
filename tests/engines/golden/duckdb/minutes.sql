SELECT
  CAST(COALESCE("t13"."person", "t13"."customer") AS BIGINT) AS "customer",
  CAST("t13"."minutes" AS BIGINT) AS "minutes",
  "t13"."day"
FROM (
  SELECT
    "t12"."customer",
    "t12"."minutes",
    "t12"."day",
    "t6"."identity",
    "t6"."person"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t2"."customer",
          "t2"."minutes",
          COALESCE("t2"."day", CAST("t2"."opened_at" AS DATE)) AS "day"
        FROM "tickets" AS "t2"
      ) AS "t8"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t3"."customer",
          "t3"."minutes",
          COALESCE("t3"."day", CAST("t3"."at" AS DATE)) AS "day"
        FROM "interactions" AS "t3"
      ) AS "t9"
    ) AS "t10"
    WHERE
      "t10"."minutes" IS NOT NULL
  ) AS "t12"
  ANTI JOIN (
    SELECT
      *
    FROM "customers" AS "t0"
    WHERE
      "t0"."kind" IN ('staff', 'test')
  ) AS "t7"
    ON "t12"."customer" = "t7"."customer"
  LEFT OUTER JOIN (
    SELECT
      "t1"."identity",
      "t1"."customer" AS "person"
    FROM "identities" AS "t1"
  ) AS "t6"
    ON "t12"."customer" = "t6"."identity"
) AS "t13"
