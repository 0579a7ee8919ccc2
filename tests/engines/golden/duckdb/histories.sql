SELECT
  CAST("t2"."customer" AS BIGINT) AS "customer",
  "t2"."first_day",
  "t2"."last_day",
  CAST("t2"."orders" AS BIGINT) AS "orders",
  CAST("t2"."order_days" AS BIGINT) AS "order_days",
  CAST("t2"."order_days" - 1 AS BIGINT) AS "frequency",
  CAST(DATE_DIFF('DAY', "t2"."first_day", "t2"."last_day") AS BIGINT) AS "recency_days",
  CAST(DATE_DIFF('DAY', "t2"."first_day", MAKE_DATE(2026, 6, 30)) AS BIGINT) AS "tenure_days",
  CAST("t2"."spend_days" AS BIGINT) AS "spend_days",
  CAST("t2"."spend_minor" AS BIGINT) AS "spend_minor",
  CAST("t2"."spend_days" - CASE WHEN "t2"."first_revenue" > 0 THEN 1 ELSE 0 END AS BIGINT) AS "repeat_spend_days",
  CAST("t2"."spend_minor" - (
    CASE WHEN "t2"."first_revenue" > 0 THEN 1 ELSE 0 END * "t2"."first_revenue"
  ) AS BIGINT) AS "repeat_spend_minor",
  CAST("t2"."revenue_minor" AS BIGINT) AS "revenue_minor",
  CAST("t2"."margin_minor" AS BIGINT) AS "margin_minor",
  CAST("t2"."order_cost_minor" AS BIGINT) AS "order_cost_minor",
  CAST("t2"."service_minor" AS BIGINT) AS "service_minor",
  CAST("t2"."contact_minor" AS BIGINT) AS "contact_minor",
  CAST("t2"."acquisition_minor" AS BIGINT) AS "acquisition_minor",
  CAST("t2"."margin_12m_minor" AS BIGINT) AS "margin_12m_minor",
  CAST("t2"."margin_24m_minor" AS BIGINT) AS "margin_24m_minor",
  CAST("t2"."orders_24m" AS BIGINT) AS "orders_24m"
FROM (
  SELECT
    "t1"."customer",
    MIN("t1"."day") FILTER(WHERE
      "t1"."orders" > 0) AS "first_day",
    MAX("t1"."day") FILTER(WHERE
      "t1"."orders" > 0) AS "last_day",
    COALESCE(CAST(SUM("t1"."orders") AS BIGINT), 0) AS "orders",
    COALESCE(CAST(SUM(CASE WHEN "t1"."orders" > 0 THEN 1 ELSE 0 END) AS BIGINT), 0) AS "order_days",
    COALESCE(
      CAST(SUM(
        CASE
          WHEN (
            "t1"."orders" > 0
          ) AND (
            "t1"."revenue_minor" > 0
          )
          THEN 1
          ELSE 0
        END
      ) AS BIGINT),
      0
    ) AS "spend_days",
    COALESCE(
      CAST(SUM("t1"."revenue_minor") FILTER(WHERE
        (
          "t1"."orders" > 0
        ) AND (
          "t1"."revenue_minor" > 0
        )) AS BIGINT),
      0
    ) AS "spend_minor",
    FIRST("t1"."revenue_minor" ORDER BY "t1"."day") FILTER(WHERE
      "t1"."orders" > 0) AS "first_revenue",
    COALESCE(CAST(SUM("t1"."revenue_minor") AS BIGINT), 0) AS "revenue_minor",
    COALESCE(CAST(SUM("t1"."margin_minor") AS BIGINT), 0) AS "margin_minor",
    COALESCE(CAST(SUM("t1"."order_cost_minor") AS BIGINT), 0) AS "order_cost_minor",
    COALESCE(CAST(SUM("t1"."service_minor") AS BIGINT), 0) AS "service_minor",
    COALESCE(CAST(SUM("t1"."contact_minor") AS BIGINT), 0) AS "contact_minor",
    COALESCE(CAST(SUM("t1"."acquisition_minor") AS BIGINT), 0) AS "acquisition_minor",
    COALESCE(
      CAST(SUM("t1"."margin_minor" + "t1"."acquisition_minor") FILTER(WHERE
        "t1"."day" > MAKE_DATE(2025, 6, 30)) AS BIGINT),
      0
    ) AS "margin_12m_minor",
    COALESCE(
      CAST(SUM("t1"."margin_minor" + "t1"."acquisition_minor") FILTER(WHERE
        "t1"."day" > MAKE_DATE(2024, 6, 30)) AS BIGINT),
      0
    ) AS "margin_24m_minor",
    COALESCE(
      CAST(SUM("t1"."orders") FILTER(WHERE
        "t1"."day" > MAKE_DATE(2024, 6, 30)) AS BIGINT),
      0
    ) AS "orders_24m"
  FROM (
    SELECT
      *
    FROM "customer_days" AS "t0"
    WHERE
      "t0"."customer" IS NOT NULL AND "t0"."day" <= MAKE_DATE(2026, 6, 30)
  ) AS "t1"
  GROUP BY
    1
) AS "t2"
WHERE
  "t2"."order_days" > 0
