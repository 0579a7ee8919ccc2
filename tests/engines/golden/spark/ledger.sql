SELECT
  CAST(`t25`.`customer` AS BIGINT) AS `customer`,
  `t25`.`order_id`,
  CAST(`t25`.`position` AS BIGINT) AS `position`,
  `t25`.`day`,
  CAST(`t25`.`step` AS BIGINT) AS `step`,
  `t25`.`kind`,
  CAST(`t25`.`amount_minor` AS BIGINT) AS `amount_minor`,
  CAST(`t25`.`vat_minor` AS BIGINT) AS `vat_minor`,
  `t25`.`estimated`
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
          `t1`.`customer`,
          `t1`.`order_id`,
          `t1`.`position`,
          `t1`.`day`,
          2 AS `step`,
          'refund' AS `kind`,
          -(
            `t1`.`net_minor`
          ) AS `amount_minor`,
          `t1`.`net_minor` - `t1`.`stated_minor` AS `vat_minor`,
          FALSE AS `estimated`
        FROM `returned` AS `t1`
        WHERE
          (
            -(
              `t1`.`net_minor`
            ) <> 0
          )
          OR (
            (
              `t1`.`net_minor` - `t1`.`stated_minor`
            ) <> 0
          )
      ) AS `t5`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t1`.`customer`,
          `t1`.`order_id`,
          `t1`.`position`,
          `t1`.`day`,
          2 AS `step`,
          'returned_goods' AS `kind`,
          `t1`.`back_minor` AS `amount_minor`,
          0 AS `vat_minor`,
          `t1`.`back_estimated` AS `estimated`
        FROM `returned` AS `t1`
        WHERE
          (
            `t1`.`back_minor` <> 0
          ) OR (
            0 <> 0
          )
      ) AS `t4`
    ) AS `t15`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t1`.`customer`,
          `t1`.`order_id`,
          `t1`.`position`,
          `t1`.`day`,
          2 AS `step`,
          'handling' AS `kind`,
          -(
            `t1`.`handling_minor`
          ) AS `amount_minor`,
          0 AS `vat_minor`,
          FALSE AS `estimated`
        FROM `returned` AS `t1`
        WHERE
          (
            -(
              `t1`.`handling_minor`
            ) <> 0
          ) OR (
            0 <> 0
          )
      ) AS `t6`
      UNION ALL
      SELECT
        *
      FROM `other_entries` AS `t0`
    ) AS `t16`
  ) AS `t21`
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
            `t2`.`customer`,
            `t2`.`order_id`,
            `t2`.`position`,
            `t2`.`day`,
            1 AS `step`,
            'goods' AS `kind`,
            `t2`.`net_minor` AS `amount_minor`,
            `t2`.`stated_minor` - `t2`.`net_minor` AS `vat_minor`,
            FALSE AS `estimated`
          FROM `sales` AS `t2`
          WHERE
            `t2`.`kind` = 'goods'
            AND (
              (
                `t2`.`net_minor` <> 0
              )
              OR (
                (
                  `t2`.`stated_minor` - `t2`.`net_minor`
                ) <> 0
              )
            )
        ) AS `t7`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            `t2`.`customer`,
            `t2`.`order_id`,
            `t2`.`position`,
            `t2`.`day`,
            1 AS `step`,
            'adjustment' AS `kind`,
            `t2`.`net_minor` AS `amount_minor`,
            `t2`.`stated_minor` - `t2`.`net_minor` AS `vat_minor`,
            FALSE AS `estimated`
          FROM `sales` AS `t2`
          WHERE
            `t2`.`kind` = 'adjustment'
            AND (
              (
                `t2`.`net_minor` <> 0
              )
              OR (
                (
                  `t2`.`stated_minor` - `t2`.`net_minor`
                ) <> 0
              )
            )
        ) AS `t8`
      ) AS `t17`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t2`.`customer`,
            `t2`.`order_id`,
            `t2`.`position`,
            `t2`.`day`,
            2 AS `step`,
            'shipping_charged' AS `kind`,
            `t2`.`net_minor` AS `amount_minor`,
            `t2`.`stated_minor` - `t2`.`net_minor` AS `vat_minor`,
            FALSE AS `estimated`
          FROM `sales` AS `t2`
          WHERE
            `t2`.`kind` = 'shipping'
            AND (
              (
                `t2`.`net_minor` <> 0
              )
              OR (
                (
                  `t2`.`stated_minor` - `t2`.`net_minor`
                ) <> 0
              )
            )
        ) AS `t9`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            `t2`.`customer`,
            `t2`.`order_id`,
            `t2`.`position`,
            `t2`.`day`,
            2 AS `step`,
            'fee' AS `kind`,
            `t2`.`net_minor` AS `amount_minor`,
            `t2`.`stated_minor` - `t2`.`net_minor` AS `vat_minor`,
            FALSE AS `estimated`
          FROM `sales` AS `t2`
          WHERE
            `t2`.`kind` = 'fee'
            AND (
              (
                `t2`.`net_minor` <> 0
              )
              OR (
                (
                  `t2`.`stated_minor` - `t2`.`net_minor`
                ) <> 0
              )
            )
        ) AS `t10`
      ) AS `t18`
    ) AS `t22`
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
            `t2`.`customer`,
            `t2`.`order_id`,
            `t2`.`position`,
            `t2`.`day`,
            3 AS `step`,
            'voucher' AS `kind`,
            `t2`.`net_minor` AS `amount_minor`,
            `t2`.`stated_minor` - `t2`.`net_minor` AS `vat_minor`,
            FALSE AS `estimated`
          FROM `sales` AS `t2`
          WHERE
            `t2`.`kind` = 'voucher'
            AND (
              (
                `t2`.`net_minor` <> 0
              )
              OR (
                (
                  `t2`.`stated_minor` - `t2`.`net_minor`
                ) <> 0
              )
            )
        ) AS `t11`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            `t2`.`customer`,
            `t2`.`order_id`,
            `t2`.`position`,
            `t2`.`day`,
            1 AS `step`,
            'purchase_price' AS `kind`,
            -(
              `t2`.`cost_minor`
            ) AS `amount_minor`,
            0 AS `vat_minor`,
            `t2`.`cost_estimated` AS `estimated`
          FROM `sales` AS `t2`
          WHERE
            (
              -(
                `t2`.`cost_minor`
              ) <> 0
            ) OR (
              0 <> 0
            )
        ) AS `t12`
      ) AS `t19`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t3`.`customer`,
            `t3`.`order_id`,
            CAST(NULL AS BIGINT) AS `position`,
            `t3`.`day`,
            2 AS `step`,
            'shipping_paid' AS `kind`,
            -(
              `t3`.`shipping_paid_minor`
            ) AS `amount_minor`,
            0 AS `vat_minor`,
            FALSE AS `estimated`
          FROM `orders_placed` AS `t3`
          WHERE
            (
              -(
                `t3`.`shipping_paid_minor`
              ) <> 0
            ) OR (
              0 <> 0
            )
        ) AS `t13`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            `t3`.`customer`,
            `t3`.`order_id`,
            CAST(NULL AS BIGINT) AS `position`,
            `t3`.`day`,
            2 AS `step`,
            'payment_fee' AS `kind`,
            -(
              `t3`.`payment_fee_minor`
            ) AS `amount_minor`,
            0 AS `vat_minor`,
            FALSE AS `estimated`
          FROM `orders_placed` AS `t3`
          WHERE
            (
              -(
                `t3`.`payment_fee_minor`
              ) <> 0
            ) OR (
              0 <> 0
            )
        ) AS `t14`
      ) AS `t20`
    ) AS `t23`
  ) AS `t24`
) AS `t25`
