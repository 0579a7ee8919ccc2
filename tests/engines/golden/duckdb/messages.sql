SELECT
  CAST(COALESCE("t8"."person", "t8"."customer") AS BIGINT) AS "customer",
  COALESCE("t8"."day", CAST("t8"."at" AS DATE)) AS "day",
  CAST(1 AS BIGINT) AS "messages"
FROM (
  SELECT
    "t3"."touch_id",
    "t3"."customer",
    "t3"."at",
    "t3"."day",
    "t3"."channel",
    "t3"."campaign",
    "t3"."cost_minor",
    "t3"."currency",
    "t3"."outcome",
    "t3"."source",
    "t3"."version",
    "t6"."identity",
    "t6"."person"
  FROM "touches" AS "t3"
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
