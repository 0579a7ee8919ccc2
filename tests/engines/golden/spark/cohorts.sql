WITH `t6` AS (
  SELECT
    `t2`.`customer`,
    MIN(`t2`.`day`) AS `first_day`
  FROM (
    SELECT
      *
    FROM `customer_days` AS `t0`
    WHERE
      `t0`.`customer` IS NOT NULL
      AND `t0`.`day` <= MAKE_DATE(2026, 6, 30)
      AND `t0`.`orders` > 0
  ) AS `t2`
  GROUP BY
    1
)
SELECT
  `t18`.`cohort`,
  CAST(`t18`.`month_index` AS BIGINT) AS `month_index`,
  CAST(`t18`.`customers` AS BIGINT) AS `customers`,
  CAST(`t18`.`buyers` AS BIGINT) AS `buyers`,
  CAST(`t18`.`orders` AS BIGINT) AS `orders`,
  CAST(`t18`.`margin_minor` AS BIGINT) AS `margin_minor`
FROM (
  SELECT
    `t15`.`cohort`,
    `t15`.`month_index`,
    `t15`.`customers`,
    COALESCE(`t17`.`buyers`, 0) AS `buyers`,
    COALESCE(`t17`.`orders`, 0) AS `orders`,
    COALESCE(`t17`.`margin_minor`, 0) AS `margin_minor`
  FROM (
    SELECT
      `t12`.`cohort`,
      `t12`.`customers`,
      (
        (
          (
            EXTRACT(year FROM `t12`.`month`) * 12
          ) + EXTRACT(month FROM `t12`.`month`)
        ) - 1
      ) - (
        (
          (
            EXTRACT(year FROM `t12`.`cohort`) * 12
          ) + EXTRACT(month FROM `t12`.`cohort`)
        ) - 1
      ) AS `month_index`
    FROM (
      SELECT
        `t11`.`cohort`,
        `t11`.`customers`,
        `t5`.`month`
      FROM (
        SELECT
          MAKE_DATE(EXTRACT(year FROM `t7`.`first_day`), EXTRACT(month FROM `t7`.`first_day`), 1) AS `cohort`,
          COUNT(*) AS `customers`
        FROM `t6` AS `t7`
        GROUP BY
          1
      ) AS `t11`
      CROSS JOIN (
        SELECT DISTINCT
          MAKE_DATE(EXTRACT(year FROM `t0`.`day`), EXTRACT(month FROM `t0`.`day`), 1) AS `month`
        FROM `customer_days` AS `t0`
        WHERE
          `t0`.`customer` IS NOT NULL AND `t0`.`day` <= MAKE_DATE(2026, 6, 30)
      ) AS `t5`
    ) AS `t12`
    WHERE
      `t12`.`month` >= `t12`.`cohort`
  ) AS `t15`
  LEFT OUTER JOIN (
    SELECT
      `t13`.`cohort`,
      `t13`.`month_index`,
      COUNT(DISTINCT `t13`.`buyer`) AS `buyers`,
      COALESCE(CAST(SUM(`t13`.`orders`) AS BIGINT), 0) AS `orders`,
      COALESCE(CAST(SUM(`t13`.`margin_minor`) AS BIGINT), 0) AS `margin_minor`
    FROM (
      SELECT
        `t10`.`customer`,
        `t10`.`day`,
        `t10`.`orders`,
        `t10`.`revenue_minor`,
        `t10`.`margin_minor`,
        `t10`.`order_cost_minor`,
        `t10`.`service_minor`,
        `t10`.`contact_minor`,
        `t10`.`acquisition_minor`,
        `t10`.`first_day`,
        MAKE_DATE(EXTRACT(year FROM `t10`.`first_day`), EXTRACT(month FROM `t10`.`first_day`), 1) AS `cohort`,
        (
          (
            (
              EXTRACT(year FROM `t10`.`day`) * 12
            ) + EXTRACT(month FROM `t10`.`day`)
          ) - 1
        ) - (
          (
            (
              EXTRACT(year FROM `t10`.`first_day`) * 12
            ) + EXTRACT(month FROM `t10`.`first_day`)
          ) - 1
        ) AS `month_index`,
        IF(`t10`.`orders` > 0, `t10`.`customer`, CAST(NULL AS BIGINT)) AS `buyer`
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
          `t8`.`first_day`
        FROM (
          SELECT
            *
          FROM `customer_days` AS `t0`
          WHERE
            `t0`.`customer` IS NOT NULL AND `t0`.`day` <= MAKE_DATE(2026, 6, 30)
        ) AS `t3`
        INNER JOIN `t6` AS `t8`
          ON `t3`.`customer` = `t8`.`customer`
      ) AS `t10`
    ) AS `t13`
    GROUP BY
      1,
      2
  ) AS `t17`
    ON `t15`.`cohort` = `t17`.`cohort` AND `t15`.`month_index` = `t17`.`month_index`
) AS `t18`
