SELECT
  CAST("t8"."customer" AS BIGINT) AS "customer",
  "t8"."code",
  CAST("t8"."orders" AS BIGINT) AS "orders",
  CAST("t8"."revenue_minor" AS BIGINT) AS "revenue_minor",
  CAST("t8"."margin_minor" AS BIGINT) AS "margin_minor",
  CAST("t8"."margin_12m_minor" AS BIGINT) AS "margin_12m_minor",
  CAST("t8"."margin_24m_minor" AS BIGINT) AS "margin_24m_minor",
  "t8"."p_alive",
  "t8"."expected_orders",
  "t8"."expected_orders_median",
  "t8"."expected_orders_low",
  "t8"."expected_orders_high",
  CAST("t8"."value_minor" AS BIGINT) AS "value_minor",
  CAST("t8"."value_median_minor" AS BIGINT) AS "value_median_minor",
  CAST("t8"."value_low_minor" AS BIGINT) AS "value_low_minor",
  CAST("t8"."value_high_minor" AS BIGINT) AS "value_high_minor",
  CAST("t8"."at_stake_minor" AS BIGINT) AS "at_stake_minor",
  "t8"."tier",
  "t8"."first_order_known",
  CAST("t8"."rfm_recency" AS BIGINT) AS "rfm_recency",
  CAST("t8"."rfm_frequency" AS BIGINT) AS "rfm_frequency",
  CAST("t8"."rfm_monetary" AS BIGINT) AS "rfm_monetary",
  "t8"."rfm_segment",
  "t8"."first_order",
  "t8"."last_order"
FROM (
  SELECT
    "t4"."customer",
    "t5"."code",
    "t4"."orders",
    "t4"."revenue_minor",
    "t4"."margin_minor",
    "t4"."margin_12m_minor",
    "t4"."margin_24m_minor",
    "t5"."p_alive",
    "t5"."expected_orders",
    "t5"."expected_orders_median",
    "t5"."expected_orders_low",
    "t5"."expected_orders_high",
    "t5"."value_minor",
    "t5"."value_median_minor",
    "t5"."value_low_minor",
    "t5"."value_high_minor",
    "t5"."at_stake_minor",
    "t7"."tier",
    "t5"."first_order_known",
    "t6"."rfm_recency",
    "t6"."rfm_frequency",
    "t6"."rfm_monetary",
    "t6"."rfm_segment",
    "t4"."first_day" AS "first_order",
    "t4"."last_day" AS "last_order"
  FROM "histories" AS "t4"
  INNER JOIN "forecasts" AS "t5"
    ON "t4"."customer" = "t5"."customer"
  INNER JOIN "rfm" AS "t6"
    ON "t4"."customer" = "t6"."customer"
  INNER JOIN "tiers" AS "t7"
    ON "t4"."customer" = "t7"."customer"
) AS "t8"
