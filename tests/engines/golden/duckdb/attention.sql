SELECT
  "t19"."tier",
  CAST("t19"."customers" AS BIGINT) AS "customers",
  CAST("t19"."margin_minor" AS BIGINT) AS "margin_minor",
  CAST("t19"."service_minor" AS BIGINT) AS "service_minor",
  CAST("t19"."contact_minor" AS BIGINT) AS "contact_minor",
  CAST("t19"."minutes" AS BIGINT) AS "minutes",
  CAST("t19"."discount_minor" AS BIGINT) AS "discount_minor",
  CAST("t19"."messages" AS BIGINT) AS "messages"
FROM (
  SELECT
    "t18"."tier",
    COALESCE(CAST(SUM("t18"."customers") AS BIGINT), 0) AS "customers",
    COALESCE(CAST(SUM("t18"."margin_minor") AS BIGINT), 0) AS "margin_minor",
    COALESCE(CAST(SUM("t18"."service_minor") AS BIGINT), 0) AS "service_minor",
    COALESCE(CAST(SUM("t18"."contact_minor") AS BIGINT), 0) AS "contact_minor",
    COALESCE(CAST(SUM("t18"."minutes") AS BIGINT), 0) AS "minutes",
    COALESCE(CAST(SUM("t18"."discount_minor") AS BIGINT), 0) AS "discount_minor",
    COALESCE(CAST(SUM("t18"."messages") AS BIGINT), 0) AS "messages"
  FROM (
    SELECT
      "t17"."customer",
      "t17"."customers",
      "t17"."margin_minor",
      "t17"."service_minor",
      "t17"."contact_minor",
      "t17"."minutes",
      "t17"."discount_minor",
      "t17"."messages",
      "t17"."customer_right",
      COALESCE("t17"."tier", 'unknown') AS "tier"
    FROM (
      SELECT
        "t16"."customer",
        "t16"."customers",
        "t16"."margin_minor",
        "t16"."service_minor",
        "t16"."contact_minor",
        "t16"."minutes",
        "t16"."discount_minor",
        "t16"."messages",
        "t7"."customer" AS "customer_right",
        "t7"."tier"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t1"."customer",
              0 AS "customers",
              0 AS "margin_minor",
              0 AS "service_minor",
              0 AS "contact_minor",
              "t1"."minutes",
              0 AS "discount_minor",
              0 AS "messages"
            FROM "minutes" AS "t1"
            WHERE
              "t1"."day" > MAKE_DATE(2025, 6, 30)
          ) AS "t8"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t2"."customer",
              0 AS "customers",
              0 AS "margin_minor",
              0 AS "service_minor",
              0 AS "contact_minor",
              0 AS "minutes",
              "t2"."discount_minor",
              0 AS "messages"
            FROM "discounts" AS "t2"
            WHERE
              "t2"."day" > MAKE_DATE(2025, 6, 30)
          ) AS "t9"
        ) AS "t12"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t3"."customer",
              0 AS "customers",
              0 AS "margin_minor",
              0 AS "service_minor",
              0 AS "contact_minor",
              0 AS "minutes",
              0 AS "discount_minor",
              "t3"."messages"
            FROM "messages" AS "t3"
            WHERE
              "t3"."day" > MAKE_DATE(2025, 6, 30)
          ) AS "t10"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t0"."customer",
                1 AS "customers",
                0 AS "margin_minor",
                0 AS "service_minor",
                0 AS "contact_minor",
                0 AS "minutes",
                0 AS "discount_minor",
                0 AS "messages"
              FROM "customer_sheet" AS "t0"
            ) AS "t5"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                "t4"."customer",
                0 AS "customers",
                "t4"."margin_minor" + "t4"."acquisition_minor" AS "margin_minor",
                "t4"."service_minor",
                "t4"."contact_minor",
                0 AS "minutes",
                0 AS "discount_minor",
                0 AS "messages"
              FROM "customer_days" AS "t4"
              WHERE
                "t4"."day" > MAKE_DATE(2025, 6, 30)
            ) AS "t11"
          ) AS "t13"
        ) AS "t14"
      ) AS "t16"
      LEFT OUTER JOIN (
        SELECT
          "t0"."customer",
          "t0"."tier"
        FROM "customer_sheet" AS "t0"
      ) AS "t7"
        ON "t16"."customer" = "t7"."customer"
    ) AS "t17"
  ) AS "t18"
  GROUP BY
    1
) AS "t19"
