SELECT
  "t4"."day",
  CAST("t4"."after" AS BIGINT) AS "after",
  CAST("t4"."cases" AS BIGINT) AS "cases"
FROM (
  SELECT
    "t3"."day",
    "t3"."after",
    COALESCE(CAST(SUM(CASE WHEN "t3"."day" IS NULL THEN 1 ELSE 1 END) AS BIGINT), 0) AS "cases"
  FROM (
    SELECT
      "t2"."day",
      CAST(EXTRACT(epoch FROM CAST("t2"."following" AS TIMESTAMP) - CAST("t2"."day" AS TIMESTAMP)) / 86400 AS BIGINT) AS "after"
    FROM (
      SELECT
        "t1"."customer",
        "t1"."day",
        ROW_NUMBER() OVER (
          PARTITION BY "t1"."customer"
          ORDER BY "t1"."day" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place",
        LEAD("t1"."day", 1) OVER (
          PARTITION BY "t1"."customer"
          ORDER BY "t1"."day" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "following"
      FROM (
        SELECT
          "t0"."customer",
          "t0"."day"
        FROM "customer_days" AS "t0"
        WHERE
          "t0"."orders" > 0 AND "t0"."customer" IS NOT NULL
      ) AS "t1"
    ) AS "t2"
    WHERE
      "t2"."place" = 0
  ) AS "t3"
  GROUP BY
    1,
    2
) AS "t4"
