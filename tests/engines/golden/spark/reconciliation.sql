WITH `t39` AS (
  SELECT
    `t11`.`identity`,
    `t11`.`customer` AS `person`
  FROM `identities` AS `t11`
), `t62` AS (
  SELECT
    *
  FROM `orders_placed` AS `t12`
  WHERE
    `t12`.`customer` IS NOT NULL
), `t89` AS (
  SELECT
    `t14`.`customer`,
    `t14`.`first_seen`,
    `t14`.`channel`,
    `t14`.`acquisition_cost_minor`,
    `t14`.`currency`,
    `t14`.`country`,
    `t14`.`language`,
    `t14`.`kind`,
    `t14`.`source`,
    `t14`.`version`
  FROM `customers` AS `t14`
  LEFT ANTI JOIN (
    SELECT
      *
    FROM `customers` AS `t3`
    WHERE
      `t3`.`kind` IN ('staff', 'test')
  ) AS `t68`
    ON `t14`.`customer` = `t68`.`customer`
), `t97` AS (
  SELECT
    `t18`.`refund_id`,
    `t18`.`order_id`,
    `t18`.`position`,
    `t18`.`customer`,
    `t18`.`refunded_at`,
    `t18`.`day`,
    `t18`.`returned_day`,
    `t18`.`product`,
    `t18`.`kind`,
    `t18`.`quantity_milli`,
    `t18`.`prices`,
    `t18`.`currency`,
    `t18`.`country`,
    `t18`.`vat_bp`,
    `t18`.`amount_minor`,
    `t18`.`unit_cost_minor`,
    `t18`.`handling_minor`,
    `t18`.`reason`,
    `t18`.`source`,
    `t18`.`version`
  FROM `refunds` AS `t18`
  LEFT ANTI JOIN (
    SELECT
      *
    FROM `customers` AS `t3`
    WHERE
      `t3`.`kind` IN ('staff', 'test')
  ) AS `t68`
    ON `t18`.`customer` = `t68`.`customer`
  LEFT ANTI JOIN (
    SELECT
      `t20`.`order_id`,
      `t20`.`customer`,
      `t20`.`ordered_at`,
      `t20`.`day`,
      `t20`.`channel`,
      `t20`.`country`,
      `t20`.`prices`,
      `t20`.`currency`,
      `t20`.`amount_minor`,
      `t20`.`vat_bp`,
      `t20`.`tax_minor`,
      `t20`.`voucher_minor`,
      `t20`.`voucher_code`,
      `t20`.`shipping_charged_minor`,
      `t20`.`shipping_paid_minor`,
      `t20`.`payment_fee_minor`,
      `t20`.`unit_costs_minor`,
      `t20`.`margin_minor`,
      `t20`.`promised_day`,
      `t20`.`delivered_day`,
      `t20`.`status`,
      `t20`.`kind`,
      `t20`.`source`,
      `t20`.`version`
    FROM `orders` AS `t20`
    LEFT ANTI JOIN `orders_placed` AS `t21`
      ON `t20`.`order_id` = `t21`.`order_id`
  ) AS `t81`
    ON `t18`.`order_id` = `t81`.`order_id`
)
SELECT
  `t169`.`kind`,
  CAST(`t169`.`facts_minor` AS BIGINT) AS `facts_minor`,
  CAST(`t169`.`facts_minor` - `t169`.`kept_minor` AS BIGINT) AS `left_out_minor`,
  CAST(`t169`.`vat_minor` AS BIGINT) AS `vat_minor`,
  CAST(`t169`.`derived_minor` AS BIGINT) AS `derived_minor`,
  CAST(`t169`.`ledger_minor` AS BIGINT) AS `ledger_minor`,
  CAST((
    (
      `t169`.`kept_minor` - `t169`.`vat_minor`
    ) + `t169`.`derived_minor`
  ) - `t169`.`ledger_minor` AS BIGINT) AS `difference_minor`
