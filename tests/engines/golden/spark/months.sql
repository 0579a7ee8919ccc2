SELECT
  `t8`.`month`,
  CAST(`t8`.`orders` AS BIGINT) AS `orders`,
  CAST(`t8`.`order_days` AS BIGINT) AS `order_days`,
  CAST(`t8`.`buyers` AS BIGINT) AS `buyers`,
  CAST(`t8`.`new_customers` AS BIGINT) AS `new_customers`,
  CAST(`t8`.`revenue_minor` AS BIGINT) AS `revenue_minor`,
  CAST(`t8`.`margin_minor` AS BIGINT) AS `margin_minor`
FROM (
  SELECT
    `t7`.`month`,
    COALESCE(CAST(SUM(`t7`.`orders`) AS BIGINT), 0) AS `orders`,
    COALESCE(CAST(SUM(IF(`t7`.`buyer` IS NOT NULL, 1, 0)) AS BIGINT), 0) AS `order_days`,
    COUNT(DISTINCT `t7`.`buyer`) AS `buyers`,
    COALESCE(CAST(SUM(IF(`t7`.`first_day` = `t7`.`day`, 1, 0)) AS BIGINT), 0) AS `new_customers`,
    COALESCE(CAST(SUM(`t7`.`revenue_minor`) AS BIGINT), 0) AS `revenue_minor`,
    COALESCE(CAST(SUM(`t7`.`margin_minor`) AS BIGINT), 0) AS `margin_minor`
  FROM (
    SELECT
      `t6`.`customer`,
      `t6`.`day`,
      `t6`.`orders`,
      `t6`.`revenue_minor`,
      `t6`.`margin_minor`,
      `t6`.`order_cost_minor`,
      `t6`.`service_minor`,
      `t6`.`contact_minor`,
      `t6`.`acquisition_minor`,
      `t6`.`customer_right`,
      `t6`.`first_day`,
      MAKE_DATE(EXTRACT(year FROM `t6`.`day`), EXTRACT(month FROM `t6`.`day`), 1) AS `month`,
      IF(
        (
          `t6`.`orders` > 0
        ) AND (
          `t6`.`customer` IS NOT NULL
        ),
        `t6`.`customer`,
        CAST(NULL AS BIGINT)
      ) AS `buyer`
    FROM (
      SELECT
        `t3`.`customer`,
        `t3`.`day`,
        `t3`.`orders`,
        `t3`.`revenue_minor`,
        `t3`.`margin_minor`,
        `t3`.`order_cost_minor`,
        `t3`.`service_minor`,
        `t3`.`contact_minor`,
        `t3`.`acquisition_minor`,
        `t5`.`customer` AS `customer_right`,
        `t5`.`first_day`
      FROM (
        SELECT
          *
        FROM `customer_days` AS `t0`
        WHERE
          `t0`.`day` <= MAKE_DATE(2026, 6, 30)
      ) AS `t3`
      LEFT OUTER JOIN (
        SELECT
          `t2`.`customer`,
          MIN(`t2`.`day`) AS `first_day`
        FROM (
          SELECT
            *
          FROM `customer_days` AS `t0`
          WHERE
            `t0`.`day` <= MAKE_DATE(2026, 6, 30)
            AND `t0`.`orders` > 0
            AND `t0`.`customer` IS NOT NULL
        ) AS `t2`
        GROUP BY
          1
      ) AS `t5`
        ON `t3`.`customer` = `t5`.`customer`
    ) AS `t6`
  ) AS `t7`
  GROUP BY
    1
) AS `t8`
