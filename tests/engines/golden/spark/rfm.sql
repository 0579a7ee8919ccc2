SELECT
  CAST(`t1`.`customer` AS BIGINT) AS `customer`,
  CAST(`t1`.`rfm_recency` AS BIGINT) AS `rfm_recency`,
  CAST(`t1`.`rfm_frequency` AS BIGINT) AS `rfm_frequency`,
  CAST(`t1`.`rfm_monetary` AS BIGINT) AS `rfm_monetary`,
  CASE
    WHEN (
      `t1`.`rfm_recency` * 100
    ) + (
      `t1`.`rfm_frequency` * 10
    ) + `t1`.`rfm_monetary` IN (555, 554, 544, 545, 454, 455, 445)
    THEN 'champions'
    WHEN (
      `t1`.`rfm_recency` * 100
    ) + (
      `t1`.`rfm_frequency` * 10
    ) + `t1`.`rfm_monetary` IN (543, 444, 435, 355, 354, 345, 344, 335)
    THEN 'loyal'
    WHEN (
      `t1`.`rfm_recency` * 100
    ) + (
      `t1`.`rfm_frequency` * 10
    ) + `t1`.`rfm_monetary` IN (
      553,
      551,
      552,
      541,
      542,
      533,
      532,
      531,
      452,
      451,
      442,
      441,
      431,
      453,
      433,
      432,
      423,
      353,
      352,
      351,
      342,
      341,
      333,
      323
    )
    THEN 'potential-loyalist'
    WHEN (
      `t1`.`rfm_recency` * 100
    ) + (
      `t1`.`rfm_frequency` * 10
    ) + `t1`.`rfm_monetary` IN (512, 511, 422, 421, 412, 411, 311)
    THEN 'new'
    WHEN (
      `t1`.`rfm_recency` * 100
    ) + (
      `t1`.`rfm_frequency` * 10
    ) + `t1`.`rfm_monetary` IN (525, 524, 523, 522, 521, 515, 514, 513, 425, 424, 413, 414, 415, 315, 314, 313)
    THEN 'promising'
    WHEN (
      `t1`.`rfm_recency` * 100
    ) + (
      `t1`.`rfm_frequency` * 10
    ) + `t1`.`rfm_monetary` IN (535, 534, 443, 434, 343, 334, 325, 324)
    THEN 'need-attention'
    WHEN (
      `t1`.`rfm_recency` * 100
    ) + (
      `t1`.`rfm_frequency` * 10
    ) + `t1`.`rfm_monetary` IN (331, 321, 312, 221, 213, 231, 241, 251)
    THEN 'about-to-sleep'
    WHEN (
      `t1`.`rfm_recency` * 100
    ) + (
      `t1`.`rfm_frequency` * 10
    ) + `t1`.`rfm_monetary` IN (
      255,
      254,
      245,
      244,
      253,
      252,
      243,
      242,
      235,
      234,
      225,
      224,
      153,
      152,
      145,
      143,
      142,
      135,
      134,
      133,
      125,
      124
    )
    THEN 'at-risk'
    WHEN (
      `t1`.`rfm_recency` * 100
    ) + (
      `t1`.`rfm_frequency` * 10
    ) + `t1`.`rfm_monetary` IN (155, 154, 144, 214, 215, 115, 114, 113)
    THEN 'cannot-lose'
    WHEN (
      `t1`.`rfm_recency` * 100
    ) + (
      `t1`.`rfm_frequency` * 10
    ) + `t1`.`rfm_monetary` IN (332, 322, 233, 232, 223, 222, 132, 123, 122, 212, 211)
    THEN 'hibernating'
    ELSE 'lost'
  END AS `rfm_segment`
FROM (
  SELECT
    `t0`.`customer`,
    IF(
      (
        (
          RANK() OVER (ORDER BY `t0`.`last_day` ASC NULLS LAST) - 1
        ) * 5
      ) >= (
        COUNT(`t0`.`last_day`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) * 1
      ),
      1,
      0
    ) + IF(
      (
        (
          RANK() OVER (ORDER BY `t0`.`last_day` ASC NULLS LAST) - 1
        ) * 5
      ) >= (
        COUNT(`t0`.`last_day`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) * 2
      ),
      1,
      0
    ) + IF(
      (
        (
          RANK() OVER (ORDER BY `t0`.`last_day` ASC NULLS LAST) - 1
        ) * 5
      ) >= (
        COUNT(`t0`.`last_day`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) * 3
      ),
      1,
      0
    ) + IF(
      (
        (
          RANK() OVER (ORDER BY `t0`.`last_day` ASC NULLS LAST) - 1
        ) * 5
      ) >= (
        COUNT(`t0`.`last_day`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) * 4
      ),
      1,
      0
    ) + 1 AS `rfm_recency`,
    IF(
      (
        (
          RANK() OVER (ORDER BY `t0`.`order_days` ASC NULLS LAST) - 1
        ) * 5
      ) >= (
        COUNT(`t0`.`order_days`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) * 1
      ),
      1,
      0
    ) + IF(
      (
        (
          RANK() OVER (ORDER BY `t0`.`order_days` ASC NULLS LAST) - 1
        ) * 5
      ) >= (
        COUNT(`t0`.`order_days`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) * 2
      ),
      1,
      0
    ) + IF(
      (
        (
          RANK() OVER (ORDER BY `t0`.`order_days` ASC NULLS LAST) - 1
        ) * 5
      ) >= (
        COUNT(`t0`.`order_days`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) * 3
      ),
      1,
      0
    ) + IF(
      (
        (
          RANK() OVER (ORDER BY `t0`.`order_days` ASC NULLS LAST) - 1
        ) * 5
      ) >= (
        COUNT(`t0`.`order_days`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) * 4
      ),
      1,
      0
    ) + 1 AS `rfm_frequency`,
    IF(
      (
        (
          RANK() OVER (ORDER BY `t0`.`margin_minor` ASC NULLS LAST) - 1
        ) * 5
      ) >= (
        COUNT(`t0`.`margin_minor`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) * 1
      ),
      1,
      0
    ) + IF(
      (
        (
          RANK() OVER (ORDER BY `t0`.`margin_minor` ASC NULLS LAST) - 1
        ) * 5
      ) >= (
        COUNT(`t0`.`margin_minor`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) * 2
      ),
      1,
      0
    ) + IF(
      (
        (
          RANK() OVER (ORDER BY `t0`.`margin_minor` ASC NULLS LAST) - 1
        ) * 5
      ) >= (
        COUNT(`t0`.`margin_minor`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) * 3
      ),
      1,
      0
    ) + IF(
      (
        (
          RANK() OVER (ORDER BY `t0`.`margin_minor` ASC NULLS LAST) - 1
        ) * 5
      ) >= (
        COUNT(`t0`.`margin_minor`) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) * 4
      ),
      1,
      0
    ) + 1 AS `rfm_monetary`
  FROM `histories` AS `t0`
) AS `t1`
