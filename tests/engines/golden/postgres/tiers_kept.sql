SELECT
  CAST("t20"."customer" AS BIGINT) AS "customer",
  "t20"."tier_before",
  CASE
    WHEN "t20"."orders_24m" <= 0
    THEN 'former'
    WHEN CASE
      WHEN CASE
        WHEN "t20"."tier_before" = 'lead'
        THEN 0
        WHEN "t20"."tier_before" = 'iron'
        THEN 1
        WHEN "t20"."tier_before" = 'gold'
        THEN 2
        WHEN "t20"."tier_before" = 'platinum'
        THEN 3
        ELSE "t20"."drawn"
      END < LEAST("t20"."at_least", "t20"."drawn")
      THEN LEAST("t20"."at_least", "t20"."drawn")
      WHEN CASE
        WHEN "t20"."tier_before" = 'lead'
        THEN 0
        WHEN "t20"."tier_before" = 'iron'
        THEN 1
        WHEN "t20"."tier_before" = 'gold'
        THEN 2
        WHEN "t20"."tier_before" = 'platinum'
        THEN 3
        ELSE "t20"."drawn"
      END > GREATEST("t20"."at_most", "t20"."drawn")
      THEN GREATEST("t20"."at_most", "t20"."drawn")
      ELSE CASE
        WHEN "t20"."tier_before" = 'lead'
        THEN 0
        WHEN "t20"."tier_before" = 'iron'
        THEN 1
        WHEN "t20"."tier_before" = 'gold'
        THEN 2
        WHEN "t20"."tier_before" = 'platinum'
        THEN 3
        ELSE "t20"."drawn"
      END
    END = 0
    THEN 'lead'
    WHEN CASE
      WHEN CASE
        WHEN "t20"."tier_before" = 'lead'
        THEN 0
        WHEN "t20"."tier_before" = 'iron'
        THEN 1
        WHEN "t20"."tier_before" = 'gold'
        THEN 2
        WHEN "t20"."tier_before" = 'platinum'
        THEN 3
        ELSE "t20"."drawn"
      END < LEAST("t20"."at_least", "t20"."drawn")
      THEN LEAST("t20"."at_least", "t20"."drawn")
      WHEN CASE
        WHEN "t20"."tier_before" = 'lead'
        THEN 0
        WHEN "t20"."tier_before" = 'iron'
        THEN 1
        WHEN "t20"."tier_before" = 'gold'
        THEN 2
        WHEN "t20"."tier_before" = 'platinum'
        THEN 3
        ELSE "t20"."drawn"
      END > GREATEST("t20"."at_most", "t20"."drawn")
      THEN GREATEST("t20"."at_most", "t20"."drawn")
      ELSE CASE
        WHEN "t20"."tier_before" = 'lead'
        THEN 0
        WHEN "t20"."tier_before" = 'iron'
        THEN 1
        WHEN "t20"."tier_before" = 'gold'
        THEN 2
        WHEN "t20"."tier_before" = 'platinum'
        THEN 3
        ELSE "t20"."drawn"
      END
    END = 1
    THEN 'iron'
    WHEN CASE
      WHEN CASE
        WHEN "t20"."tier_before" = 'lead'
        THEN 0
        WHEN "t20"."tier_before" = 'iron'
        THEN 1
        WHEN "t20"."tier_before" = 'gold'
        THEN 2
        WHEN "t20"."tier_before" = 'platinum'
        THEN 3
        ELSE "t20"."drawn"
      END < LEAST("t20"."at_least", "t20"."drawn")
      THEN LEAST("t20"."at_least", "t20"."drawn")
      WHEN CASE
        WHEN "t20"."tier_before" = 'lead'
        THEN 0
        WHEN "t20"."tier_before" = 'iron'
        THEN 1
        WHEN "t20"."tier_before" = 'gold'
        THEN 2
        WHEN "t20"."tier_before" = 'platinum'
        THEN 3
        ELSE "t20"."drawn"
      END > GREATEST("t20"."at_most", "t20"."drawn")
      THEN GREATEST("t20"."at_most", "t20"."drawn")
      ELSE CASE
        WHEN "t20"."tier_before" = 'lead'
        THEN 0
        WHEN "t20"."tier_before" = 'iron'
        THEN 1
        WHEN "t20"."tier_before" = 'gold'
        THEN 2
        WHEN "t20"."tier_before" = 'platinum'
        THEN 3
        ELSE "t20"."drawn"
      END
    END = 2
    THEN 'gold'
    WHEN CASE
      WHEN CASE
        WHEN "t20"."tier_before" = 'lead'
        THEN 0
        WHEN "t20"."tier_before" = 'iron'
        THEN 1
        WHEN "t20"."tier_before" = 'gold'
        THEN 2
        WHEN "t20"."tier_before" = 'platinum'
        THEN 3
        ELSE "t20"."drawn"
      END < LEAST("t20"."at_least", "t20"."drawn")
      THEN LEAST("t20"."at_least", "t20"."drawn")
      WHEN CASE
        WHEN "t20"."tier_before" = 'lead'
        THEN 0
        WHEN "t20"."tier_before" = 'iron'
        THEN 1
        WHEN "t20"."tier_before" = 'gold'
        THEN 2
        WHEN "t20"."tier_before" = 'platinum'
        THEN 3
        ELSE "t20"."drawn"
      END > GREATEST("t20"."at_most", "t20"."drawn")
      THEN GREATEST("t20"."at_most", "t20"."drawn")
      ELSE CASE
        WHEN "t20"."tier_before" = 'lead'
        THEN 0
        WHEN "t20"."tier_before" = 'iron'
        THEN 1
        WHEN "t20"."tier_before" = 'gold'
        THEN 2
        WHEN "t20"."tier_before" = 'platinum'
        THEN 3
        ELSE "t20"."drawn"
      END
    END = 3
    THEN 'platinum'
    ELSE 'lead'
  END AS "tier",
  CAST("t20"."profit_minor" AS BIGINT) AS "profit_minor"
