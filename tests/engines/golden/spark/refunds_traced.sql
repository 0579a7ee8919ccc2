WITH `t23` AS (
  SELECT
    *
  FROM (
    SELECT
      `t11`.`order_id`,
      `t11`.`position`,
      `t11`.`product`,
      `t11`.`customer`,
      `t11`.`day`,
      `t11`.`kind`,
      `t11`.`stated_minor`,
      `t11`.`net_minor`,
      `t11`.`cost_minor`,
      `t11`.`cost_estimated`
    FROM `sales` AS `t11`
    LEFT SEMI JOIN `refunds` AS `t9`
      ON `t11`.`order_id` = `t9`.`order_id`
  ) AS `t21`
  WHERE
    `t21`.`kind` = 'goods'
)
SELECT
  `t33`.`order_id`,
  CAST(`t33`.`position` AS BIGINT) AS `position`,
  CAST(`t33`.`quantity_milli` AS BIGINT) AS `quantity_milli`,
  CAST(`t33`.`unit_cost_minor` AS BIGINT) AS `unit_cost_minor`,
  CAST(`t33`.`handling_minor` AS BIGINT) AS `handling_minor`,
  CAST(`t33`.`product_cost` AS BIGINT) AS `product_cost`,
  `t33`.`returned_day`,
  CAST(`t33`.`sold_net` AS BIGINT) AS `sold_net`,
  CAST(`t33`.`sold_cost` AS BIGINT) AS `sold_cost`,
  CAST(COALESCE(`t33`.`customer`, `t33`.`order_customer`) AS BIGINT) AS `customer`,
  COALESCE(`t33`.`day`, CAST(`t33`.`refunded_at` AS DATE)) AS `day`,
  CAST(COALESCE(`t33`.`amount_minor`, 0) AS BIGINT) AS `stated_minor`,
  COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') AS `prices`,
  COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount') AS `is_goods`,
  CAST(COALESCE(`t33`.`vat_bp`, `t33`.`product_bp`) AS BIGINT) AS `own_bp`,
  CAST(COALESCE(
    `t33`.`order_bp`,
    CASE
      WHEN COALESCE(`t33`.`country`, 'DE') IN ('CH')
      THEN 810
      WHEN COALESCE(`t33`.`country`, 'DE') IN ('LU')
      THEN 1700
      WHEN COALESCE(`t33`.`country`, 'DE') IN ('MT')
      THEN 1800
      WHEN COALESCE(`t33`.`country`, 'DE') IN ('CY', 'DE')
      THEN 1900
      WHEN COALESCE(`t33`.`country`, 'DE') IN ('AT', 'BG', 'FR')
      THEN 2000
      WHEN COALESCE(`t33`.`country`, 'DE') IN ('BE', 'CZ', 'ES', 'LT', 'LV', 'NL', 'RO')
      THEN 2100
      WHEN COALESCE(`t33`.`country`, 'DE') IN ('IT', 'SI')
      THEN 2200
      WHEN COALESCE(`t33`.`country`, 'DE') IN ('IE', 'PL', 'PT', 'SK')
      THEN 2300
      WHEN COALESCE(`t33`.`country`, 'DE') IN ('EE', 'EL', 'GR')
      THEN 2400
      WHEN COALESCE(`t33`.`country`, 'DE') IN ('DK', 'HR', 'SE')
      THEN 2500
      WHEN COALESCE(`t33`.`country`, 'DE') IN ('FI')
      THEN 2550
      WHEN COALESCE(`t33`.`country`, 'DE') IN ('HU')
      THEN 2700
      ELSE 0
    END
  ) AS BIGINT) AS `open_bp`,
  COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
  AND (
    `t33`.`sold_stated` IS NOT NULL
  )
  AND COALESCE(
    COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
    FALSE
  )
  AND COALESCE(`t33`.`amount_minor` = `t33`.`sold_stated`, FALSE) AS `whole`,
  COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
  AND (
    `t33`.`sold_stated` IS NOT NULL
  )
  AND COALESCE(
    COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
    FALSE
  )
  AND (
    `t33`.`sold_stated` > 0
  ) AS `part`,
  CAST(CAST(ROUND(
    (
      (
        `t33`.`sold_net` * 1000000
      ) - (
        (
          `t33`.`sold_net` * 1000000
        ) % IF(
          COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
          AND (
            `t33`.`sold_stated` IS NOT NULL
          )
          AND COALESCE(
            COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
            FALSE
          )
          AND (
            `t33`.`sold_stated` > 0
          ),
          `t33`.`sold_stated`,
          1
        )
      )
    ) / IF(
      COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
      AND (
        `t33`.`sold_stated` IS NOT NULL
      )
      AND COALESCE(
        COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
        FALSE
      )
      AND (
        `t33`.`sold_stated` > 0
      ),
      `t33`.`sold_stated`,
      1
    ),
    0
  ) AS BIGINT) + IF(
    (
      (
        ABS(
          (
            `t33`.`sold_net` * 1000000
          ) % IF(
            COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
            AND (
              `t33`.`sold_stated` IS NOT NULL
            )
            AND COALESCE(
              COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
              FALSE
            )
            AND (
              `t33`.`sold_stated` > 0
            ),
            `t33`.`sold_stated`,
            1
          )
        ) * 2
      ) > IF(
        COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
        AND (
          `t33`.`sold_stated` IS NOT NULL
        )
        AND COALESCE(
          COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
          FALSE
        )
        AND (
          `t33`.`sold_stated` > 0
        ),
        `t33`.`sold_stated`,
        1
      )
    )
    OR (
      (
        (
          ABS(
            (
              `t33`.`sold_net` * 1000000
            ) % IF(
              COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
              AND (
                `t33`.`sold_stated` IS NOT NULL
              )
              AND COALESCE(
                COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
                FALSE
              )
              AND (
                `t33`.`sold_stated` > 0
              ),
              `t33`.`sold_stated`,
              1
            )
          ) * 2
        ) = IF(
          COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
          AND (
            `t33`.`sold_stated` IS NOT NULL
          )
          AND COALESCE(
            COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
            FALSE
          )
          AND (
            `t33`.`sold_stated` > 0
          ),
          `t33`.`sold_stated`,
          1
        )
      )
      AND (
        (
          CAST(ROUND(
            (
              (
                `t33`.`sold_net` * 1000000
              ) - (
                (
                  `t33`.`sold_net` * 1000000
                ) % IF(
                  COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
                  AND (
                    `t33`.`sold_stated` IS NOT NULL
                  )
                  AND COALESCE(
                    COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
                    FALSE
                  )
                  AND (
                    `t33`.`sold_stated` > 0
                  ),
                  `t33`.`sold_stated`,
                  1
                )
              )
            ) / IF(
              COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
              AND (
                `t33`.`sold_stated` IS NOT NULL
              )
              AND COALESCE(
                COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
                FALSE
              )
              AND (
                `t33`.`sold_stated` > 0
              ),
              `t33`.`sold_stated`,
              1
            ),
            0
          ) AS BIGINT) % 2
        ) <> 0
      )
    ),
    IF((
      `t33`.`sold_net` * 1000000
    ) < 0, -1, 1),
    0
  ) AS BIGINT) AS `net_ppm`,
  CAST(CAST(ROUND(
    (
      (
        `t33`.`sold_cost` * 1000000
      ) - (
        (
          `t33`.`sold_cost` * 1000000
        ) % IF(
          COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
          AND (
            `t33`.`sold_stated` IS NOT NULL
          )
          AND COALESCE(
            COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
            FALSE
          )
          AND (
            `t33`.`sold_stated` > 0
          ),
          `t33`.`sold_stated`,
          1
        )
      )
    ) / IF(
      COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
      AND (
        `t33`.`sold_stated` IS NOT NULL
      )
      AND COALESCE(
        COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
        FALSE
      )
      AND (
        `t33`.`sold_stated` > 0
      ),
      `t33`.`sold_stated`,
      1
    ),
    0
  ) AS BIGINT) + IF(
    (
      (
        ABS(
          (
            `t33`.`sold_cost` * 1000000
          ) % IF(
            COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
            AND (
              `t33`.`sold_stated` IS NOT NULL
            )
            AND COALESCE(
              COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
              FALSE
            )
            AND (
              `t33`.`sold_stated` > 0
            ),
            `t33`.`sold_stated`,
            1
          )
        ) * 2
      ) > IF(
        COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
        AND (
          `t33`.`sold_stated` IS NOT NULL
        )
        AND COALESCE(
          COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
          FALSE
        )
        AND (
          `t33`.`sold_stated` > 0
        ),
        `t33`.`sold_stated`,
        1
      )
    )
    OR (
      (
        (
          ABS(
            (
              `t33`.`sold_cost` * 1000000
            ) % IF(
              COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
              AND (
                `t33`.`sold_stated` IS NOT NULL
              )
              AND COALESCE(
                COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
                FALSE
              )
              AND (
                `t33`.`sold_stated` > 0
              ),
              `t33`.`sold_stated`,
              1
            )
          ) * 2
        ) = IF(
          COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
          AND (
            `t33`.`sold_stated` IS NOT NULL
          )
          AND COALESCE(
            COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
            FALSE
          )
          AND (
            `t33`.`sold_stated` > 0
          ),
          `t33`.`sold_stated`,
          1
        )
      )
      AND (
        (
          CAST(ROUND(
            (
              (
                `t33`.`sold_cost` * 1000000
              ) - (
                (
                  `t33`.`sold_cost` * 1000000
                ) % IF(
                  COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
                  AND (
                    `t33`.`sold_stated` IS NOT NULL
                  )
                  AND COALESCE(
                    COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
                    FALSE
                  )
                  AND (
                    `t33`.`sold_stated` > 0
                  ),
                  `t33`.`sold_stated`,
                  1
                )
              )
            ) / IF(
              COALESCE(`t33`.`kind`, 'goods') IN ('goods', 'discount')
              AND (
                `t33`.`sold_stated` IS NOT NULL
              )
              AND COALESCE(
                COALESCE(COALESCE(NULLIF(`t33`.`prices`, 'unknown'), `t33`.`order_prices`), 'gross') = `t33`.`order_prices`,
                FALSE
              )
              AND (
                `t33`.`sold_stated` > 0
              ),
              `t33`.`sold_stated`,
              1
            ),
            0
          ) AS BIGINT) % 2
        ) <> 0
      )
    ),
    IF((
      `t33`.`sold_cost` * 1000000
    ) < 0, -1, 1),
    0
  ) AS BIGINT) AS `cost_ppm`
