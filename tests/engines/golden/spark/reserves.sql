SELECT
  CAST(`t11`.`customer` AS BIGINT) AS `customer`,
  CAST(`t11`.`return_reserve_minor` AS BIGINT) AS `return_reserve_minor`,
  CAST(`t11`.`default_reserve_minor` AS BIGINT) AS `default_reserve_minor`,
  CAST(`t11`.`provisional_minor` AS BIGINT) AS `provisional_minor`
FROM (
  SELECT
    `t10`.`customer`,
    COALESCE(CAST(SUM(`t10`.`return_reserve_minor`) AS BIGINT), 0) AS `return_reserve_minor`,
    COALESCE(CAST(SUM(`t10`.`default_reserve_minor`) AS BIGINT), 0) AS `default_reserve_minor`,
    COALESCE(CAST(SUM(`t10`.`provisional_minor`) AS BIGINT), 0) AS `provisional_minor`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t5`.`customer`,
        CAST(ROUND(
          (
            (
              `t5`.`revenue_minor` * `t3`.`returned_ppm`
            ) - (
              (
                `t5`.`revenue_minor` * `t3`.`returned_ppm`
              ) % 1000000
            )
          ) / 1000000,
          0
        ) AS BIGINT) + IF(
          (
            (
              ABS((
                `t5`.`revenue_minor` * `t3`.`returned_ppm`
              ) % 1000000) * 2
            ) > 1000000
          )
          OR (
            (
              (
                ABS((
                  `t5`.`revenue_minor` * `t3`.`returned_ppm`
                ) % 1000000) * 2
              ) = 1000000
            )
            AND (
              (
                CAST(ROUND(
                  (
                    (
                      `t5`.`revenue_minor` * `t3`.`returned_ppm`
                    ) - (
                      (
                        `t5`.`revenue_minor` * `t3`.`returned_ppm`
                      ) % 1000000
                    )
                  ) / 1000000,
                  0
                ) AS BIGINT) % 2
              ) <> 0
            )
          ),
          IF((
            `t5`.`revenue_minor` * `t3`.`returned_ppm`
          ) < 0, -1, 1),
          0
        ) AS `return_reserve_minor`,
        0 AS `default_reserve_minor`,
        IF(`t3`.`is_provisional`, `t5`.`revenue_minor`, 0) AS `provisional_minor`
      FROM (
        SELECT
          `t0`.`customer`,
          `t0`.`day`,
          `t0`.`orders`,
          `t0`.`revenue_minor`,
          `t0`.`margin_minor`,
          `t0`.`order_cost_minor`,
          `t0`.`service_minor`,
          `t0`.`contact_minor`,
          `t0`.`acquisition_minor`,
          DATEDIFF(DAY, `t0`.`day`, MAKE_DATE(2026, 6, 30)) AS `passed`
        FROM `customer_days` AS `t0`
        WHERE
          `t0`.`customer` IS NOT NULL
          AND `t0`.`day` <= MAKE_DATE(2026, 6, 30)
          AND `t0`.`revenue_minor` > 0
      ) AS `t5`
      INNER JOIN `loss_shares` AS `t3`
        ON `t5`.`passed` = `t3`.`passed`
    ) AS `t8`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t7`.`customer`,
        0 AS `return_reserve_minor`,
        CAST(ROUND(
          (
            (
              `t7`.`unpaid_minor` * `t3`.`default_ppm`
            ) - (
              (
                `t7`.`unpaid_minor` * `t3`.`default_ppm`
              ) % 1000000
            )
          ) / 1000000,
          0
        ) AS BIGINT) + IF(
          (
            (
              ABS((
                `t7`.`unpaid_minor` * `t3`.`default_ppm`
              ) % 1000000) * 2
            ) > 1000000
          )
          OR (
            (
              (
                ABS((
                  `t7`.`unpaid_minor` * `t3`.`default_ppm`
                ) % 1000000) * 2
              ) = 1000000
            )
            AND (
              (
                CAST(ROUND(
                  (
                    (
                      `t7`.`unpaid_minor` * `t3`.`default_ppm`
                    ) - (
                      (
                        `t7`.`unpaid_minor` * `t3`.`default_ppm`
                      ) % 1000000
                    )
                  ) / 1000000,
                  0
                ) AS BIGINT) % 2
              ) <> 0
            )
          ),
          IF((
            `t7`.`unpaid_minor` * `t3`.`default_ppm`
          ) < 0, -1, 1),
          0
        ) AS `default_reserve_minor`,
        0 AS `provisional_minor`
      FROM (
        SELECT
          `t2`.`order_id`,
          `t2`.`customer`,
          `t2`.`due_day`,
          `t2`.`due_minor`,
          `t2`.`unpaid_minor`,
          IF(
            IF(
              DATEDIFF(DAY, `t2`.`due_day`, MAKE_DATE(2026, 6, 30)) > 180,
              180,
              DATEDIFF(DAY, `t2`.`due_day`, MAKE_DATE(2026, 6, 30))
            ) < 0,
            0,
            IF(
              DATEDIFF(DAY, `t2`.`due_day`, MAKE_DATE(2026, 6, 30)) > 180,
              180,
              DATEDIFF(DAY, `t2`.`due_day`, MAKE_DATE(2026, 6, 30))
            )
          ) AS `passed`
        FROM `invoices` AS `t2`
        WHERE
          `t2`.`unpaid_minor` > 0 AND `t2`.`customer` IS NOT NULL
      ) AS `t7`
      INNER JOIN `loss_shares` AS `t3`
        ON `t7`.`passed` = `t3`.`passed`
    ) AS `t9`
  ) AS `t10`
  GROUP BY
    1
) AS `t11`
WHERE
  (
    `t11`.`return_reserve_minor` <> 0
  )
  OR (
    `t11`.`default_reserve_minor` <> 0
  )
  OR (
    `t11`.`provisional_minor` <> 0
  )
