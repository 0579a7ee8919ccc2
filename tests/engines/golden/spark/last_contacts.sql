SELECT
  CAST(`t18`.`customer` AS BIGINT) AS `customer`,
  `t18`.`kind`,
  `t18`.`channel`,
  `t18`.`about`,
  `t18`.`outcome`,
  `t18`.`at` AS `contacted_at`
FROM (
  SELECT
    `t17`.`customer`,
    `t17`.`kind`,
    `t17`.`number`,
    `t17`.`at`,
    `t17`.`channel`,
    `t17`.`about`,
    `t17`.`outcome`,
    ROW_NUMBER() OVER (
      PARTITION BY `t17`.`customer`
      ORDER BY `t17`.`at` DESC, `t17`.`kind` ASC NULLS LAST, `t17`.`number` ASC NULLS LAST
    ) - 1 AS `place`
  FROM (
    SELECT
      COALESCE(`t16`.`person`, `t16`.`customer`) AS `customer`,
      `t16`.`kind`,
      `t16`.`number`,
      `t16`.`at`,
      `t16`.`channel`,
      `t16`.`about`,
      `t16`.`outcome`
    FROM (
      SELECT
        `t15`.`customer`,
        `t15`.`kind`,
        `t15`.`number`,
        `t15`.`at`,
        `t15`.`channel`,
        `t15`.`about`,
        `t15`.`outcome`,
        `t9`.`identity`,
        `t9`.`person`
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              `t2`.`customer`,
              'talk' AS `kind`,
              `t2`.`interaction_id` AS `number`,
              `t2`.`at`,
              `t2`.`kind` AS `channel`,
              CAST(NULL AS STRING) AS `about`,
              `t2`.`outcome`
            FROM `interactions` AS `t2`
          ) AS `t6`
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                `t3`.`customer`,
                'message' AS `kind`,
                `t3`.`touch_id` AS `number`,
                `t3`.`at`,
                `t3`.`channel`,
                `t3`.`campaign` AS `about`,
                `t3`.`outcome`
              FROM `touches` AS `t3`
            ) AS `t7`
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                `t4`.`customer`,
                'request' AS `kind`,
                `t4`.`ticket_id` AS `number`,
                `t4`.`opened_at` AS `at`,
                CAST(NULL AS STRING) AS `channel`,
                `t4`.`topic` AS `about`,
                CASE
                  WHEN `t4`.`solved_at` IS NOT NULL
                  THEN 'solved'
                  WHEN `t4`.`answered_at` IS NOT NULL
                  THEN 'answered'
                  ELSE 'open'
                END AS `outcome`
              FROM `tickets` AS `t4`
            ) AS `t11`
          ) AS `t12`
        ) AS `t13`
        WHERE
          `t13`.`customer` IS NOT NULL
      ) AS `t15`
      LEFT ANTI JOIN (
        SELECT
          *
        FROM `customers` AS `t0`
        WHERE
          `t0`.`kind` IN ('staff', 'test')
      ) AS `t10`
        ON `t15`.`customer` = `t10`.`customer`
      LEFT OUTER JOIN (
        SELECT
          `t1`.`identity`,
          `t1`.`customer` AS `person`
        FROM `identities` AS `t1`
      ) AS `t9`
        ON `t15`.`customer` = `t9`.`identity`
    ) AS `t16`
  ) AS `t17`
) AS `t18`
WHERE
  `t18`.`place` < 5