FROM (
  SELECT
    `t32`.`refund_id`,
    `t32`.`order_id`,
    `t32`.`position`,
    `t32`.`customer`,
    `t32`.`refunded_at`,
    `t32`.`day`,
    `t32`.`returned_day`,
    `t32`.`product`,
    `t32`.`kind`,
    `t32`.`quantity_milli`,
    `t32`.`prices`,
    `t32`.`currency`,
    `t32`.`country`,
    `t32`.`vat_bp`,
    `t32`.`amount_minor`,
    `t32`.`unit_cost_minor`,
    `t32`.`handling_minor`,
    `t32`.`reason`,
    `t32`.`source`,
    `t32`.`version`,
    `t32`.`order_customer`,
    `t32`.`order_prices`,
    `t32`.`order_bp`,
    `t32`.`product_cost`,
    `t32`.`product_bp`,
    `t32`.`line_stated`,
    `t32`.`line_net`,
    `t32`.`line_cost`,
    `t32`.`order_stated`,
    `t32`.`order_net`,
    `t32`.`order_cost`,
    IF(`t32`.`position` IS NOT NULL, `t32`.`line_stated`, `t32`.`order_stated`) AS `sold_stated`,
    IF(`t32`.`position` IS NOT NULL, `t32`.`line_net`, `t32`.`order_net`) AS `sold_net`,
    IF(`t32`.`position` IS NOT NULL, `t32`.`line_cost`, `t32`.`order_cost`) AS `sold_cost`
  FROM (
    SELECT
      `t27`.`refund_id`,
      `t27`.`order_id`,
      `t27`.`position`,
      `t27`.`customer`,
      `t27`.`refunded_at`,
      `t27`.`day`,
      `t27`.`returned_day`,
      `t27`.`product`,
      `t27`.`kind`,
      `t27`.`quantity_milli`,
      `t27`.`prices`,
      `t27`.`currency`,
      `t27`.`country`,
      `t27`.`vat_bp`,
      `t27`.`amount_minor`,
      `t27`.`unit_cost_minor`,
      `t27`.`handling_minor`,
      `t27`.`reason`,
      `t27`.`source`,
      `t27`.`version`,
      `t18`.`order_customer`,
      `t18`.`order_prices`,
      `t18`.`order_bp`,
      `t15`.`product_cost`,
      `t15`.`product_bp`,
      `t30`.`line_stated`,
      `t30`.`line_net`,
      `t30`.`line_cost`,
      `t31`.`order_stated`,
      `t31`.`order_net`,
      `t31`.`order_cost`
    FROM (
      SELECT
        `t25`.`refund_id`,
        `t25`.`order_id`,
        `t25`.`position`,
        COALESCE(`t25`.`person`, `t25`.`customer`) AS `customer`,
        `t25`.`refunded_at`,
        `t25`.`day`,
        `t25`.`returned_day`,
        `t25`.`product`,
        `t25`.`kind`,
        `t25`.`quantity_milli`,
        `t25`.`prices`,
        `t25`.`currency`,
        `t25`.`country`,
        `t25`.`vat_bp`,
        `t25`.`amount_minor`,
        `t25`.`unit_cost_minor`,
        `t25`.`handling_minor`,
        `t25`.`reason`,
        `t25`.`source`,
        `t25`.`version`
      FROM (
        SELECT
          `t8`.`refund_id`,
          `t8`.`order_id`,
          `t8`.`position`,
          `t8`.`customer`,
          `t8`.`refunded_at`,
          `t8`.`day`,
          `t8`.`returned_day`,
          `t8`.`product`,
          `t8`.`kind`,
          `t8`.`quantity_milli`,
          `t8`.`prices`,
          `t8`.`currency`,
          `t8`.`country`,
          `t8`.`vat_bp`,
          `t8`.`amount_minor`,
          `t8`.`unit_cost_minor`,
          `t8`.`handling_minor`,
          `t8`.`reason`,
          `t8`.`source`,
          `t8`.`version`,
          `t17`.`identity`,
          `t17`.`person`
        FROM `refunds` AS `t8`
        LEFT ANTI JOIN (
          SELECT
            *
          FROM `customers` AS `t3`
          WHERE
            `t3`.`kind` IN ('staff', 'test')
        ) AS `t19`
          ON `t8`.`customer` = `t19`.`customer`
        LEFT ANTI JOIN (
          SELECT
            `t10`.`order_id`,
            `t10`.`customer`,
            `t10`.`ordered_at`,
            `t10`.`day`,
            `t10`.`channel`,
            `t10`.`country`,
            `t10`.`prices`,
            `t10`.`currency`,
            `t10`.`amount_minor`,
            `t10`.`vat_bp`,
            `t10`.`tax_minor`,
            `t10`.`voucher_minor`,
            `t10`.`voucher_code`,
            `t10`.`shipping_charged_minor`,
            `t10`.`shipping_paid_minor`,
            `t10`.`payment_fee_minor`,
            `t10`.`unit_costs_minor`,
            `t10`.`margin_minor`,
            `t10`.`promised_day`,
            `t10`.`delivered_day`,
            `t10`.`status`,
            `t10`.`kind`,
            `t10`.`source`,
            `t10`.`version`
          FROM `orders` AS `t10`
          LEFT ANTI JOIN `orders_placed` AS `t7`
            ON `t10`.`order_id` = `t7`.`order_id`
        ) AS `t22`
          ON `t8`.`order_id` = `t22`.`order_id`
        LEFT OUTER JOIN (
          SELECT
            `t4`.`identity`,
            `t4`.`customer` AS `person`
          FROM `identities` AS `t4`
        ) AS `t17`
          ON `t8`.`customer` = `t17`.`identity`
      ) AS `t25`
    ) AS `t27`
    LEFT OUTER JOIN (
      SELECT
        `t0`.`order_id`,
        `t0`.`customer` AS `order_customer`,
        `t0`.`prices` AS `order_prices`,
        COALESCE(`t0`.`vat_bp`, `t0`.`standard_bp`) AS `order_bp`
      FROM `orders_placed` AS `t0`
    ) AS `t18`
      ON `t27`.`order_id` = `t18`.`order_id`
    LEFT OUTER JOIN (
      SELECT
        `t1`.`product`,
        `t1`.`unit_cost_minor` AS `product_cost`,
        `t1`.`vat_bp` AS `product_bp`
      FROM `products` AS `t1`
    ) AS `t15`
      ON `t27`.`product` = `t15`.`product`
    LEFT OUTER JOIN (
      SELECT
        `t24`.`order_id`,
        `t24`.`position`,
        COALESCE(CAST(SUM(`t24`.`stated_minor`) AS BIGINT), 0) AS `line_stated`,
        COALESCE(CAST(SUM(`t24`.`net_minor`) AS BIGINT), 0) AS `line_net`,
        CAST(SUM(`t24`.`cost_minor`) AS BIGINT) AS `line_cost`
      FROM `t23` AS `t24`
      GROUP BY
        1,
        2
    ) AS `t30`
      ON `t27`.`order_id` = `t30`.`order_id` AND `t27`.`position` = `t30`.`position`
    LEFT OUTER JOIN (
      SELECT
        `t24`.`order_id`,
        COALESCE(CAST(SUM(`t24`.`stated_minor`) AS BIGINT), 0) AS `order_stated`,
        COALESCE(CAST(SUM(`t24`.`net_minor`) AS BIGINT), 0) AS `order_net`,
        CAST(SUM(`t24`.`cost_minor`) AS BIGINT) AS `order_cost`
      FROM `t23` AS `t24`
      GROUP BY
        1
    ) AS `t31`
      ON `t27`.`order_id` = `t31`.`order_id`
  ) AS `t32`
) AS `t33`
