WITH `t26` AS (
  SELECT
    `t12`.`product`,
    `t12`.`unit_cost_minor` AS `product_cost`
  FROM `products` AS `t12`
), `t40` AS (
  SELECT
    *
  FROM `orders_placed` AS `t11`
  WHERE
    `t11`.`customer` IS NOT NULL
), `t52` AS (
  SELECT
    `t19`.`order_id`,
    `t19`.`customer`,
    `t19`.`ordered_at`,
    `t19`.`day`,
    `t19`.`channel`,
    `t19`.`country`,
    `t19`.`prices`,
    `t19`.`currency`,
    `t19`.`amount_minor`,
    `t19`.`vat_bp`,
    `t19`.`tax_minor`,
    `t19`.`voucher_minor`,
    `t19`.`voucher_code`,
    `t19`.`shipping_charged_minor`,
    `t19`.`shipping_paid_minor`,
    `t19`.`payment_fee_minor`,
    `t19`.`unit_costs_minor`,
    `t19`.`margin_minor`,
    `t19`.`promised_day`,
    `t19`.`delivered_day`,
    `t19`.`status`,
    `t19`.`kind`,
    `t19`.`source`,
    `t19`.`version`
  FROM `orders` AS `t19`
  LEFT SEMI JOIN `orders_placed` AS `t24`
    ON `t19`.`order_id` = `t24`.`order_id`
), `t62` AS (
  SELECT
    `t18`.`customer`,
    `t18`.`first_seen`,
    `t18`.`channel`,
    `t18`.`acquisition_cost_minor`,
    `t18`.`currency`,
    `t18`.`country`,
    `t18`.`language`,
    `t18`.`kind`,
    `t18`.`source`,
    `t18`.`version`
  FROM `customers` AS `t18`
  LEFT ANTI JOIN (
    SELECT
      *
    FROM `customers` AS `t4`
    WHERE
      `t4`.`kind` IN ('staff', 'test')
  ) AS `t44`
    ON `t18`.`customer` = `t44`.`customer`
), `t71` AS (
  SELECT
    `t15`.`refund_id`,
    `t15`.`order_id`,
    `t15`.`position`,
    `t15`.`customer`,
    `t15`.`refunded_at`,
    `t15`.`day`,
    `t15`.`returned_day`,
    `t15`.`product`,
    `t15`.`kind`,
    `t15`.`quantity_milli`,
    `t15`.`prices`,
    `t15`.`currency`,
    `t15`.`country`,
    `t15`.`vat_bp`,
    `t15`.`amount_minor`,
    `t15`.`unit_cost_minor`,
    `t15`.`handling_minor`,
    `t15`.`reason`,
    `t15`.`source`,
    `t15`.`version`
  FROM `refunds` AS `t15`
  LEFT ANTI JOIN (
    SELECT
      *
    FROM `customers` AS `t4`
    WHERE
      `t4`.`kind` IN ('staff', 'test')
  ) AS `t44`
    ON `t15`.`customer` = `t44`.`customer`
  LEFT ANTI JOIN (
    SELECT
      `t19`.`order_id`,
      `t19`.`customer`,
      `t19`.`ordered_at`,
      `t19`.`day`,
      `t19`.`channel`,
      `t19`.`country`,
      `t19`.`prices`,
      `t19`.`currency`,
      `t19`.`amount_minor`,
      `t19`.`vat_bp`,
      `t19`.`tax_minor`,
      `t19`.`voucher_minor`,
      `t19`.`voucher_code`,
      `t19`.`shipping_charged_minor`,
      `t19`.`shipping_paid_minor`,
      `t19`.`payment_fee_minor`,
      `t19`.`unit_costs_minor`,
      `t19`.`margin_minor`,
      `t19`.`promised_day`,
      `t19`.`delivered_day`,
      `t19`.`status`,
      `t19`.`kind`,
      `t19`.`source`,
      `t19`.`version`
    FROM `orders` AS `t19`
    LEFT ANTI JOIN `orders_placed` AS `t24`
      ON `t19`.`order_id` = `t24`.`order_id`
  ) AS `t56`
    ON `t15`.`order_id` = `t56`.`order_id`
), `t104` AS (
  SELECT
    `t23`.`order_id`,
    IF(
      COALESCE(`t23`.`kind`, 'goods') IN ('goods', 'discount'),
      'goods',
      COALESCE(`t23`.`kind`, 'goods')
    ) AS `kind`,
    COALESCE(`t23`.`amount_minor`, `t23`.`price_minor` - COALESCE(`t23`.`discount_minor`, 0)) AS `minor`,
    IF(
      COALESCE(`t23`.`kind`, 'goods') = 'goods',
      CAST(ROUND(
        (
          (
            COALESCE(`t23`.`quantity_milli`, 1000) * COALESCE(`t23`.`unit_cost_minor`, `t50`.`product_cost`)
          ) - (
            (
              COALESCE(`t23`.`quantity_milli`, 1000) * COALESCE(`t23`.`unit_cost_minor`, `t50`.`product_cost`)
            ) % 1000
          )
        ) / 1000,
        0
      ) AS BIGINT) + IF(
        (
          (
            ABS(
              (
                COALESCE(`t23`.`quantity_milli`, 1000) * COALESCE(`t23`.`unit_cost_minor`, `t50`.`product_cost`)
              ) % 1000
            ) * 2
          ) > 1000
        )
        OR (
          (
            (
              ABS(
                (
                  COALESCE(`t23`.`quantity_milli`, 1000) * COALESCE(`t23`.`unit_cost_minor`, `t50`.`product_cost`)
                ) % 1000
              ) * 2
            ) = 1000
          )
          AND (
            (
              CAST(ROUND(
                (
                  (
                    COALESCE(`t23`.`quantity_milli`, 1000) * COALESCE(`t23`.`unit_cost_minor`, `t50`.`product_cost`)
                  ) - (
                    (
                      COALESCE(`t23`.`quantity_milli`, 1000) * COALESCE(`t23`.`unit_cost_minor`, `t50`.`product_cost`)
                    ) % 1000
                  )
                ) / 1000,
                0
              ) AS BIGINT) % 2
            ) <> 0
          )
        ),
        IF(
          (
            COALESCE(`t23`.`quantity_milli`, 1000) * COALESCE(`t23`.`unit_cost_minor`, `t50`.`product_cost`)
          ) < 0,
          -1,
          1
        ),
        0
      ),
      CAST(NULL AS BIGINT)
    ) AS `cost_minor`
  FROM `order_lines` AS `t23`
  LEFT OUTER JOIN `t26` AS `t50`
    ON `t23`.`product` = `t50`.`product`
), `t105` AS (
  SELECT
    `t23`.`order_id`,
    IF(
      COALESCE(`t23`.`kind`, 'goods') IN ('goods', 'discount'),
      'goods',
      COALESCE(`t23`.`kind`, 'goods')
    ) AS `kind`,
    COALESCE(`t23`.`amount_minor`, `t23`.`price_minor` - COALESCE(`t23`.`discount_minor`, 0)) AS `minor`,
    IF(
      COALESCE(`t23`.`kind`, 'goods') = 'goods',
      CAST(ROUND(
        (
          (
            COALESCE(`t23`.`quantity_milli`, 1000) * COALESCE(`t23`.`unit_cost_minor`, `t51`.`product_cost`)
          ) - (
            (
              COALESCE(`t23`.`quantity_milli`, 1000) * COALESCE(`t23`.`unit_cost_minor`, `t51`.`product_cost`)
            ) % 1000
          )
        ) / 1000,
        0
      ) AS BIGINT) + IF(
        (
          (
            ABS(
              (
                COALESCE(`t23`.`quantity_milli`, 1000) * COALESCE(`t23`.`unit_cost_minor`, `t51`.`product_cost`)
              ) % 1000
            ) * 2
          ) > 1000
        )
        OR (
          (
            (
              ABS(
                (
                  COALESCE(`t23`.`quantity_milli`, 1000) * COALESCE(`t23`.`unit_cost_minor`, `t51`.`product_cost`)
                ) % 1000
              ) * 2
            ) = 1000
          )
          AND (
            (
              CAST(ROUND(
                (
                  (
                    COALESCE(`t23`.`quantity_milli`, 1000) * COALESCE(`t23`.`unit_cost_minor`, `t51`.`product_cost`)
                  ) - (
                    (
                      COALESCE(`t23`.`quantity_milli`, 1000) * COALESCE(`t23`.`unit_cost_minor`, `t51`.`product_cost`)
                    ) % 1000
                  )
                ) / 1000,
                0
              ) AS BIGINT) % 2
            ) <> 0
          )
        ),
        IF(
          (
            COALESCE(`t23`.`quantity_milli`, 1000) * COALESCE(`t23`.`unit_cost_minor`, `t51`.`product_cost`)
          ) < 0,
          -1,
          1
        ),
        0
      ),
      CAST(NULL AS BIGINT)
    ) AS `cost_minor`
  FROM `order_lines` AS `t23`
  LEFT SEMI JOIN `orders_placed` AS `t24`
    ON `t23`.`order_id` = `t24`.`order_id`
  LEFT OUTER JOIN `t26` AS `t51`
    ON `t23`.`product` = `t51`.`product`
)
SELECT
  `t202`.`kind`,
  CAST(`t202`.`facts_minor` AS BIGINT) AS `facts_minor`,
  CAST(`t202`.`facts_minor` - `t202`.`kept_minor` AS BIGINT) AS `left_out_minor`,
  CAST(`t202`.`vat_minor` AS BIGINT) AS `vat_minor`,
  CAST(`t202`.`derived_minor` AS BIGINT) AS `derived_minor`,
  CAST(`t202`.`ledger_minor` AS BIGINT) AS `ledger_minor`,
  CAST((
    (
      `t202`.`kept_minor` - `t202`.`vat_minor`
    ) + `t202`.`derived_minor`
  ) - `t202`.`ledger_minor` AS BIGINT) AS `difference_minor`
