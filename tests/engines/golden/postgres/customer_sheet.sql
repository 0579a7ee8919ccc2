SELECT
  CAST("t12"."customer" AS BIGINT) AS "customer",
  "t12"."code",
  CAST("t12"."orders" AS BIGINT) AS "orders",
  CAST("t12"."revenue_minor" AS BIGINT) AS "revenue_minor",
  CAST("t12"."margin_minor" AS BIGINT) AS "margin_minor",
  CAST("t12"."margin_12m_minor" AS BIGINT) AS "margin_12m_minor",
  CAST("t12"."margin_24m_minor" AS BIGINT) AS "margin_24m_minor",
  "t12"."p_alive",
  "t12"."expected_orders",
  "t12"."expected_orders_median",
  "t12"."expected_orders_low",
  "t12"."expected_orders_high",
  CAST("t12"."value_minor" AS BIGINT) AS "value_minor",
  CAST("t12"."value_median_minor" AS BIGINT) AS "value_median_minor",
  CAST("t12"."value_low_minor" AS BIGINT) AS "value_low_minor",
  CAST("t12"."value_high_minor" AS BIGINT) AS "value_high_minor",
  "t12"."pace",
  CAST("t12"."margin_per_order_minor" AS BIGINT) AS "margin_per_order_minor",
  "t12"."moved_1",
  "t12"."moved_1_by",
  "t12"."moved_2",
  "t12"."moved_2_by",
  "t12"."moved_3",
  "t12"."moved_3_by",
  CAST("t12"."at_stake_minor" AS BIGINT) AS "at_stake_minor",
  CASE
    WHEN "t12"."orders_24m" <= 0
    THEN 'former'
    WHEN "t12"."profit_minor" < 0
    THEN 'lead'
    WHEN "t12"."profit_minor" >= "t12"."platinum_from"
    THEN 'platinum'
    WHEN "t12"."profit_minor" >= "t12"."gold_from"
    THEN 'gold'
    WHEN "t12"."profit_minor" >= "t12"."iron_from"
    THEN 'iron'
    ELSE 'lead'
  END AS "tier",
  "t12"."first_order_known",
  CAST("t12"."rfm_recency" AS BIGINT) AS "rfm_recency",
  CAST("t12"."rfm_frequency" AS BIGINT) AS "rfm_frequency",
  CAST("t12"."rfm_monetary" AS BIGINT) AS "rfm_monetary",
  "t12"."rfm_segment",
  "t12"."first_day" AS "first_order",
  "t12"."last_day" AS "last_order"
