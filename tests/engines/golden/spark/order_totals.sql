SELECT
  CAST(`t17`.`goods_facts` AS BIGINT) AS `goods_facts`,
  CAST(`t17`.`adjustment_facts` AS BIGINT) AS `adjustment_facts`,
  CAST(`t17`.`shipping_charged_facts` AS BIGINT) AS `shipping_charged_facts`,
  CAST(`t17`.`fee_facts` AS BIGINT) AS `fee_facts`,
  CAST(`t17`.`voucher_facts` AS BIGINT) AS `voucher_facts`,
  CAST(`t17`.`purchase_price_facts` AS BIGINT) AS `purchase_price_facts`,
  CAST(`t17`.`shipping_paid_facts` AS BIGINT) AS `shipping_paid_facts`,
  CAST(`t17`.`payment_fee_facts` AS BIGINT) AS `payment_fee_facts`,
  CAST(`t17`.`goods_kept` AS BIGINT) AS `goods_kept`,
  CAST(`t17`.`adjustment_kept` AS BIGINT) AS `adjustment_kept`,
  CAST(`t17`.`shipping_charged_kept` AS BIGINT) AS `shipping_charged_kept`,
  CAST(`t17`.`fee_kept` AS BIGINT) AS `fee_kept`,
  CAST(`t17`.`voucher_kept` AS BIGINT) AS `voucher_kept`,
  CAST(`t17`.`purchase_price_kept` AS BIGINT) AS `purchase_price_kept`,
  CAST(`t17`.`shipping_paid_kept` AS BIGINT) AS `shipping_paid_kept`,
  CAST(`t17`.`payment_fee_kept` AS BIGINT) AS `payment_fee_kept`