FROM (
  SELECT
    COALESCE(`t151`.`kind`, `t114`.`kind`) AS `kind`,
    COALESCE(`t151`.`minor`, 0) AS `facts_minor`,
    COALESCE(`t168`.`kept_minor`, 0) AS `kept_minor`,
    COALESCE(`t114`.`vat_minor`, 0) AS `vat_minor`,
    COALESCE(`t114`.`derived_minor`, 0) AS `derived_minor`,
    COALESCE(`t114`.`ledger_minor`, 0) AS `ledger_minor`
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
              *
            FROM (
              SELECT
                'goods' AS `kind`,
                `t1`.`goods_facts` AS `minor`
              FROM `order_totals` AS `t1`
            ) AS `t22`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'adjustment' AS `kind`,
                `t1`.`adjustment_facts` AS `minor`
              FROM `order_totals` AS `t1`
            ) AS `t23`
          ) AS `t42`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'shipping_charged' AS `kind`,
                `t1`.`shipping_charged_facts` AS `minor`
              FROM `order_totals` AS `t1`
            ) AS `t24`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'fee' AS `kind`,
                `t1`.`fee_facts` AS `minor`
              FROM `order_totals` AS `t1`
            ) AS `t25`
          ) AS `t43`
        ) AS `t64`
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
                `t1`.`voucher_facts` AS `minor`
              FROM `order_totals` AS `t1`
            ) AS `t26`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'purchase_price' AS `kind`,
                `t1`.`purchase_price_facts` AS `minor`
              FROM `order_totals` AS `t1`
            ) AS `t27`
          ) AS `t44`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'shipping_paid' AS `kind`,
                `t1`.`shipping_paid_facts` AS `minor`
              FROM `order_totals` AS `t1`
            ) AS `t28`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'payment_fee' AS `kind`,
                `t1`.`payment_fee_facts` AS `minor`
              FROM `order_totals` AS `t1`
            ) AS `t29`
          ) AS `t45`
        ) AS `t65`
      ) AS `t77`
      WHERE
        `t77`.`minor` IS NOT NULL
    ) AS `t83`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t139`.`kind`,
        COALESCE(CAST(SUM(`t139`.`minor`) AS BIGINT), 0) AS `minor`
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
                'service' AS `kind`,
                `t107`.`minor` * -1 AS `minor`
              FROM (
                SELECT
                  `t5`.`ticket_id`,
                  `t5`.`customer`,
                  `t5`.`opened_at`,
                  `t5`.`day`,
                  `t5`.`answered_at`,
                  `t5`.`solved_at`,
                  `t5`.`minutes`,
                  `t5`.`topic`,
                  `t5`.`satisfaction`,
                  `t5`.`source`,
                  `t5`.`version`,
                  CAST(ROUND(
                    (
                      (
                        `t5`.`minutes` * 3650
                      ) - (
                        (
                          `t5`.`minutes` * 3650
                        ) % 60
                      )
                    ) / 60,
                    0
                  ) AS BIGINT) + IF(
                    (
                      (
                        ABS((
                          `t5`.`minutes` * 3650
                        ) % 60) * 2
                      ) > 60
                    )
                    OR (
                      (
                        (
                          ABS((
                            `t5`.`minutes` * 3650
                          ) % 60) * 2
                        ) = 60
                      )
                      AND (
                        (
                          CAST(ROUND(
                            (
                              (
                                `t5`.`minutes` * 3650
                              ) - (
                                (
                                  `t5`.`minutes` * 3650
                                ) % 60
                              )
                            ) / 60,
                            0
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    ),
                    IF((
                      `t5`.`minutes` * 3650
                    ) < 0, -1, 1),
                    0
                  ) AS `minor`
                FROM `tickets` AS `t5`
              ) AS `t107`
              WHERE
                `t107`.`minor` IS NOT NULL
            ) AS `t118`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'service' AS `kind`,
                `t108`.`minor` * -1 AS `minor`
              FROM (
                SELECT
                  `t6`.`interaction_id`,
                  `t6`.`customer`,
                  `t6`.`at`,
                  `t6`.`day`,
                  `t6`.`kind`,
                  `t6`.`minutes`,
                  `t6`.`outcome`,
                  `t6`.`source`,
                  `t6`.`version`,
                  CAST(ROUND(
                    (
                      (
                        `t6`.`minutes` * 3650
                      ) - (
                        (
                          `t6`.`minutes` * 3650
                        ) % 60
                      )
                    ) / 60,
                    0
                  ) AS BIGINT) + IF(
                    (
                      (
                        ABS((
                          `t6`.`minutes` * 3650
                        ) % 60) * 2
                      ) > 60
                    )
                    OR (
                      (
                        (
                          ABS((
                            `t6`.`minutes` * 3650
                          ) % 60) * 2
                        ) = 60
                      )
                      AND (
                        (
                          CAST(ROUND(
                            (
                              (
                                `t6`.`minutes` * 3650
                              ) - (
                                (
                                  `t6`.`minutes` * 3650
                                ) % 60
                              )
                            ) / 60,
                            0
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    ),
                    IF((
                      `t6`.`minutes` * 3650
                    ) < 0, -1, 1),
                    0
                  ) AS `minor`
                FROM `interactions` AS `t6`
              ) AS `t108`
              WHERE
                `t108`.`minor` IS NOT NULL
            ) AS `t119`
          ) AS `t123`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                'contact' AS `kind`,
                `t2`.`cost_minor` * -1 AS `minor`
              FROM `touches` AS `t2`
              WHERE
                `t2`.`cost_minor` IS NOT NULL
            ) AS `t50`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'points' AS `kind`,
                `t90`.`minor` * 1 AS `minor`
              FROM (
                SELECT
                  `t7`.`booking_id`,
                  `t7`.`customer`,
                  `t7`.`at`,
                  `t7`.`day`,
                  `t7`.`kind`,
                  `t7`.`points`,
                  `t7`.`value_minor`,
                  `t7`.`currency`,
                  `t7`.`expires`,
                  `t7`.`source`,
                  `t7`.`version`,
                  ABS(`t7`.`value_minor`) * IF(
                    COALESCE(`t7`.`kind` IN ('redeemed', 'expired', 'eingelöst', 'verfallen'), FALSE)
                    OR (
                      COALESCE(`t7`.`points` < 0, FALSE) AND COALESCE(`t7`.`kind` <> 'earned', TRUE)
                    ),
                    1,
                    -1
                  ) AS `minor`
                FROM `points` AS `t7`
              ) AS `t90`
              WHERE
                `t90`.`minor` IS NOT NULL
            ) AS `t99`
          ) AS `t103`
        ) AS `t125`
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
                'acquisition' AS `kind`,
                `t3`.`acquisition_cost_minor` * -1 AS `minor`
              FROM `customers` AS `t3`
              WHERE
                `t3`.`acquisition_cost_minor` IS NOT NULL
            ) AS `t51`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                'acquisition' AS `kind`,
                `t4`.`cost_minor` * -1 AS `minor`
              FROM `spend` AS `t4`
              WHERE
                `t4`.`cost_minor` IS NOT NULL
            ) AS `t54`
          ) AS `t69`
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
                  'refund' AS `kind`,
                  `t8`.`amount_minor` * -1 AS `minor`
                FROM `refunds` AS `t8`
                WHERE
                  `t8`.`amount_minor` IS NOT NULL
              ) AS `t57`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'returned_goods' AS `kind`,
                  `t110`.`worth` * 1 AS `minor`
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
                    CAST(ROUND(
                      (
                        (
                          COALESCE(`t8`.`quantity_milli`, 1000) * `t8`.`unit_cost_minor`
                        ) - (
                          (
                            COALESCE(`t8`.`quantity_milli`, 1000) * `t8`.`unit_cost_minor`
                          ) % 1000
                        )
                      ) / 1000,
                      0
                    ) AS BIGINT) + IF(
                      (
                        (
                          ABS((
                            COALESCE(`t8`.`quantity_milli`, 1000) * `t8`.`unit_cost_minor`
                          ) % 1000) * 2
                        ) > 1000
                      )
                      OR (
                        (
                          (
                            ABS((
                              COALESCE(`t8`.`quantity_milli`, 1000) * `t8`.`unit_cost_minor`
                            ) % 1000) * 2
                          ) = 1000
                        )
                        AND (
                          (
                            CAST(ROUND(
                              (
                                (
                                  COALESCE(`t8`.`quantity_milli`, 1000) * `t8`.`unit_cost_minor`
                                ) - (
                                  (
                                    COALESCE(`t8`.`quantity_milli`, 1000) * `t8`.`unit_cost_minor`
                                  ) % 1000
                                )
                              ) / 1000,
                              0
                            ) AS BIGINT) % 2
                          ) <> 0
                        )
                      ),
                      IF((
                        COALESCE(`t8`.`quantity_milli`, 1000) * `t8`.`unit_cost_minor`
                      ) < 0, -1, 1),
                      0
                    ) AS `worth`
                  FROM `refunds` AS `t8`
                  WHERE
                    COALESCE(`t8`.`kind`, 'goods') IN ('goods', 'discount')
                ) AS `t110`
                WHERE
                  `t110`.`worth` IS NOT NULL
              ) AS `t124`
            ) AS `t126`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  'handling' AS `kind`,
                  `t8`.`handling_minor` * -1 AS `minor`
                FROM `refunds` AS `t8`
                WHERE
                  `t8`.`handling_minor` IS NOT NULL
              ) AS `t58`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  'default' AS `kind`,
                  `t9`.`amount_minor` * -1 AS `minor`
                FROM `payments` AS `t9`
                WHERE
                  `t9`.`kind` = 'default' AND `t9`.`amount_minor` IS NOT NULL
              ) AS `t59`
            ) AS `t72`
          ) AS `t129`
        ) AS `t134`
      ) AS `t139`
      GROUP BY
        1
    ) AS `t147`
  ) AS `t151`
  LEFT OUTER JOIN (
    SELECT
      `t166`.`kind`,
      `t166`.`minor` AS `kept_minor`
    FROM (
      SELECT
        `t165`.`kind`,
        COALESCE(CAST(SUM(`t165`.`minor`) AS BIGINT), 0) AS `minor`
      FROM (
        SELECT
          *
        FROM (
          SELECT
            'points' AS `kind`,
            -(
              `t161`.`unearned`
            ) AS `minor`
          FROM (
            SELECT
              `t156`.`customer`,
              `t156`.`day`,
              `t156`.`worth`,
              CAST(`t156`.`below` - COALESCE(
                LAG(`t156`.`below`) OVER (
                  PARTITION BY `t156`.`customer`
                  ORDER BY `t156`.`day` ASC NULLS LAST, `t156`.`is_back` ASC NULLS LAST, `t156`.`booking_id` ASC NULLS LAST
                ),
                0
              ) AS BIGINT) AS `unearned`
            FROM (
              SELECT
                `t148`.`customer`,
                `t148`.`booking_id`,
                `t148`.`day`,
                `t148`.`worth`,
                `t148`.`is_back`,
                `t148`.`owed`,
                CAST(GREATEST(
                  -(
                    MIN(`t148`.`owed`) OVER (
                      PARTITION BY `t148`.`customer`
                      ORDER BY `t148`.`day` ASC NULLS LAST, `t148`.`is_back` ASC NULLS LAST, `t148`.`booking_id` ASC NULLS LAST
                      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                    )
                  ),
                  0
                ) AS BIGINT) AS `below`
              FROM (
                SELECT
                  `t135`.`customer`,
                  `t135`.`booking_id`,
                  `t135`.`day`,
                  `t135`.`worth`,
                  `t135`.`is_back`,
                  CAST(-(
                    SUM(`t135`.`worth`) OVER (
                      PARTITION BY `t135`.`customer`
                      ORDER BY `t135`.`day` ASC NULLS LAST, `t135`.`is_back` ASC NULLS LAST, `t135`.`booking_id` ASC NULLS LAST
                      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                    )
                  ) AS BIGINT) AS `owed`
                FROM (
                  SELECT
                    `t120`.`customer`,
                    `t120`.`booking_id`,
                    `t120`.`day`,
                    `t120`.`worth`,
                    IF(`t120`.`worth` > 0, 1, 0) AS `is_back`
                  FROM (
                    SELECT
                      COALESCE(`t92`.`person`, `t92`.`customer`) AS `customer`,
                      `t92`.`booking_id`,
                      COALESCE(`t92`.`day`, CAST(`t92`.`at` AS DATE)) AS `day`,
                      ABS(`t92`.`value_minor`) * IF(
                        COALESCE(`t92`.`kind` IN ('redeemed', 'expired', 'eingelöst', 'verfallen'), FALSE)
                        OR (
                          COALESCE(`t92`.`points` < 0, FALSE) AND COALESCE(`t92`.`kind` <> 'earned', TRUE)
                        ),
                        1,
                        -1
                      ) AS `worth`
                    FROM (
                      SELECT
                        `t71`.`booking_id`,
                        `t71`.`customer`,
                        `t71`.`at`,
                        `t71`.`day`,
                        `t71`.`kind`,
                        `t71`.`points`,
                        `t71`.`value_minor`,
                        `t71`.`currency`,
                        `t71`.`expires`,
                        `t71`.`source`,
                        `t71`.`version`,
                        `t74`.`identity`,
                        `t74`.`person`
                      FROM (
                        SELECT
                          *
                        FROM `points` AS `t7`
                        WHERE
                          `t7`.`value_minor` IS NOT NULL
                      ) AS `t71`
                      LEFT ANTI JOIN (
                        SELECT
                          *
                        FROM `customers` AS `t3`
                        WHERE
                          `t3`.`kind` IN ('staff', 'test')
                      ) AS `t68`
                        ON `t71`.`customer` = `t68`.`customer`
                      LEFT OUTER JOIN `t39` AS `t74`
                        ON `t71`.`customer` = `t74`.`identity`
                    ) AS `t92`
                  ) AS `t120`
                ) AS `t135`
              ) AS `t148`
            ) AS `t156`
          ) AS `t161`
        ) AS `t164`
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
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      'goods' AS `kind`,
                      `t1`.`goods_kept` AS `minor`
                    FROM `order_totals` AS `t1`
                  ) AS `t30`
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      'adjustment' AS `kind`,
                      `t1`.`adjustment_kept` AS `minor`
                    FROM `order_totals` AS `t1`
                  ) AS `t31`
                ) AS `t46`
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      'shipping_charged' AS `kind`,
                      `t1`.`shipping_charged_kept` AS `minor`
                    FROM `order_totals` AS `t1`
                  ) AS `t32`
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      'fee' AS `kind`,
                      `t1`.`fee_kept` AS `minor`
                    FROM `order_totals` AS `t1`
                  ) AS `t33`
                ) AS `t47`
              ) AS `t66`
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
                      `t1`.`voucher_kept` AS `minor`
                    FROM `order_totals` AS `t1`
                  ) AS `t34`
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      'purchase_price' AS `kind`,
                      `t1`.`purchase_price_kept` AS `minor`
                    FROM `order_totals` AS `t1`
                  ) AS `t35`
                ) AS `t48`
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      'shipping_paid' AS `kind`,
                      `t1`.`shipping_paid_kept` AS `minor`
                    FROM `order_totals` AS `t1`
                  ) AS `t36`
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      'payment_fee' AS `kind`,
                      `t1`.`payment_fee_kept` AS `minor`
                    FROM `order_totals` AS `t1`
                  ) AS `t37`
                ) AS `t49`
              ) AS `t67`
            ) AS `t78`
            WHERE
              `t78`.`minor` IS NOT NULL
          ) AS `t84`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              `t160`.`kind`,
              COALESCE(CAST(SUM(`t160`.`minor`) AS BIGINT), 0) AS `minor`
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
                      'service' AS `kind`,
                      `t136`.`minor` * -1 AS `minor`
                    FROM (
                      SELECT
                        `t86`.`ticket_id`,
                        `t86`.`customer`,
                        `t86`.`opened_at`,
                        `t86`.`day`,
                        `t86`.`answered_at`,
                        `t86`.`solved_at`,
                        `t86`.`minutes`,
                        `t86`.`topic`,
                        `t86`.`satisfaction`,
                        `t86`.`source`,
                        `t86`.`version`,
                        CAST(ROUND(
                          (
                            (
                              `t86`.`minutes` * 3650
                            ) - (
                              (
                                `t86`.`minutes` * 3650
                              ) % 60
                            )
                          ) / 60,
                          0
                        ) AS BIGINT) + IF(
                          (
                            (
                              ABS((
                                `t86`.`minutes` * 3650
                              ) % 60) * 2
                            ) > 60
                          )
                          OR (
                            (
                              (
                                ABS((
                                  `t86`.`minutes` * 3650
                                ) % 60) * 2
                              ) = 60
                            )
                            AND (
                              (
                                CAST(ROUND(
                                  (
                                    (
                                      `t86`.`minutes` * 3650
                                    ) - (
                                      (
                                        `t86`.`minutes` * 3650
                                      ) % 60
                                    )
                                  ) / 60,
                                  0
                                ) AS BIGINT) % 2
                              ) <> 0
                            )
                          ),
                          IF((
                            `t86`.`minutes` * 3650
                          ) < 0, -1, 1),
                          0
                        ) AS `minor`
                      FROM (
                        SELECT
                          `t15`.`ticket_id`,
                          `t15`.`customer`,
                          `t15`.`opened_at`,
                          `t15`.`day`,
                          `t15`.`answered_at`,
                          `t15`.`solved_at`,
                          `t15`.`minutes`,
                          `t15`.`topic`,
                          `t15`.`satisfaction`,
                          `t15`.`source`,
                          `t15`.`version`
                        FROM `tickets` AS `t15`
                        LEFT ANTI JOIN (
                          SELECT
                            *
                          FROM `customers` AS `t3`
                          WHERE
                            `t3`.`kind` IN ('staff', 'test')
                        ) AS `t68`
                          ON `t15`.`customer` = `t68`.`customer`
                      ) AS `t86`
                    ) AS `t136`
                    WHERE
                      `t136`.`minor` IS NOT NULL
                  ) AS `t141`
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      'service' AS `kind`,
                      `t137`.`minor` * -1 AS `minor`
                    FROM (
                      SELECT
                        `t87`.`interaction_id`,
                        `t87`.`customer`,
                        `t87`.`at`,
                        `t87`.`day`,
                        `t87`.`kind`,
                        `t87`.`minutes`,
                        `t87`.`outcome`,
                        `t87`.`source`,
                        `t87`.`version`,
                        CAST(ROUND(
                          (
                            (
                              `t87`.`minutes` * 3650
                            ) - (
                              (
                                `t87`.`minutes` * 3650
                              ) % 60
                            )
                          ) / 60,
                          0
                        ) AS BIGINT) + IF(
                          (
                            (
                              ABS((
                                `t87`.`minutes` * 3650
                              ) % 60) * 2
                            ) > 60
                          )
                          OR (
                            (
                              (
                                ABS((
                                  `t87`.`minutes` * 3650
                                ) % 60) * 2
                              ) = 60
                            )
                            AND (
                              (
                                CAST(ROUND(
                                  (
                                    (
                                      `t87`.`minutes` * 3650
                                    ) - (
                                      (
                                        `t87`.`minutes` * 3650
                                      ) % 60
                                    )
                                  ) / 60,
                                  0
                                ) AS BIGINT) % 2
                              ) <> 0
                            )
                          ),
                          IF((
                            `t87`.`minutes` * 3650
                          ) < 0, -1, 1),
                          0
                        ) AS `minor`
                      FROM (
                        SELECT
                          `t16`.`interaction_id`,
                          `t16`.`customer`,
                          `t16`.`at`,
                          `t16`.`day`,
                          `t16`.`kind`,
                          `t16`.`minutes`,
                          `t16`.`outcome`,
                          `t16`.`source`,
                          `t16`.`version`
                        FROM `interactions` AS `t16`
                        LEFT ANTI JOIN (
                          SELECT
                            *
                          FROM `customers` AS `t3`
                          WHERE
                            `t3`.`kind` IN ('staff', 'test')
                        ) AS `t68`
                          ON `t16`.`customer` = `t68`.`customer`
                      ) AS `t87`
                    ) AS `t137`
                    WHERE
                      `t137`.`minor` IS NOT NULL
                  ) AS `t142`
                ) AS `t143`
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      'contact' AS `kind`,
                      `t85`.`cost_minor` * -1 AS `minor`
                    FROM (
                      SELECT
                        `t13`.`touch_id`,
                        `t13`.`customer`,
                        `t13`.`at`,
                        `t13`.`day`,
                        `t13`.`channel`,
                        `t13`.`campaign`,
                        `t13`.`cost_minor`,
                        `t13`.`currency`,
                        `t13`.`outcome`,
                        `t13`.`source`,
                        `t13`.`version`
                      FROM `touches` AS `t13`
                      LEFT ANTI JOIN (
                        SELECT
                          *
                        FROM `customers` AS `t3`
                        WHERE
                          `t3`.`kind` IN ('staff', 'test')
                      ) AS `t68`
                        ON `t13`.`customer` = `t68`.`customer`
                    ) AS `t85`
                    WHERE
                      `t85`.`cost_minor` IS NOT NULL
                  ) AS `t98`
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      'points' AS `kind`,
                      `t117`.`minor` * 1 AS `minor`
                    FROM (
                      SELECT
                        `t88`.`booking_id`,
                        `t88`.`customer`,
                        `t88`.`at`,
                        `t88`.`day`,
                        `t88`.`kind`,
                        `t88`.`points`,
                        `t88`.`value_minor`,
                        `t88`.`currency`,
                        `t88`.`expires`,
                        `t88`.`source`,
                        `t88`.`version`,
                        ABS(`t88`.`value_minor`) * IF(
                          COALESCE(`t88`.`kind` IN ('redeemed', 'expired', 'eingelöst', 'verfallen'), FALSE)
                          OR (
                            COALESCE(`t88`.`points` < 0, FALSE) AND COALESCE(`t88`.`kind` <> 'earned', TRUE)
                          ),
                          1,
                          -1
                        ) AS `minor`
                      FROM (
                        SELECT
                          `t17`.`booking_id`,
                          `t17`.`customer`,
                          `t17`.`at`,
                          `t17`.`day`,
                          `t17`.`kind`,
                          `t17`.`points`,
                          `t17`.`value_minor`,
                          `t17`.`currency`,
                          `t17`.`expires`,
                          `t17`.`source`,
                          `t17`.`version`
                        FROM `points` AS `t17`
                        LEFT ANTI JOIN (
                          SELECT
                            *
                          FROM `customers` AS `t3`
                          WHERE
                            `t3`.`kind` IN ('staff', 'test')
                        ) AS `t68`
                          ON `t17`.`customer` = `t68`.`customer`
                      ) AS `t88`
                    ) AS `t117`
                    WHERE
                      `t117`.`minor` IS NOT NULL
                  ) AS `t128`
                ) AS `t131`
              ) AS `t146`
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
                      'acquisition' AS `kind`,
                      `t155`.`acquisition_cost_minor` * -1 AS `minor`
                    FROM (
                      SELECT
                        `t138`.`customer`,
                        `t138`.`acquisition_cost_minor`,
                        COALESCE(`t138`.`first_seen`, `t149`.`first_day`) AS `day`
                      FROM (
                        SELECT
                          COALESCE(`t122`.`person`, `t122`.`customer`) AS `customer`,
                          `t122`.`first_seen`,
                          `t122`.`channel`,
                          `t122`.`acquisition_cost_minor`,
                          `t122`.`currency`,
                          `t122`.`country`,
                          `t122`.`language`,
                          `t122`.`kind`,
                          `t122`.`source`,
                          `t122`.`version`
                        FROM (
                          SELECT
                            `t106`.`customer`,
                            `t106`.`first_seen`,
                            `t106`.`channel`,
                            `t106`.`acquisition_cost_minor`,
                            `t106`.`currency`,
                            `t106`.`country`,
                            `t106`.`language`,
                            `t106`.`kind`,
                            `t106`.`source`,
                            `t106`.`version`,
                            `t75`.`identity`,
                            `t75`.`person`
                          FROM (
                            SELECT
                              *
                            FROM `t89` AS `t94`
                            WHERE
                              `t94`.`acquisition_cost_minor` IS NOT NULL
                          ) AS `t106`
                          LEFT OUTER JOIN `t39` AS `t75`
                            ON `t106`.`customer` = `t75`.`identity`
                        ) AS `t122`
                      ) AS `t138`
                      LEFT OUTER JOIN (
                        SELECT
                          `t140`.`customer`,
                          `t140`.`day` AS `first_day`
                        FROM (
                          SELECT
                            `t130`.`customer`,
                            `t130`.`day`,
                            MAKE_DATE(EXTRACT(year FROM `t130`.`day`), EXTRACT(month FROM `t130`.`day`), 1) AS `month`,
                            LOWER(COALESCE(`t52`.`channel`, `t130`.`order_channel`)) AS `channel`
                          FROM (
                            SELECT
                              `t116`.`customer`,
                              `t116`.`first_day` AS `day`,
                              MIN(`t116`.`channel`) AS `order_channel`
                            FROM (
                              SELECT
                                *
                              FROM (
                                SELECT
                                  `t80`.`order_id`,
                                  `t80`.`customer`,
                                  `t80`.`ordered_at`,
                                  `t80`.`channel`,
                                  `t80`.`amount_minor`,
                                  `t80`.`tax_minor`,
                                  `t80`.`vat_bp`,
                                  `t80`.`voucher_minor`,
                                  `t80`.`shipping_charged_minor`,
                                  `t80`.`shipping_paid_minor`,
                                  `t80`.`payment_fee_minor`,
                                  `t80`.`unit_costs_minor`,
                                  `t80`.`margin_minor`,
                                  `t80`.`promised_day`,
                                  `t80`.`delivered_day`,
                                  `t80`.`day`,
                                  `t80`.`prices`,
                                  `t80`.`standard_bp`,
                                  `t93`.`first_day`
                                FROM `t62` AS `t80`
                                INNER JOIN (
                                  SELECT
                                    `t76`.`customer`,
                                    MIN(`t76`.`day`) AS `first_day`
                                  FROM `t62` AS `t76`
                                  GROUP BY
                                    1
                                ) AS `t93`
                                  ON `t80`.`customer` = `t93`.`customer`
                              ) AS `t104`
                              WHERE
                                `t104`.`day` = `t104`.`first_day`
                            ) AS `t116`
                            GROUP BY
                              1,
                              2
                          ) AS `t130`
                          LEFT OUTER JOIN (
                            SELECT
                              `t3`.`customer`,
                              `t3`.`channel`
                            FROM `customers` AS `t3`
                          ) AS `t52`
                            ON `t130`.`customer` = `t52`.`customer`
                        ) AS `t140`
                      ) AS `t149`
                        ON `t138`.`customer` = `t149`.`customer`
                    ) AS `t155`
                    WHERE
                      `t155`.`day` IS NOT NULL AND `t155`.`acquisition_cost_minor` IS NOT NULL
                  ) AS `t157`
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      'acquisition' AS `kind`,
                      `t121`.`cost_minor` * -1 AS `minor`
                    FROM (
                      SELECT
                        `t70`.`day`,
                        `t70`.`channel`,
                        `t70`.`campaign`,
                        `t70`.`cost_minor`,
                        `t70`.`currency`,
                        `t70`.`source`,
                        `t70`.`version`
                      FROM (
                        SELECT
                          `t4`.`day`,
                          LOWER(`t4`.`channel`) AS `channel`,
                          `t4`.`campaign`,
                          `t4`.`cost_minor`,
                          `t4`.`currency`,
                          `t4`.`source`,
                          `t4`.`version`
                        FROM `spend` AS `t4`
                        WHERE
                          `t4`.`cost_minor` IS NOT NULL
                      ) AS `t70`
                      LEFT ANTI JOIN (
                        SELECT DISTINCT
                          LOWER(`t94`.`channel`) AS `channel`
                        FROM `t89` AS `t94`
                        WHERE
                          `t94`.`acquisition_cost_minor` IS NOT NULL
                      ) AS `t105`
                        ON `t70`.`channel` = `t105`.`channel`
                    ) AS `t121`
                    WHERE
                      `t121`.`cost_minor` IS NOT NULL
                  ) AS `t132`
                ) AS `t158`
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
                        'refund' AS `kind`,
                        `t100`.`amount_minor` * -1 AS `minor`
                      FROM `t97` AS `t100`
                      WHERE
                        `t100`.`amount_minor` IS NOT NULL
                    ) AS `t112`
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        'returned_goods' AS `kind`,
                        `t144`.`worth` * 1 AS `minor`
                      FROM (
                        SELECT
                          `t100`.`refund_id`,
                          `t100`.`order_id`,
                          `t100`.`position`,
                          `t100`.`customer`,
                          `t100`.`refunded_at`,
                          `t100`.`day`,
                          `t100`.`returned_day`,
                          `t100`.`product`,
                          `t100`.`kind`,
                          `t100`.`quantity_milli`,
                          `t100`.`prices`,
                          `t100`.`currency`,
                          `t100`.`country`,
                          `t100`.`vat_bp`,
                          `t100`.`amount_minor`,
                          `t100`.`unit_cost_minor`,
                          `t100`.`handling_minor`,
                          `t100`.`reason`,
                          `t100`.`source`,
                          `t100`.`version`,
                          CAST(ROUND(
                            (
                              (
                                COALESCE(`t100`.`quantity_milli`, 1000) * `t100`.`unit_cost_minor`
                              ) - (
                                (
                                  COALESCE(`t100`.`quantity_milli`, 1000) * `t100`.`unit_cost_minor`
                                ) % 1000
                              )
                            ) / 1000,
                            0
                          ) AS BIGINT) + IF(
                            (
                              (
                                ABS((
                                  COALESCE(`t100`.`quantity_milli`, 1000) * `t100`.`unit_cost_minor`
                                ) % 1000) * 2
                              ) > 1000
                            )
                            OR (
                              (
                                (
                                  ABS((
                                    COALESCE(`t100`.`quantity_milli`, 1000) * `t100`.`unit_cost_minor`
                                  ) % 1000) * 2
                                ) = 1000
                              )
                              AND (
                                (
                                  CAST(ROUND(
                                    (
                                      (
                                        COALESCE(`t100`.`quantity_milli`, 1000) * `t100`.`unit_cost_minor`
                                      ) - (
                                        (
                                          COALESCE(`t100`.`quantity_milli`, 1000) * `t100`.`unit_cost_minor`
                                        ) % 1000
                                      )
                                    ) / 1000,
                                    0
                                  ) AS BIGINT) % 2
                                ) <> 0
                              )
                            ),
                            IF((
                              COALESCE(`t100`.`quantity_milli`, 1000) * `t100`.`unit_cost_minor`
                            ) < 0, -1, 1),
                            0
                          ) AS `worth`
                        FROM `t97` AS `t100`
                        WHERE
                          COALESCE(`t100`.`kind`, 'goods') IN ('goods', 'discount')
                      ) AS `t144`
                      WHERE
                        `t144`.`worth` IS NOT NULL
                    ) AS `t152`
                  ) AS `t153`
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        'handling' AS `kind`,
                        `t100`.`handling_minor` * -1 AS `minor`
                      FROM `t97` AS `t100`
                      WHERE
                        `t100`.`handling_minor` IS NOT NULL
                    ) AS `t113`
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        'default' AS `kind`,
                        `t96`.`amount_minor` * -1 AS `minor`
                      FROM (
                        SELECT
                          `t19`.`payment_id`,
                          `t19`.`order_id`,
                          `t19`.`customer`,
                          `t19`.`paid_at`,
                          `t19`.`day`,
                          `t19`.`kind`,
                          `t19`.`currency`,
                          `t19`.`amount_minor`,
                          `t19`.`source`,
                          `t19`.`version`
                        FROM `payments` AS `t19`
                        LEFT ANTI JOIN (
                          SELECT
                            *
                          FROM `customers` AS `t3`
                          WHERE
                            `t3`.`kind` IN ('staff', 'test')
                        ) AS `t68`
                          ON `t19`.`customer` = `t68`.`customer`
                        LEFT ANTI JOIN (
                          SELECT
                            `t20`.`order_id`,
                            `t20`.`customer`,
                            `t20`.`ordered_at`,
                            `t20`.`day`,
                            `t20`.`channel`,
                            `t20`.`country`,
                            `t20`.`prices`,
                            `t20`.`currency`,
                            `t20`.`amount_minor`,
                            `t20`.`vat_bp`,
                            `t20`.`tax_minor`,
                            `t20`.`voucher_minor`,
                            `t20`.`voucher_code`,
                            `t20`.`shipping_charged_minor`,
                            `t20`.`shipping_paid_minor`,
                            `t20`.`payment_fee_minor`,
                            `t20`.`unit_costs_minor`,
                            `t20`.`margin_minor`,
                            `t20`.`promised_day`,
                            `t20`.`delivered_day`,
                            `t20`.`status`,
                            `t20`.`kind`,
                            `t20`.`source`,
                            `t20`.`version`
                          FROM `orders` AS `t20`
                          LEFT ANTI JOIN `orders_placed` AS `t21`
                            ON `t20`.`order_id` = `t21`.`order_id`
                        ) AS `t81`
                          ON `t19`.`order_id` = `t81`.`order_id`
                      ) AS `t96`
                      WHERE
                        `t96`.`kind` = 'default' AND `t96`.`amount_minor` IS NOT NULL
                    ) AS `t109`
                  ) AS `t115`
                ) AS `t154`
              ) AS `t159`
            ) AS `t160`
            GROUP BY
              1
          ) AS `t162`
        ) AS `t163`
      ) AS `t165`
      GROUP BY
        1
    ) AS `t166`
  ) AS `t168`
    ON `t151`.`kind` = `t168`.`kind`
  FULL OUTER JOIN (
    SELECT
      `t95`.`kind`,
      COALESCE(CAST(SUM(`t95`.`vat_minor`) AS BIGINT), 0) AS `vat_minor`,
      COALESCE(CAST(SUM(`t95`.`derived_minor`) AS BIGINT), 0) AS `derived_minor`,
      COALESCE(CAST(SUM(`t95`.`ledger_minor`) AS BIGINT), 0) AS `ledger_minor`
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t0`.`kind`,
          `t0`.`vat_minor`,
          `t0`.`amount_minor` AS `ledger_minor`,
          IF(`t0`.`estimated`, `t0`.`amount_minor`, 0) AS `derived_minor`
        FROM `ledger` AS `t0`
      ) AS `t40`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t63`.`kind`,
          0 AS `vat_minor`,
          0 AS `ledger_minor`,
          `t63`.`amount_minor` AS `derived_minor`
        FROM (
          SELECT
            *
          FROM `ledger` AS `t0`
          WHERE
            `t0`.`kind` = 'purchase_price'
            AND `t0`.`position` IS NULL
            AND NOT (
              `t0`.`estimated`
            )
        ) AS `t63`
        LEFT SEMI JOIN (
          SELECT
            *
          FROM `orders` AS `t10`
          WHERE
            `t10`.`margin_minor` IS NOT NULL AND `t10`.`unit_costs_minor` IS NULL
        ) AS `t73`
          ON `t63`.`order_id` = `t73`.`order_id`
      ) AS `t91`
    ) AS `t95`
    GROUP BY
      1
  ) AS `t114`
    ON `t151`.`kind` = `t114`.`kind`
) AS `t169`