FROM (
  SELECT
    "t11"."customer",
    "t11"."first_day",
    "t11"."last_day",
    "t11"."orders",
    "t11"."order_days",
    "t11"."frequency",
    "t11"."recency_days",
    "t11"."tenure_days",
    "t11"."spend_days",
    "t11"."spend_minor",
    "t11"."repeat_spend_days",
    "t11"."repeat_spend_minor",
    "t11"."revenue_minor",
    "t11"."margin_minor",
    "t11"."order_cost_minor",
    "t11"."margin_12m_minor",
    "t11"."margin_24m_minor",
    "t11"."orders_24m",
    "t11"."code",
    "t11"."p_alive",
    "t11"."expected_orders",
    "t11"."expected_orders_median",
    "t11"."expected_orders_low",
    "t11"."expected_orders_high",
    "t11"."value_minor",
    "t11"."value_median_minor",
    "t11"."value_low_minor",
    "t11"."value_high_minor",
    "t11"."pace",
    "t11"."margin_per_order_minor",
    "t11"."moved_1",
    "t11"."moved_1_by",
    "t11"."moved_2",
    "t11"."moved_2_by",
    "t11"."moved_3",
    "t11"."moved_3_by",
    "t11"."at_stake_minor",
    "t11"."year_value_minor",
    "t11"."first_order_known",
    "t11"."rfm_recency",
    "t11"."rfm_frequency",
    "t11"."rfm_monetary",
    "t11"."rfm_segment",
    "t11"."profit_minor",
    "t4"."platinum_from",
    "t4"."gold_from",
    "t4"."iron_from"
  FROM (
    SELECT
      "t9"."customer",
      "t9"."first_day",
      "t9"."last_day",
      "t9"."orders",
      "t9"."order_days",
      "t9"."frequency",
      "t9"."recency_days",
      "t9"."tenure_days",
      "t9"."spend_days",
      "t9"."spend_minor",
      "t9"."repeat_spend_days",
      "t9"."repeat_spend_minor",
      "t9"."revenue_minor",
      "t9"."margin_minor",
      "t9"."order_cost_minor",
      "t9"."margin_12m_minor",
      "t9"."margin_24m_minor",
      "t9"."orders_24m",
      "t9"."code",
      "t9"."p_alive",
      "t9"."expected_orders",
      "t9"."expected_orders_median",
      "t9"."expected_orders_low",
      "t9"."expected_orders_high",
      "t9"."value_minor",
      "t9"."value_median_minor",
      "t9"."value_low_minor",
      "t9"."value_high_minor",
      "t9"."pace",
      "t9"."margin_per_order_minor",
      "t9"."moved_1",
      "t9"."moved_1_by",
      "t9"."moved_2",
      "t9"."moved_2_by",
      "t9"."moved_3",
      "t9"."moved_3_by",
      "t9"."at_stake_minor",
      "t9"."year_value_minor",
      "t9"."first_order_known",
      "t9"."rfm_recency",
      "t9"."rfm_frequency",
      "t9"."rfm_monetary",
      CASE
        WHEN (
          "t9"."rfm_recency" * 100
        ) + (
          "t9"."rfm_frequency" * 10
        ) + "t9"."rfm_monetary" IN (555, 554, 544, 545, 454, 455, 445)
        THEN 'champions'
        WHEN (
          "t9"."rfm_recency" * 100
        ) + (
          "t9"."rfm_frequency" * 10
        ) + "t9"."rfm_monetary" IN (543, 444, 435, 355, 354, 345, 344, 335)
        THEN 'loyal'
        WHEN (
          "t9"."rfm_recency" * 100
        ) + (
          "t9"."rfm_frequency" * 10
        ) + "t9"."rfm_monetary" IN (
          553,
          551,
          552,
          541,
          542,
          533,
          532,
          531,
          452,
          451,
          442,
          441,
          431,
          453,
          433,
          432,
          423,
          353,
          352,
          351,
          342,
          341,
          333,
          323
        )
        THEN 'potential-loyalist'
        WHEN (
          "t9"."rfm_recency" * 100
        ) + (
          "t9"."rfm_frequency" * 10
        ) + "t9"."rfm_monetary" IN (512, 511, 422, 421, 412, 411, 311)
        THEN 'new'
        WHEN (
          "t9"."rfm_recency" * 100
        ) + (
          "t9"."rfm_frequency" * 10
        ) + "t9"."rfm_monetary" IN (525, 524, 523, 522, 521, 515, 514, 513, 425, 424, 413, 414, 415, 315, 314, 313)
        THEN 'promising'
        WHEN (
          "t9"."rfm_recency" * 100
        ) + (
          "t9"."rfm_frequency" * 10
        ) + "t9"."rfm_monetary" IN (535, 534, 443, 434, 343, 334, 325, 324)
        THEN 'need-attention'
        WHEN (
          "t9"."rfm_recency" * 100
        ) + (
          "t9"."rfm_frequency" * 10
        ) + "t9"."rfm_monetary" IN (331, 321, 312, 221, 213, 231, 241, 251)
        THEN 'about-to-sleep'
        WHEN (
          "t9"."rfm_recency" * 100
        ) + (
          "t9"."rfm_frequency" * 10
        ) + "t9"."rfm_monetary" IN (
          255,
          254,
          245,
          244,
          253,
          252,
          243,
          242,
          235,
          234,
          225,
          224,
          153,
          152,
          145,
          143,
          142,
          135,
          134,
          133,
          125,
          124
        )
        THEN 'at-risk'
        WHEN (
          "t9"."rfm_recency" * 100
        ) + (
          "t9"."rfm_frequency" * 10
        ) + "t9"."rfm_monetary" IN (155, 154, 144, 214, 215, 115, 114, 113)
        THEN 'cannot-lose'
        WHEN (
          "t9"."rfm_recency" * 100
        ) + (
          "t9"."rfm_frequency" * 10
        ) + "t9"."rfm_monetary" IN (332, 322, 233, 232, 223, 222, 132, 123, 122, 212, 211)
        THEN 'hibernating'
        ELSE 'lost'
      END AS "rfm_segment",
      "t9"."margin_24m_minor" + "t9"."year_value_minor" AS "profit_minor"
    FROM (
      SELECT
        "t8"."customer",
        "t8"."first_day",
        "t8"."last_day",
        "t8"."orders",
        "t8"."order_days",
        "t8"."frequency",
        "t8"."recency_days",
        "t8"."tenure_days",
        "t8"."spend_days",
        "t8"."spend_minor",
        "t8"."repeat_spend_days",
        "t8"."repeat_spend_minor",
        "t8"."revenue_minor",
        "t8"."margin_minor",
        "t8"."order_cost_minor",
        "t8"."margin_12m_minor",
        "t8"."margin_24m_minor",
        "t8"."orders_24m",
        "t8"."code",
        "t8"."p_alive",
        "t8"."expected_orders",
        "t8"."expected_orders_median",
        "t8"."expected_orders_low",
        "t8"."expected_orders_high",
        "t8"."value_minor",
        "t8"."value_median_minor",
        "t8"."value_low_minor",
        "t8"."value_high_minor",
        "t8"."pace",
        "t8"."margin_per_order_minor",
        "t8"."moved_1",
        "t8"."moved_1_by",
        "t8"."moved_2",
        "t8"."moved_2_by",
        "t8"."moved_3",
        "t8"."moved_3_by",
        "t8"."at_stake_minor",
        "t8"."year_value_minor",
        "t8"."first_order_known",
        "t8"."recency_2",
        "t8"."recency_3",
        "t8"."recency_4",
        "t8"."recency_5",
        "t8"."frequency_2",
        "t8"."frequency_3",
        "t8"."frequency_4",
        "t8"."frequency_5",
        "t8"."monetary_2",
        "t8"."monetary_3",
        "t8"."monetary_4",
        "t8"."monetary_5",
        CASE WHEN "t8"."last_day" >= "t8"."recency_2" THEN 1 ELSE 0 END + CASE WHEN "t8"."last_day" >= "t8"."recency_3" THEN 1 ELSE 0 END + CASE WHEN "t8"."last_day" >= "t8"."recency_4" THEN 1 ELSE 0 END + CASE WHEN "t8"."last_day" >= "t8"."recency_5" THEN 1 ELSE 0 END + 1 AS "rfm_recency",
        CASE WHEN "t8"."order_days" >= "t8"."frequency_2" THEN 1 ELSE 0 END + CASE WHEN "t8"."order_days" >= "t8"."frequency_3" THEN 1 ELSE 0 END + CASE WHEN "t8"."order_days" >= "t8"."frequency_4" THEN 1 ELSE 0 END + CASE WHEN "t8"."order_days" >= "t8"."frequency_5" THEN 1 ELSE 0 END + 1 AS "rfm_frequency",
        CASE WHEN "t8"."margin_minor" >= "t8"."monetary_2" THEN 1 ELSE 0 END + CASE WHEN "t8"."margin_minor" >= "t8"."monetary_3" THEN 1 ELSE 0 END + CASE WHEN "t8"."margin_minor" >= "t8"."monetary_4" THEN 1 ELSE 0 END + CASE WHEN "t8"."margin_minor" >= "t8"."monetary_5" THEN 1 ELSE 0 END + 1 AS "rfm_monetary"
      FROM (
        SELECT
          "t5"."customer",
          "t5"."first_day",
          "t5"."last_day",
          "t5"."orders",
          "t5"."order_days",
          "t5"."frequency",
          "t5"."recency_days",
          "t5"."tenure_days",
          "t5"."spend_days",
          "t5"."spend_minor",
          "t5"."repeat_spend_days",
          "t5"."repeat_spend_minor",
          "t5"."revenue_minor",
          "t5"."margin_minor",
          "t5"."order_cost_minor",
          "t5"."margin_12m_minor",
          "t5"."margin_24m_minor",
          "t5"."orders_24m",
          "t6"."code",
          "t6"."p_alive",
          "t6"."expected_orders",
          "t6"."expected_orders_median",
          "t6"."expected_orders_low",
          "t6"."expected_orders_high",
          "t6"."value_minor",
          "t6"."value_median_minor",
          "t6"."value_low_minor",
          "t6"."value_high_minor",
          "t6"."pace",
          "t6"."margin_per_order_minor",
          "t6"."moved_1",
          "t6"."moved_1_by",
          "t6"."moved_2",
          "t6"."moved_2_by",
          "t6"."moved_3",
          "t6"."moved_3_by",
          "t6"."at_stake_minor",
          "t6"."year_value_minor",
          "t6"."first_order_known",
          "t7"."recency_2",
          "t7"."recency_3",
          "t7"."recency_4",
          "t7"."recency_5",
          "t7"."frequency_2",
          "t7"."frequency_3",
          "t7"."frequency_4",
          "t7"."frequency_5",
          "t7"."monetary_2",
          "t7"."monetary_3",
          "t7"."monetary_4",
          "t7"."monetary_5"
        FROM "histories" AS "t5"
        INNER JOIN "forecasts" AS "t6"
          ON "t5"."customer" = "t6"."customer"
        CROSS JOIN "fifths" AS "t7"
      ) AS "t8"
    ) AS "t9"
  ) AS "t11"
  CROSS JOIN "tier_limits" AS "t4"
) AS "t12"