FROM (
  SELECT
    CAST(SUM(
      COALESCE(
        `t16`.`line_goods`,
        IF(
          COALESCE(
            `t16`.`line_goods`,
            `t16`.`line_adjustment`,
            `t16`.`line_shipping_charged`,
            `t16`.`line_fee`,
            `t16`.`line_voucher`
          ) IS NULL,
          `t16`.`amount_minor`,
          CAST(NULL AS BIGINT)
        )
      )
    ) AS BIGINT) AS `goods_facts`,
    CAST(SUM(`t16`.`line_adjustment`) AS BIGINT) AS `adjustment_facts`,
    CAST(SUM(COALESCE(`t16`.`line_shipping_charged`, `t16`.`shipping_charged_minor`)) AS BIGINT) AS `shipping_charged_facts`,
    CAST(SUM(`t16`.`line_fee`) AS BIGINT) AS `fee_facts`,
    CAST(SUM(COALESCE(`t16`.`line_voucher`, -(
      `t16`.`voucher_minor`
    ))) AS BIGINT) AS `voucher_facts`,
    CAST(SUM(COALESCE(`t16`.`line_purchase_price`, -(
      `t16`.`unit_costs_minor`
    ))) AS BIGINT) AS `purchase_price_facts`,
    CAST(SUM(-(
      `t16`.`shipping_paid_minor`
    )) AS BIGINT) AS `shipping_paid_facts`,
    CAST(SUM(-(
      `t16`.`payment_fee_minor`
    )) AS BIGINT) AS `payment_fee_facts`,
    CAST(SUM(
      IF(
        `t16`.`counts`,
        COALESCE(
          `t16`.`line_goods`,
          IF(
            COALESCE(
              `t16`.`line_goods`,
              `t16`.`line_adjustment`,
              `t16`.`line_shipping_charged`,
              `t16`.`line_fee`,
              `t16`.`line_voucher`
            ) IS NULL,
            `t16`.`amount_minor`,
            CAST(NULL AS BIGINT)
          )
        ),
        NULL
      )
    ) AS BIGINT) AS `goods_kept`,
    CAST(SUM(IF(`t16`.`counts`, `t16`.`line_adjustment`, NULL)) AS BIGINT) AS `adjustment_kept`,
    CAST(SUM(
      IF(
        `t16`.`counts`,
        COALESCE(`t16`.`line_shipping_charged`, `t16`.`shipping_charged_minor`),
        NULL
      )
    ) AS BIGINT) AS `shipping_charged_kept`,
    CAST(SUM(IF(`t16`.`counts`, `t16`.`line_fee`, NULL)) AS BIGINT) AS `fee_kept`,
    CAST(SUM(
      IF(`t16`.`counts`, COALESCE(`t16`.`line_voucher`, -(
        `t16`.`voucher_minor`
      )), NULL)
    ) AS BIGINT) AS `voucher_kept`,
    CAST(SUM(
      IF(
        `t16`.`counts`,
        COALESCE(`t16`.`line_purchase_price`, -(
          `t16`.`unit_costs_minor`
        )),
        NULL
      )
    ) AS BIGINT) AS `purchase_price_kept`,
    CAST(SUM(IF(`t16`.`counts`, -(
      `t16`.`shipping_paid_minor`
    ), NULL)) AS BIGINT) AS `shipping_paid_kept`,
    CAST(SUM(IF(`t16`.`counts`, -(
      `t16`.`payment_fee_minor`
    ), NULL)) AS BIGINT) AS `payment_fee_kept`
  FROM (
    SELECT
      `t15`.`order_id`,
      `t15`.`customer`,
      `t15`.`ordered_at`,
      `t15`.`day`,
      `t15`.`channel`,
      `t15`.`country`,
      `t15`.`prices`,
      `t15`.`currency`,
      `t15`.`amount_minor`,
      `t15`.`vat_bp`,
      `t15`.`tax_minor`,
      `t15`.`voucher_minor`,
      `t15`.`voucher_code`,
      `t15`.`shipping_charged_minor`,
      `t15`.`shipping_paid_minor`,
      `t15`.`payment_fee_minor`,
      `t15`.`unit_costs_minor`,
      `t15`.`margin_minor`,
      `t15`.`promised_day`,
      `t15`.`delivered_day`,
      `t15`.`status`,
      `t15`.`kind`,
      `t15`.`source`,
      `t15`.`version`,
      `t15`.`line_goods`,
      `t15`.`line_adjustment`,
      `t15`.`line_shipping_charged`,
      `t15`.`line_fee`,
      `t15`.`line_voucher`,
      `t15`.`line_purchase_price`,
      `t8`.`order_id` AS `order_id_right`,
      `t8`.`counts`
    FROM (
      SELECT
        COALESCE(`t13`.`order_id`, `t13`.`order_id_right`) AS `order_id`,
        `t13`.`customer`,
        `t13`.`ordered_at`,
        `t13`.`day`,
        `t13`.`channel`,
        `t13`.`country`,
        `t13`.`prices`,
        `t13`.`currency`,
        `t13`.`amount_minor`,
        `t13`.`vat_bp`,
        `t13`.`tax_minor`,
        `t13`.`voucher_minor`,
        `t13`.`voucher_code`,
        `t13`.`shipping_charged_minor`,
        `t13`.`shipping_paid_minor`,
        `t13`.`payment_fee_minor`,
        `t13`.`unit_costs_minor`,
        `t13`.`margin_minor`,
        `t13`.`promised_day`,
        `t13`.`delivered_day`,
        `t13`.`status`,
        `t13`.`kind`,
        `t13`.`source`,
        `t13`.`version`,
        `t13`.`line_goods`,
        `t13`.`line_adjustment`,
        `t13`.`line_shipping_charged`,
        `t13`.`line_fee`,
        `t13`.`line_voucher`,
        `t13`.`line_purchase_price`
      FROM (
        SELECT
          `t4`.`order_id`,
          `t4`.`customer`,
          `t4`.`ordered_at`,
          `t4`.`day`,
          `t4`.`channel`,
          `t4`.`country`,
          `t4`.`prices`,
          `t4`.`currency`,
          `t4`.`amount_minor`,
          `t4`.`vat_bp`,
          `t4`.`tax_minor`,
          `t4`.`voucher_minor`,
          `t4`.`voucher_code`,
          `t4`.`shipping_charged_minor`,
          `t4`.`shipping_paid_minor`,
          `t4`.`payment_fee_minor`,
          `t4`.`unit_costs_minor`,
          `t4`.`margin_minor`,
          `t4`.`promised_day`,
          `t4`.`delivered_day`,
          `t4`.`status`,
          `t4`.`kind`,
          `t4`.`source`,
          `t4`.`version`,
          `t12`.`order_id` AS `order_id_right`,
          `t12`.`line_goods`,
          `t12`.`line_adjustment`,
          `t12`.`line_shipping_charged`,
          `t12`.`line_fee`,
          `t12`.`line_voucher`,
          `t12`.`line_purchase_price`
        FROM `orders` AS `t4`
        FULL OUTER JOIN (
          SELECT
            `t10`.`order_id`,
            SUM(IF(`t10`.`kind` = 'goods', `t10`.`minor`, NULL)) AS `line_goods`,
            SUM(IF(`t10`.`kind` = 'adjustment', `t10`.`minor`, NULL)) AS `line_adjustment`,
            SUM(IF(`t10`.`kind` = 'shipping', `t10`.`minor`, NULL)) AS `line_shipping_charged`,
            SUM(IF(`t10`.`kind` = 'fee', `t10`.`minor`, NULL)) AS `line_fee`,
            SUM(IF(`t10`.`kind` = 'voucher', `t10`.`minor`, NULL)) AS `line_voucher`,
            -(
              SUM(`t10`.`cost_minor`)
            ) AS `line_purchase_price`
          FROM (
            SELECT
              `t5`.`order_id`,
              IF(
                COALESCE(`t5`.`kind`, 'goods') IN ('goods', 'discount'),
                'goods',
                COALESCE(`t5`.`kind`, 'goods')
              ) AS `kind`,
              COALESCE(`t5`.`amount_minor`, `t5`.`price_minor` - COALESCE(`t5`.`discount_minor`, 0)) AS `minor`,
              IF(
                COALESCE(`t5`.`kind`, 'goods') = 'goods',
                CAST(ROUND(
                  (
                    (
                      COALESCE(`t5`.`quantity_milli`, 1000) * COALESCE(`t5`.`unit_cost_minor`, `t9`.`product_cost`)
                    ) - (
                      (
                        COALESCE(`t5`.`quantity_milli`, 1000) * COALESCE(`t5`.`unit_cost_minor`, `t9`.`product_cost`)
                      ) % 1000
                    )
                  ) / 1000,
                  0
                ) AS BIGINT) + IF(
                  (
                    (
                      ABS(
                        (
                          COALESCE(`t5`.`quantity_milli`, 1000) * COALESCE(`t5`.`unit_cost_minor`, `t9`.`product_cost`)
                        ) % 1000
                      ) * 2
                    ) > 1000
                  )
                  OR (
                    (
                      (
                        ABS(
                          (
                            COALESCE(`t5`.`quantity_milli`, 1000) * COALESCE(`t5`.`unit_cost_minor`, `t9`.`product_cost`)
                          ) % 1000
                        ) * 2
                      ) = 1000
                    )
                    AND (
                      (
                        CAST(ROUND(
                          (
                            (
                              COALESCE(`t5`.`quantity_milli`, 1000) * COALESCE(`t5`.`unit_cost_minor`, `t9`.`product_cost`)
                            ) - (
                              (
                                COALESCE(`t5`.`quantity_milli`, 1000) * COALESCE(`t5`.`unit_cost_minor`, `t9`.`product_cost`)
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
                      COALESCE(`t5`.`quantity_milli`, 1000) * COALESCE(`t5`.`unit_cost_minor`, `t9`.`product_cost`)
                    ) < 0,
                    -1,
                    1
                  ),
                  0
                ),
                CAST(NULL AS BIGINT)
              ) AS `cost_minor`
            FROM `order_lines` AS `t5`
            LEFT OUTER JOIN (
              SELECT
                `t3`.`product`,
                `t3`.`unit_cost_minor` AS `product_cost`
              FROM `products` AS `t3`
            ) AS `t9`
              ON `t5`.`product` = `t9`.`product`
          ) AS `t10`
          GROUP BY
            1
        ) AS `t12`
          ON `t4`.`order_id` = `t12`.`order_id`
      ) AS `t13`
    ) AS `t15`
    LEFT OUTER JOIN (
      SELECT
        `t0`.`order_id`,
        TRUE AS `counts`
      FROM `orders_placed` AS `t0`
    ) AS `t8`
      ON `t15`.`order_id` = `t8`.`order_id`
  ) AS `t16`
) AS `t17`
