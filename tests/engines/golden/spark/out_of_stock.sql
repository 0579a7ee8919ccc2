SELECT
  CAST(`t24`.`customer` AS BIGINT) AS `customer`,
  `t24`.`day`,
  CAST(`t24`.`out` AS BIGINT) AS `out`
FROM (
  SELECT
    `t23`.`customer`,
    `t23`.`day`,
    MAX(`t23`.`gone`) AS `out`
  FROM (
    SELECT
      `t22`.`customer`,
      `t22`.`day`,
      IF(`t7`.`quantity_milli` <= 0, 1, 0) AS `gone`
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t19`.`customer`,
          `t19`.`day`,
          `t19`.`order_day`,
          MAX(`t19`.`order_day`) OVER (
            PARTITION BY `t19`.`customer`
            ORDER BY `t19`.`day` ASC NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
          ) AS `last_order`
        FROM (
          SELECT
            `t18`.`customer`,
            `t18`.`day`,
            MAX(`t18`.`order_day`) AS `order_day`
          FROM (
            SELECT
              *
            FROM (
              SELECT
                `t2`.`customer`,
                `t2`.`day`,
                `t2`.`day` AS `order_day`
              FROM `customer_days` AS `t2`
              WHERE
                `t2`.`orders` > 0 AND `t2`.`customer` IS NOT NULL
            ) AS `t11`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                COALESCE(`t16`.`person`, `t16`.`customer`) AS `customer`,
                COALESCE(`t16`.`day`, CAST(`t16`.`at` AS DATE)) AS `day`,
                CAST(NULL AS DATE) AS `order_day`
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
                  `t13`.`identity`,
                  `t13`.`person`
                FROM `visits` AS `t8`
                LEFT ANTI JOIN (
                  SELECT
                    *
                  FROM `customers` AS `t4`
                  WHERE
                    `t4`.`kind` IN ('staff', 'test')
                ) AS `t15`
                  ON `t8`.`customer` = `t15`.`customer`
                LEFT OUTER JOIN (
                  SELECT
                    `t5`.`identity`,
                    `t5`.`customer` AS `person`
                  FROM `identities` AS `t5`
                ) AS `t13`
                  ON `t8`.`customer` = `t13`.`identity`
              ) AS `t16`
              WHERE
                COALESCE(`t16`.`person`, `t16`.`customer`) IS NOT NULL
            ) AS `t17`
          ) AS `t18`
          GROUP BY
            1,
            2
        ) AS `t19`
      ) AS `t20`
      WHERE
        `t20`.`last_order` IS NOT NULL
    ) AS `t22`
    LEFT SEMI JOIN `stock` AS `t6`
      ON `t22`.`day` = `t6`.`day`
    INNER JOIN (
      SELECT
        `t1`.`customer`,
        `t1`.`product`,
        `t1`.`day` AS `last_order`
      FROM `sales` AS `t1`
      WHERE
        `t1`.`kind` = 'goods'
        AND `t1`.`customer` IS NOT NULL
        AND `t1`.`product` IS NOT NULL
    ) AS `t14`
      ON `t22`.`customer` = `t14`.`customer` AND `t22`.`last_order` = `t14`.`last_order`
    INNER JOIN `stock` AS `t7`
      ON `t14`.`product` = `t7`.`product` AND `t22`.`day` = `t7`.`day`
  ) AS `t23`
  GROUP BY
    1,
    2
) AS `t24`
