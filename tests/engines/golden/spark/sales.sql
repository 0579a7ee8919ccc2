SELECT
  `t0`.`order_id`,
  CAST(`t0`.`position` AS BIGINT) AS `position`,
  `t0`.`product`,
  CAST(`t0`.`customer` AS BIGINT) AS `customer`,
  `t0`.`day`,
  `t0`.`kind`,
  CAST(`t0`.`stated_minor` AS BIGINT) AS `stated_minor`,
  CAST(`t0`.`net_minor` AS BIGINT) AS `net_minor`,
  CAST(COALESCE(
    `t0`.`known_cost`,
    IF(
      `t0`.`guess`,
      `t0`.`net_minor` - (
        CAST(ROUND(
          (
            (
              `t0`.`net_minor` * 4000
            ) - (
              (
                `t0`.`net_minor` * 4000
              ) % 10000
            )
          ) / 10000,
          0
        ) AS BIGINT) + IF(
          (
            (
              ABS((
                `t0`.`net_minor` * 4000
              ) % 10000) * 2
            ) > 10000
          )
          OR (
            (
              (
                ABS((
                  `t0`.`net_minor` * 4000
                ) % 10000) * 2
              ) = 10000
            )
            AND (
              (
                CAST(ROUND(
                  (
                    (
                      `t0`.`net_minor` * 4000
                    ) - (
                      (
                        `t0`.`net_minor` * 4000
                      ) % 10000
                    )
                  ) / 10000,
                  0
                ) AS BIGINT) % 2
              ) <> 0
            )
          ),
          IF((
            `t0`.`net_minor` * 4000
          ) < 0, -1, 1),
          0
        )
      ),
      CAST(NULL AS BIGINT)
    )
  ) AS BIGINT) AS `cost_minor`,
  (
    `t0`.`known_cost` IS NULL
  )
  AND (
    IF(
      `t0`.`guess`,
      `t0`.`net_minor` - (
        CAST(ROUND(
          (
            (
              `t0`.`net_minor` * 4000
            ) - (
              (
                `t0`.`net_minor` * 4000
              ) % 10000
            )
          ) / 10000,
          0
        ) AS BIGINT) + IF(
          (
            (
              ABS((
                `t0`.`net_minor` * 4000
              ) % 10000) * 2
            ) > 10000
          )
          OR (
            (
              (
                ABS((
                  `t0`.`net_minor` * 4000
                ) % 10000) * 2
              ) = 10000
            )
            AND (
              (
                CAST(ROUND(
                  (
                    (
                      `t0`.`net_minor` * 4000
                    ) - (
                      (
                        `t0`.`net_minor` * 4000
                      ) % 10000
                    )
                  ) / 10000,
                  0
                ) AS BIGINT) % 2
              ) <> 0
            )
          ),
          IF((
            `t0`.`net_minor` * 4000
          ) < 0, -1, 1),
          0
        )
      ),
      CAST(NULL AS BIGINT)
    ) IS NOT NULL
  ) AS `cost_estimated`
FROM `sales_priced` AS `t0`
