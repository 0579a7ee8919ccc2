SELECT
  CAST(`t20`.`customer` AS BIGINT) AS `customer`,
  `t20`.`day`,
  CAST(`t20`.`back_days` AS BIGINT) AS `back_days`
FROM (
  SELECT
    `t8`.`customer`,
    `t8`.`day`,
    DATEDIFF(DAY, `t8`.`day`, `t19`.`back`) AS `back_days`
  FROM (
    SELECT
      `t0`.`customer`,
      `t0`.`day`
    FROM `customer_days` AS `t0`
    WHERE
      `t0`.`orders` > 0 AND `t0`.`customer` IS NOT NULL
  ) AS `t8`
  LEFT OUTER JOIN (
    SELECT
      `t17`.`customer`,
      `t17`.`ordered`,
      MIN(`t17`.`back`) AS `back`
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t9`.`customer`,
            `t7`.`ordered`,
            `t9`.`day` AS `back`
          FROM (
            SELECT
              *
            FROM `refunds_traced` AS `t1`
            WHERE
              `t1`.`is_goods` AND `t1`.`stated_minor` >= 0 AND `t1`.`customer` IS NOT NULL
          ) AS `t9`
          INNER JOIN (
            SELECT
              `t2`.`order_id`,
              `t2`.`day` AS `ordered`
            FROM `orders_placed` AS `t2`
          ) AS `t7`
            ON `t9`.`order_id` = `t7`.`order_id`
        ) AS `t10`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            `t14`.`customer`,
            `t14`.`last_order` AS `ordered`,
            `t14`.`day` AS `back`
          FROM (
            SELECT
              `t13`.`customer`,
              `t13`.`day`,
              `t13`.`is_order`,
              `t13`.`order_day`,
              MAX(`t13`.`order_day`) OVER (
                PARTITION BY `t13`.`customer`
                ORDER BY `t13`.`day` ASC NULLS LAST, `t13`.`is_order` ASC NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS `last_order`
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  `t11`.`customer`,
                  `t11`.`day`,
                  0 AS `is_order`,
                  CAST(NULL AS DATE) AS `order_day`
                FROM (
                  SELECT
                    `t9`.`customer`,
                    `t9`.`day`
                  FROM (
                    SELECT
                      *
                    FROM `refunds_traced` AS `t1`
                    WHERE
                      `t1`.`is_goods` AND `t1`.`stated_minor` >= 0 AND `t1`.`customer` IS NOT NULL
                  ) AS `t9`
                  LEFT ANTI JOIN (
                    SELECT
                      `t2`.`order_id`,
                      `t2`.`day` AS `ordered`
                    FROM `orders_placed` AS `t2`
                  ) AS `t7`
                    ON `t9`.`order_id` = `t7`.`order_id`
                ) AS `t11`
              ) AS `t12`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  `t0`.`customer`,
                  `t0`.`day`,
                  1 AS `is_order`,
                  `t0`.`day` AS `order_day`
                FROM `customer_days` AS `t0`
                WHERE
                  `t0`.`orders` > 0 AND `t0`.`customer` IS NOT NULL
              ) AS `t5`
            ) AS `t13`
          ) AS `t14`
          WHERE
            `t14`.`is_order` = 0 AND `t14`.`last_order` IS NOT NULL
        ) AS `t15`
      ) AS `t16`
      WHERE
        `t16`.`back` > `t16`.`ordered`
    ) AS `t17`
    GROUP BY
      1,
      2
  ) AS `t19`
    ON `t8`.`customer` = `t19`.`customer` AND `t8`.`day` = `t19`.`ordered`
) AS `t20`
