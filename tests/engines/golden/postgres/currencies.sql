SELECT
  "t14"."currency",
  CAST("t14"."orders" AS BIGINT) AS "orders",
  CAST("t14"."rows" AS BIGINT) AS "rows"
FROM (
  SELECT
    "t13"."currency",
    COALESCE(CAST(SUM("t13"."is_order") AS BIGINT), 0) AS "orders",
    COUNT(*) AS "rows"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t0"."currency",
          0 AS "is_order"
        FROM "refunds" AS "t0"
      ) AS "t5"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t1"."currency",
          0 AS "is_order"
        FROM "payments" AS "t1"
      ) AS "t6"
    ) AS "t10"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t2"."currency",
          0 AS "is_order"
        FROM "products" AS "t2"
      ) AS "t7"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t3"."currency",
            1 AS "is_order"
          FROM "orders" AS "t3"
        ) AS "t8"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t4"."currency",
            0 AS "is_order"
          FROM "order_lines" AS "t4"
        ) AS "t9"
      ) AS "t11"
    ) AS "t12"
  ) AS "t13"
  GROUP BY
    1
) AS "t14"
