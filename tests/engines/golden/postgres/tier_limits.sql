SELECT
  CAST("t10"."platinum_from" AS BIGINT) AS "platinum_from",
  CAST("t10"."gold_from" AS BIGINT) AS "gold_from",
  CAST("t10"."iron_from" AS BIGINT) AS "iron_from"
FROM (
  SELECT
    MIN("t9"."figure") FILTER(WHERE
      (
        (
          "t9"."everybody" - "t9"."upto"
        ) * 100
      ) < (
        "t9"."everybody" * 20
      )) AS "platinum_from",
    MIN("t9"."figure") FILTER(WHERE
      (
        (
          "t9"."everybody" - "t9"."upto"
        ) * 100
      ) < (
        "t9"."everybody" * 50
      )) AS "gold_from",
    MIN("t9"."figure") FILTER(WHERE
      (
        (
          "t9"."everybody" - "t9"."upto"
        ) * 100
      ) < (
        "t9"."everybody" * 80
      )) AS "iron_from"
  FROM (
    SELECT
      "t8"."figure",
      "t8"."customers",
      CAST(SUM("t8"."customers") OVER (ORDER BY "t8"."figure" ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS "upto",
      CAST(SUM("t8"."customers") OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS BIGINT) AS "everybody"
    FROM (
      SELECT
        (
          "t7"."margin_24m_minor" - (
            "t7"."return_reserve_minor" + "t7"."default_reserve_minor"
          )
        ) + "t7"."year_value_minor" AS "figure",
        COUNT(*) AS "customers"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t3"."customer",
            "t3"."first_day",
            "t3"."last_day",
            "t3"."orders",
            "t3"."order_days",
            "t3"."frequency",
            "t3"."recency_days",
            "t3"."tenure_days",
            "t3"."spend_days",
            "t3"."spend_minor",
            "t3"."repeat_spend_days",
            "t3"."repeat_spend_minor",
            "t3"."revenue_minor",
            "t3"."margin_minor",
            "t3"."order_cost_minor",
            "t3"."service_minor",
            "t3"."contact_minor",
            "t3"."acquisition_minor",
            "t3"."margin_12m_minor",
            "t3"."margin_24m_minor",
            "t3"."orders_24m",
            "t4"."code",
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
            "t4"."year_low_minor",
            "t4"."year_high_minor",
            "t4"."first_order_known",
            COALESCE("t5"."return_reserve_minor", 0) AS "return_reserve_minor",
            COALESCE("t5"."default_reserve_minor", 0) AS "default_reserve_minor",
            COALESCE("t5"."provisional_minor", 0) AS "provisional_minor"
          FROM "histories" AS "t3"
          INNER JOIN "forecasts" AS "t4"
            ON "t3"."customer" = "t4"."customer"
          LEFT OUTER JOIN "reserves" AS "t5"
            ON "t3"."customer" = "t5"."customer"
        ) AS "t6"
        WHERE
          "t6"."orders_24m" > 0
      ) AS "t7"
      GROUP BY
        1
    ) AS "t8"
  ) AS "t9"
) AS "t10"
