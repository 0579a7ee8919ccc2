SELECT
  CAST(`t2`.`customer` AS BIGINT) AS `customer`,
  CAST(`t2`.`orders` AS BIGINT) AS `orders`,
  CAST(`t2`.`order_days` AS BIGINT) AS `order_days`,
  CAST(`t2`.`revenue_minor` AS BIGINT) AS `revenue_minor`,
  CAST(`t2`.`margin_minor` AS BIGINT) AS `margin_minor`
FROM (
  SELECT
    `t1`.`customer`,
    COALESCE(
      CAST(SUM(
        IF((
          `t1`.`orders` > 0
        ) AND NOT (
          `t1`.`day` > MAKE_DATE(2025, 6, 30)
        ), 1, 0)
      ) AS BIGINT),
      0
    ) AS `known`,
    COALESCE(
      CAST(SUM(IF(`t1`.`day` > MAKE_DATE(2025, 6, 30), `t1`.`orders`, NULL)) AS BIGINT),
      0
    ) AS `orders`,
    COALESCE(
      CAST(SUM(IF((
        `t1`.`orders` > 0
      ) AND (
        `t1`.`day` > MAKE_DATE(2025, 6, 30)
      ), 1, 0)) AS BIGINT),
      0
    ) AS `order_days`,
    COALESCE(
      CAST(SUM(IF(`t1`.`day` > MAKE_DATE(2025, 6, 30), `t1`.`revenue_minor`, NULL)) AS BIGINT),
      0
    ) AS `revenue_minor`,
    COALESCE(
      CAST(SUM(
        IF(
          `t1`.`day` > MAKE_DATE(2025, 6, 30),
          `t1`.`margin_minor` + `t1`.`acquisition_minor`,
          NULL
        )
      ) AS BIGINT),
      0
    ) AS `margin_minor`
  FROM (
    SELECT
      *
    FROM `customer_days` AS `t0`
    WHERE
      `t0`.`customer` IS NOT NULL AND `t0`.`day` <= MAKE_DATE(2026, 6, 30)
  ) AS `t1`
  GROUP BY
    1
) AS `t2`
WHERE
  `t2`.`known` > 0