FROM (
  SELECT
    "t19"."customer",
    "t19"."first_day",
    "t19"."last_day",
    "t19"."orders",
    "t19"."order_days",
    "t19"."frequency",
    "t19"."recency_days",
    "t19"."tenure_days",
    "t19"."spend_days",
    "t19"."spend_minor",
    "t19"."repeat_spend_days",
    "t19"."repeat_spend_minor",
    "t19"."revenue_minor",
    "t19"."margin_minor",
    "t19"."order_cost_minor",
    "t19"."service_minor",
    "t19"."contact_minor",
    "t19"."acquisition_minor",
    "t19"."margin_12m_minor",
    "t19"."margin_24m_minor",
    "t19"."orders_24m",
    "t19"."code",
    "t19"."p_alive",
    "t19"."expected_orders",
    "t19"."expected_orders_median",
    "t19"."expected_orders_low",
    "t19"."expected_orders_high",
    "t19"."value_minor",
    "t19"."value_median_minor",
    "t19"."value_low_minor",
    "t19"."value_high_minor",
    "t19"."pace",
    "t19"."margin_per_order_minor",
    "t19"."moved_1",
    "t19"."moved_1_by",
    "t19"."moved_2",
    "t19"."moved_2_by",
    "t19"."moved_3",
    "t19"."moved_3_by",
    "t19"."moved_4",
    "t19"."moved_4_by",
    "t19"."moved_5",
    "t19"."moved_5_by",
    "t19"."moved_6",
    "t19"."moved_6_by",
    "t19"."moved_7",
    "t19"."moved_7_by",
    "t19"."moved_8",
    "t19"."moved_8_by",
    "t19"."at_stake_minor",
    "t19"."year_value_minor",
    "t19"."year_low_minor",
    "t19"."year_high_minor",
    "t19"."first_order_known",
    "t19"."return_reserve_minor",
    "t19"."default_reserve_minor",
    "t19"."provisional_minor",
    "t19"."rfm_recency",
    "t19"."rfm_frequency",
    "t19"."rfm_monetary",
    "t19"."rfm_segment",
    "t19"."profit_minor",
    "t19"."platinum_from",
    "t19"."gold_from",
    "t19"."iron_from",
    "t19"."tier_by_limits",
    "t19"."drawn",
    "t19"."at_least",
    "t19"."at_most",
    "t12"."tier_before"
  FROM (
    SELECT
      "t17"."customer",
      "t17"."first_day",
      "t17"."last_day",
      "t17"."orders",
      "t17"."order_days",
      "t17"."frequency",
      "t17"."recency_days",
      "t17"."tenure_days",
      "t17"."spend_days",
      "t17"."spend_minor",
      "t17"."repeat_spend_days",
      "t17"."repeat_spend_minor",
      "t17"."revenue_minor",
      "t17"."margin_minor",
      "t17"."order_cost_minor",
      "t17"."service_minor",
      "t17"."contact_minor",
      "t17"."acquisition_minor",
      "t17"."margin_12m_minor",
      "t17"."margin_24m_minor",
      "t17"."orders_24m",
      "t17"."code",
      "t17"."p_alive",
      "t17"."expected_orders",
      "t17"."expected_orders_median",
      "t17"."expected_orders_low",
      "t17"."expected_orders_high",
      "t17"."value_minor",
      "t17"."value_median_minor",
      "t17"."value_low_minor",
      "t17"."value_high_minor",
      "t17"."pace",
      "t17"."margin_per_order_minor",
      "t17"."moved_1",
      "t17"."moved_1_by",
      "t17"."moved_2",
      "t17"."moved_2_by",
      "t17"."moved_3",
      "t17"."moved_3_by",
      "t17"."moved_4",
      "t17"."moved_4_by",
      "t17"."moved_5",
      "t17"."moved_5_by",
      "t17"."moved_6",
      "t17"."moved_6_by",
      "t17"."moved_7",
      "t17"."moved_7_by",
      "t17"."moved_8",
      "t17"."moved_8_by",
      "t17"."at_stake_minor",
      "t17"."year_value_minor",
      "t17"."year_low_minor",
      "t17"."year_high_minor",
      "t17"."first_order_known",
      "t17"."return_reserve_minor",
      "t17"."default_reserve_minor",
      "t17"."provisional_minor",
      "t17"."rfm_recency",
      "t17"."rfm_frequency",
      "t17"."rfm_monetary",
      "t17"."rfm_segment",
      "t17"."profit_minor",
      "t17"."platinum_from",
      "t17"."gold_from",
      "t17"."iron_from",
      CASE
        WHEN "t17"."orders_24m" <= 0
        THEN 'former'
        WHEN CAST(CASE
          WHEN "t17"."profit_minor" < 0
          THEN 0
          WHEN "t17"."profit_minor" >= "t17"."platinum_from"
          THEN 3
          WHEN "t17"."profit_minor" >= "t17"."gold_from"
          THEN 2
          WHEN "t17"."profit_minor" >= "t17"."iron_from"
          THEN 1
          ELSE 0
        END AS BIGINT) = 0
        THEN 'lead'
        WHEN CAST(CASE
          WHEN "t17"."profit_minor" < 0
          THEN 0
          WHEN "t17"."profit_minor" >= "t17"."platinum_from"
          THEN 3
          WHEN "t17"."profit_minor" >= "t17"."gold_from"
          THEN 2
          WHEN "t17"."profit_minor" >= "t17"."iron_from"
          THEN 1
          ELSE 0
        END AS BIGINT) = 1
        THEN 'iron'
        WHEN CAST(CASE
          WHEN "t17"."profit_minor" < 0
          THEN 0
          WHEN "t17"."profit_minor" >= "t17"."platinum_from"
          THEN 3
          WHEN "t17"."profit_minor" >= "t17"."gold_from"
          THEN 2
          WHEN "t17"."profit_minor" >= "t17"."iron_from"
          THEN 1
          ELSE 0
        END AS BIGINT) = 2
        THEN 'gold'
        WHEN CAST(CASE
          WHEN "t17"."profit_minor" < 0
          THEN 0
          WHEN "t17"."profit_minor" >= "t17"."platinum_from"
          THEN 3
          WHEN "t17"."profit_minor" >= "t17"."gold_from"
          THEN 2
          WHEN "t17"."profit_minor" >= "t17"."iron_from"
          THEN 1
          ELSE 0
        END AS BIGINT) = 3
        THEN 'platinum'
        ELSE 'lead'
      END AS "tier_by_limits",
      CAST(CASE
        WHEN "t17"."profit_minor" < 0
        THEN 0
        WHEN "t17"."profit_minor" >= "t17"."platinum_from"
        THEN 3
        WHEN "t17"."profit_minor" >= "t17"."gold_from"
        THEN 2
        WHEN "t17"."profit_minor" >= "t17"."iron_from"
        THEN 1
        ELSE 0
      END AS BIGINT) AS "drawn",
      CAST(CASE
        WHEN (
          "t17"."profit_minor" + (
            "t17"."year_low_minor" - "t17"."year_value_minor"
          )
        ) < 0
        THEN 0
        WHEN (
          "t17"."profit_minor" + (
            "t17"."year_low_minor" - "t17"."year_value_minor"
          )
        ) >= "t17"."platinum_from"
        THEN 3
        WHEN (
          "t17"."profit_minor" + (
            "t17"."year_low_minor" - "t17"."year_value_minor"
          )
        ) >= "t17"."gold_from"
        THEN 2
        WHEN (
          "t17"."profit_minor" + (
            "t17"."year_low_minor" - "t17"."year_value_minor"
          )
        ) >= "t17"."iron_from"
        THEN 1
        ELSE 0
      END AS BIGINT) AS "at_least",
      CAST(CASE
        WHEN (
          "t17"."profit_minor" + (
            "t17"."year_high_minor" - "t17"."year_value_minor"
          )
        ) < 0
        THEN 0
        WHEN (
          "t17"."profit_minor" + (
            "t17"."year_high_minor" - "t17"."year_value_minor"
          )
        ) >= "t17"."platinum_from"
        THEN 3
        WHEN (
          "t17"."profit_minor" + (
            "t17"."year_high_minor" - "t17"."year_value_minor"
          )
        ) >= "t17"."gold_from"
        THEN 2
        WHEN (
          "t17"."profit_minor" + (
            "t17"."year_high_minor" - "t17"."year_value_minor"
          )
        ) >= "t17"."iron_from"
        THEN 1
        ELSE 0
      END AS BIGINT) AS "at_most"
    FROM (
      SELECT
        "t16"."customer",
        "t16"."first_day",
        "t16"."last_day",
        "t16"."orders",
        "t16"."order_days",
        "t16"."frequency",
        "t16"."recency_days",
        "t16"."tenure_days",
        "t16"."spend_days",
        "t16"."spend_minor",
        "t16"."repeat_spend_days",
        "t16"."repeat_spend_minor",
        "t16"."revenue_minor",
        "t16"."margin_minor",
        "t16"."order_cost_minor",
        "t16"."service_minor",
        "t16"."contact_minor",
        "t16"."acquisition_minor",
        "t16"."margin_12m_minor",
        "t16"."margin_24m_minor",
        "t16"."orders_24m",
        "t16"."code",
        "t16"."p_alive",
        "t16"."expected_orders",
        "t16"."expected_orders_median",
        "t16"."expected_orders_low",
        "t16"."expected_orders_high",
        "t16"."value_minor",
        "t16"."value_median_minor",
        "t16"."value_low_minor",
        "t16"."value_high_minor",
        "t16"."pace",
        "t16"."margin_per_order_minor",
        "t16"."moved_1",
        "t16"."moved_1_by",
        "t16"."moved_2",
        "t16"."moved_2_by",
        "t16"."moved_3",
        "t16"."moved_3_by",
        "t16"."moved_4",
        "t16"."moved_4_by",
        "t16"."moved_5",
        "t16"."moved_5_by",
        "t16"."moved_6",
        "t16"."moved_6_by",
        "t16"."moved_7",
        "t16"."moved_7_by",
        "t16"."moved_8",
        "t16"."moved_8_by",
        "t16"."at_stake_minor",
        "t16"."year_value_minor",
        "t16"."year_low_minor",
        "t16"."year_high_minor",
        "t16"."first_order_known",
        "t16"."return_reserve_minor",
        "t16"."default_reserve_minor",
        "t16"."provisional_minor",
        "t16"."rfm_recency",
        "t16"."rfm_frequency",
        "t16"."rfm_monetary",
        "t16"."rfm_segment",
        "t16"."profit_minor",
        "t6"."platinum_from",
        "t6"."gold_from",
        "t6"."iron_from"
      FROM (
        SELECT
          "t14"."customer",
          "t14"."first_day",
          "t14"."last_day",
          "t14"."orders",
          "t14"."order_days",
          "t14"."frequency",
          "t14"."recency_days",
          "t14"."tenure_days",
          "t14"."spend_days",
          "t14"."spend_minor",
          "t14"."repeat_spend_days",
          "t14"."repeat_spend_minor",
          "t14"."revenue_minor",
          "t14"."margin_minor",
          "t14"."order_cost_minor",
          "t14"."service_minor",
          "t14"."contact_minor",
          "t14"."acquisition_minor",
          "t14"."margin_12m_minor",
          "t14"."margin_24m_minor",
          "t14"."orders_24m",
          "t14"."code",
          "t14"."p_alive",
          "t14"."expected_orders",
          "t14"."expected_orders_median",
          "t14"."expected_orders_low",
          "t14"."expected_orders_high",
          "t14"."value_minor",
          "t14"."value_median_minor",
          "t14"."value_low_minor",
          "t14"."value_high_minor",
          "t14"."pace",
          "t14"."margin_per_order_minor",
          "t14"."moved_1",
          "t14"."moved_1_by",
          "t14"."moved_2",
          "t14"."moved_2_by",
          "t14"."moved_3",
          "t14"."moved_3_by",
          "t14"."moved_4",
          "t14"."moved_4_by",
          "t14"."moved_5",
          "t14"."moved_5_by",
          "t14"."moved_6",
          "t14"."moved_6_by",
          "t14"."moved_7",
          "t14"."moved_7_by",
          "t14"."moved_8",
          "t14"."moved_8_by",
          "t14"."at_stake_minor",
          "t14"."year_value_minor",
          "t14"."year_low_minor",
          "t14"."year_high_minor",
          "t14"."first_order_known",
          "t14"."return_reserve_minor",
          "t14"."default_reserve_minor",
          "t14"."provisional_minor",
          "t14"."rfm_recency",
          "t14"."rfm_frequency",
          "t14"."rfm_monetary",
          CASE
            WHEN (
              "t14"."rfm_recency" * 100
            ) + (
              "t14"."rfm_frequency" * 10
            ) + "t14"."rfm_monetary" IN (555, 554, 544, 545, 454, 455, 445)
            THEN 'champions'
            WHEN (
              "t14"."rfm_recency" * 100
            ) + (
              "t14"."rfm_frequency" * 10
            ) + "t14"."rfm_monetary" IN (543, 444, 435, 355, 354, 345, 344, 335)
            THEN 'loyal'
            WHEN (
              "t14"."rfm_recency" * 100
            ) + (
              "t14"."rfm_frequency" * 10
            ) + "t14"."rfm_monetary" IN (
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
              "t14"."rfm_recency" * 100
            ) + (
              "t14"."rfm_frequency" * 10
            ) + "t14"."rfm_monetary" IN (512, 511, 422, 421, 412, 411, 311)
            THEN 'new'
            WHEN (
              "t14"."rfm_recency" * 100
            ) + (
              "t14"."rfm_frequency" * 10
            ) + "t14"."rfm_monetary" IN (525, 524, 523, 522, 521, 515, 514, 513, 425, 424, 413, 414, 415, 315, 314, 313)
            THEN 'promising'
            WHEN (
              "t14"."rfm_recency" * 100
            ) + (
              "t14"."rfm_frequency" * 10
            ) + "t14"."rfm_monetary" IN (535, 534, 443, 434, 343, 334, 325, 324)
            THEN 'need-attention'
            WHEN (
              "t14"."rfm_recency" * 100
            ) + (
              "t14"."rfm_frequency" * 10
            ) + "t14"."rfm_monetary" IN (331, 321, 312, 221, 213, 231, 241, 251)
            THEN 'about-to-sleep'
            WHEN (
              "t14"."rfm_recency" * 100
            ) + (
              "t14"."rfm_frequency" * 10
            ) + "t14"."rfm_monetary" IN (
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
              "t14"."rfm_recency" * 100
            ) + (
              "t14"."rfm_frequency" * 10
            ) + "t14"."rfm_monetary" IN (155, 154, 144, 214, 215, 115, 114, 113)
            THEN 'cannot-lose'
            WHEN (
              "t14"."rfm_recency" * 100
            ) + (
              "t14"."rfm_frequency" * 10
            ) + "t14"."rfm_monetary" IN (332, 322, 233, 232, 223, 222, 132, 123, 122, 212, 211)
            THEN 'hibernating'
            ELSE 'lost'
          END AS "rfm_segment",
          (
            "t14"."margin_24m_minor" - (
              "t14"."return_reserve_minor" + "t14"."default_reserve_minor"
            )
          ) + "t14"."year_value_minor" AS "profit_minor"
        FROM (
          SELECT
            "t13"."customer",
            "t13"."first_day",
            "t13"."last_day",
            "t13"."orders",
            "t13"."order_days",
            "t13"."frequency",
            "t13"."recency_days",
            "t13"."tenure_days",
            "t13"."spend_days",
            "t13"."spend_minor",
            "t13"."repeat_spend_days",
            "t13"."repeat_spend_minor",
            "t13"."revenue_minor",
            "t13"."margin_minor",
            "t13"."order_cost_minor",
            "t13"."service_minor",
            "t13"."contact_minor",
            "t13"."acquisition_minor",
            "t13"."margin_12m_minor",
            "t13"."margin_24m_minor",
            "t13"."orders_24m",
            "t13"."code",
            "t13"."p_alive",
            "t13"."expected_orders",
            "t13"."expected_orders_median",
            "t13"."expected_orders_low",
            "t13"."expected_orders_high",
            "t13"."value_minor",
            "t13"."value_median_minor",
            "t13"."value_low_minor",
            "t13"."value_high_minor",
            "t13"."pace",
            "t13"."margin_per_order_minor",
            "t13"."moved_1",
            "t13"."moved_1_by",
            "t13"."moved_2",
            "t13"."moved_2_by",
            "t13"."moved_3",
            "t13"."moved_3_by",
            "t13"."moved_4",
            "t13"."moved_4_by",
            "t13"."moved_5",
            "t13"."moved_5_by",
            "t13"."moved_6",
            "t13"."moved_6_by",
            "t13"."moved_7",
            "t13"."moved_7_by",
            "t13"."moved_8",
            "t13"."moved_8_by",
            "t13"."at_stake_minor",
            "t13"."year_value_minor",
            "t13"."year_low_minor",
            "t13"."year_high_minor",
            "t13"."first_order_known",
            "t13"."return_reserve_minor",
            "t13"."default_reserve_minor",
            "t13"."provisional_minor",
            "t13"."recency_2",
            "t13"."recency_3",
            "t13"."recency_4",
            "t13"."recency_5",
            "t13"."frequency_2",
            "t13"."frequency_3",
            "t13"."frequency_4",
            "t13"."frequency_5",
            "t13"."monetary_2",
            "t13"."monetary_3",
            "t13"."monetary_4",
            "t13"."monetary_5",
            CASE WHEN "t13"."last_day" >= "t13"."recency_2" THEN 1 ELSE 0 END + CASE WHEN "t13"."last_day" >= "t13"."recency_3" THEN 1 ELSE 0 END + CASE WHEN "t13"."last_day" >= "t13"."recency_4" THEN 1 ELSE 0 END + CASE WHEN "t13"."last_day" >= "t13"."recency_5" THEN 1 ELSE 0 END + 1 AS "rfm_recency",
            CASE WHEN "t13"."order_days" >= "t13"."frequency_2" THEN 1 ELSE 0 END + CASE WHEN "t13"."order_days" >= "t13"."frequency_3" THEN 1 ELSE 0 END + CASE WHEN "t13"."order_days" >= "t13"."frequency_4" THEN 1 ELSE 0 END + CASE WHEN "t13"."order_days" >= "t13"."frequency_5" THEN 1 ELSE 0 END + 1 AS "rfm_frequency",
            CASE WHEN "t13"."margin_minor" >= "t13"."monetary_2" THEN 1 ELSE 0 END + CASE WHEN "t13"."margin_minor" >= "t13"."monetary_3" THEN 1 ELSE 0 END + CASE WHEN "t13"."margin_minor" >= "t13"."monetary_4" THEN 1 ELSE 0 END + CASE WHEN "t13"."margin_minor" >= "t13"."monetary_5" THEN 1 ELSE 0 END + 1 AS "rfm_monetary"
          FROM (
            SELECT
              "t7"."customer",
              "t7"."first_day",
              "t7"."last_day",
              "t7"."orders",
              "t7"."order_days",
              "t7"."frequency",
              "t7"."recency_days",
              "t7"."tenure_days",
              "t7"."spend_days",
              "t7"."spend_minor",
              "t7"."repeat_spend_days",
              "t7"."repeat_spend_minor",
              "t7"."revenue_minor",
              "t7"."margin_minor",
              "t7"."order_cost_minor",
              "t7"."service_minor",
              "t7"."contact_minor",
              "t7"."acquisition_minor",
              "t7"."margin_12m_minor",
              "t7"."margin_24m_minor",
              "t7"."orders_24m",
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
              "t8"."moved_4",
              "t8"."moved_4_by",
              "t8"."moved_5",
              "t8"."moved_5_by",
              "t8"."moved_6",
              "t8"."moved_6_by",
              "t8"."moved_7",
              "t8"."moved_7_by",
              "t8"."moved_8",
              "t8"."moved_8_by",
              "t8"."at_stake_minor",
              "t8"."year_value_minor",
              "t8"."year_low_minor",
              "t8"."year_high_minor",
              "t8"."first_order_known",
              COALESCE("t9"."return_reserve_minor", 0) AS "return_reserve_minor",
              COALESCE("t9"."default_reserve_minor", 0) AS "default_reserve_minor",
              COALESCE("t9"."provisional_minor", 0) AS "provisional_minor",
              "t10"."recency_2",
              "t10"."recency_3",
              "t10"."recency_4",
              "t10"."recency_5",
              "t10"."frequency_2",
              "t10"."frequency_3",
              "t10"."frequency_4",
              "t10"."frequency_5",
              "t10"."monetary_2",
              "t10"."monetary_3",
              "t10"."monetary_4",
              "t10"."monetary_5"
            FROM "histories" AS "t7"
            INNER JOIN "forecasts" AS "t8"
              ON "t7"."customer" = "t8"."customer"
            LEFT OUTER JOIN "reserves" AS "t9"
              ON "t7"."customer" = "t9"."customer"
            CROSS JOIN "fifths" AS "t10"
          ) AS "t13"
        ) AS "t14"
      ) AS "t16"
      CROSS JOIN "tier_limits" AS "t6"
    ) AS "t17"
  ) AS "t19"
  LEFT OUTER JOIN (
    SELECT
      "t0"."customer",
      "t0"."tier_before"
    FROM "before" AS "t0"
  ) AS "t12"
    ON "t19"."customer" = "t12"."customer"
) AS "t20"
