SELECT
  "t10"."recency_2",
  "t10"."recency_3",
  "t10"."recency_4",
  "t10"."recency_5",
  CAST("t11"."frequency_2" AS BIGINT) AS "frequency_2",
  CAST("t11"."frequency_3" AS BIGINT) AS "frequency_3",
  CAST("t11"."frequency_4" AS BIGINT) AS "frequency_4",
  CAST("t11"."frequency_5" AS BIGINT) AS "frequency_5",
  CAST("t12"."monetary_2" AS BIGINT) AS "monetary_2",
  CAST("t12"."monetary_3" AS BIGINT) AS "monetary_3",
  CAST("t12"."monetary_4" AS BIGINT) AS "monetary_4",
  CAST("t12"."monetary_5" AS BIGINT) AS "monetary_5"
FROM (
  SELECT
    MIN("t4"."figure") FILTER(WHERE
      (
        (
          "t4"."everybody" - "t4"."upto"
        ) * 5
      ) < (
        "t4"."everybody" * 4
      )) AS "recency_2",
    MIN("t4"."figure") FILTER(WHERE
      (
        (
          "t4"."everybody" - "t4"."upto"
        ) * 5
      ) < (
        "t4"."everybody" * 3
      )) AS "recency_3",
    MIN("t4"."figure") FILTER(WHERE
      (
        (
          "t4"."everybody" - "t4"."upto"
        ) * 5
      ) < (
        "t4"."everybody" * 2
      )) AS "recency_4",
    MIN("t4"."figure") FILTER(WHERE
      (
        (
          "t4"."everybody" - "t4"."upto"
        ) * 5
      ) < (
        "t4"."everybody" * 1
      )) AS "recency_5"
  FROM (
    SELECT
      "t1"."figure",
      "t1"."customers",
      CAST(SUM("t1"."customers") OVER (ORDER BY "t1"."figure" ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS "upto",
      CAST(SUM("t1"."customers") OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS BIGINT) AS "everybody"
    FROM (
      SELECT
        "t0"."last_day" AS "figure",
        COUNT(*) AS "customers"
      FROM "histories" AS "t0"
      GROUP BY
        1
    ) AS "t1"
  ) AS "t4"
) AS "t10"
CROSS JOIN (
  SELECT
    MIN("t5"."figure") FILTER(WHERE
      (
        (
          "t5"."upto" - "t5"."customers"
        ) * 5
      ) >= (
        "t5"."everybody" * 1
      )) AS "frequency_2",
    MIN("t5"."figure") FILTER(WHERE
      (
        (
          "t5"."upto" - "t5"."customers"
        ) * 5
      ) >= (
        "t5"."everybody" * 2
      )) AS "frequency_3",
    MIN("t5"."figure") FILTER(WHERE
      (
        (
          "t5"."upto" - "t5"."customers"
        ) * 5
      ) >= (
        "t5"."everybody" * 3
      )) AS "frequency_4",
    MIN("t5"."figure") FILTER(WHERE
      (
        (
          "t5"."upto" - "t5"."customers"
        ) * 5
      ) >= (
        "t5"."everybody" * 4
      )) AS "frequency_5"
  FROM (
    SELECT
      "t2"."figure",
      "t2"."customers",
      CAST(SUM("t2"."customers") OVER (ORDER BY "t2"."figure" ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS "upto",
      CAST(SUM("t2"."customers") OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS BIGINT) AS "everybody"
    FROM (
      SELECT
        "t0"."order_days" AS "figure",
        COUNT(*) AS "customers"
      FROM "histories" AS "t0"
      GROUP BY
        1
    ) AS "t2"
  ) AS "t5"
) AS "t11"
CROSS JOIN (
  SELECT
    MIN("t6"."figure") FILTER(WHERE
      (
        (
          "t6"."upto" - "t6"."customers"
        ) * 5
      ) >= (
        "t6"."everybody" * 1
      )) AS "monetary_2",
    MIN("t6"."figure") FILTER(WHERE
      (
        (
          "t6"."upto" - "t6"."customers"
        ) * 5
      ) >= (
        "t6"."everybody" * 2
      )) AS "monetary_3",
    MIN("t6"."figure") FILTER(WHERE
      (
        (
          "t6"."upto" - "t6"."customers"
        ) * 5
      ) >= (
        "t6"."everybody" * 3
      )) AS "monetary_4",
    MIN("t6"."figure") FILTER(WHERE
      (
        (
          "t6"."upto" - "t6"."customers"
        ) * 5
      ) >= (
        "t6"."everybody" * 4
      )) AS "monetary_5"
  FROM (
    SELECT
      "t3"."figure",
      "t3"."customers",
      CAST(SUM("t3"."customers") OVER (ORDER BY "t3"."figure" ASC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS "upto",
      CAST(SUM("t3"."customers") OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS BIGINT) AS "everybody"
    FROM (
      SELECT
        "t0"."margin_minor" AS "figure",
        COUNT(*) AS "customers"
      FROM "histories" AS "t0"
      GROUP BY
        1
    ) AS "t3"
  ) AS "t6"
) AS "t12"
