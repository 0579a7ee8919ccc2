SELECT
  CAST(`t16`.`customer` AS BIGINT) AS `customer`,
  `t16`.`day`,
  CAST(`t16`.`orders` AS BIGINT) AS `orders`,
  CAST(`t16`.`revenue_minor` AS BIGINT) AS `revenue_minor`,
  CAST(`t16`.`margin_minor` AS BIGINT) AS `margin_minor`,
  CAST(`t16`.`order_cost_minor` AS BIGINT) AS `order_cost_minor`,
  CAST(`t16`.`service_minor` AS BIGINT) AS `service_minor`,
  CAST(`t16`.`contact_minor` AS BIGINT) AS `contact_minor`,
  CAST(`t16`.`acquisition_minor` AS BIGINT) AS `acquisition_minor`
FROM (
  SELECT
    `t15`.`customer`,
    `t15`.`day`,
    COALESCE(CAST(SUM(`t15`.`orders`) AS BIGINT), 0) AS `orders`,
    COALESCE(CAST(SUM(`t15`.`revenue_minor`) AS BIGINT), 0) AS `revenue_minor`,
    COALESCE(CAST(SUM(`t15`.`margin_minor`) AS BIGINT), 0) AS `margin_minor`,
    COALESCE(CAST(SUM(`t15`.`order_cost_minor`) AS BIGINT), 0) AS `order_cost_minor`,
    COALESCE(CAST(SUM(`t15`.`service_minor`) AS BIGINT), 0) AS `service_minor`,
    COALESCE(CAST(SUM(`t15`.`contact_minor`) AS BIGINT), 0) AS `contact_minor`,
    COALESCE(CAST(SUM(`t15`.`acquisition_minor`) AS BIGINT), 0) AS `acquisition_minor`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t0`.`customer`,
          `t0`.`day`,
          0 AS `orders`,
          0 AS `revenue_minor`,
          COALESCE(-(
            `t0`.`net_minor`
          ), 0) + COALESCE(`t0`.`back_minor`, 0) + COALESCE(-(
            `t0`.`handling_minor`
          ), 0) AS `margin_minor`,
          -(
            COALESCE(-(
              `t0`.`handling_minor`
            ), 0)
          ) AS `order_cost_minor`,
          0 AS `service_minor`,
          0 AS `contact_minor`,
          0 AS `acquisition_minor`
        FROM `returned` AS `t0`
        WHERE
          (
            COALESCE(-(
              `t0`.`net_minor`
            ), 0) <> 0
          )
          OR (
            COALESCE(`t0`.`back_minor`, 0) <> 0
          )
          OR (
            COALESCE(-(
              `t0`.`handling_minor`
            ), 0) <> 0
          )
      ) AS `t9`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t1`.`customer`,
          `t1`.`day`,
          0 AS `orders`,
          0 AS `revenue_minor`,
          IF(`t1`.`kind` = 'default', COALESCE(`t1`.`amount_minor`, 0), 0) + IF(`t1`.`kind` = 'points', COALESCE(`t1`.`amount_minor`, 0), 0) + IF(`t1`.`kind` = 'service', COALESCE(`t1`.`amount_minor`, 0), 0) + IF(`t1`.`kind` = 'contact', COALESCE(`t1`.`amount_minor`, 0), 0) + IF(`t1`.`kind` = 'acquisition', COALESCE(`t1`.`amount_minor`, 0), 0) AS `margin_minor`,
          0 AS `order_cost_minor`,
          -(
            IF(`t1`.`kind` = 'service', COALESCE(`t1`.`amount_minor`, 0), 0)
          ) AS `service_minor`,
          -(
            IF(`t1`.`kind` = 'contact', COALESCE(`t1`.`amount_minor`, 0), 0)
          ) AS `contact_minor`,
          -(
            IF(`t1`.`kind` = 'acquisition', COALESCE(`t1`.`amount_minor`, 0), 0)
          ) AS `acquisition_minor`
        FROM `other_entries` AS `t1`
        WHERE
          (
            IF(`t1`.`kind` = 'default', COALESCE(`t1`.`amount_minor`, 0), 0) <> 0
          )
          OR (
            IF(`t1`.`kind` = 'points', COALESCE(`t1`.`amount_minor`, 0), 0) <> 0
          )
          OR (
            IF(`t1`.`kind` = 'service', COALESCE(`t1`.`amount_minor`, 0), 0) <> 0
          )
          OR (
            IF(`t1`.`kind` = 'contact', COALESCE(`t1`.`amount_minor`, 0), 0) <> 0
          )
          OR (
            IF(`t1`.`kind` = 'acquisition', COALESCE(`t1`.`amount_minor`, 0), 0) <> 0
          )
      ) AS `t10`
    ) AS `t11`
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
            `t2`.`day`,
            1 AS `orders`,
            0 AS `revenue_minor`,
            0 AS `margin_minor`,
            0 AS `order_cost_minor`,
            0 AS `service_minor`,
            0 AS `contact_minor`,
            0 AS `acquisition_minor`
          FROM `orders_placed` AS `t2`
        ) AS `t5`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            `t3`.`customer`,
            `t3`.`day`,
            -(
              1
            ) AS `orders`,
            -(
              `t3`.`goods_minor`
            ) AS `revenue_minor`,
            0 AS `margin_minor`,
            0 AS `order_cost_minor`,
            0 AS `service_minor`,
            0 AS `contact_minor`,
            0 AS `acquisition_minor`
          FROM `cancelled` AS `t3`
        ) AS `t6`
      ) AS `t7`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t4`.`customer`,
            `t4`.`day`,
            0 AS `orders`,
            IF(`t4`.`kind` = 'goods', COALESCE(`t4`.`net_minor`, 0), 0) AS `revenue_minor`,
            IF(`t4`.`kind` = 'goods', COALESCE(`t4`.`net_minor`, 0), 0) + IF(`t4`.`kind` = 'adjustment', COALESCE(`t4`.`net_minor`, 0), 0) + IF(`t4`.`kind` = 'shipping', COALESCE(`t4`.`net_minor`, 0), 0) + IF(`t4`.`kind` = 'fee', COALESCE(`t4`.`net_minor`, 0), 0) + IF(`t4`.`kind` = 'voucher', COALESCE(`t4`.`net_minor`, 0), 0) + COALESCE(-(
              `t4`.`cost_minor`
            ), 0) AS `margin_minor`,
            -(
              IF(`t4`.`kind` = 'shipping', COALESCE(`t4`.`net_minor`, 0), 0) + IF(`t4`.`kind` = 'fee', COALESCE(`t4`.`net_minor`, 0), 0)
            ) AS `order_cost_minor`,
            0 AS `service_minor`,
            0 AS `contact_minor`,
            0 AS `acquisition_minor`
          FROM `sales` AS `t4`
          WHERE
            (
              IF(`t4`.`kind` = 'goods', COALESCE(`t4`.`net_minor`, 0), 0) <> 0
            )
            OR (
              IF(`t4`.`kind` = 'adjustment', COALESCE(`t4`.`net_minor`, 0), 0) <> 0
            )
            OR (
              IF(`t4`.`kind` = 'shipping', COALESCE(`t4`.`net_minor`, 0), 0) <> 0
            )
            OR (
              IF(`t4`.`kind` = 'fee', COALESCE(`t4`.`net_minor`, 0), 0) <> 0
            )
            OR (
              IF(`t4`.`kind` = 'voucher', COALESCE(`t4`.`net_minor`, 0), 0) <> 0
            )
            OR (
              COALESCE(-(
                `t4`.`cost_minor`
              ), 0) <> 0
            )
        ) AS `t12`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            `t2`.`customer`,
            `t2`.`day`,
            0 AS `orders`,
            0 AS `revenue_minor`,
            COALESCE(-(
              `t2`.`shipping_paid_minor`
            ), 0) + COALESCE(-(
              `t2`.`payment_fee_minor`
            ), 0) AS `margin_minor`,
            -(
              COALESCE(-(
                `t2`.`shipping_paid_minor`
              ), 0)
            ) AS `order_cost_minor`,
            0 AS `service_minor`,
            0 AS `contact_minor`,
            0 AS `acquisition_minor`
          FROM `orders_placed` AS `t2`
          WHERE
            (
              COALESCE(-(
                `t2`.`shipping_paid_minor`
              ), 0) <> 0
            )
            OR (
              COALESCE(-(
                `t2`.`payment_fee_minor`
              ), 0) <> 0
            )
        ) AS `t8`
      ) AS `t13`
    ) AS `t14`
  ) AS `t15`
  GROUP BY
    1,
    2
) AS `t16`
