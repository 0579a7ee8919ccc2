SELECT
  "t9"."day",
  CAST("t9"."after" AS BIGINT) AS "after",
  CAST("t9"."cases" AS BIGINT) AS "cases"
FROM (
  SELECT
    "t8"."day",
    "t8"."after",
    COALESCE(CAST(SUM(CASE WHEN "t8"."day" IS NULL THEN 1 ELSE 1 END) AS BIGINT), 0) AS "cases"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t3"."day",
        DATE_DIFF('DAY', "t3"."day", "t6"."back") AS "after"
      FROM (
        SELECT
          "t0"."order_id",
          "t0"."day"
        FROM "orders_real" AS "t0"
      ) AS "t3"
      LEFT OUTER JOIN (
        SELECT
          "t4"."order_id",
          MIN("t4"."day") AS "back"
        FROM (
          SELECT
            *
          FROM "refunds_traced" AS "t1"
          WHERE
            "t1"."is_goods" AND "t1"."stated_minor" >= 0
        ) AS "t4"
        GROUP BY
          1
      ) AS "t6"
        ON "t3"."order_id" = "t6"."order_id"
    ) AS "t7"
    WHERE
      (
        "t7"."after" IS NULL
      ) OR (
        "t7"."after" >= 0
      )
  ) AS "t8"
  GROUP BY
    1,
    2
) AS "t9"
