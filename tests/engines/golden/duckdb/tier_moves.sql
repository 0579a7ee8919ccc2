SELECT
  CAST("t5"."customer" AS BIGINT) AS "customer",
  MAKE_DATE(2026, 6, 30) AS "day",
  "t5"."tier_before",
  "t5"."tier",
  CAST("t5"."profit_before" AS BIGINT) AS "profit_before_minor",
  CAST("t5"."profit_minor" AS BIGINT) AS "profit_minor",
  CASE
    WHEN "t5"."tier" = 'former'
    THEN 'silence'
    WHEN "t5"."tier_before" = 'former'
    THEN 'return'
    WHEN NOT (
      CASE WHEN "t5"."is_up" THEN "t5"."most" > 0 ELSE "t5"."most" < 0 END
    )
    THEN 'limits'
    WHEN "t5"."by_orders" = "t5"."most"
    THEN 'orders'
    WHEN "t5"."by_outlook" = "t5"."most"
    THEN 'outlook'
    WHEN "t5"."by_service" = "t5"."most"
    THEN 'service'
    WHEN "t5"."by_returns" = "t5"."most"
    THEN 'returns'
    ELSE 'limits'
  END AS "reason",
  CAST(CASE
    WHEN CASE
      WHEN "t5"."tier" = 'former'
      THEN 'silence'
      WHEN "t5"."tier_before" = 'former'
      THEN 'return'
      WHEN NOT (
        CASE WHEN "t5"."is_up" THEN "t5"."most" > 0 ELSE "t5"."most" < 0 END
      )
      THEN 'limits'
      WHEN "t5"."by_orders" = "t5"."most"
      THEN 'orders'
      WHEN "t5"."by_outlook" = "t5"."most"
      THEN 'outlook'
      WHEN "t5"."by_service" = "t5"."most"
      THEN 'service'
      WHEN "t5"."by_returns" = "t5"."most"
      THEN 'returns'
      ELSE 'limits'
    END IN ('orders', 'outlook', 'service', 'returns')
    THEN "t5"."most"
    ELSE "t5"."change"
  END AS BIGINT) AS "reason_minor"
