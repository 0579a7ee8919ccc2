WITH "t1" AS (
  SELECT
    *
  FROM "stock" AS "t0"
  WHERE
    "t0"."day" <= MAKE_DATE(2026, 6, 29) AND "t0"."day" > MAKE_DATE(2026, 3, 1)
)
SELECT
  "t13"."product",
  "t13"."out_since",
  CAST("t13"."stocked" AS BIGINT) AS "stocked",
  CAST("t13"."counted" AS BIGINT) AS "counted"
FROM (
  SELECT
    "t12"."product",
    "t12"."out_since",
    COALESCE(CAST(SUM("t12"."had") AS BIGINT), 0) AS "stocked",
    COALESCE(CAST(SUM(CASE WHEN "t12"."product" IS NULL THEN 1 ELSE 1 END) AS BIGINT), 0) AS "counted"
  FROM (
    SELECT
      "t11"."product",
      "t11"."out_since",
      CASE WHEN "t11"."quantity_milli" > 0 THEN 1 ELSE 0 END AS "had"
    FROM (
      SELECT
        "t3"."product",
        "t3"."day",
        "t3"."quantity_milli",
        "t3"."source",
        "t3"."version",
        "t10"."out_since"
      FROM "t1" AS "t3"
      INNER JOIN (
        SELECT
          "t8"."product",
          MIN("t8"."day") AS "out_since"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t3"."product",
              "t3"."day",
              "t3"."quantity_milli",
              "t3"."source",
              "t3"."version",
              "t6"."stocked_last"
            FROM "t1" AS "t3"
            INNER JOIN (
              SELECT
                "t4"."product",
                "t4"."stocked_last"
              FROM (
                SELECT
                  "t2"."product",
                  MAX("t2"."day") AS "last",
                  MAX("t2"."day") FILTER(WHERE
                    "t2"."quantity_milli" > 0) AS "stocked_last"
                FROM "t1" AS "t2"
                GROUP BY
                  1
              ) AS "t4"
              WHERE
                "t4"."last" > MAKE_DATE(2026, 6, 22)
                AND "t4"."stocked_last" < "t4"."last"
                AND "t4"."stocked_last" >= MAKE_DATE(2026, 4, 30)
            ) AS "t6"
              ON "t3"."product" = "t6"."product"
          ) AS "t7"
          WHERE
            "t7"."day" > "t7"."stocked_last"
        ) AS "t8"
        GROUP BY
          1
      ) AS "t10"
        ON "t3"."product" = "t10"."product"
    ) AS "t11"
    WHERE
      DATE_DIFF('DAY', "t11"."day", "t11"."out_since") >= 1
      AND DATE_DIFF('DAY', "t11"."day", "t11"."out_since") <= 56
  ) AS "t12"
  GROUP BY
    1,
    2
) AS "t13"
