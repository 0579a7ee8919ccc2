WITH `t17` AS (
  SELECT
    `t2`.`identity`,
    `t2`.`customer` AS `person`
  FROM `identities` AS `t2`
), `t46` AS (
  SELECT
    `t12`.`customer`,
    `t12`.`first_seen`,
    `t12`.`channel`,
    `t12`.`acquisition_cost_minor`,
    `t12`.`currency`,
    `t12`.`country`,
    `t12`.`language`,
    `t12`.`kind`,
    `t12`.`source`,
    `t12`.`version`
  FROM `customers` AS `t12`
  LEFT ANTI JOIN (
    SELECT
      *
    FROM `customers` AS `t1`
    WHERE
      `t1`.`kind` IN ('staff', 'test')
  ) AS `t29`
    ON `t12`.`customer` = `t29`.`customer`
), `t70` AS (
  SELECT
    `t64`.`channel`,
    MAKE_DATE(EXTRACT(year FROM `t64`.`day`), EXTRACT(month FROM `t64`.`day`), 1) AS `month`,
    COALESCE(CAST(SUM(`t64`.`cost_minor`) AS BIGINT), 0) AS `cost_minor`,
    MAX(`t64`.`day`) AS `day`
  FROM (
    SELECT
      `t37`.`day`,
      `t37`.`channel`,
      `t37`.`campaign`,
      `t37`.`cost_minor`,
      `t37`.`currency`,
      `t37`.`source`,
      `t37`.`version`
    FROM (
      SELECT
        `t7`.`day`,
        LOWER(`t7`.`channel`) AS `channel`,
        `t7`.`campaign`,
        `t7`.`cost_minor`,
        `t7`.`currency`,
        `t7`.`source`,
        `t7`.`version`
      FROM `spend` AS `t7`
      WHERE
        `t7`.`cost_minor` IS NOT NULL
    ) AS `t37`
    LEFT ANTI JOIN (
      SELECT DISTINCT
        LOWER(`t50`.`channel`) AS `channel`
      FROM `t46` AS `t50`
      WHERE
        `t50`.`acquisition_cost_minor` IS NOT NULL
    ) AS `t57`
      ON `t37`.`channel` = `t57`.`channel`
  ) AS `t64`
  GROUP BY
    1,
    2
)
SELECT
  CAST(`t93`.`customer` AS BIGINT) AS `customer`,
  `t93`.`order_id`,
  CAST(`t93`.`position` AS BIGINT) AS `position`,
  `t93`.`day`,
  CAST(`t93`.`step` AS BIGINT) AS `step`,
  `t93`.`kind`,
  CAST(`t93`.`amount_minor` AS BIGINT) AS `amount_minor`,
  CAST(`t93`.`vat_minor` AS BIGINT) AS `vat_minor`,
  `t93`.`estimated`
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
          COALESCE(`t60`.`person`, `t60`.`customer`) AS `customer`,
          CAST(NULL AS STRING) AS `order_id`,
          CAST(NULL AS BIGINT) AS `position`,
          `t60`.`day`,
          3 AS `step`,
          'service' AS `kind`,
          -(
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
            )
          ) AS `amount_minor`,
          0 AS `vat_minor`,
          FALSE AS `estimated`
        FROM (
          SELECT
            `t51`.`customer`,
            `t51`.`minutes`,
            `t51`.`day`,
            `t30`.`identity`,
            `t30`.`person`
          FROM (
            SELECT
              *
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  `t4`.`customer`,
                  `t4`.`minutes`,
                  COALESCE(`t4`.`day`, CAST(`t4`.`opened_at` AS DATE)) AS `day`
                FROM `tickets` AS `t4`
              ) AS `t34`
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  `t5`.`customer`,
                  `t5`.`minutes`,
                  COALESCE(`t5`.`day`, CAST(`t5`.`at` AS DATE)) AS `day`
                FROM `interactions` AS `t5`
              ) AS `t35`
            ) AS `t40`
            WHERE
              `t40`.`minutes` IS NOT NULL
          ) AS `t51`
          LEFT ANTI JOIN (
            SELECT
              *
            FROM `customers` AS `t1`
            WHERE
              `t1`.`kind` IN ('staff', 'test')
          ) AS `t29`
            ON `t51`.`customer` = `t29`.`customer`
          LEFT OUTER JOIN `t17` AS `t30`
            ON `t51`.`customer` = `t30`.`identity`
        ) AS `t60`
      ) AS `t77`
      WHERE
        (
          `t77`.`amount_minor` <> 0
        ) OR (
          `t77`.`vat_minor` <> 0
        )
    ) AS `t80`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        COALESCE(`t47`.`person`, `t47`.`customer`) AS `customer`,
        CAST(NULL AS STRING) AS `order_id`,
        CAST(NULL AS BIGINT) AS `position`,
        COALESCE(`t47`.`day`, CAST(`t47`.`at` AS DATE)) AS `day`,
        3 AS `step`,
        'contact' AS `kind`,
        -(
          `t47`.`cost_minor`
        ) AS `amount_minor`,
        0 AS `vat_minor`,
        FALSE AS `estimated`
      FROM (
        SELECT
          `t28`.`touch_id`,
          `t28`.`customer`,
          `t28`.`at`,
          `t28`.`day`,
          `t28`.`channel`,
          `t28`.`campaign`,
          `t28`.`cost_minor`,
          `t28`.`currency`,
          `t28`.`outcome`,
          `t28`.`source`,
          `t28`.`version`,
          `t30`.`identity`,
          `t30`.`person`
        FROM (
          SELECT
            *
          FROM `touches` AS `t0`
          WHERE
            `t0`.`cost_minor` IS NOT NULL
        ) AS `t28`
        LEFT ANTI JOIN (
          SELECT
            *
          FROM `customers` AS `t1`
          WHERE
            `t1`.`kind` IN ('staff', 'test')
        ) AS `t29`
          ON `t28`.`customer` = `t29`.`customer`
        LEFT OUTER JOIN `t17` AS `t30`
          ON `t28`.`customer` = `t30`.`identity`
      ) AS `t47`
      WHERE
        (
          -(
            `t47`.`cost_minor`
          ) <> 0
        ) OR (
          0 <> 0
        )
    ) AS `t59`
  ) AS `t81`
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t87`.`customer`,
        CAST(NULL AS STRING) AS `order_id`,
        CAST(NULL AS BIGINT) AS `position`,
        `t87`.`day`,
        3 AS `step`,
        'acquisition' AS `kind`,
        `t87`.`amount_minor`,
        0 AS `vat_minor`,
        FALSE AS `estimated`
      FROM (
        SELECT
          *
        FROM (
          SELECT
            CAST(NULL AS BIGINT) AS `customer`,
            `t73`.`day`,
            -(
              `t73`.`cost_minor`
            ) AS `amount_minor`
          FROM `t70` AS `t73`
          LEFT ANTI JOIN (
            SELECT
              *
            FROM `customers_won` AS `t3`
            WHERE
              `t3`.`channel` IS NOT NULL
          ) AS `t33`
            ON `t73`.`channel` = `t33`.`channel` AND `t73`.`month` = `t33`.`month`
        ) AS `t78`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              `t75`.`customer`,
              `t75`.`day`,
              -(
                `t75`.`acquisition_cost_minor`
              ) AS `amount_minor`
            FROM (
              SELECT
                `t69`.`customer`,
                `t69`.`acquisition_cost_minor`,
                COALESCE(`t69`.`first_seen`, `t22`.`first_day`) AS `day`
              FROM (
                SELECT
                  COALESCE(`t65`.`person`, `t65`.`customer`) AS `customer`,
                  `t65`.`first_seen`,
                  `t65`.`channel`,
                  `t65`.`acquisition_cost_minor`,
                  `t65`.`currency`,
                  `t65`.`country`,
                  `t65`.`language`,
                  `t65`.`kind`,
                  `t65`.`source`,
                  `t65`.`version`
                FROM (
                  SELECT
                    `t58`.`customer`,
                    `t58`.`first_seen`,
                    `t58`.`channel`,
                    `t58`.`acquisition_cost_minor`,
                    `t58`.`currency`,
                    `t58`.`country`,
                    `t58`.`language`,
                    `t58`.`kind`,
                    `t58`.`source`,
                    `t58`.`version`,
                    `t31`.`identity`,
                    `t31`.`person`
                  FROM (
                    SELECT
                      *
                    FROM `t46` AS `t50`
                    WHERE
                      `t50`.`acquisition_cost_minor` IS NOT NULL
                  ) AS `t58`
                  LEFT OUTER JOIN `t17` AS `t31`
                    ON `t58`.`customer` = `t31`.`identity`
                ) AS `t65`
              ) AS `t69`
              LEFT OUTER JOIN (
                SELECT
                  `t3`.`customer`,
                  `t3`.`day` AS `first_day`
                FROM `customers_won` AS `t3`
              ) AS `t22`
                ON `t69`.`customer` = `t22`.`customer`
            ) AS `t75`
            WHERE
              `t75`.`day` IS NOT NULL
          ) AS `t79`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              `t45`.`customer`,
              `t45`.`won_day` AS `day`,
              -(
                (
                  CAST(ROUND(
                    (
                      (
                        `t74`.`cost_minor` * (
                          `t45`.`before` + 1
                        )
                      ) - (
                        (
                          `t74`.`cost_minor` * (
                            `t45`.`before` + 1
                          )
                        ) % `t45`.`among`
                      )
                    ) / `t45`.`among`,
                    0
                  ) AS BIGINT) + IF(
                    (
                      (
                        ABS((
                          `t74`.`cost_minor` * (
                            `t45`.`before` + 1
                          )
                        ) % `t45`.`among`) * 2
                      ) > `t45`.`among`
                    )
                    OR (
                      (
                        (
                          ABS((
                            `t74`.`cost_minor` * (
                              `t45`.`before` + 1
                            )
                          ) % `t45`.`among`) * 2
                        ) = `t45`.`among`
                      )
                      AND (
                        (
                          CAST(ROUND(
                            (
                              (
                                `t74`.`cost_minor` * (
                                  `t45`.`before` + 1
                                )
                              ) - (
                                (
                                  `t74`.`cost_minor` * (
                                    `t45`.`before` + 1
                                  )
                                ) % `t45`.`among`
                              )
                            ) / `t45`.`among`,
                            0
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    ),
                    IF((
                      `t74`.`cost_minor` * (
                        `t45`.`before` + 1
                      )
                    ) < 0, -1, 1),
                    0
                  )
                ) - (
                  CAST(ROUND(
                    (
                      (
                        `t74`.`cost_minor` * `t45`.`before`
                      ) - (
                        (
                          `t74`.`cost_minor` * `t45`.`before`
                        ) % `t45`.`among`
                      )
                    ) / `t45`.`among`,
                    0
                  ) AS BIGINT) + IF(
                    (
                      (
                        ABS((
                          `t74`.`cost_minor` * `t45`.`before`
                        ) % `t45`.`among`) * 2
                      ) > `t45`.`among`
                    )
                    OR (
                      (
                        (
                          ABS((
                            `t74`.`cost_minor` * `t45`.`before`
                          ) % `t45`.`among`) * 2
                        ) = `t45`.`among`
                      )
                      AND (
                        (
                          CAST(ROUND(
                            (
                              (
                                `t74`.`cost_minor` * `t45`.`before`
                              ) - (
                                (
                                  `t74`.`cost_minor` * `t45`.`before`
                                ) % `t45`.`among`
                              )
                            ) / `t45`.`among`,
                            0
                          ) AS BIGINT) % 2
                        ) <> 0
                      )
                    ),
                    IF((
                      `t74`.`cost_minor` * `t45`.`before`
                    ) < 0, -1, 1),
                    0
                  )
                )
              ) AS `amount_minor`
            FROM (
              SELECT
                `t3`.`customer`,
                `t3`.`channel`,
                `t3`.`month`,
                `t3`.`day` AS `won_day`,
                CAST(ROW_NUMBER() OVER (PARTITION BY `t3`.`channel`, `t3`.`month` ORDER BY `t3`.`customer` ASC NULLS LAST) - 1 AS BIGINT) AS `before`,
                CAST(COUNT(`t3`.`customer`) OVER (
                  PARTITION BY `t3`.`channel`, `t3`.`month`
                  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                ) AS BIGINT) AS `among`
              FROM `customers_won` AS `t3`
            ) AS `t45`
            INNER JOIN `t70` AS `t74`
              ON `t45`.`channel` = `t74`.`channel` AND `t45`.`month` = `t74`.`month`
          ) AS `t84`
        ) AS `t85`
      ) AS `t87`
      WHERE
        (
          `t87`.`amount_minor` <> 0
        ) OR (
          0 <> 0
        )
    ) AS `t89`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t83`.`customer`,
          `t83`.`order_id`,
          `t83`.`position`,
          `t83`.`day`,
          2 AS `step`,
          'default' AS `kind`,
          -(
            `t83`.`net_minor`
          ) AS `amount_minor`,
          `t83`.`net_minor` - `t83`.`amount_minor` AS `vat_minor`,
          FALSE AS `estimated`
        FROM (
          SELECT
            `t72`.`payment_id`,
            `t72`.`order_id`,
            `t72`.`customer`,
            `t72`.`paid_at`,
            `t72`.`day`,
            `t72`.`kind`,
            `t72`.`currency`,
            `t72`.`amount_minor`,
            `t72`.`source`,
            `t72`.`version`,
            `t72`.`order_customer`,
            `t72`.`order_prices`,
            `t72`.`order_bp`,
            `t72`.`sold_stated`,
            `t72`.`sold_net`,
            `t72`.`position`,
            `t72`.`gross`,
            `t72`.`rate`,
            `t72`.`mixed`,
            `t72`.`size`,
            IF(
              `t72`.`gross`,
              IF(
                `t72`.`mixed`,
                CAST(ROUND(
                  (
                    (
                      `t72`.`amount_minor` * `t72`.`sold_net`
                    ) - (
                      (
                        `t72`.`amount_minor` * `t72`.`sold_net`
                      ) % `t72`.`size`
                    )
                  ) / `t72`.`size`,
                  0
                ) AS BIGINT) + IF(
                  (
                    (
                      ABS((
                        `t72`.`amount_minor` * `t72`.`sold_net`
                      ) % `t72`.`size`) * 2
                    ) > `t72`.`size`
                  )
                  OR (
                    (
                      (
                        ABS((
                          `t72`.`amount_minor` * `t72`.`sold_net`
                        ) % `t72`.`size`) * 2
                      ) = `t72`.`size`
                    )
                    AND (
                      (
                        CAST(ROUND(
                          (
                            (
                              `t72`.`amount_minor` * `t72`.`sold_net`
                            ) - (
                              (
                                `t72`.`amount_minor` * `t72`.`sold_net`
                              ) % `t72`.`size`
                            )
                          ) / `t72`.`size`,
                          0
                        ) AS BIGINT) % 2
                      ) <> 0
                    )
                  ),
                  IF((
                    `t72`.`amount_minor` * `t72`.`sold_net`
                  ) < 0, -1, 1),
                  0
                ),
                CAST(ROUND(
                  (
                    (
                      `t72`.`amount_minor` * 10000
                    ) - (
                      (
                        `t72`.`amount_minor` * 10000
                      ) % (
                        `t72`.`rate` + 10000
                      )
                    )
                  ) / (
                    `t72`.`rate` + 10000
                  ),
                  0
                ) AS BIGINT) + IF(
                  (
                    (
                      ABS((
                        `t72`.`amount_minor` * 10000
                      ) % (
                        `t72`.`rate` + 10000
                      )) * 2
                    ) > (
                      `t72`.`rate` + 10000
                    )
                  )
                  OR (
                    (
                      (
                        ABS((
                          `t72`.`amount_minor` * 10000
                        ) % (
                          `t72`.`rate` + 10000
                        )) * 2
                      ) = (
                        `t72`.`rate` + 10000
                      )
                    )
                    AND (
                      (
                        CAST(ROUND(
                          (
                            (
                              `t72`.`amount_minor` * 10000
                            ) - (
                              (
                                `t72`.`amount_minor` * 10000
                              ) % (
                                `t72`.`rate` + 10000
                              )
                            )
                          ) / (
                            `t72`.`rate` + 10000
                          ),
                          0
                        ) AS BIGINT) % 2
                      ) <> 0
                    )
                  ),
                  IF((
                    `t72`.`amount_minor` * 10000
                  ) < 0, -1, 1),
                  0
                )
              ),
              `t72`.`amount_minor`
            ) AS `net_minor`
          FROM (
            SELECT
              `t66`.`payment_id`,
              `t66`.`order_id`,
              COALESCE(`t66`.`customer`, `t66`.`order_customer`) AS `customer`,
              `t66`.`paid_at`,
              COALESCE(`t66`.`day`, CAST(`t66`.`paid_at` AS DATE)) AS `day`,
              `t66`.`kind`,
              `t66`.`currency`,
              `t66`.`amount_minor`,
              `t66`.`source`,
              `t66`.`version`,
              `t66`.`order_customer`,
              `t66`.`order_prices`,
              `t66`.`order_bp`,
              `t66`.`sold_stated`,
              `t66`.`sold_net`,
              CAST(NULL AS BIGINT) AS `position`,
              COALESCE(NULLIF(`t66`.`order_prices`, 'unknown'), 'gross') = 'gross' AS `gross`,
              COALESCE(
                `t66`.`order_bp`,
                CASE
                  WHEN COALESCE(CAST(NULL AS STRING), 'DE') IN ('CH')
                  THEN 810
                  WHEN COALESCE(CAST(NULL AS STRING), 'DE') IN ('LU')
                  THEN 1700
                  WHEN COALESCE(CAST(NULL AS STRING), 'DE') IN ('MT')
                  THEN 1800
                  WHEN COALESCE(CAST(NULL AS STRING), 'DE') IN ('CY', 'DE')
                  THEN 1900
                  WHEN COALESCE(CAST(NULL AS STRING), 'DE') IN ('AT', 'BG', 'FR')
                  THEN 2000
                  WHEN COALESCE(CAST(NULL AS STRING), 'DE') IN ('BE', 'CZ', 'ES', 'LT', 'LV', 'NL', 'RO')
                  THEN 2100
                  WHEN COALESCE(CAST(NULL AS STRING), 'DE') IN ('IT', 'SI')
                  THEN 2200
                  WHEN COALESCE(CAST(NULL AS STRING), 'DE') IN ('IE', 'PL', 'PT', 'SK')
                  THEN 2300
                  WHEN COALESCE(CAST(NULL AS STRING), 'DE') IN ('EE', 'EL', 'GR')
                  THEN 2400
                  WHEN COALESCE(CAST(NULL AS STRING), 'DE') IN ('DK', 'HR', 'SE')
                  THEN 2500
                  WHEN COALESCE(CAST(NULL AS STRING), 'DE') IN ('FI')
                  THEN 2550
                  WHEN COALESCE(CAST(NULL AS STRING), 'DE') IN ('HU')
                  THEN 2700
                  ELSE 0
                END
              ) AS `rate`,
              COALESCE(`t66`.`sold_stated` > 0, FALSE) AS `mixed`,
              IF(COALESCE(`t66`.`sold_stated` > 0, FALSE), `t66`.`sold_stated`, 1) AS `size`
            FROM (
              SELECT
                `t62`.`payment_id`,
                `t62`.`order_id`,
                `t62`.`customer`,
                `t62`.`paid_at`,
                `t62`.`day`,
                `t62`.`kind`,
                `t62`.`currency`,
                `t62`.`amount_minor`,
                `t62`.`source`,
                `t62`.`version`,
                `t36`.`order_customer`,
                `t36`.`order_prices`,
                `t36`.`order_bp`,
                `t54`.`sold_stated`,
                `t54`.`sold_net`
              FROM (
                SELECT
                  `t53`.`payment_id`,
                  `t53`.`order_id`,
                  COALESCE(`t53`.`person`, `t53`.`customer`) AS `customer`,
                  `t53`.`paid_at`,
                  `t53`.`day`,
                  `t53`.`kind`,
                  `t53`.`currency`,
                  `t53`.`amount_minor`,
                  `t53`.`source`,
                  `t53`.`version`
                FROM (
                  SELECT
                    `t38`.`payment_id`,
                    `t38`.`order_id`,
                    `t38`.`customer`,
                    `t38`.`paid_at`,
                    `t38`.`day`,
                    `t38`.`kind`,
                    `t38`.`currency`,
                    `t38`.`amount_minor`,
                    `t38`.`source`,
                    `t38`.`version`,
                    `t32`.`identity`,
                    `t32`.`person`
                  FROM (
                    SELECT
                      *
                    FROM `payments` AS `t8`
                    WHERE
                      `t8`.`kind` = 'default'
                  ) AS `t38`
                  LEFT ANTI JOIN (
                    SELECT
                      *
                    FROM `customers` AS `t1`
                    WHERE
                      `t1`.`kind` IN ('staff', 'test')
                  ) AS `t29`
                    ON `t38`.`customer` = `t29`.`customer`
                  LEFT ANTI JOIN (
                    SELECT
                      `t16`.`order_id`,
                      `t16`.`customer`,
                      `t16`.`ordered_at`,
                      `t16`.`day`,
                      `t16`.`channel`,
                      `t16`.`country`,
                      `t16`.`prices`,
                      `t16`.`currency`,
                      `t16`.`amount_minor`,
                      `t16`.`vat_bp`,
                      `t16`.`tax_minor`,
                      `t16`.`voucher_minor`,
                      `t16`.`voucher_code`,
                      `t16`.`shipping_charged_minor`,
                      `t16`.`shipping_paid_minor`,
                      `t16`.`payment_fee_minor`,
                      `t16`.`unit_costs_minor`,
                      `t16`.`margin_minor`,
                      `t16`.`promised_day`,
                      `t16`.`delivered_day`,
                      `t16`.`status`,
                      `t16`.`kind`,
                      `t16`.`source`,
                      `t16`.`version`
                    FROM `orders` AS `t16`
                    LEFT ANTI JOIN `orders_placed` AS `t13`
                      ON `t16`.`order_id` = `t13`.`order_id`
                  ) AS `t44`
                    ON `t38`.`order_id` = `t44`.`order_id`
                  LEFT OUTER JOIN `t17` AS `t32`
                    ON `t38`.`customer` = `t32`.`identity`
                ) AS `t53`
              ) AS `t62`
              LEFT OUTER JOIN (
                SELECT
                  `t6`.`order_id`,
                  `t6`.`customer` AS `order_customer`,
                  `t6`.`prices` AS `order_prices`,
                  COALESCE(`t6`.`vat_bp`, `t6`.`standard_bp`) AS `order_bp`
                FROM `orders_placed` AS `t6`
              ) AS `t36`
                ON `t62`.`order_id` = `t36`.`order_id`
              LEFT OUTER JOIN (
                SELECT
                  `t41`.`order_id`,
                  COALESCE(CAST(SUM(`t41`.`stated_minor`) AS BIGINT), 0) AS `sold_stated`,
                  COALESCE(CAST(SUM(`t41`.`net_minor`) AS BIGINT), 0) AS `sold_net`
                FROM (
                  SELECT
                    `t15`.`order_id`,
                    `t15`.`position`,
                    `t15`.`product`,
                    `t15`.`customer`,
                    `t15`.`day`,
                    `t15`.`kind`,
                    `t15`.`stated_minor`,
                    `t15`.`net_minor`,
                    `t15`.`cost_minor`,
                    `t15`.`cost_estimated`
                  FROM `sales` AS `t15`
                  LEFT SEMI JOIN `payments` AS `t14`
                    ON `t15`.`order_id` = `t14`.`order_id`
                ) AS `t41`
                GROUP BY
                  1
              ) AS `t54`
                ON `t62`.`order_id` = `t54`.`order_id`
            ) AS `t66`
          ) AS `t72`
        ) AS `t83`
        WHERE
          (
            -(
              `t83`.`net_minor`
            ) <> 0
          )
          OR (
            (
              `t83`.`net_minor` - `t83`.`amount_minor`
            ) <> 0
          )
      ) AS `t88`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t86`.`customer`,
          CAST(NULL AS STRING) AS `order_id`,
          CAST(NULL AS BIGINT) AS `position`,
          `t86`.`day`,
          3 AS `step`,
          'points' AS `kind`,
          `t86`.`worth` - `t86`.`unearned` AS `amount_minor`,
          0 AS `vat_minor`,
          FALSE AS `estimated`
        FROM (
          SELECT
            `t82`.`customer`,
            `t82`.`day`,
            `t82`.`worth`,
            CAST(`t82`.`below` - COALESCE(
              LAG(`t82`.`below`) OVER (
                PARTITION BY `t82`.`customer`
                ORDER BY `t82`.`day` ASC NULLS LAST, `t82`.`is_back` ASC NULLS LAST, `t82`.`booking_id` ASC NULLS LAST
              ),
              0
            ) AS BIGINT) AS `unearned`
          FROM (
            SELECT
              `t76`.`customer`,
              `t76`.`booking_id`,
              `t76`.`day`,
              `t76`.`worth`,
              `t76`.`is_back`,
              `t76`.`owed`,
              CAST(GREATEST(
                -(
                  MIN(`t76`.`owed`) OVER (
                    PARTITION BY `t76`.`customer`
                    ORDER BY `t76`.`day` ASC NULLS LAST, `t76`.`is_back` ASC NULLS LAST, `t76`.`booking_id` ASC NULLS LAST
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                  )
                ),
                0
              ) AS BIGINT) AS `below`
            FROM (
              SELECT
                `t68`.`customer`,
                `t68`.`booking_id`,
                `t68`.`day`,
                `t68`.`worth`,
                `t68`.`is_back`,
                CAST(-(
                  SUM(`t68`.`worth`) OVER (
                    PARTITION BY `t68`.`customer`
                    ORDER BY `t68`.`day` ASC NULLS LAST, `t68`.`is_back` ASC NULLS LAST, `t68`.`booking_id` ASC NULLS LAST
                    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                  )
                ) AS BIGINT) AS `owed`
              FROM (
                SELECT
                  `t63`.`customer`,
                  `t63`.`booking_id`,
                  `t63`.`day`,
                  `t63`.`worth`,
                  IF(`t63`.`worth` > 0, 1, 0) AS `is_back`
                FROM (
                  SELECT
                    COALESCE(`t49`.`person`, `t49`.`customer`) AS `customer`,
                    `t49`.`booking_id`,
                    COALESCE(`t49`.`day`, CAST(`t49`.`at` AS DATE)) AS `day`,
                    ABS(`t49`.`value_minor`) * IF(
                      COALESCE(`t49`.`kind` IN ('redeemed', 'expired', 'eingelöst', 'verfallen'), FALSE)
                      OR (
                        COALESCE(`t49`.`points` < 0, FALSE) AND COALESCE(`t49`.`kind` <> 'earned', TRUE)
                      ),
                      1,
                      -1
                    ) AS `worth`
                  FROM (
                    SELECT
                      `t39`.`booking_id`,
                      `t39`.`customer`,
                      `t39`.`at`,
                      `t39`.`day`,
                      `t39`.`kind`,
                      `t39`.`points`,
                      `t39`.`value_minor`,
                      `t39`.`currency`,
                      `t39`.`expires`,
                      `t39`.`source`,
                      `t39`.`version`,
                      `t30`.`identity`,
                      `t30`.`person`
                    FROM (
                      SELECT
                        *
                      FROM `points` AS `t10`
                      WHERE
                        `t10`.`value_minor` IS NOT NULL
                    ) AS `t39`
                    LEFT ANTI JOIN (
                      SELECT
                        *
                      FROM `customers` AS `t1`
                      WHERE
                        `t1`.`kind` IN ('staff', 'test')
                    ) AS `t29`
                      ON `t39`.`customer` = `t29`.`customer`
                    LEFT OUTER JOIN `t17` AS `t30`
                      ON `t39`.`customer` = `t30`.`identity`
                  ) AS `t49`
                ) AS `t63`
              ) AS `t68`
            ) AS `t76`
          ) AS `t82`
        ) AS `t86`
        WHERE
          (
            (
              `t86`.`worth` - `t86`.`unearned`
            ) <> 0
          ) OR (
            0 <> 0
          )
      ) AS `t90`
    ) AS `t91`
  ) AS `t92`
) AS `t93`
