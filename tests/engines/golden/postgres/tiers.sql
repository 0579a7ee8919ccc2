SELECT
  CAST("t5"."customer" AS BIGINT) AS "customer",
  CAST("t5"."profit_minor" AS BIGINT) AS "profit_minor",
  CASE
    WHEN NOT (
      "t5"."active"
    )
    THEN 'former'
    WHEN "t5"."profit_minor" < 0
    THEN 'lead'
    WHEN "t5"."better" < (
      "t5"."everybody" * 20
    )
    THEN 'platinum'
    WHEN "t5"."better" < (
      "t5"."everybody" * 50
    )
    THEN 'gold'
    WHEN "t5"."better" < (
      "t5"."everybody" * 80
    )
    THEN 'iron'
    ELSE 'lead'
  END AS "tier"
FROM (
  SELECT
    "t4"."customer",
    "t4"."profit_minor",
    "t4"."active",
    (
      RANK() OVER (
        PARTITION BY "t4"."active"
        ORDER BY "t4"."profit_minor" DESC NULLS LAST
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1
    ) * 100 AS "better",
    COUNT("t4"."customer") OVER (
      PARTITION BY "t4"."active"
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "everybody"
  FROM (
    SELECT
      "t2"."customer",
      "t2"."margin_24m_minor" + COALESCE("t3"."value_minor", 0) AS "profit_minor",
      "t2"."orders_24m" > 0 AS "active"
    FROM "histories" AS "t2"
    LEFT OUTER JOIN "forecasts" AS "t3"
      ON "t2"."customer" = "t3"."customer"
  ) AS "t4"
) AS "t5"
