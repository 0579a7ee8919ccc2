SELECT
  CAST(`t2`.`orders` AS BIGINT) AS `orders`,
  CAST(`t2`.`lost_minor` AS BIGINT) AS `lost_minor`,
  CAST(`t2`.`handling_minor` AS BIGINT) AS `handling_minor`
FROM (
  SELECT
    COUNT(DISTINCT `t1`.`order_id`) AS `orders`,
    COALESCE(CAST(SUM(`t1`.`lost`) AS BIGINT), 0) AS `lost_minor`,
    COALESCE(CAST(SUM(`t1`.`handling`) AS BIGINT), 0) AS `handling_minor`
  FROM (
    SELECT
      `t0`.`order_id`,
      (
        `t0`.`net_minor` - COALESCE(`t0`.`back_minor`, 0)
      ) + COALESCE(`t0`.`handling_minor`, 0) AS `lost`,
      COALESCE(`t0`.`handling_minor`, 0) AS `handling`
    FROM `returned` AS `t0`
    WHERE
      `t0`.`is_goods`
      AND `t0`.`order_id` IS NOT NULL
      AND `t0`.`day` > MAKE_DATE(2025, 6, 30)
  ) AS `t1`
) AS `t2`
