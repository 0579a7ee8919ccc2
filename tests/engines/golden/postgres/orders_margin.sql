SELECT
  "t6"."order_id",
  CAST("t6"."customer" AS BIGINT) AS "customer",
  "t6"."day",
  "t6"."ordered_at",
  CAST("t6"."revenue_minor" AS BIGINT) AS "revenue_minor",
  CAST("t6"."margin_minor" AS BIGINT) AS "margin_minor"
FROM (
  SELECT
    "t3"."order_id",
    "t3"."customer",
    "t3"."day",
    "t3"."ordered_at",
    COALESCE("t5"."revenue_minor", 0) AS "revenue_minor",
    COALESCE("t5"."margin_minor", 0) AS "margin_minor"
  FROM (
    SELECT
      "t0"."order_id",
      "t0"."customer",
      "t0"."day",
      "t0"."ordered_at"
    FROM "orders_placed" AS "t0"
  ) AS "t3"
  LEFT OUTER JOIN (
    SELECT
      "t1"."order_id",
      COALESCE(CAST(SUM("t1"."amount_minor") FILTER(WHERE
        "t1"."kind" = 'goods') AS BIGINT), 0) AS "revenue_minor",
      COALESCE(CAST(SUM("t1"."amount_minor") AS BIGINT), 0) AS "margin_minor"
    FROM "ledger" AS "t1"
    GROUP BY
      1
  ) AS "t5"
    ON "t3"."order_id" = "t5"."order_id"
) AS "t6"
