SELECT
  `t0`.`order_id`,
  CAST(`t0`.`position` AS BIGINT) AS `position`,
  CAST(`t0`.`quantity_milli` AS BIGINT) AS `quantity_milli`,
  CAST(`t0`.`unit_cost_minor` AS BIGINT) AS `unit_cost_minor`,
  CAST(`t0`.`handling_minor` AS BIGINT) AS `handling_minor`,
  CAST(`t0`.`product_cost` AS BIGINT) AS `product_cost`,
  `t0`.`returned_day`,
  CAST(`t0`.`sold_net` AS BIGINT) AS `sold_net`,
  CAST(`t0`.`sold_cost` AS BIGINT) AS `sold_cost`,
  CAST(`t0`.`customer` AS BIGINT) AS `customer`,
  `t0`.`day`,
  CAST(`t0`.`stated_minor` AS BIGINT) AS `stated_minor`,
  `t0`.`prices`,
  `t0`.`is_goods`,
  CAST(`t0`.`own_bp` AS BIGINT) AS `own_bp`,
  CAST(`t0`.`open_bp` AS BIGINT) AS `open_bp`,
  `t0`.`whole`,
  `t0`.`part`,
  CAST(`t0`.`net_ppm` AS BIGINT) AS `net_ppm`,
  CAST(`t0`.`cost_ppm` AS BIGINT) AS `cost_ppm`,
  CAST(`t0`.`net_minor` AS BIGINT) AS `net_minor`,
  CAST(IF(
    `t0`.`is_goods`,
    COALESCE(
      CAST(ROUND(
        (
          (
            COALESCE(`t0`.`quantity_milli`, 1000) * `t0`.`unit_cost_minor`
          ) - (
            (
              COALESCE(`t0`.`quantity_milli`, 1000) * `t0`.`unit_cost_minor`
            ) % 1000
          )
        ) / 1000,
        0
      ) AS BIGINT) + IF(
        (
          (
            ABS((
              COALESCE(`t0`.`quantity_milli`, 1000) * `t0`.`unit_cost_minor`
            ) % 1000) * 2
          ) > 1000
        )
        OR (
          (
            (
              ABS((
                COALESCE(`t0`.`quantity_milli`, 1000) * `t0`.`unit_cost_minor`
              ) % 1000) * 2
            ) = 1000
          )
          AND (
            (
              CAST(ROUND(
                (
                  (
                    COALESCE(`t0`.`quantity_milli`, 1000) * `t0`.`unit_cost_minor`
                  ) - (
                    (
                      COALESCE(`t0`.`quantity_milli`, 1000) * `t0`.`unit_cost_minor`
                    ) % 1000
                  )
                ) / 1000,
                0
              ) AS BIGINT) % 2
            ) <> 0
          )
        ),
        IF((
          COALESCE(`t0`.`quantity_milli`, 1000) * `t0`.`unit_cost_minor`
        ) < 0, -1, 1),
        0
      ),
      CASE
        WHEN `t0`.`whole`
        THEN `t0`.`sold_cost`
        WHEN (
          CAST(ROUND(
            (
              (
                `t0`.`quantity_milli` * `t0`.`product_cost`
              ) - (
                (
                  `t0`.`quantity_milli` * `t0`.`product_cost`
                ) % 1000
              )
            ) / 1000,
            0
          ) AS BIGINT) + IF(
            (
              (
                ABS((
                  `t0`.`quantity_milli` * `t0`.`product_cost`
                ) % 1000) * 2
              ) > 1000
            )
            OR (
              (
                (
                  ABS((
                    `t0`.`quantity_milli` * `t0`.`product_cost`
                  ) % 1000) * 2
                ) = 1000
              )
              AND (
                (
                  CAST(ROUND(
                    (
                      (
                        `t0`.`quantity_milli` * `t0`.`product_cost`
                      ) - (
                        (
                          `t0`.`quantity_milli` * `t0`.`product_cost`
                        ) % 1000
                      )
                    ) / 1000,
                    0
                  ) AS BIGINT) % 2
                ) <> 0
              )
            ),
            IF((
              `t0`.`quantity_milli` * `t0`.`product_cost`
            ) < 0, -1, 1),
            0
          )
        ) IS NOT NULL
        THEN CAST(ROUND(
          (
            (
              `t0`.`quantity_milli` * `t0`.`product_cost`
            ) - (
              (
                `t0`.`quantity_milli` * `t0`.`product_cost`
              ) % 1000
            )
          ) / 1000,
          0
        ) AS BIGINT) + IF(
          (
            (
              ABS((
                `t0`.`quantity_milli` * `t0`.`product_cost`
              ) % 1000) * 2
            ) > 1000
          )
          OR (
            (
              (
                ABS((
                  `t0`.`quantity_milli` * `t0`.`product_cost`
                ) % 1000) * 2
              ) = 1000
            )
            AND (
              (
                CAST(ROUND(
                  (
                    (
                      `t0`.`quantity_milli` * `t0`.`product_cost`
                    ) - (
                      (
                        `t0`.`quantity_milli` * `t0`.`product_cost`
                      ) % 1000
                    )
                  ) / 1000,
                  0
                ) AS BIGINT) % 2
              ) <> 0
            )
          ),
          IF((
            `t0`.`quantity_milli` * `t0`.`product_cost`
          ) < 0, -1, 1),
          0
        )
        WHEN `t0`.`part`
        THEN CAST(ROUND(
          (
            (
              `t0`.`stated_minor` * `t0`.`cost_ppm`
            ) - (
              (
                `t0`.`stated_minor` * `t0`.`cost_ppm`
              ) % 1000000
            )
          ) / 1000000,
          0
        ) AS BIGINT) + IF(
          (
            (
              ABS((
                `t0`.`stated_minor` * `t0`.`cost_ppm`
              ) % 1000000) * 2
            ) > 1000000
          )
          OR (
            (
              (
                ABS((
                  `t0`.`stated_minor` * `t0`.`cost_ppm`
                ) % 1000000) * 2
              ) = 1000000
            )
            AND (
              (
                CAST(ROUND(
                  (
                    (
                      `t0`.`stated_minor` * `t0`.`cost_ppm`
                    ) - (
                      (
                        `t0`.`stated_minor` * `t0`.`cost_ppm`
                      ) % 1000000
                    )
                  ) / 1000000,
                  0
                ) AS BIGINT) % 2
              ) <> 0
            )
          ),
          IF((
            `t0`.`stated_minor` * `t0`.`cost_ppm`
          ) < 0, -1, 1),
          0
        )
        ELSE `t0`.`net_minor` - (
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
        )
      END
    ),
    CAST(NULL AS BIGINT)
  ) AS BIGINT) AS `back_minor`,
  (
    CAST(ROUND(
      (
        (
          COALESCE(`t0`.`quantity_milli`, 1000) * `t0`.`unit_cost_minor`
        ) - (
          (
            COALESCE(`t0`.`quantity_milli`, 1000) * `t0`.`unit_cost_minor`
          ) % 1000
        )
      ) / 1000,
      0
    ) AS BIGINT) + IF(
      (
        (
          ABS((
            COALESCE(`t0`.`quantity_milli`, 1000) * `t0`.`unit_cost_minor`
          ) % 1000) * 2
        ) > 1000
      )
      OR (
        (
          (
            ABS((
              COALESCE(`t0`.`quantity_milli`, 1000) * `t0`.`unit_cost_minor`
            ) % 1000) * 2
          ) = 1000
        )
        AND (
          (
            CAST(ROUND(
              (
                (
                  COALESCE(`t0`.`quantity_milli`, 1000) * `t0`.`unit_cost_minor`
                ) - (
                  (
                    COALESCE(`t0`.`quantity_milli`, 1000) * `t0`.`unit_cost_minor`
                  ) % 1000
                )
              ) / 1000,
              0
            ) AS BIGINT) % 2
          ) <> 0
        )
      ),
      IF((
        COALESCE(`t0`.`quantity_milli`, 1000) * `t0`.`unit_cost_minor`
      ) < 0, -1, 1),
      0
    )
  ) IS NULL AS `back_estimated`
FROM `refunds_netted` AS `t0`
