SELECT
  `t2`.`channel`,
  `t2`.`day`,
  CAST(`t2`.`parcels` AS BIGINT) AS `parcels`,
  CAST(`t2`.`late` AS BIGINT) AS `late`
FROM (
  SELECT
    `t1`.`channel`,
    `t1`.`day`,
    COALESCE(CAST(SUM(IF(`t1`.`channel` IS NULL, 1, 1)) AS BIGINT), 0) AS `parcels`,
    COALESCE(CAST(SUM(`t1`.`late`) AS BIGINT), 0) AS `late`
  FROM (
    SELECT
      COALESCE(`t0`.`channel`, '') AS `channel`,
      `t0`.`delivered_day` AS `day`,
      IF(`t0`.`delivered_day` > `t0`.`promised_day`, 1, 0) AS `late`
    FROM `orders_real` AS `t0`
    WHERE
      `t0`.`promised_day` IS NOT NULL AND `t0`.`delivered_day` IS NOT NULL
  ) AS `t1`
  GROUP BY
    1,
    2
) AS `t2`
