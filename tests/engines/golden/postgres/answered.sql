SELECT
  CAST("t1"."customer" AS BIGINT) AS "customer",
  "t1"."day",
  CAST(CAST(CAST((
    (
      "t1"."seconds" + 3599
    ) - (
      (
        "t1"."seconds" + 3599
      ) % 3600
    )
  ) AS DOUBLE PRECISION) / 3600 AS BIGINT) AS BIGINT) AS "hours"
FROM (
  SELECT
    "t0"."customer",
    "t0"."day",
    CAST(EXTRACT('epoch' FROM DATE_TRUNC('SECOND', "t0"."answered_at")) AS BIGINT) - CAST(EXTRACT('epoch' FROM DATE_TRUNC('SECOND', "t0"."opened_at")) AS BIGINT) AS "seconds"
  FROM "cases" AS "t0"
  WHERE
    "t0"."customer" IS NOT NULL AND "t0"."answered_at" IS NOT NULL
) AS "t1"
WHERE
  "t1"."seconds" >= 0
