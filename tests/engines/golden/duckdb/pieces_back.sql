SELECT
  "t12"."order_id",
  "t12"."product",
  CAST("t12"."pieces" AS BIGINT) AS "pieces",
  CAST("t12"."after" AS BIGINT) AS "after"
FROM (
  SELECT
    "t11"."order_id",
    "t11"."product",
    "t11"."pieces",
    DATE_DIFF('DAY', "t5"."day", "t11"."back") AS "after"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t8"."order_id",
        COALESCE("t8"."day", CAST("t8"."refunded_at" AS DATE)) AS "back",
        COALESCE("t8"."product", "t6"."of_line") AS "product",
        CASE
          WHEN "t8"."quantity_milli" IS NULL
          THEN 1000000
          ELSE CASE
            WHEN (
              "t8"."quantity_milli" % 1000
            ) = 0
            THEN CAST("t8"."quantity_milli" / 1000 AS BIGINT)
            ELSE 1
          END
        END AS "pieces"
      FROM (
        SELECT
          *
        FROM "refunds" AS "t1"
        WHERE
          COALESCE("t1"."kind", 'goods') IN ('goods', 'discount')
          AND "t1"."order_id" IS NOT NULL
          AND COALESCE("t1"."amount_minor", 0) >= 0
      ) AS "t8"
      LEFT OUTER JOIN (
        SELECT
          "t2"."order_id",
          "t2"."position",
          "t2"."product" AS "of_line"
        FROM "order_lines" AS "t2"
      ) AS "t6"
        ON "t8"."order_id" = "t6"."order_id" AND "t8"."position" = "t6"."position"
    ) AS "t9"
    WHERE
      "t9"."product" IS NOT NULL
  ) AS "t11"
  INNER JOIN (
    SELECT
      "t0"."order_id",
      "t0"."product",
      "t0"."day"
    FROM "pieces_sold" AS "t0"
  ) AS "t5"
    ON "t11"."order_id" = "t5"."order_id" AND "t11"."product" = "t5"."product"
) AS "t12"
WHERE
  "t12"."after" >= 0
