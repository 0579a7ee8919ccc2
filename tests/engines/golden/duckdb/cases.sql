SELECT
  "t8"."ticket_id",
  CAST(COALESCE("t8"."person", "t8"."customer") AS BIGINT) AS "customer",
  "t8"."opened_at",
  "t8"."answered_at",
  COALESCE("t8"."day", CAST("t8"."opened_at" AS DATE)) AS "day"
FROM (
  SELECT
    "t3"."ticket_id",
    "t3"."customer",
    "t3"."opened_at",
    "t3"."day",
    "t3"."answered_at",
    "t3"."solved_at",
    "t3"."minutes",
    "t3"."topic",
    "t3"."satisfaction",
    "t3"."source",
    "t3"."version",
    "t6"."identity",
    "t6"."person"
  FROM "tickets" AS "t3"
  ANTI JOIN (
    SELECT
      *
    FROM "customers" AS "t1"
    WHERE
      "t1"."kind" IN ('staff', 'test')
  ) AS "t7"
    ON "t3"."customer" = "t7"."customer"
  LEFT OUTER JOIN (
    SELECT
      "t2"."identity",
      "t2"."customer" AS "person"
    FROM "identities" AS "t2"
  ) AS "t6"
    ON "t3"."customer" = "t6"."identity"
) AS "t8"
