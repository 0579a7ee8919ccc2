SELECT DISTINCT
  "t0"."kind"
FROM "ledger" AS "t0"
