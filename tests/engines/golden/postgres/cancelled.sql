SELECT
  "t17"."order_id",
  CAST("t17"."customer" AS BIGINT) AS "customer",
  "t17"."day",
  CAST("t17"."goods_minor" AS BIGINT) AS "goods_minor"
FROM (
  SELECT
    "t16"."order_id",
    "t16"."customer",
    "t16"."day",
    "t16"."back_minor",
    COALESCE(CAST(SUM("t16"."amount_minor") AS BIGINT), 0) AS "goods_minor"
  FROM (
    SELECT
      "t5"."customer",
      "t5"."order_id",
      "t5"."position",
      "t5"."day",
      "t5"."step",
      "t5"."kind",
      "t5"."amount_minor",
      "t5"."vat_minor",
      "t5"."estimated",
      "t15"."back_minor"
    FROM (
      SELECT
        *
      FROM "ledger" AS "t0"
      WHERE
        "t0"."kind" = 'goods' AND "t0"."order_id" IS NOT NULL
    ) AS "t5"
    INNER JOIN (
      SELECT
        "t13"."order_id",
        "t13"."day",
        COALESCE(CAST(SUM("t13"."amount_minor") AS BIGINT), 0) AS "back_minor"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t0"."order_id",
            "t0"."day",
            "t0"."amount_minor"
          FROM "ledger" AS "t0"
          WHERE
            "t0"."kind" = 'refund' AND "t0"."amount_minor" < 0 AND "t0"."order_id" IS NOT NULL
        ) AS "t3"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t11"."order_id",
            "t11"."day",
            -(
              "t11"."paid_minor"
            ) AS "amount_minor"
          FROM (
            SELECT
              "t9"."customer",
              "t9"."day",
              "t9"."position",
              "t9"."order_id",
              "t9"."paid_minor",
              ROW_NUMBER() OVER (
                PARTITION BY "t9"."customer", "t9"."day", "t9"."paid_minor"
                ORDER BY "t9"."order_id" ASC, "t9"."position" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) - 1 AS "turn"
            FROM (
              SELECT
                "t6"."customer",
                "t6"."day",
                "t6"."position",
                "t6"."order_id",
                "t6"."paid_minor"
              FROM (
                SELECT
                  "t0"."customer",
                  "t0"."day",
                  "t0"."position",
                  "t0"."order_id",
                  "t0"."amount_minor" AS "paid_minor"
                FROM "ledger" AS "t0"
                WHERE
                  "t0"."kind" = 'goods' AND "t0"."order_id" IS NOT NULL
              ) AS "t6"
              WHERE
                EXISTS(
                  SELECT
                    1
                  FROM (
                    SELECT
                      "t4"."customer",
                      "t4"."day",
                      "t4"."position",
                      "t4"."order_id",
                      "t4"."paid_minor",
                      ROW_NUMBER() OVER (
                        PARTITION BY "t4"."customer", "t4"."day", "t4"."paid_minor"
                        ORDER BY "t4"."order_id" ASC, "t4"."position" ASC
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                      ) - 1 AS "turn"
                    FROM (
                      SELECT
                        "t0"."customer",
                        "t0"."day",
                        "t0"."position",
                        "t0"."order_id",
                        -(
                          "t0"."amount_minor"
                        ) AS "paid_minor"
                      FROM "ledger" AS "t0"
                      WHERE
                        "t0"."kind" = 'refund' AND "t0"."amount_minor" < 0 AND "t0"."order_id" IS NULL
                    ) AS "t4"
                  ) AS "t8"
                  WHERE
                    "t6"."customer" = "t8"."customer"
                    AND "t6"."day" = "t8"."day"
                    AND "t6"."paid_minor" = "t8"."paid_minor"
                )
            ) AS "t9"
          ) AS "t11"
          WHERE
            EXISTS(
              SELECT
                1
              FROM (
                SELECT
                  "t4"."customer",
                  "t4"."day",
                  "t4"."position",
                  "t4"."order_id",
                  "t4"."paid_minor",
                  ROW_NUMBER() OVER (
                    PARTITION BY "t4"."customer", "t4"."day", "t4"."paid_minor"
                    ORDER BY "t4"."order_id" ASC, "t4"."position" ASC
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                  ) - 1 AS "turn"
                FROM (
                  SELECT
                    "t0"."customer",
                    "t0"."day",
                    "t0"."position",
                    "t0"."order_id",
                    -(
                      "t0"."amount_minor"
                    ) AS "paid_minor"
                  FROM "ledger" AS "t0"
                  WHERE
                    "t0"."kind" = 'refund' AND "t0"."amount_minor" < 0 AND "t0"."order_id" IS NULL
                ) AS "t4"
              ) AS "t8"
              WHERE
                "t11"."customer" = "t8"."customer"
                AND "t11"."day" = "t8"."day"
                AND "t11"."paid_minor" = "t8"."paid_minor"
                AND "t11"."turn" = "t8"."turn"
            )
        ) AS "t12"
      ) AS "t13"
      GROUP BY
        1,
        2
    ) AS "t15"
      ON "t5"."order_id" = "t15"."order_id" AND "t5"."day" = "t15"."day"
  ) AS "t16"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t17"
WHERE
  "t17"."goods_minor" > 0 AND (
    "t17"."goods_minor" + "t17"."back_minor"
  ) <= 0
