SELECT
  CAST("t12"."customer" AS BIGINT) AS "customer",
  "t12"."since"
FROM (
  SELECT
    "t11"."customer",
    MIN("t11"."first_seen") AS "since"
  FROM (
    SELECT
      COALESCE("t10"."person", "t10"."customer") AS "customer",
      "t10"."first_seen"
    FROM (
      SELECT
        "t9"."customer",
        "t9"."first_seen",
        "t4"."identity",
        "t4"."person"
      FROM (
        SELECT
          "t7"."customer",
          "t7"."first_seen"
        FROM (
          SELECT
            "t2"."customer",
            "t2"."first_seen",
            "t2"."channel",
            "t2"."acquisition_cost_minor",
            "t2"."currency",
            "t2"."country",
            "t2"."language",
            "t2"."kind",
            "t2"."source",
            "t2"."version"
          FROM "customers" AS "t2"
          ANTI JOIN (
            SELECT
              *
            FROM "customers" AS "t1"
            WHERE
              "t1"."kind" IN ('staff', 'test')
          ) AS "t6"
            ON "t2"."customer" = "t6"."customer"
        ) AS "t7"
        WHERE
          "t7"."first_seen" IS NOT NULL
      ) AS "t9"
      LEFT OUTER JOIN (
        SELECT
          "t0"."identity",
          "t0"."customer" AS "person"
        FROM "identities" AS "t0"
      ) AS "t4"
        ON "t9"."customer" = "t4"."identity"
    ) AS "t10"
  ) AS "t11"
  GROUP BY
    1
) AS "t12"
