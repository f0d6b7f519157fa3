-- Orders of one customer's.
CREATE TABLE "main"."ml"."orders" (
  "id" VARCHAR NOT NULL, -- It's the key.
  "amount" DOUBLE NOT NULL, -- unit: EUR
  "discount" DOUBLE,
  "count" SMALLINT NOT NULL,
  "mail" VARCHAR NOT NULL,
  "vector" DOUBLE[],
  "items" STRUCT("price" DOUBLE)[],
  "at" TIMESTAMPTZ NOT NULL,
  CONSTRAINT "id_rules" CHECK (NOT (coalesce((("id" IS NOT NULL) AND ("id" = '')), FALSE))),
  CONSTRAINT "amount_rules" CHECK (NOT (coalesce((("amount" IS NOT NULL) AND (("amount" < 0E+00) OR isnan("amount"))), FALSE) OR coalesce((("amount" IS NOT NULL) AND ((isnan("amount") OR ("amount" = CAST('inf' AS DOUBLE)) OR ("amount" = CAST('-inf' AS DOUBLE))) OR ((abs(("amount" * 1E+02)) <= 9.007199254740992E+15) AND ("amount" NOT IN ((round(("amount" * 1E+02)) / 1E+02), ((round(("amount" * 1E+02)) - 1) / 1E+02), ((round(("amount" * 1E+02)) + 1) / 1E+02)))))), FALSE))),
  CONSTRAINT "discount_rules" CHECK (NOT (coalesce((("discount" IS NOT NULL) AND (("discount" < 0E+00) OR isnan("discount"))), FALSE))),
  CONSTRAINT "count_rules" CHECK (NOT (coalesce((("count" < CAST(0 AS BIGINT)) OR ("count" > CAST(255 AS BIGINT))), FALSE))),
  CONSTRAINT "mail_rules" CHECK (NOT (coalesce((("mail" IS NOT NULL) AND (NOT regexp_matches("mail", '\A(?:[0-9A-Z\x{5f}a-z])+\x{40}'))), FALSE))),
  CONSTRAINT "vector_rules" CHECK (NOT (coalesce(((NOT coalesce((list_aggregate("vector", 'count') <> len("vector")), FALSE)) AND (CASE WHEN "vector" IS NULL THEN 0 ELSE len("vector") END <> 3)), FALSE) OR coalesce((list_aggregate("vector", 'count') <> len("vector")), FALSE))),
  CONSTRAINT "items_rules" CHECK (NOT (coalesce((list_aggregate("items", 'count') <> len("items")), FALSE))),
  CONSTRAINT "discount_below_amount_check" CHECK (NOT (coalesce(((("discount" IS NOT NULL) AND ("amount" IS NOT NULL)) AND (NOT CASE WHEN (("discount" IS NULL) OR ("amount" IS NULL)) THEN NULL WHEN (isnan("discount") OR isnan("amount")) THEN FALSE ELSE ("discount" <= "amount") END)), FALSE))),
  CONSTRAINT "check_errors" CHECK (NOT (coalesce(((("discount" IS NOT NULL) AND ("amount" IS NOT NULL)) AND (CASE WHEN (("discount" IS NULL) OR ("amount" IS NULL)) THEN NULL WHEN (isnan("discount") OR isnan("amount")) THEN FALSE ELSE ("discount" <= "amount") END IS NULL)), FALSE)))
);
-- not expressed: mail: email: the format is a function of Go's
-- not expressed: vector: norm: a CHECK of DuckDB takes no lambda, and it needs one (sum by lanes)
-- not expressed: items[].price: null: a CHECK of DuckDB takes no lambda, and it needs one (any element)
-- not expressed: items[].price: gte: a CHECK of DuckDB takes no lambda, and it needs one (any element)
