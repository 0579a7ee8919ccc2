SELECT
  CAST(`t15`.`customer` AS BIGINT) AS `customer`,
  `t15`.`code`,
  CAST(`t15`.`orders` AS BIGINT) AS `orders`,
  CAST(`t15`.`order_days` AS BIGINT) AS `order_days`,
  CAST(`t15`.`orders_24m` AS BIGINT) AS `orders_24m`,
  CAST(`t15`.`revenue_minor` AS BIGINT) AS `revenue_minor`,
  CAST(`t15`.`margin_minor` AS BIGINT) AS `margin_minor`,
  CAST(`t15`.`service_minor` AS BIGINT) AS `service_minor`,
  CAST(`t15`.`contact_minor` AS BIGINT) AS `contact_minor`,
  CAST(`t15`.`acquisition_minor` AS BIGINT) AS `acquisition_minor`,
  CAST(`t15`.`return_reserve_minor` AS BIGINT) AS `return_reserve_minor`,
  CAST(`t15`.`default_reserve_minor` AS BIGINT) AS `default_reserve_minor`,
  CAST(`t15`.`provisional_minor` AS BIGINT) AS `provisional_minor`,
  CAST(`t15`.`margin_12m_minor` AS BIGINT) AS `margin_12m_minor`,
  CAST(`t15`.`margin_24m_minor` AS BIGINT) AS `margin_24m_minor`,
  `t15`.`p_alive`,
  `t15`.`expected_orders`,
  `t15`.`expected_orders_median`,
  `t15`.`expected_orders_low`,
  `t15`.`expected_orders_high`,
  CAST(`t15`.`value_minor` AS BIGINT) AS `value_minor`,
  CAST(`t15`.`value_median_minor` AS BIGINT) AS `value_median_minor`,
  CAST(`t15`.`value_low_minor` AS BIGINT) AS `value_low_minor`,
  CAST(`t15`.`value_high_minor` AS BIGINT) AS `value_high_minor`,
  `t15`.`pace`,
  CAST(`t15`.`margin_per_order_minor` AS BIGINT) AS `margin_per_order_minor`,
  `t15`.`moved_1`,
  `t15`.`moved_1_by`,
  `t15`.`moved_2`,
  `t15`.`moved_2_by`,
  `t15`.`moved_3`,
  `t15`.`moved_3_by`,
  `t15`.`moved_4`,
  `t15`.`moved_4_by`,
  `t15`.`moved_5`,
  `t15`.`moved_5_by`,
  `t15`.`moved_6`,
  `t15`.`moved_6_by`,
  `t15`.`moved_7`,
  `t15`.`moved_7_by`,
  `t15`.`moved_8`,
  `t15`.`moved_8_by`,
  CAST(`t15`.`at_stake_minor` AS BIGINT) AS `at_stake_minor`,
  CAST(`t15`.`year_value_minor` AS BIGINT) AS `year_value_minor`,
  CAST(`t15`.`profit_minor` AS BIGINT) AS `profit_minor`,
  `t15`.`tier_by_limits` AS `tier`,
  `t15`.`tier_by_limits`,
  `t15`.`first_order_known`,
  CAST(`t15`.`rfm_recency` AS BIGINT) AS `rfm_recency`,
  CAST(`t15`.`rfm_frequency` AS BIGINT) AS `rfm_frequency`,
  CAST(`t15`.`rfm_monetary` AS BIGINT) AS `rfm_monetary`,
  `t15`.`rfm_segment`,
  `t15`.`first_day` AS `first_order`,
  `t15`.`last_day` AS `last_order`
