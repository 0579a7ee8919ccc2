SELECT
  `t19`.`day`,
  CAST(`t19`.`after` AS BIGINT) AS `after`,
  CAST(`t19`.`cases` AS BIGINT) AS `cases`,
  CAST(`t19`.`lost_minor` AS BIGINT) AS `lost_minor`
FROM (
  SELECT
    `t18`.`day`,
    `t18`.`after`,
    COALESCE(CAST(SUM(IF(`t18`.`day` IS NULL, 1, 1)) AS BIGINT), 0) AS `cases`,
    COALESCE(CAST(SUM(`t18`.`lost_minor`) AS BIGINT), 0) AS `lost_minor`
  FROM (
    SELECT
      `t8`.`day`,
      `t17`.`lost_minor`,
      IF(
        DATEDIFF(DAY, `t8`.`day`, `t17`.`lost_day`) < 0,
        0,
        DATEDIFF(DAY, `t8`.`day`, `t17`.`lost_day`)
      ) AS `after`
    FROM (
      SELECT
        `t0`.`order_id`,
        `t0`.`day`
      FROM `orders_real` AS `t0`
    ) AS `t8`
    LEFT OUTER JOIN (
      SELECT
        *
      FROM (
        SELECT
          `t14`.`order_id`,
          MIN(`t14`.`day`) AS `lost_day`,
          COALESCE(CAST(SUM(`t14`.`amount_minor`) AS BIGINT), 0) AS `lost_minor`
        FROM (
          SELECT
            `t13`.`payment_id`,
            `t13`.`order_id`,
            `t13`.`customer`,
            `t13`.`paid_at`,
            COALESCE(`t13`.`day`, CAST(`t13`.`paid_at` AS DATE)) AS `day`,
            `t13`.`kind`,
            `t13`.`currency`,
            `t13`.`amount_minor`,
            `t13`.`source`,
            `t13`.`version`
          FROM (
            SELECT
              `t5`.`payment_id`,
              `t5`.`order_id`,
              `t5`.`customer`,
              `t5`.`paid_at`,
              `t5`.`day`,
              `t5`.`kind`,
              `t5`.`currency`,
              `t5`.`amount_minor`,
              `t5`.`source`,
              `t5`.`version`
            FROM `payments` AS `t5`
            LEFT ANTI JOIN (
              SELECT
                *
              FROM `customers` AS `t2`
              WHERE
                `t2`.`kind` IN ('staff', 'test')
            ) AS `t10`
              ON `t5`.`customer` = `t10`.`customer`
            LEFT ANTI JOIN (
              SELECT
                `t6`.`order_id`,
                `t6`.`customer`,
                `t6`.`ordered_at`,
                `t6`.`day`,
                `t6`.`channel`,
                `t6`.`country`,
                `t6`.`prices`,
                `t6`.`currency`,
                `t6`.`amount_minor`,
                `t6`.`vat_bp`,
                `t6`.`tax_minor`,
                `t6`.`voucher_minor`,
                `t6`.`voucher_code`,
                `t6`.`shipping_charged_minor`,
                `t6`.`shipping_paid_minor`,
                `t6`.`payment_fee_minor`,
                `t6`.`unit_costs_minor`,
                `t6`.`margin_minor`,
                `t6`.`promised_day`,
                `t6`.`delivered_day`,
                `t6`.`status`,
                `t6`.`kind`,
                `t6`.`source`,
                `t6`.`version`
              FROM `orders` AS `t6`
              LEFT ANTI JOIN `orders_real` AS `t4`
                ON `t6`.`order_id` = `t4`.`order_id`
            ) AS `t12`
              ON `t5`.`order_id` = `t12`.`order_id`
          ) AS `t13`
          WHERE
            `t13`.`kind` = 'default'
        ) AS `t14`
        GROUP BY
          1
      ) AS `t15`
      WHERE
        `t15`.`lost_minor` > 0
    ) AS `t17`
      ON `t8`.`order_id` = `t17`.`order_id`
  ) AS `t18`
  GROUP BY
    1,
    2
) AS `t19`
