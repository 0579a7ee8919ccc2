SELECT
  CAST(`t8`.`passed` AS BIGINT) AS `passed`,
  CAST(`t8`.`due_minor` AS BIGINT) AS `due_minor`,
  CAST(`t8`.`paid_minor` AS BIGINT) AS `paid_minor`,
  CAST(`t8`.`default_minor` AS BIGINT) AS `default_minor`
FROM (
  SELECT
    `t7`.`passed`,
    COALESCE(CAST(SUM(IF(`t7`.`kind` = 'due', `t7`.`amount_minor`, NULL)) AS BIGINT), 0) AS `due_minor`,
    COALESCE(CAST(SUM(IF(`t7`.`kind` = 'paid', `t7`.`amount_minor`, NULL)) AS BIGINT), 0) AS `paid_minor`,
    COALESCE(CAST(SUM(IF(`t7`.`kind` = 'default', `t7`.`amount_minor`, NULL)) AS BIGINT), 0) AS `default_minor`
  FROM (
    SELECT
      `t6`.`payment_id`,
      `t6`.`order_id`,
      `t6`.`customer`,
      `t6`.`paid_at`,
      `t6`.`day`,
      `t6`.`kind`,
      `t6`.`currency`,
      `t6`.`amount_minor`,
      `t6`.`source`,
      `t6`.`version`,
      `t6`.`due_day`,
      IF(
        IF(
          DATEDIFF(DAY, `t6`.`due_day`, `t6`.`day`) > 180,
          180,
          DATEDIFF(DAY, `t6`.`due_day`, `t6`.`day`)
        ) < 0,
        0,
        IF(
          DATEDIFF(DAY, `t6`.`due_day`, `t6`.`day`) > 180,
          180,
          DATEDIFF(DAY, `t6`.`due_day`, `t6`.`day`)
        )
      ) AS `passed`
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
        `t5`.`version`,
        `t4`.`due_day`
      FROM (
        SELECT
          `t0`.`payment_id`,
          `t0`.`order_id`,
          `t0`.`customer`,
          `t0`.`paid_at`,
          COALESCE(`t0`.`day`, CAST(`t0`.`paid_at` AS DATE)) AS `day`,
          `t0`.`kind`,
          `t0`.`currency`,
          `t0`.`amount_minor`,
          `t0`.`source`,
          `t0`.`version`
        FROM `payments` AS `t0`
        WHERE
          COALESCE(`t0`.`day`, CAST(`t0`.`paid_at` AS DATE)) <= MAKE_DATE(2026, 6, 30)
      ) AS `t5`
      INNER JOIN (
        SELECT
          `t1`.`order_id`,
          `t1`.`due_day`
        FROM `invoices` AS `t1`
        WHERE
          DATEDIFF(DAY, `t1`.`due_day`, MAKE_DATE(2026, 6, 30)) >= 180
      ) AS `t4`
        ON `t5`.`order_id` = `t4`.`order_id`
    ) AS `t6`
  ) AS `t7`
  GROUP BY
    1
) AS `t8`
