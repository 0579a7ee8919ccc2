WITH `t7` AS (
  SELECT
    `t4`.`order_id`,
    `t4`.`customer`,
    `t4`.`ordered_at`,
    `t4`.`channel`,
    `t4`.`amount_minor`,
    `t4`.`tax_minor`,
    `t4`.`vat_bp`,
    `t4`.`voucher_minor`,
    `t4`.`shipping_charged_minor`,
    `t4`.`shipping_paid_minor`,
    `t4`.`payment_fee_minor`,
    `t4`.`unit_costs_minor`,
    `t4`.`margin_minor`,
    `t4`.`promised_day`,
    `t4`.`delivered_day`,
    `t4`.`day`,
    `t4`.`prices`,
    `t4`.`standard_bp`,
    `t6`.`has_amounts`,
    `t6`.`has_shipping`,
    `t6`.`has_voucher`,
    `t6`.`has_costs`,
    `t6`.`has_vat`
  FROM `orders_placed` AS `t4`
  LEFT OUTER JOIN (
    SELECT
      `t2`.`order_id`,
      `t2`.`has_amounts`,
      `t2`.`has_shipping`,
      `t2`.`has_voucher`,
      `t2`.`has_costs`,
      `t2`.`has_vat`
    FROM `baskets` AS `t2`
  ) AS `t6`
    ON `t4`.`order_id` = `t6`.`order_id`
), `t11` AS (
  SELECT
    `t8`.`order_id`,
    `t8`.`customer`,
    `t8`.`ordered_at`,
    `t8`.`channel`,
    `t8`.`amount_minor`,
    `t8`.`tax_minor`,
    `t8`.`vat_bp`,
    `t8`.`voucher_minor`,
    `t8`.`shipping_charged_minor`,
    `t8`.`shipping_paid_minor`,
    `t8`.`payment_fee_minor`,
    `t8`.`unit_costs_minor`,
    `t8`.`margin_minor`,
    `t8`.`promised_day`,
    `t8`.`delivered_day`,
    `t8`.`day`,
    `t8`.`prices`,
    `t8`.`standard_bp`,
    COALESCE(`t8`.`has_amounts`, FALSE) AS `has_amounts`,
    COALESCE(`t8`.`has_shipping`, FALSE) AS `has_shipping`,
    COALESCE(`t8`.`has_voucher`, FALSE) AS `has_voucher`,
    COALESCE(`t8`.`has_costs`, FALSE) AS `has_costs`,
    COALESCE(`t8`.`has_vat`, FALSE) AS `has_vat`,
    COALESCE(`t8`.`vat_bp`, `t8`.`standard_bp`) AS `rate`
  FROM `t7` AS `t8`
  WHERE
    (
      NOT (
        COALESCE(`t8`.`has_amounts`, FALSE)
      )
      AND (
        `t8`.`amount_minor` IS NOT NULL
      )
    )
    OR (
      NOT (
        COALESCE(`t8`.`has_costs`, FALSE)
      )
      AND (
        (
          `t8`.`unit_costs_minor` IS NOT NULL
        )
        OR (
          `t8`.`margin_minor` IS NOT NULL
        )
      )
    )
)
SELECT
  `t27`.`order_id`,
  CAST(`t27`.`position` AS BIGINT) AS `position`,
  `t27`.`product`,
  CAST(`t27`.`customer` AS BIGINT) AS `customer`,
  `t27`.`day`,
  `t27`.`kind`,
  CAST(`t27`.`stated_minor` AS BIGINT) AS `stated_minor`,
  CAST(`t27`.`net_minor` AS BIGINT) AS `net_minor`,
  CAST(`t27`.`known_cost` AS BIGINT) AS `known_cost`,
  `t27`.`guess`