FROM (
  SELECT
    "t4"."customer",
    "t4"."code",
    "t4"."orders",
    "t4"."order_days",
    "t4"."orders_24m",
    "t4"."revenue_minor",
    "t4"."margin_minor",
    "t4"."service_minor",
    "t4"."contact_minor",
    "t4"."acquisition_minor",
    "t4"."return_reserve_minor",
    "t4"."default_reserve_minor",
    "t4"."provisional_minor",
    "t4"."margin_12m_minor",
    "t4"."margin_24m_minor",
    "t4"."p_alive",
    "t4"."expected_orders",
    "t4"."expected_orders_median",
    "t4"."expected_orders_low",
    "t4"."expected_orders_high",
    "t4"."value_minor",
    "t4"."value_median_minor",
    "t4"."value_low_minor",
    "t4"."value_high_minor",
    "t4"."pace",
    "t4"."margin_per_order_minor",
    "t4"."moved_1",
    "t4"."moved_1_by",
    "t4"."moved_2",
    "t4"."moved_2_by",
    "t4"."moved_3",
    "t4"."moved_3_by",
    "t4"."moved_4",
    "t4"."moved_4_by",
    "t4"."moved_5",
    "t4"."moved_5_by",
    "t4"."moved_6",
    "t4"."moved_6_by",
    "t4"."moved_7",
    "t4"."moved_7_by",
    "t4"."moved_8",
    "t4"."moved_8_by",
    "t4"."at_stake_minor",
    "t4"."year_value_minor",
    "t4"."profit_minor",
    "t4"."tier",
    "t4"."tier_by_limits",
    "t4"."first_order_known",
    "t4"."rfm_recency",
    "t4"."rfm_frequency",
    "t4"."rfm_monetary",
    "t4"."rfm_segment",
    "t4"."first_order",
    "t4"."last_order",
    "t4"."tier_before",
    "t4"."profit_before",
    "t4"."margin_24m_before",
    "t4"."year_value_before",
    "t4"."service_before",
    "t4"."reserve_before",
    (
      (
        "t4"."margin_24m_minor" - "t4"."margin_24m_before"
      ) + "t4"."service_minor"
    ) - "t4"."service_before" AS "by_orders",
    "t4"."year_value_minor" - "t4"."year_value_before" AS "by_outlook",
    "t4"."service_before" - "t4"."service_minor" AS "by_service",
    "t4"."reserve_before" - (
      "t4"."return_reserve_minor" + "t4"."default_reserve_minor"
    ) AS "by_returns",
    "t4"."profit_minor" - "t4"."profit_before" AS "change",
    CASE
      WHEN CASE
        WHEN "t4"."tier" = 'lead'
        THEN 1
        WHEN "t4"."tier" = 'iron'
        THEN 2
        WHEN "t4"."tier" = 'gold'
        THEN 3
        WHEN "t4"."tier" = 'platinum'
        THEN 4
        ELSE 0
      END > CASE
        WHEN "t4"."tier_before" = 'lead'
        THEN 1
        WHEN "t4"."tier_before" = 'iron'
        THEN 2
        WHEN "t4"."tier_before" = 'gold'
        THEN 3
        WHEN "t4"."tier_before" = 'platinum'
        THEN 4
        ELSE 0
      END
      THEN GREATEST(
        (
          (
            "t4"."margin_24m_minor" - "t4"."margin_24m_before"
          ) + "t4"."service_minor"
        ) - "t4"."service_before",
        "t4"."year_value_minor" - "t4"."year_value_before",
        "t4"."service_before" - "t4"."service_minor",
        "t4"."reserve_before" - (
          "t4"."return_reserve_minor" + "t4"."default_reserve_minor"
        )
      )
      ELSE LEAST(
        (
          (
            "t4"."margin_24m_minor" - "t4"."margin_24m_before"
          ) + "t4"."service_minor"
        ) - "t4"."service_before",
        "t4"."year_value_minor" - "t4"."year_value_before",
        "t4"."service_before" - "t4"."service_minor",
        "t4"."reserve_before" - (
          "t4"."return_reserve_minor" + "t4"."default_reserve_minor"
        )
      )
    END AS "most",
    CASE
      WHEN "t4"."tier" = 'lead'
      THEN 1
      WHEN "t4"."tier" = 'iron'
      THEN 2
      WHEN "t4"."tier" = 'gold'
      THEN 3
      WHEN "t4"."tier" = 'platinum'
      THEN 4
      ELSE 0
    END > CASE
      WHEN "t4"."tier_before" = 'lead'
      THEN 1
      WHEN "t4"."tier_before" = 'iron'
      THEN 2
      WHEN "t4"."tier_before" = 'gold'
      THEN 3
      WHEN "t4"."tier_before" = 'platinum'
      THEN 4
      ELSE 0
    END AS "is_up"
  FROM (
    SELECT
      "t2"."customer",
      "t2"."code",
      "t2"."orders",
      "t2"."order_days",
      "t2"."orders_24m",
      "t2"."revenue_minor",
      "t2"."margin_minor",
      "t2"."service_minor",
      "t2"."contact_minor",
      "t2"."acquisition_minor",
      "t2"."return_reserve_minor",
      "t2"."default_reserve_minor",
      "t2"."provisional_minor",
      "t2"."margin_12m_minor",
      "t2"."margin_24m_minor",
      "t2"."p_alive",
      "t2"."expected_orders",
      "t2"."expected_orders_median",
      "t2"."expected_orders_low",
      "t2"."expected_orders_high",
      "t2"."value_minor",
      "t2"."value_median_minor",
      "t2"."value_low_minor",
      "t2"."value_high_minor",
      "t2"."pace",
      "t2"."margin_per_order_minor",
      "t2"."moved_1",
      "t2"."moved_1_by",
      "t2"."moved_2",
      "t2"."moved_2_by",
      "t2"."moved_3",
      "t2"."moved_3_by",
      "t2"."moved_4",
      "t2"."moved_4_by",
      "t2"."moved_5",
      "t2"."moved_5_by",
      "t2"."moved_6",
      "t2"."moved_6_by",
      "t2"."moved_7",
      "t2"."moved_7_by",
      "t2"."moved_8",
      "t2"."moved_8_by",
      "t2"."at_stake_minor",
      "t2"."year_value_minor",
      "t2"."profit_minor",
      "t2"."tier",
      "t2"."tier_by_limits",
      "t2"."first_order_known",
      "t2"."rfm_recency",
      "t2"."rfm_frequency",
      "t2"."rfm_monetary",
      "t2"."rfm_segment",
      "t2"."first_order",
      "t2"."last_order",
      "t3"."tier_before",
      "t3"."profit_before",
      "t3"."margin_24m_before",
      "t3"."year_value_before",
      "t3"."service_before",
      "t3"."reserve_before"
    FROM "customer_sheet" AS "t2"
    INNER JOIN "before" AS "t3"
      ON "t2"."customer" = "t3"."customer"
  ) AS "t4"
  WHERE
    "t4"."tier" <> "t4"."tier_before"
) AS "t5"
