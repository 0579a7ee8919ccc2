SELECT
  "t2"."day",
  CAST("t2"."tickets" AS BIGINT) AS "tickets",
  CAST("t2"."soon" AS BIGINT) AS "soon"
FROM (
  SELECT
    "t1"."day",
    COALESCE(CAST(SUM(CASE WHEN "t1"."day" IS NULL THEN 1 ELSE 1 END) AS BIGINT), 0) AS "tickets",
    COALESCE(CAST(SUM("t1"."soon") AS BIGINT), 0) AS "soon"
  FROM (
    SELECT
      "t0"."day",
      CASE
        WHEN COALESCE(
          (
            CAST(EXTRACT('epoch' FROM DATE_TRUNC('SECOND', "t0"."answered_at")) AS BIGINT) - CAST(EXTRACT('epoch' FROM DATE_TRUNC('SECOND', "t0"."opened_at")) AS BIGINT)
          ) <= 86400,
          FALSE
        )
        THEN 1
        ELSE 0
      END AS "soon"
    FROM "cases" AS "t0"
  ) AS "t1"
  GROUP BY
    1
) AS "t2"
