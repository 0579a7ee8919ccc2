SELECT
  CAST("t10"."customer" AS BIGINT) AS "customer",
  "t10"."day",
  CAST("t10"."discount_minor" AS BIGINT) AS "discount_minor"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t4"."customer",
      "t4"."day",
      "t8"."discount_minor"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t1"."order_id",
          COALESCE(
            CASE
              WHEN "t1"."kind" = 'discount'
              THEN -(
                "t1"."amount_minor"
              )
              ELSE "t1"."discount_minor"
            END,
            0
          ) AS "discount_minor"
        FROM "order_lines" AS "t1"
      ) AS "t6"
      WHERE
        "t6"."discount_minor" <> 0
    ) AS "t8"
    INNER JOIN (
      SELECT
        "t2"."order_id",
        "t2"."customer",
        "t2"."day"
      FROM "orders_placed" AS "t2"
    ) AS "t4"
      ON "t8"."order_id" = "t4"."order_id"
  ) AS "t9"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t0"."customer",
      "t0"."day",
      -(
        "t0"."amount_minor"
      ) - "t0"."vat_minor" AS "discount_minor"
    FROM "ledger" AS "t0"
    WHERE
      "t0"."kind" = 'voucher'
  ) AS "t5"
) AS "t10"