FROM (
  SELECT
    *
  FROM (
    SELECT
      *
    FROM `lines_priced` AS `t0`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t24`.`order_id`,
        CAST(NULL AS BIGINT) AS `position`,
        CAST(NULL AS STRING) AS `product`,
        `t24`.`customer`,
        `t24`.`day`,
        'goods' AS `kind`,
        `t24`.`stated_minor`,
        `t24`.`net_minor`,
        IF(
          `t24`.`has_costs`,
          CAST(NULL AS BIGINT),
          COALESCE(
            `t24`.`unit_costs_minor`,
            (
              `t24`.`net_minor` + COALESCE(`t24`.`lines_net`, 0)
            ) - `t24`.`margin_minor`
          )
        ) AS `known_cost`,
        NOT (
          `t24`.`has_costs`
        ) AS `guess`
      FROM (
        SELECT
          `t23`.`order_id`,
          `t23`.`customer`,
          `t23`.`ordered_at`,
          `t23`.`channel`,
          `t23`.`amount_minor`,
          `t23`.`tax_minor`,
          `t23`.`vat_bp`,
          `t23`.`voucher_minor`,
          `t23`.`shipping_charged_minor`,
          `t23`.`shipping_paid_minor`,
          `t23`.`payment_fee_minor`,
          `t23`.`unit_costs_minor`,
          `t23`.`margin_minor`,
          `t23`.`promised_day`,
          `t23`.`delivered_day`,
          `t23`.`day`,
          `t23`.`prices`,
          `t23`.`standard_bp`,
          `t23`.`has_amounts`,
          `t23`.`has_shipping`,
          `t23`.`has_voucher`,
          `t23`.`has_costs`,
          `t23`.`has_vat`,
          `t23`.`rate`,
          `t23`.`order_id_right`,
          `t23`.`lines_net`,
          `t23`.`stated_minor`,
          IF(
            (
              `t23`.`prices` = 'gross'
            ) AND NOT (
              `t23`.`has_amounts`
            ),
            COALESCE(
              `t23`.`stated_minor` - `t23`.`tax_minor`,
              CAST(ROUND(
                (
                  (
                    `t23`.`stated_minor` * 10000
                  ) - (
                    (
                      `t23`.`stated_minor` * 10000
                    ) % (
                      `t23`.`rate` + 10000
                    )
                  )
                ) / (
                  `t23`.`rate` + 10000
                ),
                0
              ) AS BIGINT) + IF(
                (
                  (
                    ABS((
                      `t23`.`stated_minor` * 10000
                    ) % (
                      `t23`.`rate` + 10000
                    )) * 2
                  ) > (
                    `t23`.`rate` + 10000
                  )
                )
                OR (
                  (
                    (
                      ABS((
                        `t23`.`stated_minor` * 10000
                      ) % (
                        `t23`.`rate` + 10000
                      )) * 2
                    ) = (
                      `t23`.`rate` + 10000
                    )
                  )
                  AND (
                    (
                      CAST(ROUND(
                        (
                          (
                            `t23`.`stated_minor` * 10000
                          ) - (
                            (
                              `t23`.`stated_minor` * 10000
                            ) % (
                              `t23`.`rate` + 10000
                            )
                          )
                        ) / (
                          `t23`.`rate` + 10000
                        ),
                        0
                      ) AS BIGINT) % 2
                    ) <> 0
                  )
                ),
                IF((
                  `t23`.`stated_minor` * 10000
                ) < 0, -1, 1),
                0
              )
            ),
            `t23`.`stated_minor`
          ) AS `net_minor`
        FROM (
          SELECT
            `t22`.`order_id`,
            `t22`.`customer`,
            `t22`.`ordered_at`,
            `t22`.`channel`,
            `t22`.`amount_minor`,
            `t22`.`tax_minor`,
            `t22`.`vat_bp`,
            `t22`.`voucher_minor`,
            `t22`.`shipping_charged_minor`,
            `t22`.`shipping_paid_minor`,
            `t22`.`payment_fee_minor`,
            `t22`.`unit_costs_minor`,
            `t22`.`margin_minor`,
            `t22`.`promised_day`,
            `t22`.`delivered_day`,
            `t22`.`day`,
            `t22`.`prices`,
            `t22`.`standard_bp`,
            `t22`.`has_amounts`,
            `t22`.`has_shipping`,
            `t22`.`has_voucher`,
            `t22`.`has_costs`,
            `t22`.`has_vat`,
            `t22`.`rate`,
            `t22`.`order_id_right`,
            `t22`.`lines_net`,
            IF(`t22`.`has_amounts`, 0, COALESCE(`t22`.`amount_minor`, 0)) AS `stated_minor`
          FROM (
            SELECT
              `t13`.`order_id`,
              `t13`.`customer`,
              `t13`.`ordered_at`,
              `t13`.`channel`,
              `t13`.`amount_minor`,
              `t13`.`tax_minor`,
              `t13`.`vat_bp`,
              `t13`.`voucher_minor`,
              `t13`.`shipping_charged_minor`,
              `t13`.`shipping_paid_minor`,
              `t13`.`payment_fee_minor`,
              `t13`.`unit_costs_minor`,
              `t13`.`margin_minor`,
              `t13`.`promised_day`,
              `t13`.`delivered_day`,
              `t13`.`day`,
              `t13`.`prices`,
              `t13`.`standard_bp`,
              `t13`.`has_amounts`,
              `t13`.`has_shipping`,
              `t13`.`has_voucher`,
              `t13`.`has_costs`,
              `t13`.`has_vat`,
              `t13`.`rate`,
              `t21`.`order_id` AS `order_id_right`,
              `t21`.`lines_net`
            FROM `t11` AS `t13`
            LEFT OUTER JOIN (
              SELECT
                `t16`.`order_id`,
                COALESCE(CAST(SUM(`t16`.`net_minor`) AS BIGINT), 0) AS `lines_net`
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    `t3`.`order_id`,
                    `t3`.`position`,
                    `t3`.`product`,
                    `t3`.`customer`,
                    `t3`.`day`,
                    `t3`.`kind`,
                    `t3`.`stated_minor`,
                    `t3`.`net_minor`,
                    `t3`.`known_cost`,
                    `t3`.`guess`
                  FROM `lines_priced` AS `t3`
                  LEFT SEMI JOIN `t11` AS `t14`
                    ON `t3`.`order_id` = `t14`.`order_id`
                ) AS `t15`
                WHERE
                  `t15`.`kind` = 'goods'
              ) AS `t16`
              GROUP BY
                1
            ) AS `t21`
              ON `t13`.`order_id` = `t21`.`order_id`
          ) AS `t22`
        ) AS `t23`
      ) AS `t24`
    ) AS `t25`
  ) AS `t26`
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t9`.`order_id`,
        CAST(NULL AS BIGINT) AS `position`,
        CAST(NULL AS STRING) AS `product`,
        `t9`.`customer`,
        `t9`.`day`,
        'shipping' AS `kind`,
        `t9`.`stated_minor`,
        IF(
          `t9`.`prices` = 'gross',
          CAST(ROUND(
            (
              (
                `t9`.`stated_minor` * 10000
              ) - (
                (
                  `t9`.`stated_minor` * 10000
                ) % (
                  `t9`.`rate` + 10000
                )
              )
            ) / (
              `t9`.`rate` + 10000
            ),
            0
          ) AS BIGINT) + IF(
            (
              (
                ABS((
                  `t9`.`stated_minor` * 10000
                ) % (
                  `t9`.`rate` + 10000
                )) * 2
              ) > (
                `t9`.`rate` + 10000
              )
            )
            OR (
              (
                (
                  ABS((
                    `t9`.`stated_minor` * 10000
                  ) % (
                    `t9`.`rate` + 10000
                  )) * 2
                ) = (
                  `t9`.`rate` + 10000
                )
              )
              AND (
                (
                  CAST(ROUND(
                    (
                      (
                        `t9`.`stated_minor` * 10000
                      ) - (
                        (
                          `t9`.`stated_minor` * 10000
                        ) % (
                          `t9`.`rate` + 10000
                        )
                      )
                    ) / (
                      `t9`.`rate` + 10000
                    ),
                    0
                  ) AS BIGINT) % 2
                ) <> 0
              )
            ),
            IF((
              `t9`.`stated_minor` * 10000
            ) < 0, -1, 1),
            0
          ),
          `t9`.`stated_minor`
        ) AS `net_minor`,
        CAST(NULL AS BIGINT) AS `known_cost`,
        FALSE AS `guess`
      FROM (
        SELECT
          `t8`.`order_id`,
          `t8`.`customer`,
          `t8`.`ordered_at`,
          `t8`.`channel`,
          `t8`.`amount_minor`,
          `t8`.`tax_minor`,
          `t8`.`vat_bp`,
          `t8`.`voucher_minor`,
          `t8`.`shipping_charged_minor`,
          `t8`.`shipping_paid_minor`,
          `t8`.`payment_fee_minor`,
          `t8`.`unit_costs_minor`,
          `t8`.`margin_minor`,
          `t8`.`promised_day`,
          `t8`.`delivered_day`,
          `t8`.`day`,
          `t8`.`prices`,
          `t8`.`standard_bp`,
          COALESCE(`t8`.`has_amounts`, FALSE) AS `has_amounts`,
          COALESCE(`t8`.`has_shipping`, FALSE) AS `has_shipping`,
          COALESCE(`t8`.`has_voucher`, FALSE) AS `has_voucher`,
          COALESCE(`t8`.`has_costs`, FALSE) AS `has_costs`,
          COALESCE(`t8`.`has_vat`, FALSE) AS `has_vat`,
          COALESCE(`t8`.`vat_bp`, `t8`.`standard_bp`) AS `rate`,
          `t8`.`shipping_charged_minor` * 1 AS `stated_minor`
        FROM `t7` AS `t8`
        WHERE
          NOT (
            COALESCE(`t8`.`has_shipping`, FALSE)
          )
          AND `t8`.`shipping_charged_minor` IS NOT NULL
      ) AS `t9`
    ) AS `t17`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t10`.`order_id`,
        CAST(NULL AS BIGINT) AS `position`,
        CAST(NULL AS STRING) AS `product`,
        `t10`.`customer`,
        `t10`.`day`,
        'voucher' AS `kind`,
        `t10`.`stated_minor`,
        IF(
          `t10`.`prices` = 'gross',
          CAST(ROUND(
            (
              (
                `t10`.`stated_minor` * 10000
              ) - (
                (
                  `t10`.`stated_minor` * 10000
                ) % (
                  `t10`.`rate` + 10000
                )
              )
            ) / (
              `t10`.`rate` + 10000
            ),
            0
          ) AS BIGINT) + IF(
            (
              (
                ABS((
                  `t10`.`stated_minor` * 10000
                ) % (
                  `t10`.`rate` + 10000
                )) * 2
              ) > (
                `t10`.`rate` + 10000
              )
            )
            OR (
              (
                (
                  ABS((
                    `t10`.`stated_minor` * 10000
                  ) % (
                    `t10`.`rate` + 10000
                  )) * 2
                ) = (
                  `t10`.`rate` + 10000
                )
              )
              AND (
                (
                  CAST(ROUND(
                    (
                      (
                        `t10`.`stated_minor` * 10000
                      ) - (
                        (
                          `t10`.`stated_minor` * 10000
                        ) % (
                          `t10`.`rate` + 10000
                        )
                      )
                    ) / (
                      `t10`.`rate` + 10000
                    ),
                    0
                  ) AS BIGINT) % 2
                ) <> 0
              )
            ),
            IF((
              `t10`.`stated_minor` * 10000
            ) < 0, -1, 1),
            0
          ),
          `t10`.`stated_minor`
        ) AS `net_minor`,
        CAST(NULL AS BIGINT) AS `known_cost`,
        FALSE AS `guess`
      FROM (
        SELECT
          `t8`.`order_id`,
          `t8`.`customer`,
          `t8`.`ordered_at`,
          `t8`.`channel`,
          `t8`.`amount_minor`,
          `t8`.`tax_minor`,
          `t8`.`vat_bp`,
          `t8`.`voucher_minor`,
          `t8`.`shipping_charged_minor`,
          `t8`.`shipping_paid_minor`,
          `t8`.`payment_fee_minor`,
          `t8`.`unit_costs_minor`,
          `t8`.`margin_minor`,
          `t8`.`promised_day`,
          `t8`.`delivered_day`,
          `t8`.`day`,
          `t8`.`prices`,
          `t8`.`standard_bp`,
          COALESCE(`t8`.`has_amounts`, FALSE) AS `has_amounts`,
          COALESCE(`t8`.`has_shipping`, FALSE) AS `has_shipping`,
          COALESCE(`t8`.`has_voucher`, FALSE) AS `has_voucher`,
          COALESCE(`t8`.`has_costs`, FALSE) AS `has_costs`,
          COALESCE(`t8`.`has_vat`, FALSE) AS `has_vat`,
          COALESCE(`t8`.`vat_bp`, `t8`.`standard_bp`) AS `rate`,
          `t8`.`voucher_minor` * -1 AS `stated_minor`
        FROM `t7` AS `t8`
        WHERE
          NOT (
            COALESCE(`t8`.`has_voucher`, FALSE)
          )
          AND `t8`.`voucher_minor` IS NOT NULL
      ) AS `t10`
    ) AS `t18`
  ) AS `t19`
) AS `t27`
