SELECT
  "t3"."product",
  CAST("t3"."purchases" AS BIGINT) AS "purchases",
  CAST("t3"."again" AS BIGINT) AS "again"
FROM (
  SELECT
    "t2"."product",
    COALESCE(CAST(SUM("t2"."days") AS BIGINT), 0) AS "purchases",
    COALESCE(CAST(SUM("t2"."days" - 1) AS BIGINT), 0) AS "again"
  FROM (
    SELECT
      "t1"."product",
      "t1"."customer",
      COUNT(DISTINCT "t1"."day") AS "days"
    FROM (
      SELECT
        *
      FROM "purchases" AS "t0"
      WHERE
        (
          "t0"."customer" % 2
        ) = 0
    ) AS "t1"
    GROUP BY
      1,
      2
  ) AS "t2"
  GROUP BY
    1
) AS "t3"
