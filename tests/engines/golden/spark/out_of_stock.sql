SELECT
  CAST(`t31`.`customer` AS BIGINT) AS `customer`,
  `t31`.`day`,
  CAST(`t31`.`out` AS BIGINT) AS `out`
FROM (
  SELECT
    `t30`.`customer`,
    `t30`.`day`,
    MAX(`t30`.`gone`) AS `out`
  FROM (
    SELECT
      `t29`.`customer`,
      `t29`.`day`,
      IF(`t7`.`quantity_milli` <= 0, 1, 0) AS `gone`
    FROM (
      SELECT
        `t27`.`customer`,
        `t27`.`day`,
        `t27`.`last_order`
      FROM (
        SELECT
          `t26`.`customer`,
          `t26`.`day`,
          `t26`.`is_order`,
          `t26`.`order_day`,
          MAX(`t26`.`order_day`) OVER (
            PARTITION BY `t26`.`customer`
            ORDER BY `t26`.`day` ASC NULLS LAST, `t26`.`is_order` ASC NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
          ) AS `last_order`
        FROM (
          SELECT
            *
          FROM (
            SELECT
              `t24`.`customer`,
              `t24`.`day`,
              0 AS `is_order`,
              CAST(NULL AS DATE) AS `order_day`
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  `t1`.`customer`,
                  `t1`.`day`
                FROM `customer_days` AS `t1`
                WHERE
                  `t1`.`orders` > 0 AND `t1`.`customer` IS NOT NULL
              ) AS `t11`
              UNION
              SELECT
                *
              FROM (
                SELECT
                  COALESCE(`t20`.`person`, `t20`.`customer`) AS `customer`,
                  COALESCE(`t20`.`day`, CAST(`t20`.`at` AS DATE)) AS `day`
                FROM (
                  SELECT
                    `t8`.`visit_id`,
                    `t8`.`step`,
                    `t8`.`visitor`,
                    `t8`.`customer`,
                    `t8`.`at`,
                    `t8`.`day`,
                    `t8`.`source`,
                    `t8`.`version`,
                    `t15`.`identity`,
                    `t15`.`person`
                  FROM `visits` AS `t8`
                  LEFT ANTI JOIN (
                    SELECT
                      *
                    FROM `customers` AS `t5`
                    WHERE
                      `t5`.`kind` IN ('staff', 'test')
                  ) AS `t18`
                    ON `t8`.`customer` = `t18`.`customer`
                  LEFT OUTER JOIN (
                    SELECT
                      `t6`.`identity`,
                      `t6`.`customer` AS `person`
                    FROM `identities` AS `t6`
                  ) AS `t15`
                    ON `t8`.`customer` = `t15`.`identity`
                ) AS `t20`
                WHERE
                  COALESCE(`t20`.`person`, `t20`.`customer`) IS NOT NULL
              ) AS `t23`
            ) AS `t24`
          ) AS `t25`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              `t1`.`customer`,
              `t1`.`day`,
              1 AS `is_order`,
              `t1`.`day` AS `order_day`
            FROM `customer_days` AS `t1`
            WHERE
              `t1`.`orders` > 0 AND `t1`.`customer` IS NOT NULL
          ) AS `t10`
        ) AS `t26`
      ) AS `t27`
      WHERE
        `t27`.`is_order` = 0
    ) AS `t29`
    INNER JOIN (
      SELECT DISTINCT
        `t19`.`customer`,
        `t19`.`product`,
        `t19`.`day` AS `last_order`
      FROM (
        SELECT
          `t16`.`customer`,
          `t16`.`day`,
          `t16`.`position`,
          `t16`.`net_minor`,
          `t17`.`product`
        FROM (
          SELECT
            *
          FROM `sales` AS `t2`
          WHERE
            `t2`.`kind` = 'goods'
            AND `t2`.`customer` IS NOT NULL
            AND `t2`.`position` IS NOT NULL
        ) AS `t16`
        INNER JOIN (
          SELECT
            `t3`.`order_id`,
            `t3`.`position`,
            `t3`.`product`
          FROM `order_lines` AS `t3`
          WHERE
            `t3`.`product` IS NOT NULL
        ) AS `t17`
          ON `t16`.`order_id` = `t17`.`order_id` AND `t16`.`position` = `t17`.`position`
      ) AS `t19`
    ) AS `t22`
      ON `t29`.`customer` = `t22`.`customer` AND `t29`.`last_order` = `t22`.`last_order`
    INNER JOIN `stock` AS `t7`
      ON `t22`.`product` = `t7`.`product` AND `t29`.`day` = `t7`.`day`
  ) AS `t30`
  GROUP BY
    1,
    2
) AS `t31`