FROM (
  SELECT
    COALESCE(`t200`.`kind`, `t102`.`kind`) AS `kind`,
    COALESCE(`t200`.`facts_minor`, 0) AS `facts_minor`,
    COALESCE(`t201`.`kept_minor`, 0) AS `kept_minor`,
    COALESCE(`t102`.`vat_minor`, 0) AS `vat_minor`,
    COALESCE(`t102`.`derived_minor`, 0) AS `derived_minor`,
    COALESCE(`t102`.`ledger_minor`, 0) AS `ledger_minor`
  FROM (
    SELECT
      `t196`.`kind`,
      COALESCE(CAST(SUM(`t196`.`minor`) AS BIGINT), 0) AS `facts_minor`
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'refund' AS `kind`,
                `t1`.`amount_minor` * -1 AS `minor`
              FROM `refunds` AS `t1`
              WHERE
                `t1`.`amount_minor` IS NOT NULL
            ) AS `t28`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'returned_goods' AS `kind`,
                `t84`.`worth` * 1 AS `minor`
              FROM (
                SELECT
                  `t1`.`refund_id`,
                  `t1`.`order_id`,
                  `t1`.`position`,
                  `t1`.`customer`,
                  `t1`.`refunded_at`,
                  `t1`.`day`,
                  `t1`.`returned_day`,
                  `t1`.`product`,
                  `t1`.`kind`,
                  `t1`.`quantity_milli`,
                  `t1`.`prices`,
                  `t1`.`currency`,
                  `t1`.`country`,
                  `t1`.`vat_bp`,
                  `t1`.`amount_minor`,
                  `t1`.`unit_cost_minor`,
                  `t1`.`handling_minor`,
                  `t1`.`reason`,
                  `t1`.`source`,
                  `t1`.`version`,
                  CAST(ROUND(
                    (
                      (
                        COALESCE(`t1`.`quantity_milli`, 1000) * `t1`.`unit_cost_minor`
                      ) - (
                        (
                          COALESCE(`t1`.`quantity_milli`, 1000) * `t1`.`unit_cost_minor`
                        ) % 1000
                      )
                    ) / 1000,
                    0
                  ) AS BIGINT) + IF(
                    (
                      (
                        ABS((
                          COALESCE(`t1`.`quantity_milli`, 1000) * `t1`.`unit_cost_minor`
                        ) % 1000) * 2
                      ) > 1000
                    )
                    OR (
                      (
                        (
                          ABS((
                            COALESCE(`t1`.`quantity_milli`, 1000) * `t1`.`unit_cost_minor`
                          ) % 1000) * 2
                        ) = 1000
                      )
                      AND (
                        (
                          CAST(ROUND(
                            (
                              (
                                COALESCE(`t1`.`quantity_milli`, 1000) * `t1`.`unit_cost_minor`
                              ) - (
                                (
                                  COALESCE(`t1`.`quantity_milli`, 1000) * `t1`.`unit_cost_minor`
                                ) % 1000
                              )
                            ) / 1000,
                            0
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    ),
                    IF((
                      COALESCE(`t1`.`quantity_milli`, 1000) * `t1`.`unit_cost_minor`
                    ) < 0, -1, 1),
                    0
                  ) AS `worth`
                FROM `refunds` AS `t1`
                WHERE
                  COALESCE(`t1`.`kind`, 'goods') IN ('goods', 'discount')
              ) AS `t84`
              WHERE
                `t84`.`worth` IS NOT NULL
            ) AS `t92`
          ) AS `t96`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'handling' AS `kind`,
                `t1`.`handling_minor` * -1 AS `minor`
              FROM `refunds` AS `t1`
              WHERE
                `t1`.`handling_minor` IS NOT NULL
            ) AS `t29`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'default' AS `kind`,
                `t2`.`amount_minor` * -1 AS `minor`
              FROM `payments` AS `t2`
              WHERE
                `t2`.`kind` = 'default' AND `t2`.`amount_minor` IS NOT NULL
            ) AS `t30`
          ) AS `t43`
        ) AS `t100`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'service' AS `kind`,
                `t81`.`minor` * -1 AS `minor`
              FROM (
                SELECT
                  `t7`.`ticket_id`,
                  `t7`.`customer`,
                  `t7`.`opened_at`,
                  `t7`.`day`,
                  `t7`.`answered_at`,
                  `t7`.`solved_at`,
                  `t7`.`minutes`,
                  `t7`.`topic`,
                  `t7`.`satisfaction`,
                  `t7`.`source`,
                  `t7`.`version`,
                  CAST(ROUND(
                    (
                      (
                        `t7`.`minutes` * 3650
                      ) - (
                        (
                          `t7`.`minutes` * 3650
                        ) % 60
                      )
                    ) / 60,
                    0
                  ) AS BIGINT) + IF(
                    (
                      (
                        ABS((
                          `t7`.`minutes` * 3650
                        ) % 60) * 2
                      ) > 60
                    )
                    OR (
                      (
                        (
                          ABS((
                            `t7`.`minutes` * 3650
                          ) % 60) * 2
                        ) = 60
                      )
                      AND (
                        (
                          CAST(ROUND(
                            (
                              (
                                `t7`.`minutes` * 3650
                              ) - (
                                (
                                  `t7`.`minutes` * 3650
                                ) % 60
                              )
                            ) / 60,
                            0
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    ),
                    IF((
                      `t7`.`minutes` * 3650
                    ) < 0, -1, 1),
                    0
                  ) AS `minor`
                FROM `tickets` AS `t7`
              ) AS `t81`
              WHERE
                `t81`.`minor` IS NOT NULL
            ) AS `t90`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'service' AS `kind`,
                `t82`.`minor` * -1 AS `minor`
              FROM (
                SELECT
                  `t8`.`interaction_id`,
                  `t8`.`customer`,
                  `t8`.`at`,
                  `t8`.`day`,
                  `t8`.`kind`,
                  `t8`.`minutes`,
                  `t8`.`outcome`,
                  `t8`.`source`,
                  `t8`.`version`,
                  CAST(ROUND(
                    (
                      (
                        `t8`.`minutes` * 3650
                      ) - (
                        (
                          `t8`.`minutes` * 3650
                        ) % 60
                      )
                    ) / 60,
                    0
                  ) AS BIGINT) + IF(
                    (
                      (
                        ABS((
                          `t8`.`minutes` * 3650
                        ) % 60) * 2
                      ) > 60
                    )
                    OR (
                      (
                        (
                          ABS((
                            `t8`.`minutes` * 3650
                          ) % 60) * 2
                        ) = 60
                      )
                      AND (
                        (
                          CAST(ROUND(
                            (
                              (
                                `t8`.`minutes` * 3650
                              ) - (
                                (
                                  `t8`.`minutes` * 3650
                                ) % 60
                              )
                            ) / 60,
                            0
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    ),
                    IF((
                      `t8`.`minutes` * 3650
                    ) < 0, -1, 1),
                    0
                  ) AS `minor`
                FROM `interactions` AS `t8`
              ) AS `t82`
              WHERE
                `t82`.`minor` IS NOT NULL
            ) AS `t91`
          ) AS `t95`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'contact' AS `kind`,
                `t3`.`cost_minor` * -1 AS `minor`
              FROM `touches` AS `t3`
              WHERE
                `t3`.`cost_minor` IS NOT NULL
            ) AS `t31`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'points' AS `kind`,
                `t64`.`minor` * 1 AS `minor`
              FROM (
                SELECT
                  `t9`.`booking_id`,
                  `t9`.`customer`,
                  `t9`.`at`,
                  `t9`.`day`,
                  `t9`.`kind`,
                  `t9`.`points`,
                  `t9`.`value_minor`,
                  `t9`.`currency`,
                  `t9`.`expires`,
                  `t9`.`source`,
                  `t9`.`version`,
                  ABS(`t9`.`value_minor`) * IF(
                    COALESCE(`t9`.`kind` IN ('redeemed', 'expired', 'eingelöst', 'verfallen'), FALSE)
                    OR (
                      COALESCE(`t9`.`points` < 0, FALSE) AND COALESCE(`t9`.`kind` <> 'earned', TRUE)
                    ),
                    1,
                    -1
                  ) AS `minor`
                FROM `points` AS `t9`
              ) AS `t64`
              WHERE
                `t64`.`minor` IS NOT NULL
            ) AS `t73`
          ) AS `t77`
        ) AS `t98`
      ) AS `t106`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'acquisition' AS `kind`,
                `t4`.`acquisition_cost_minor` * -1 AS `minor`
              FROM `customers` AS `t4`
              WHERE
                `t4`.`acquisition_cost_minor` IS NOT NULL
            ) AS `t32`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'acquisition' AS `kind`,
                `t5`.`cost_minor` * -1 AS `minor`
              FROM `spend` AS `t5`
              WHERE
                `t5`.`cost_minor` IS NOT NULL
            ) AS `t35`
          ) AS `t45`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'goods' AS `kind`,
                  `t110`.`minor` * 1 AS `minor`
                FROM `t104` AS `t110`
                WHERE
                  `t110`.`kind` = 'goods' AND `t110`.`minor` IS NOT NULL
              ) AS `t117`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'adjustment' AS `kind`,
                  `t110`.`minor` * 1 AS `minor`
                FROM `t104` AS `t110`
                WHERE
                  `t110`.`kind` = 'adjustment' AND `t110`.`minor` IS NOT NULL
              ) AS `t118`
            ) AS `t139`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'shipping_charged' AS `kind`,
                  `t110`.`minor` * 1 AS `minor`
                FROM `t104` AS `t110`
                WHERE
                  `t110`.`kind` = 'shipping' AND `t110`.`minor` IS NOT NULL
              ) AS `t119`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'fee' AS `kind`,
                  `t110`.`minor` * 1 AS `minor`
                FROM `t104` AS `t110`
                WHERE
                  `t110`.`kind` = 'fee' AND `t110`.`minor` IS NOT NULL
              ) AS `t121`
            ) AS `t141`
          ) AS `t155`
        ) AS `t159`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'voucher' AS `kind`,
                  `t110`.`minor` * 1 AS `minor`
                FROM `t104` AS `t110`
                WHERE
                  `t110`.`kind` = 'voucher' AND `t110`.`minor` IS NOT NULL
              ) AS `t122`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'purchase_price' AS `kind`,
                  `t110`.`cost_minor` * -1 AS `minor`
                FROM `t104` AS `t110`
                WHERE
                  `t110`.`cost_minor` IS NOT NULL
              ) AS `t124`
            ) AS `t143`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'goods' AS `kind`,
                  `t161`.`amount_minor` * 1 AS `minor`
                FROM (
                  SELECT
                    `t19`.`order_id`,
                    `t19`.`customer`,
                    `t19`.`ordered_at`,
                    `t19`.`day`,
                    `t19`.`channel`,
                    `t19`.`country`,
                    `t19`.`prices`,
                    `t19`.`currency`,
                    `t19`.`amount_minor`,
                    `t19`.`vat_bp`,
                    `t19`.`tax_minor`,
                    `t19`.`voucher_minor`,
                    `t19`.`voucher_code`,
                    `t19`.`shipping_charged_minor`,
                    `t19`.`shipping_paid_minor`,
                    `t19`.`payment_fee_minor`,
                    `t19`.`unit_costs_minor`,
                    `t19`.`margin_minor`,
                    `t19`.`promised_day`,
                    `t19`.`delivered_day`,
                    `t19`.`status`,
                    `t19`.`kind`,
                    `t19`.`source`,
                    `t19`.`version`
                  FROM `orders` AS `t19`
                  LEFT ANTI JOIN (
                    SELECT
                      *
                    FROM `t104` AS `t110`
                    WHERE
                      `t110`.`minor` IS NOT NULL
                  ) AS `t138`
                    ON `t19`.`order_id` = `t138`.`order_id`
                ) AS `t161`
                WHERE
                  `t161`.`amount_minor` IS NOT NULL
              ) AS `t173`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'shipping_charged' AS `kind`,
                  `t162`.`shipping_charged_minor` * 1 AS `minor`
                FROM (
                  SELECT
                    `t19`.`order_id`,
                    `t19`.`customer`,
                    `t19`.`ordered_at`,
                    `t19`.`day`,
                    `t19`.`channel`,
                    `t19`.`country`,
                    `t19`.`prices`,
                    `t19`.`currency`,
                    `t19`.`amount_minor`,
                    `t19`.`vat_bp`,
                    `t19`.`tax_minor`,
                    `t19`.`voucher_minor`,
                    `t19`.`voucher_code`,
                    `t19`.`shipping_charged_minor`,
                    `t19`.`shipping_paid_minor`,
                    `t19`.`payment_fee_minor`,
                    `t19`.`unit_costs_minor`,
                    `t19`.`margin_minor`,
                    `t19`.`promised_day`,
                    `t19`.`delivered_day`,
                    `t19`.`status`,
                    `t19`.`kind`,
                    `t19`.`source`,
                    `t19`.`version`
                  FROM `orders` AS `t19`
                  LEFT ANTI JOIN (
                    SELECT
                      *
                    FROM `t104` AS `t110`
                    WHERE
                      `t110`.`minor` IS NOT NULL AND `t110`.`kind` = 'shipping'
                  ) AS `t140`
                    ON `t19`.`order_id` = `t140`.`order_id`
                ) AS `t162`
                WHERE
                  `t162`.`shipping_charged_minor` IS NOT NULL
              ) AS `t174`
            ) AS `t181`
          ) AS `t186`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'voucher' AS `kind`,
                  `t163`.`voucher_minor` * -1 AS `minor`
                FROM (
                  SELECT
                    `t19`.`order_id`,
                    `t19`.`customer`,
                    `t19`.`ordered_at`,
                    `t19`.`day`,
                    `t19`.`channel`,
                    `t19`.`country`,
                    `t19`.`prices`,
                    `t19`.`currency`,
                    `t19`.`amount_minor`,
                    `t19`.`vat_bp`,
                    `t19`.`tax_minor`,
                    `t19`.`voucher_minor`,
                    `t19`.`voucher_code`,
                    `t19`.`shipping_charged_minor`,
                    `t19`.`shipping_paid_minor`,
                    `t19`.`payment_fee_minor`,
                    `t19`.`unit_costs_minor`,
                    `t19`.`margin_minor`,
                    `t19`.`promised_day`,
                    `t19`.`delivered_day`,
                    `t19`.`status`,
                    `t19`.`kind`,
                    `t19`.`source`,
                    `t19`.`version`
                  FROM `orders` AS `t19`
                  LEFT ANTI JOIN (
                    SELECT
                      *
                    FROM `t104` AS `t110`
                    WHERE
                      `t110`.`minor` IS NOT NULL AND `t110`.`kind` = 'voucher'
                  ) AS `t142`
                    ON `t19`.`order_id` = `t142`.`order_id`
                ) AS `t163`
                WHERE
                  `t163`.`voucher_minor` IS NOT NULL
              ) AS `t175`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'purchase_price' AS `kind`,
                  `t164`.`unit_costs_minor` * -1 AS `minor`
                FROM (
                  SELECT
                    `t19`.`order_id`,
                    `t19`.`customer`,
                    `t19`.`ordered_at`,
                    `t19`.`day`,
                    `t19`.`channel`,
                    `t19`.`country`,
                    `t19`.`prices`,
                    `t19`.`currency`,
                    `t19`.`amount_minor`,
                    `t19`.`vat_bp`,
                    `t19`.`tax_minor`,
                    `t19`.`voucher_minor`,
                    `t19`.`voucher_code`,
                    `t19`.`shipping_charged_minor`,
                    `t19`.`shipping_paid_minor`,
                    `t19`.`payment_fee_minor`,
                    `t19`.`unit_costs_minor`,
                    `t19`.`margin_minor`,
                    `t19`.`promised_day`,
                    `t19`.`delivered_day`,
                    `t19`.`status`,
                    `t19`.`kind`,
                    `t19`.`source`,
                    `t19`.`version`
                  FROM `orders` AS `t19`
                  LEFT ANTI JOIN (
                    SELECT
                      *
                    FROM `t104` AS `t110`
                    WHERE
                      `t110`.`cost_minor` IS NOT NULL
                  ) AS `t144`
                    ON `t19`.`order_id` = `t144`.`order_id`
                ) AS `t164`
                WHERE
                  `t164`.`unit_costs_minor` IS NOT NULL
              ) AS `t176`
            ) AS `t182`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'shipping_paid' AS `kind`,
                  `t6`.`shipping_paid_minor` * -1 AS `minor`
                FROM `orders` AS `t6`
                WHERE
                  `t6`.`shipping_paid_minor` IS NOT NULL
              ) AS `t38`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'payment_fee' AS `kind`,
                  `t6`.`payment_fee_minor` * -1 AS `minor`
                FROM `orders` AS `t6`
                WHERE
                  `t6`.`payment_fee_minor` IS NOT NULL
              ) AS `t39`
            ) AS `t48`
          ) AS `t187`
        ) AS `t191`
      ) AS `t194`
    ) AS `t196`
    GROUP BY
      1
  ) AS `t200`
  FULL OUTER JOIN (
    SELECT
      `t197`.`kind`,
      COALESCE(CAST(SUM(`t197`.`minor`) AS BIGINT), 0) AS `kept_minor`
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'refund' AS `kind`,
                `t74`.`amount_minor` * -1 AS `minor`
              FROM `t71` AS `t74`
              WHERE
                `t74`.`amount_minor` IS NOT NULL
            ) AS `t85`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'returned_goods' AS `kind`,
                `t153`.`worth` * 1 AS `minor`
              FROM (
                SELECT
                  `t74`.`refund_id`,
                  `t74`.`order_id`,
                  `t74`.`position`,
                  `t74`.`customer`,
                  `t74`.`refunded_at`,
                  `t74`.`day`,
                  `t74`.`returned_day`,
                  `t74`.`product`,
                  `t74`.`kind`,
                  `t74`.`quantity_milli`,
                  `t74`.`prices`,
                  `t74`.`currency`,
                  `t74`.`country`,
                  `t74`.`vat_bp`,
                  `t74`.`amount_minor`,
                  `t74`.`unit_cost_minor`,
                  `t74`.`handling_minor`,
                  `t74`.`reason`,
                  `t74`.`source`,
                  `t74`.`version`,
                  CAST(ROUND(
                    (
                      (
                        COALESCE(`t74`.`quantity_milli`, 1000) * `t74`.`unit_cost_minor`
                      ) - (
                        (
                          COALESCE(`t74`.`quantity_milli`, 1000) * `t74`.`unit_cost_minor`
                        ) % 1000
                      )
                    ) / 1000,
                    0
                  ) AS BIGINT) + IF(
                    (
                      (
                        ABS((
                          COALESCE(`t74`.`quantity_milli`, 1000) * `t74`.`unit_cost_minor`
                        ) % 1000) * 2
                      ) > 1000
                    )
                    OR (
                      (
                        (
                          ABS((
                            COALESCE(`t74`.`quantity_milli`, 1000) * `t74`.`unit_cost_minor`
                          ) % 1000) * 2
                        ) = 1000
                      )
                      AND (
                        (
                          CAST(ROUND(
                            (
                              (
                                COALESCE(`t74`.`quantity_milli`, 1000) * `t74`.`unit_cost_minor`
                              ) - (
                                (
                                  COALESCE(`t74`.`quantity_milli`, 1000) * `t74`.`unit_cost_minor`
                                ) % 1000
                              )
                            ) / 1000,
                            0
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    ),
                    IF((
                      COALESCE(`t74`.`quantity_milli`, 1000) * `t74`.`unit_cost_minor`
                    ) < 0, -1, 1),
                    0
                  ) AS `worth`
                FROM `t71` AS `t74`
                WHERE
                  COALESCE(`t74`.`kind`, 'goods') IN ('goods', 'discount')
              ) AS `t153`
              WHERE
                `t153`.`worth` IS NOT NULL
            ) AS `t160`
          ) AS `t169`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'handling' AS `kind`,
                `t74`.`handling_minor` * -1 AS `minor`
              FROM `t71` AS `t74`
              WHERE
                `t74`.`handling_minor` IS NOT NULL
            ) AS `t86`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'default' AS `kind`,
                `t70`.`amount_minor` * -1 AS `minor`
              FROM (
                SELECT
                  `t16`.`payment_id`,
                  `t16`.`order_id`,
                  `t16`.`customer`,
                  `t16`.`paid_at`,
                  `t16`.`day`,
                  `t16`.`kind`,
                  `t16`.`currency`,
                  `t16`.`amount_minor`,
                  `t16`.`source`,
                  `t16`.`version`
                FROM `payments` AS `t16`
                LEFT ANTI JOIN (
                  SELECT
                    *
                  FROM `customers` AS `t4`
                  WHERE
                    `t4`.`kind` IN ('staff', 'test')
                ) AS `t44`
                  ON `t16`.`customer` = `t44`.`customer`
                LEFT ANTI JOIN (
                  SELECT
                    `t19`.`order_id`,
                    `t19`.`customer`,
                    `t19`.`ordered_at`,
                    `t19`.`day`,
                    `t19`.`channel`,
                    `t19`.`country`,
                    `t19`.`prices`,
                    `t19`.`currency`,
                    `t19`.`amount_minor`,
                    `t19`.`vat_bp`,
                    `t19`.`tax_minor`,
                    `t19`.`voucher_minor`,
                    `t19`.`voucher_code`,
                    `t19`.`shipping_charged_minor`,
                    `t19`.`shipping_paid_minor`,
                    `t19`.`payment_fee_minor`,
                    `t19`.`unit_costs_minor`,
                    `t19`.`margin_minor`,
                    `t19`.`promised_day`,
                    `t19`.`delivered_day`,
                    `t19`.`status`,
                    `t19`.`kind`,
                    `t19`.`source`,
                    `t19`.`version`
                  FROM `orders` AS `t19`
                  LEFT ANTI JOIN `orders_placed` AS `t24`
                    ON `t19`.`order_id` = `t24`.`order_id`
                ) AS `t56`
                  ON `t16`.`order_id` = `t56`.`order_id`
              ) AS `t70`
              WHERE
                `t70`.`kind` = 'default' AND `t70`.`amount_minor` IS NOT NULL
            ) AS `t83`
          ) AS `t87`
        ) AS `t170`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'service' AS `kind`,
                `t112`.`minor` * -1 AS `minor`
              FROM (
                SELECT
                  `t59`.`ticket_id`,
                  `t59`.`customer`,
                  `t59`.`opened_at`,
                  `t59`.`day`,
                  `t59`.`answered_at`,
                  `t59`.`solved_at`,
                  `t59`.`minutes`,
                  `t59`.`topic`,
                  `t59`.`satisfaction`,
                  `t59`.`source`,
                  `t59`.`version`,
                  CAST(ROUND(
                    (
                      (
                        `t59`.`minutes` * 3650
                      ) - (
                        (
                          `t59`.`minutes` * 3650
                        ) % 60
                      )
                    ) / 60,
                    0
                  ) AS BIGINT) + IF(
                    (
                      (
                        ABS((
                          `t59`.`minutes` * 3650
                        ) % 60) * 2
                      ) > 60
                    )
                    OR (
                      (
                        (
                          ABS((
                            `t59`.`minutes` * 3650
                          ) % 60) * 2
                        ) = 60
                      )
                      AND (
                        (
                          CAST(ROUND(
                            (
                              (
                                `t59`.`minutes` * 3650
                              ) - (
                                (
                                  `t59`.`minutes` * 3650
                                ) % 60
                              )
                            ) / 60,
                            0
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    ),
                    IF((
                      `t59`.`minutes` * 3650
                    ) < 0, -1, 1),
                    0
                  ) AS `minor`
                FROM (
                  SELECT
                    `t20`.`ticket_id`,
                    `t20`.`customer`,
                    `t20`.`opened_at`,
                    `t20`.`day`,
                    `t20`.`answered_at`,
                    `t20`.`solved_at`,
                    `t20`.`minutes`,
                    `t20`.`topic`,
                    `t20`.`satisfaction`,
                    `t20`.`source`,
                    `t20`.`version`
                  FROM `tickets` AS `t20`
                  LEFT ANTI JOIN (
                    SELECT
                      *
                    FROM `customers` AS `t4`
                    WHERE
                      `t4`.`kind` IN ('staff', 'test')
                  ) AS `t44`
                    ON `t20`.`customer` = `t44`.`customer`
                ) AS `t59`
              ) AS `t112`
              WHERE
                `t112`.`minor` IS NOT NULL
            ) AS `t136`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'service' AS `kind`,
                `t113`.`minor` * -1 AS `minor`
              FROM (
                SELECT
                  `t60`.`interaction_id`,
                  `t60`.`customer`,
                  `t60`.`at`,
                  `t60`.`day`,
                  `t60`.`kind`,
                  `t60`.`minutes`,
                  `t60`.`outcome`,
                  `t60`.`source`,
                  `t60`.`version`,
                  CAST(ROUND(
                    (
                      (
                        `t60`.`minutes` * 3650
                      ) - (
                        (
                          `t60`.`minutes` * 3650
                        ) % 60
                      )
                    ) / 60,
                    0
                  ) AS BIGINT) + IF(
                    (
                      (
                        ABS((
                          `t60`.`minutes` * 3650
                        ) % 60) * 2
                      ) > 60
                    )
                    OR (
                      (
                        (
                          ABS((
                            `t60`.`minutes` * 3650
                          ) % 60) * 2
                        ) = 60
                      )
                      AND (
                        (
                          CAST(ROUND(
                            (
                              (
                                `t60`.`minutes` * 3650
                              ) - (
                                (
                                  `t60`.`minutes` * 3650
                                ) % 60
                              )
                            ) / 60,
                            0
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    ),
                    IF((
                      `t60`.`minutes` * 3650
                    ) < 0, -1, 1),
                    0
                  ) AS `minor`
                FROM (
                  SELECT
                    `t21`.`interaction_id`,
                    `t21`.`customer`,
                    `t21`.`at`,
                    `t21`.`day`,
                    `t21`.`kind`,
                    `t21`.`minutes`,
                    `t21`.`outcome`,
                    `t21`.`source`,
                    `t21`.`version`
                  FROM `interactions` AS `t21`
                  LEFT ANTI JOIN (
                    SELECT
                      *
                    FROM `customers` AS `t4`
                    WHERE
                      `t4`.`kind` IN ('staff', 'test')
                  ) AS `t44`
                    ON `t21`.`customer` = `t44`.`customer`
                ) AS `t60`
              ) AS `t113`
              WHERE
                `t113`.`minor` IS NOT NULL
            ) AS `t137`
          ) AS `t152`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'contact' AS `kind`,
                `t58`.`cost_minor` * -1 AS `minor`
              FROM (
                SELECT
                  `t17`.`touch_id`,
                  `t17`.`customer`,
                  `t17`.`at`,
                  `t17`.`day`,
                  `t17`.`channel`,
                  `t17`.`campaign`,
                  `t17`.`cost_minor`,
                  `t17`.`currency`,
                  `t17`.`outcome`,
                  `t17`.`source`,
                  `t17`.`version`
                FROM `touches` AS `t17`
                LEFT ANTI JOIN (
                  SELECT
                    *
                  FROM `customers` AS `t4`
                  WHERE
                    `t4`.`kind` IN ('staff', 'test')
                ) AS `t44`
                  ON `t17`.`customer` = `t44`.`customer`
              ) AS `t58`
              WHERE
                `t58`.`cost_minor` IS NOT NULL
            ) AS `t72`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'points' AS `kind`,
                `t89`.`minor` * 1 AS `minor`
              FROM (
                SELECT
                  `t61`.`booking_id`,
                  `t61`.`customer`,
                  `t61`.`at`,
                  `t61`.`day`,
                  `t61`.`kind`,
                  `t61`.`points`,
                  `t61`.`value_minor`,
                  `t61`.`currency`,
                  `t61`.`expires`,
                  `t61`.`source`,
                  `t61`.`version`,
                  ABS(`t61`.`value_minor`) * IF(
                    COALESCE(`t61`.`kind` IN ('redeemed', 'expired', 'eingelöst', 'verfallen'), FALSE)
                    OR (
                      COALESCE(`t61`.`points` < 0, FALSE) AND COALESCE(`t61`.`kind` <> 'earned', TRUE)
                    ),
                    1,
                    -1
                  ) AS `minor`
                FROM (
                  SELECT
                    `t22`.`booking_id`,
                    `t22`.`customer`,
                    `t22`.`at`,
                    `t22`.`day`,
                    `t22`.`kind`,
                    `t22`.`points`,
                    `t22`.`value_minor`,
                    `t22`.`currency`,
                    `t22`.`expires`,
                    `t22`.`source`,
                    `t22`.`version`
                  FROM `points` AS `t22`
                  LEFT ANTI JOIN (
                    SELECT
                      *
                    FROM `customers` AS `t4`
                    WHERE
                      `t4`.`kind` IN ('staff', 'test')
                  ) AS `t44`
                    ON `t22`.`customer` = `t44`.`customer`
                ) AS `t61`
              ) AS `t89`
              WHERE
                `t89`.`minor` IS NOT NULL
            ) AS `t101`
          ) AS `t107`
        ) AS `t157`
      ) AS `t172`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'acquisition' AS `kind`,
                `t171`.`acquisition_cost_minor` * -1 AS `minor`
              FROM (
                SELECT
                  `t114`.`customer`,
                  `t114`.`acquisition_cost_minor`,
                  COALESCE(`t114`.`first_seen`, `t158`.`first_day`) AS `day`
                FROM (
                  SELECT
                    COALESCE(`t94`.`person`, `t94`.`customer`) AS `customer`,
                    `t94`.`first_seen`,
                    `t94`.`channel`,
                    `t94`.`acquisition_cost_minor`,
                    `t94`.`currency`,
                    `t94`.`country`,
                    `t94`.`language`,
                    `t94`.`kind`,
                    `t94`.`source`,
                    `t94`.`version`
                  FROM (
                    SELECT
                      `t80`.`customer`,
                      `t80`.`first_seen`,
                      `t80`.`channel`,
                      `t80`.`acquisition_cost_minor`,
                      `t80`.`currency`,
                      `t80`.`country`,
                      `t80`.`language`,
                      `t80`.`kind`,
                      `t80`.`source`,
                      `t80`.`version`,
                      `t42`.`identity`,
                      `t42`.`person`
                    FROM (
                      SELECT
                        *
                      FROM `t62` AS `t66`
                      WHERE
                        `t66`.`acquisition_cost_minor` IS NOT NULL
                    ) AS `t80`
                    LEFT OUTER JOIN (
                      SELECT
                        `t13`.`identity`,
                        `t13`.`customer` AS `person`
                      FROM `identities` AS `t13`
                    ) AS `t42`
                      ON `t80`.`customer` = `t42`.`identity`
                  ) AS `t94`
                ) AS `t114`
                LEFT OUTER JOIN (
                  SELECT
                    `t115`.`customer`,
                    `t115`.`day` AS `first_day`
                  FROM (
                    SELECT
                      `t103`.`customer`,
                      `t103`.`day`,
                      MAKE_DATE(EXTRACT(year FROM `t103`.`day`), EXTRACT(month FROM `t103`.`day`), 1) AS `month`,
                      LOWER(COALESCE(`t33`.`channel`, `t103`.`order_channel`)) AS `channel`
                    FROM (
                      SELECT
                        `t88`.`customer`,
                        `t88`.`first_day` AS `day`,
                        MIN(`t88`.`channel`) AS `order_channel`
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            `t54`.`order_id`,
                            `t54`.`customer`,
                            `t54`.`ordered_at`,
                            `t54`.`channel`,
                            `t54`.`amount_minor`,
                            `t54`.`tax_minor`,
                            `t54`.`vat_bp`,
                            `t54`.`voucher_minor`,
                            `t54`.`shipping_charged_minor`,
                            `t54`.`shipping_paid_minor`,
                            `t54`.`payment_fee_minor`,
                            `t54`.`unit_costs_minor`,
                            `t54`.`margin_minor`,
                            `t54`.`promised_day`,
                            `t54`.`delivered_day`,
                            `t54`.`day`,
                            `t54`.`prices`,
                            `t54`.`standard_bp`,
                            `t65`.`first_day`
                          FROM `t40` AS `t54`
                          INNER JOIN (
                            SELECT
                              `t49`.`customer`,
                              MIN(`t49`.`day`) AS `first_day`
                            FROM `t40` AS `t49`
                            GROUP BY
                              1
                          ) AS `t65`
                            ON `t54`.`customer` = `t65`.`customer`
                        ) AS `t78`
                        WHERE
                          `t78`.`day` = `t78`.`first_day`
                      ) AS `t88`
                      GROUP BY
                        1,
                        2
                    ) AS `t103`
                    LEFT OUTER JOIN (
                      SELECT
                        `t4`.`customer`,
                        `t4`.`channel`
                      FROM `customers` AS `t4`
                    ) AS `t33`
                      ON `t103`.`customer` = `t33`.`customer`
                  ) AS `t115`
                ) AS `t158`
                  ON `t114`.`customer` = `t158`.`customer`
              ) AS `t171`
              WHERE
                `t171`.`day` IS NOT NULL AND `t171`.`acquisition_cost_minor` IS NOT NULL
            ) AS `t185`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'acquisition' AS `kind`,
                `t93`.`cost_minor` * -1 AS `minor`
              FROM (
                SELECT
                  `t46`.`day`,
                  `t46`.`channel`,
                  `t46`.`campaign`,
                  `t46`.`cost_minor`,
                  `t46`.`currency`,
                  `t46`.`source`,
                  `t46`.`version`
                FROM (
                  SELECT
                    `t5`.`day`,
                    LOWER(`t5`.`channel`) AS `channel`,
                    `t5`.`campaign`,
                    `t5`.`cost_minor`,
                    `t5`.`currency`,
                    `t5`.`source`,
                    `t5`.`version`
                  FROM `spend` AS `t5`
                  WHERE
                    `t5`.`cost_minor` IS NOT NULL
                ) AS `t46`
                LEFT ANTI JOIN (
                  SELECT DISTINCT
                    LOWER(`t66`.`channel`) AS `channel`
                  FROM `t62` AS `t66`
                  WHERE
                    `t66`.`acquisition_cost_minor` IS NOT NULL
                ) AS `t79`
                  ON `t46`.`channel` = `t79`.`channel`
              ) AS `t93`
              WHERE
                `t93`.`cost_minor` IS NOT NULL
            ) AS `t108`
          ) AS `t190`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'goods' AS `kind`,
                  `t111`.`minor` * 1 AS `minor`
                FROM `t105` AS `t111`
                WHERE
                  `t111`.`kind` = 'goods' AND `t111`.`minor` IS NOT NULL
              ) AS `t127`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'adjustment' AS `kind`,
                  `t111`.`minor` * 1 AS `minor`
                FROM `t105` AS `t111`
                WHERE
                  `t111`.`kind` = 'adjustment' AND `t111`.`minor` IS NOT NULL
              ) AS `t128`
            ) AS `t146`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'shipping_charged' AS `kind`,
                  `t111`.`minor` * 1 AS `minor`
                FROM `t105` AS `t111`
                WHERE
                  `t111`.`kind` = 'shipping' AND `t111`.`minor` IS NOT NULL
              ) AS `t129`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'fee' AS `kind`,
                  `t111`.`minor` * 1 AS `minor`
                FROM `t105` AS `t111`
                WHERE
                  `t111`.`kind` = 'fee' AND `t111`.`minor` IS NOT NULL
              ) AS `t131`
            ) AS `t148`
          ) AS `t156`
        ) AS `t193`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'voucher' AS `kind`,
                  `t111`.`minor` * 1 AS `minor`
                FROM `t105` AS `t111`
                WHERE
                  `t111`.`kind` = 'voucher' AND `t111`.`minor` IS NOT NULL
              ) AS `t132`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'purchase_price' AS `kind`,
                  `t111`.`cost_minor` * -1 AS `minor`
                FROM `t105` AS `t111`
                WHERE
                  `t111`.`cost_minor` IS NOT NULL
              ) AS `t134`
            ) AS `t150`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'goods' AS `kind`,
                  `t165`.`amount_minor` * 1 AS `minor`
                FROM (
                  SELECT
                    `t19`.`order_id`,
                    `t19`.`customer`,
                    `t19`.`ordered_at`,
                    `t19`.`day`,
                    `t19`.`channel`,
                    `t19`.`country`,
                    `t19`.`prices`,
                    `t19`.`currency`,
                    `t19`.`amount_minor`,
                    `t19`.`vat_bp`,
                    `t19`.`tax_minor`,
                    `t19`.`voucher_minor`,
                    `t19`.`voucher_code`,
                    `t19`.`shipping_charged_minor`,
                    `t19`.`shipping_paid_minor`,
                    `t19`.`payment_fee_minor`,
                    `t19`.`unit_costs_minor`,
                    `t19`.`margin_minor`,
                    `t19`.`promised_day`,
                    `t19`.`delivered_day`,
                    `t19`.`status`,
                    `t19`.`kind`,
                    `t19`.`source`,
                    `t19`.`version`
                  FROM `orders` AS `t19`
                  LEFT SEMI JOIN `orders_placed` AS `t24`
                    ON `t19`.`order_id` = `t24`.`order_id`
                  LEFT ANTI JOIN (
                    SELECT
                      *
                    FROM `t105` AS `t111`
                    WHERE
                      `t111`.`minor` IS NOT NULL
                  ) AS `t145`
                    ON `t19`.`order_id` = `t145`.`order_id`
                ) AS `t165`
                WHERE
                  `t165`.`amount_minor` IS NOT NULL
              ) AS `t177`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'shipping_charged' AS `kind`,
                  `t166`.`shipping_charged_minor` * 1 AS `minor`
                FROM (
                  SELECT
                    `t19`.`order_id`,
                    `t19`.`customer`,
                    `t19`.`ordered_at`,
                    `t19`.`day`,
                    `t19`.`channel`,
                    `t19`.`country`,
                    `t19`.`prices`,
                    `t19`.`currency`,
                    `t19`.`amount_minor`,
                    `t19`.`vat_bp`,
                    `t19`.`tax_minor`,
                    `t19`.`voucher_minor`,
                    `t19`.`voucher_code`,
                    `t19`.`shipping_charged_minor`,
                    `t19`.`shipping_paid_minor`,
                    `t19`.`payment_fee_minor`,
                    `t19`.`unit_costs_minor`,
                    `t19`.`margin_minor`,
                    `t19`.`promised_day`,
                    `t19`.`delivered_day`,
                    `t19`.`status`,
                    `t19`.`kind`,
                    `t19`.`source`,
                    `t19`.`version`
                  FROM `orders` AS `t19`
                  LEFT SEMI JOIN `orders_placed` AS `t24`
                    ON `t19`.`order_id` = `t24`.`order_id`
                  LEFT ANTI JOIN (
                    SELECT
                      *
                    FROM `t105` AS `t111`
                    WHERE
                      `t111`.`minor` IS NOT NULL AND `t111`.`kind` = 'shipping'
                  ) AS `t147`
                    ON `t19`.`order_id` = `t147`.`order_id`
                ) AS `t166`
                WHERE
                  `t166`.`shipping_charged_minor` IS NOT NULL
              ) AS `t178`
            ) AS `t183`
          ) AS `t188`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'voucher' AS `kind`,
                  `t167`.`voucher_minor` * -1 AS `minor`
                FROM (
                  SELECT
                    `t19`.`order_id`,
                    `t19`.`customer`,
                    `t19`.`ordered_at`,
                    `t19`.`day`,
                    `t19`.`channel`,
                    `t19`.`country`,
                    `t19`.`prices`,
                    `t19`.`currency`,
                    `t19`.`amount_minor`,
                    `t19`.`vat_bp`,
                    `t19`.`tax_minor`,
                    `t19`.`voucher_minor`,
                    `t19`.`voucher_code`,
                    `t19`.`shipping_charged_minor`,
                    `t19`.`shipping_paid_minor`,
                    `t19`.`payment_fee_minor`,
                    `t19`.`unit_costs_minor`,
                    `t19`.`margin_minor`,
                    `t19`.`promised_day`,
                    `t19`.`delivered_day`,
                    `t19`.`status`,
                    `t19`.`kind`,
                    `t19`.`source`,
                    `t19`.`version`
                  FROM `orders` AS `t19`
                  LEFT SEMI JOIN `orders_placed` AS `t24`
                    ON `t19`.`order_id` = `t24`.`order_id`
                  LEFT ANTI JOIN (
                    SELECT
                      *
                    FROM `t105` AS `t111`
                    WHERE
                      `t111`.`minor` IS NOT NULL AND `t111`.`kind` = 'voucher'
                  ) AS `t149`
                    ON `t19`.`order_id` = `t149`.`order_id`
                ) AS `t167`
                WHERE
                  `t167`.`voucher_minor` IS NOT NULL
              ) AS `t179`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'purchase_price' AS `kind`,
                  `t168`.`unit_costs_minor` * -1 AS `minor`
                FROM (
                  SELECT
                    `t19`.`order_id`,
                    `t19`.`customer`,
                    `t19`.`ordered_at`,
                    `t19`.`day`,
                    `t19`.`channel`,
                    `t19`.`country`,
                    `t19`.`prices`,
                    `t19`.`currency`,
                    `t19`.`amount_minor`,
                    `t19`.`vat_bp`,
                    `t19`.`tax_minor`,
                    `t19`.`voucher_minor`,
                    `t19`.`voucher_code`,
                    `t19`.`shipping_charged_minor`,
                    `t19`.`shipping_paid_minor`,
                    `t19`.`payment_fee_minor`,
                    `t19`.`unit_costs_minor`,
                    `t19`.`margin_minor`,
                    `t19`.`promised_day`,
                    `t19`.`delivered_day`,
                    `t19`.`status`,
                    `t19`.`kind`,
                    `t19`.`source`,
                    `t19`.`version`
                  FROM `orders` AS `t19`
                  LEFT SEMI JOIN `orders_placed` AS `t24`
                    ON `t19`.`order_id` = `t24`.`order_id`
                  LEFT ANTI JOIN (
                    SELECT
                      *
                    FROM `t105` AS `t111`
                    WHERE
                      `t111`.`cost_minor` IS NOT NULL
                  ) AS `t151`
                    ON `t19`.`order_id` = `t151`.`order_id`
                ) AS `t168`
                WHERE
                  `t168`.`unit_costs_minor` IS NOT NULL
              ) AS `t180`
            ) AS `t184`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'shipping_paid' AS `kind`,
                  `t55`.`shipping_paid_minor` * -1 AS `minor`
                FROM `t52` AS `t55`
                WHERE
                  `t55`.`shipping_paid_minor` IS NOT NULL
              ) AS `t67`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'payment_fee' AS `kind`,
                  `t55`.`payment_fee_minor` * -1 AS `minor`
                FROM `t52` AS `t55`
                WHERE
                  `t55`.`payment_fee_minor` IS NOT NULL
              ) AS `t68`
            ) AS `t69`
          ) AS `t189`
        ) AS `t192`
      ) AS `t195`
    ) AS `t197`
    GROUP BY
      1
  ) AS `t201`
    ON `t200`.`kind` = `t201`.`kind`
  FULL OUTER JOIN (
    SELECT
      `t63`.`kind`,
      COALESCE(CAST(SUM(`t63`.`vat_minor`) AS BIGINT), 0) AS `vat_minor`,
      COALESCE(
        CAST(SUM(
          IF(
            `t63`.`estimated`
            OR (
              (
                `t63`.`kind` = 'purchase_price'
              )
              AND (
                `t63`.`position` IS NULL
              )
              AND (
                `t63`.`marked` IS NOT NULL
              )
            ),
            `t63`.`amount_minor`,
            0
          )
        ) AS BIGINT),
        0
      ) AS `derived_minor`,
      COALESCE(CAST(SUM(`t63`.`amount_minor`) AS BIGINT), 0) AS `ledger_minor`
    FROM (
      SELECT
        `t14`.`customer`,
        `t14`.`order_id`,
        `t14`.`position`,
        `t14`.`day`,
        `t14`.`step`,
        `t14`.`kind`,
        `t14`.`amount_minor`,
        `t14`.`vat_minor`,
        `t14`.`estimated`,
        `t47`.`order_id` AS `order_id_right`,
        `t47`.`marked`
      FROM `ledger` AS `t14`
      LEFT OUTER JOIN (
        SELECT
          `t6`.`order_id`,
          `t6`.`margin_minor` IS NOT NULL AS `marked`
        FROM `orders` AS `t6`
        WHERE
          `t6`.`margin_minor` IS NOT NULL AND `t6`.`unit_costs_minor` IS NULL
      ) AS `t47`
        ON `t14`.`order_id` = `t47`.`order_id`
    ) AS `t63`
    GROUP BY
      1
  ) AS `t102`
    ON `t200`.`kind` = `t102`.`kind`
) AS `t202`