FROM (
  SELECT
    `t14`.`customer`,
    `t14`.`first_day`,
    `t14`.`last_day`,
    `t14`.`orders`,
    `t14`.`order_days`,
    `t14`.`frequency`,
    `t14`.`recency_days`,
    `t14`.`tenure_days`,
    `t14`.`spend_days`,
    `t14`.`spend_minor`,
    `t14`.`repeat_spend_days`,
    `t14`.`repeat_spend_minor`,
    `t14`.`revenue_minor`,
    `t14`.`margin_minor`,
    `t14`.`order_cost_minor`,
    `t14`.`service_minor`,
    `t14`.`contact_minor`,
    `t14`.`acquisition_minor`,
    `t14`.`margin_12m_minor`,
    `t14`.`margin_24m_minor`,
    `t14`.`orders_24m`,
    `t14`.`code`,
    `t14`.`p_alive`,
    `t14`.`expected_orders`,
    `t14`.`expected_orders_median`,
    `t14`.`expected_orders_low`,
    `t14`.`expected_orders_high`,
    `t14`.`value_minor`,
    `t14`.`value_median_minor`,
    `t14`.`value_low_minor`,
    `t14`.`value_high_minor`,
    `t14`.`pace`,
    `t14`.`margin_per_order_minor`,
    `t14`.`moved_1`,
    `t14`.`moved_1_by`,
    `t14`.`moved_2`,
    `t14`.`moved_2_by`,
    `t14`.`moved_3`,
    `t14`.`moved_3_by`,
    `t14`.`moved_4`,
    `t14`.`moved_4_by`,
    `t14`.`moved_5`,
    `t14`.`moved_5_by`,
    `t14`.`moved_6`,
    `t14`.`moved_6_by`,
    `t14`.`moved_7`,
    `t14`.`moved_7_by`,
    `t14`.`moved_8`,
    `t14`.`moved_8_by`,
    `t14`.`at_stake_minor`,
    `t14`.`year_value_minor`,
    `t14`.`year_low_minor`,
    `t14`.`year_high_minor`,
    `t14`.`first_order_known`,
    `t14`.`return_reserve_minor`,
    `t14`.`default_reserve_minor`,
    `t14`.`provisional_minor`,
    `t14`.`rfm_recency`,
    `t14`.`rfm_frequency`,
    `t14`.`rfm_monetary`,
    `t14`.`rfm_segment`,
    `t14`.`profit_minor`,
    `t14`.`platinum_from`,
    `t14`.`gold_from`,
    `t14`.`iron_from`,
    CASE
      WHEN `t14`.`orders_24m` <= 0
      THEN 'former'
      WHEN CAST(CASE
        WHEN `t14`.`profit_minor` < 0
        THEN 0
        WHEN `t14`.`profit_minor` >= `t14`.`platinum_from`
        THEN 3
        WHEN `t14`.`profit_minor` >= `t14`.`gold_from`
        THEN 2
        WHEN `t14`.`profit_minor` >= `t14`.`iron_from`
        THEN 1
        ELSE 0
      END AS BIGINT) = 0
      THEN 'lead'
      WHEN CAST(CASE
        WHEN `t14`.`profit_minor` < 0
        THEN 0
        WHEN `t14`.`profit_minor` >= `t14`.`platinum_from`
        THEN 3
        WHEN `t14`.`profit_minor` >= `t14`.`gold_from`
        THEN 2
        WHEN `t14`.`profit_minor` >= `t14`.`iron_from`
        THEN 1
        ELSE 0
      END AS BIGINT) = 1
      THEN 'iron'
      WHEN CAST(CASE
        WHEN `t14`.`profit_minor` < 0
        THEN 0
        WHEN `t14`.`profit_minor` >= `t14`.`platinum_from`
        THEN 3
        WHEN `t14`.`profit_minor` >= `t14`.`gold_from`
        THEN 2
        WHEN `t14`.`profit_minor` >= `t14`.`iron_from`
        THEN 1
        ELSE 0
      END AS BIGINT) = 2
      THEN 'gold'
      WHEN CAST(CASE
        WHEN `t14`.`profit_minor` < 0
        THEN 0
        WHEN `t14`.`profit_minor` >= `t14`.`platinum_from`
        THEN 3
        WHEN `t14`.`profit_minor` >= `t14`.`gold_from`
        THEN 2
        WHEN `t14`.`profit_minor` >= `t14`.`iron_from`
        THEN 1
        ELSE 0
      END AS BIGINT) = 3
      THEN 'platinum'
      ELSE 'lead'
    END AS `tier_by_limits`
  FROM (
    SELECT
      `t13`.`customer`,
      `t13`.`first_day`,
      `t13`.`last_day`,
      `t13`.`orders`,
      `t13`.`order_days`,
      `t13`.`frequency`,
      `t13`.`recency_days`,
      `t13`.`tenure_days`,
      `t13`.`spend_days`,
      `t13`.`spend_minor`,
      `t13`.`repeat_spend_days`,
      `t13`.`repeat_spend_minor`,
      `t13`.`revenue_minor`,
      `t13`.`margin_minor`,
      `t13`.`order_cost_minor`,
      `t13`.`service_minor`,
      `t13`.`contact_minor`,
      `t13`.`acquisition_minor`,
      `t13`.`margin_12m_minor`,
      `t13`.`margin_24m_minor`,
      `t13`.`orders_24m`,
      `t13`.`code`,
      `t13`.`p_alive`,
      `t13`.`expected_orders`,
      `t13`.`expected_orders_median`,
      `t13`.`expected_orders_low`,
      `t13`.`expected_orders_high`,
      `t13`.`value_minor`,
      `t13`.`value_median_minor`,
      `t13`.`value_low_minor`,
      `t13`.`value_high_minor`,
      `t13`.`pace`,
      `t13`.`margin_per_order_minor`,
      `t13`.`moved_1`,
      `t13`.`moved_1_by`,
      `t13`.`moved_2`,
      `t13`.`moved_2_by`,
      `t13`.`moved_3`,
      `t13`.`moved_3_by`,
      `t13`.`moved_4`,
      `t13`.`moved_4_by`,
      `t13`.`moved_5`,
      `t13`.`moved_5_by`,
      `t13`.`moved_6`,
      `t13`.`moved_6_by`,
      `t13`.`moved_7`,
      `t13`.`moved_7_by`,
      `t13`.`moved_8`,
      `t13`.`moved_8_by`,
      `t13`.`at_stake_minor`,
      `t13`.`year_value_minor`,
      `t13`.`year_low_minor`,
      `t13`.`year_high_minor`,
      `t13`.`first_order_known`,
      `t13`.`return_reserve_minor`,
      `t13`.`default_reserve_minor`,
      `t13`.`provisional_minor`,
      `t13`.`rfm_recency`,
      `t13`.`rfm_frequency`,
      `t13`.`rfm_monetary`,
      `t13`.`rfm_segment`,
      `t13`.`profit_minor`,
      `t5`.`platinum_from`,
      `t5`.`gold_from`,
      `t5`.`iron_from`
    FROM (
      SELECT
        `t11`.`customer`,
        `t11`.`first_day`,
        `t11`.`last_day`,
        `t11`.`orders`,
        `t11`.`order_days`,
        `t11`.`frequency`,
        `t11`.`recency_days`,
        `t11`.`tenure_days`,
        `t11`.`spend_days`,
        `t11`.`spend_minor`,
        `t11`.`repeat_spend_days`,
        `t11`.`repeat_spend_minor`,
        `t11`.`revenue_minor`,
        `t11`.`margin_minor`,
        `t11`.`order_cost_minor`,
        `t11`.`service_minor`,
        `t11`.`contact_minor`,
        `t11`.`acquisition_minor`,
        `t11`.`margin_12m_minor`,
        `t11`.`margin_24m_minor`,
        `t11`.`orders_24m`,
        `t11`.`code`,
        `t11`.`p_alive`,
        `t11`.`expected_orders`,
        `t11`.`expected_orders_median`,
        `t11`.`expected_orders_low`,
        `t11`.`expected_orders_high`,
        `t11`.`value_minor`,
        `t11`.`value_median_minor`,
        `t11`.`value_low_minor`,
        `t11`.`value_high_minor`,
        `t11`.`pace`,
        `t11`.`margin_per_order_minor`,
        `t11`.`moved_1`,
        `t11`.`moved_1_by`,
        `t11`.`moved_2`,
        `t11`.`moved_2_by`,
        `t11`.`moved_3`,
        `t11`.`moved_3_by`,
        `t11`.`moved_4`,
        `t11`.`moved_4_by`,
        `t11`.`moved_5`,
        `t11`.`moved_5_by`,
        `t11`.`moved_6`,
        `t11`.`moved_6_by`,
        `t11`.`moved_7`,
        `t11`.`moved_7_by`,
        `t11`.`moved_8`,
        `t11`.`moved_8_by`,
        `t11`.`at_stake_minor`,
        `t11`.`year_value_minor`,
        `t11`.`year_low_minor`,
        `t11`.`year_high_minor`,
        `t11`.`first_order_known`,
        `t11`.`return_reserve_minor`,
        `t11`.`default_reserve_minor`,
        `t11`.`provisional_minor`,
        `t11`.`rfm_recency`,
        `t11`.`rfm_frequency`,
        `t11`.`rfm_monetary`,
        CASE
          WHEN (
            `t11`.`rfm_recency` * 100
          ) + (
            `t11`.`rfm_frequency` * 10
          ) + `t11`.`rfm_monetary` IN (555, 554, 544, 545, 454, 455, 445)
          THEN 'champions'
          WHEN (
            `t11`.`rfm_recency` * 100
          ) + (
            `t11`.`rfm_frequency` * 10
          ) + `t11`.`rfm_monetary` IN (543, 444, 435, 355, 354, 345, 344, 335)
          THEN 'loyal'
          WHEN (
            `t11`.`rfm_recency` * 100
          ) + (
            `t11`.`rfm_frequency` * 10
          ) + `t11`.`rfm_monetary` IN (
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
            `t11`.`rfm_recency` * 100
          ) + (
            `t11`.`rfm_frequency` * 10
          ) + `t11`.`rfm_monetary` IN (512, 511, 422, 421, 412, 411, 311)
          THEN 'new'
          WHEN (
            `t11`.`rfm_recency` * 100
          ) + (
            `t11`.`rfm_frequency` * 10
          ) + `t11`.`rfm_monetary` IN (525, 524, 523, 522, 521, 515, 514, 513, 425, 424, 413, 414, 415, 315, 314, 313)
          THEN 'promising'
          WHEN (
            `t11`.`rfm_recency` * 100
          ) + (
            `t11`.`rfm_frequency` * 10
          ) + `t11`.`rfm_monetary` IN (535, 534, 443, 434, 343, 334, 325, 324)
          THEN 'need-attention'
          WHEN (
            `t11`.`rfm_recency` * 100
          ) + (
            `t11`.`rfm_frequency` * 10
          ) + `t11`.`rfm_monetary` IN (331, 321, 312, 221, 213, 231, 241, 251)
          THEN 'about-to-sleep'
          WHEN (
            `t11`.`rfm_recency` * 100
          ) + (
            `t11`.`rfm_frequency` * 10
          ) + `t11`.`rfm_monetary` IN (
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
            `t11`.`rfm_recency` * 100
          ) + (
            `t11`.`rfm_frequency` * 10
          ) + `t11`.`rfm_monetary` IN (155, 154, 144, 214, 215, 115, 114, 113)
          THEN 'cannot-lose'
          WHEN (
            `t11`.`rfm_recency` * 100
          ) + (
            `t11`.`rfm_frequency` * 10
          ) + `t11`.`rfm_monetary` IN (332, 322, 233, 232, 223, 222, 132, 123, 122, 212, 211)
          THEN 'hibernating'
          ELSE 'lost'
        END AS `rfm_segment`,
        (
          `t11`.`margin_24m_minor` - (
            `t11`.`return_reserve_minor` + `t11`.`default_reserve_minor`
          )
        ) + `t11`.`year_value_minor` AS `profit_minor`
      FROM (
        SELECT
          `t10`.`customer`,
          `t10`.`first_day`,
          `t10`.`last_day`,
          `t10`.`orders`,
          `t10`.`order_days`,
          `t10`.`frequency`,
          `t10`.`recency_days`,
          `t10`.`tenure_days`,
          `t10`.`spend_days`,
          `t10`.`spend_minor`,
          `t10`.`repeat_spend_days`,
          `t10`.`repeat_spend_minor`,
          `t10`.`revenue_minor`,
          `t10`.`margin_minor`,
          `t10`.`order_cost_minor`,
          `t10`.`service_minor`,
          `t10`.`contact_minor`,
          `t10`.`acquisition_minor`,
          `t10`.`margin_12m_minor`,
          `t10`.`margin_24m_minor`,
          `t10`.`orders_24m`,
          `t10`.`code`,
          `t10`.`p_alive`,
          `t10`.`expected_orders`,
          `t10`.`expected_orders_median`,
          `t10`.`expected_orders_low`,
          `t10`.`expected_orders_high`,
          `t10`.`value_minor`,
          `t10`.`value_median_minor`,
          `t10`.`value_low_minor`,
          `t10`.`value_high_minor`,
          `t10`.`pace`,
          `t10`.`margin_per_order_minor`,
          `t10`.`moved_1`,
          `t10`.`moved_1_by`,
          `t10`.`moved_2`,
          `t10`.`moved_2_by`,
          `t10`.`moved_3`,
          `t10`.`moved_3_by`,
          `t10`.`moved_4`,
          `t10`.`moved_4_by`,
          `t10`.`moved_5`,
          `t10`.`moved_5_by`,
          `t10`.`moved_6`,
          `t10`.`moved_6_by`,
          `t10`.`moved_7`,
          `t10`.`moved_7_by`,
          `t10`.`moved_8`,
          `t10`.`moved_8_by`,
          `t10`.`at_stake_minor`,
          `t10`.`year_value_minor`,
          `t10`.`year_low_minor`,
          `t10`.`year_high_minor`,
          `t10`.`first_order_known`,
          `t10`.`return_reserve_minor`,
          `t10`.`default_reserve_minor`,
          `t10`.`provisional_minor`,
          `t10`.`recency_2`,
          `t10`.`recency_3`,
          `t10`.`recency_4`,
          `t10`.`recency_5`,
          `t10`.`frequency_2`,
          `t10`.`frequency_3`,
          `t10`.`frequency_4`,
          `t10`.`frequency_5`,
          `t10`.`monetary_2`,
          `t10`.`monetary_3`,
          `t10`.`monetary_4`,
          `t10`.`monetary_5`,
          IF(`t10`.`last_day` >= `t10`.`recency_2`, 1, 0) + IF(`t10`.`last_day` >= `t10`.`recency_3`, 1, 0) + IF(`t10`.`last_day` >= `t10`.`recency_4`, 1, 0) + IF(`t10`.`last_day` >= `t10`.`recency_5`, 1, 0) + 1 AS `rfm_recency`,
          IF(`t10`.`order_days` >= `t10`.`frequency_2`, 1, 0) + IF(`t10`.`order_days` >= `t10`.`frequency_3`, 1, 0) + IF(`t10`.`order_days` >= `t10`.`frequency_4`, 1, 0) + IF(`t10`.`order_days` >= `t10`.`frequency_5`, 1, 0) + 1 AS `rfm_frequency`,
          IF(`t10`.`margin_minor` >= `t10`.`monetary_2`, 1, 0) + IF(`t10`.`margin_minor` >= `t10`.`monetary_3`, 1, 0) + IF(`t10`.`margin_minor` >= `t10`.`monetary_4`, 1, 0) + IF(`t10`.`margin_minor` >= `t10`.`monetary_5`, 1, 0) + 1 AS `rfm_monetary`
        FROM (
          SELECT
            `t6`.`customer`,
            `t6`.`first_day`,
            `t6`.`last_day`,
            `t6`.`orders`,
            `t6`.`order_days`,
            `t6`.`frequency`,
            `t6`.`recency_days`,
            `t6`.`tenure_days`,
            `t6`.`spend_days`,
            `t6`.`spend_minor`,
            `t6`.`repeat_spend_days`,
            `t6`.`repeat_spend_minor`,
            `t6`.`revenue_minor`,
            `t6`.`margin_minor`,
            `t6`.`order_cost_minor`,
            `t6`.`service_minor`,
            `t6`.`contact_minor`,
            `t6`.`acquisition_minor`,
            `t6`.`margin_12m_minor`,
            `t6`.`margin_24m_minor`,
            `t6`.`orders_24m`,
            `t7`.`code`,
            `t7`.`p_alive`,
            `t7`.`expected_orders`,
            `t7`.`expected_orders_median`,
            `t7`.`expected_orders_low`,
            `t7`.`expected_orders_high`,
            `t7`.`value_minor`,
            `t7`.`value_median_minor`,
            `t7`.`value_low_minor`,
            `t7`.`value_high_minor`,
            `t7`.`pace`,
            `t7`.`margin_per_order_minor`,
            `t7`.`moved_1`,
            `t7`.`moved_1_by`,
            `t7`.`moved_2`,
            `t7`.`moved_2_by`,
            `t7`.`moved_3`,
            `t7`.`moved_3_by`,
            `t7`.`moved_4`,
            `t7`.`moved_4_by`,
            `t7`.`moved_5`,
            `t7`.`moved_5_by`,
            `t7`.`moved_6`,
            `t7`.`moved_6_by`,
            `t7`.`moved_7`,
            `t7`.`moved_7_by`,
            `t7`.`moved_8`,
            `t7`.`moved_8_by`,
            `t7`.`at_stake_minor`,
            `t7`.`year_value_minor`,
            `t7`.`year_low_minor`,
            `t7`.`year_high_minor`,
            `t7`.`first_order_known`,
            COALESCE(`t8`.`return_reserve_minor`, 0) AS `return_reserve_minor`,
            COALESCE(`t8`.`default_reserve_minor`, 0) AS `default_reserve_minor`,
            COALESCE(`t8`.`provisional_minor`, 0) AS `provisional_minor`,
            `t9`.`recency_2`,
            `t9`.`recency_3`,
            `t9`.`recency_4`,
            `t9`.`recency_5`,
            `t9`.`frequency_2`,
            `t9`.`frequency_3`,
            `t9`.`frequency_4`,
            `t9`.`frequency_5`,
            `t9`.`monetary_2`,
            `t9`.`monetary_3`,
            `t9`.`monetary_4`,
            `t9`.`monetary_5`
          FROM `histories` AS `t6`
          INNER JOIN `forecasts` AS `t7`
            ON `t6`.`customer` = `t7`.`customer`
          LEFT OUTER JOIN `reserves` AS `t8`
            ON `t6`.`customer` = `t8`.`customer`
          CROSS JOIN `fifths` AS `t9`
        ) AS `t10`
      ) AS `t11`
    ) AS `t13`
    CROSS JOIN `tier_limits` AS `t5`
  ) AS `t14`
) AS `t15`
