SELECT
  "t13"."tier",
  CAST("t13"."customers" AS BIGINT) AS "customers",
  CAST("t13"."margin_minor" AS BIGINT) AS "margin_minor",
  CAST("t13"."service_minor" AS BIGINT) AS "service_minor",
  CAST("t13"."contact_minor" AS BIGINT) AS "contact_minor",
  CAST("t13"."minutes" AS BIGINT) AS "minutes"
FROM (
  SELECT
    "t12"."tier",
    COALESCE(CAST(SUM("t12"."count") AS BIGINT), 0) AS "customers",
    COALESCE(CAST(SUM("t12"."margin_minor") AS BIGINT), 0) AS "margin_minor",
    COALESCE(CAST(SUM("t12"."service_minor") AS BIGINT), 0) AS "service_minor",
    COALESCE(CAST(SUM("t12"."contact_minor") AS BIGINT), 0) AS "contact_minor",
    COALESCE(CAST(SUM("t12"."minutes") AS BIGINT), 0) AS "minutes"
  FROM (
    SELECT
      "t11"."customer",
      "t11"."margin_minor",
      "t11"."service_minor",
      "t11"."contact_minor",
      "t11"."minutes",
      "t11"."count",
      "t11"."customer_right",
      COALESCE("t11"."tier", 'unknown') AS "tier"
    FROM (
      SELECT
        "t10"."customer",
        "t10"."margin_minor",
        "t10"."service_minor",
        "t10"."contact_minor",
        "t10"."minutes",
        "t10"."count",
        "t5"."customer" AS "customer_right",
        "t5"."tier"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t0"."customer",
            0 AS "margin_minor",
            0 AS "service_minor",
            0 AS "contact_minor",
            "t0"."minutes",
            0 AS "count"
          FROM "minutes" AS "t0"
          WHERE
            "t0"."day" > MAKE_DATE(CAST(2025 AS INT), CAST(6 AS INT), CAST(30 AS INT))
        ) AS "t6"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t1"."customer",
              0 AS "margin_minor",
              0 AS "service_minor",
              0 AS "contact_minor",
              0 AS "minutes",
              1 AS "count"
            FROM "customer_sheet" AS "t1"
          ) AS "t3"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t2"."customer",
              "t2"."margin_minor" + "t2"."acquisition_minor" AS "margin_minor",
              "t2"."service_minor",
              "t2"."contact_minor",
              0 AS "minutes",
              0 AS "count"
            FROM "customer_days" AS "t2"
            WHERE
              "t2"."day" > MAKE_DATE(CAST(2025 AS INT), CAST(6 AS INT), CAST(30 AS INT))
          ) AS "t7"
        ) AS "t8"
      ) AS "t10"
      LEFT OUTER JOIN (
        SELECT
          "t1"."customer",
          "t1"."tier"
        FROM "customer_sheet" AS "t1"
      ) AS "t5"
        ON "t10"."customer" = "t5"."customer"
    ) AS "t11"
  ) AS "t12"
  GROUP BY
    1
) AS "t13"
