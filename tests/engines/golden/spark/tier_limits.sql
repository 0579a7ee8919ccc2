SELECT
  CAST(`t8`.`platinum_from` AS BIGINT) AS `platinum_from`,
  CAST(`t8`.`gold_from` AS BIGINT) AS `gold_from`,
  CAST(`t8`.`iron_from` AS BIGINT) AS `iron_from`
FROM (
  SELECT
    MIN(
      IF(
        (
          (
            `t7`.`everybody` - `t7`.`upto`
          ) * 100
        ) < (
          `t7`.`everybody` * 20
        ),
        `t7`.`figure`,
        NULL
      )
    ) AS `platinum_from`,
    MIN(
      IF(
        (
          (
            `t7`.`everybody` - `t7`.`upto`
          ) * 100
        ) < (
          `t7`.`everybody` * 50
        ),
        `t7`.`figure`,
        NULL
      )
    ) AS `gold_from`,
    MIN(
      IF(
        (
          (
            `t7`.`everybody` - `t7`.`upto`
          ) * 100
        ) < (
          `t7`.`everybody` * 80
        ),
        `t7`.`figure`,
        NULL
      )
    ) AS `iron_from`
  FROM (
    SELECT
      `t6`.`figure`,
      `t6`.`customers`,
      CAST(SUM(`t6`.`customers`) OVER (
        ORDER BY `t6`.`figure` ASC NULLS LAST
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      ) AS BIGINT) AS `upto`,
      CAST(SUM(`t6`.`customers`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS BIGINT) AS `everybody`
    FROM (
      SELECT
        `t5`.`margin_24m_minor` + `t5`.`year_value_minor` AS `figure`,
        COUNT(*) AS `customers`
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t2`.`customer`,
            `t2`.`first_day`,
            `t2`.`last_day`,
            `t2`.`orders`,
            `t2`.`order_days`,
            `t2`.`frequency`,
            `t2`.`recency_days`,
            `t2`.`tenure_days`,
            `t2`.`spend_days`,
            `t2`.`spend_minor`,
            `t2`.`repeat_spend_days`,
            `t2`.`repeat_spend_minor`,
            `t2`.`revenue_minor`,
            `t2`.`margin_minor`,
            `t2`.`order_cost_minor`,
            `t2`.`margin_12m_minor`,
            `t2`.`margin_24m_minor`,
            `t2`.`orders_24m`,
            `t3`.`code`,
            `t3`.`p_alive`,
            `t3`.`expected_orders`,
            `t3`.`expected_orders_median`,
            `t3`.`expected_orders_low`,
            `t3`.`expected_orders_high`,
            `t3`.`value_minor`,
            `t3`.`value_median_minor`,
            `t3`.`value_low_minor`,
            `t3`.`value_high_minor`,
            `t3`.`pace`,
            `t3`.`margin_per_order_minor`,
            `t3`.`moved_1`,
            `t3`.`moved_1_by`,
            `t3`.`moved_2`,
            `t3`.`moved_2_by`,
            `t3`.`moved_3`,
            `t3`.`moved_3_by`,
            `t3`.`at_stake_minor`,
            `t3`.`year_value_minor`,
            `t3`.`first_order_known`
          FROM `histories` AS `t2`
          INNER JOIN `forecasts` AS `t3`
            ON `t2`.`customer` = `t3`.`customer`
        ) AS `t4`
        WHERE
          `t4`.`orders_24m` > 0
      ) AS `t5`
      GROUP BY
        1
    ) AS `t6`
  ) AS `t7`
) AS `t8`
