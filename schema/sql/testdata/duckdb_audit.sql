WITH counts AS MATERIALIZED (
  SELECT count(*) AS n0,
    count(CASE WHEN coalesce(("id" IS NULL), FALSE) THEN 1 END) AS n1,
    count(CASE WHEN coalesce((("id" IS NOT NULL) AND ("id" = '')), FALSE) THEN 1 END) AS n2,
    count(CASE WHEN coalesce(("amount" IS NULL), FALSE) THEN 1 END) AS n3,
    count(CASE WHEN coalesce((("amount" IS NOT NULL) AND (("amount" < 0E+00) OR isnan("amount"))), FALSE) THEN 1 END) AS n4,
    count(CASE WHEN coalesce((("amount" IS NOT NULL) AND ((isnan("amount") OR ("amount" = CAST('inf' AS DOUBLE)) OR ("amount" = CAST('-inf' AS DOUBLE))) OR ((abs(("amount" * 1E+02)) <= 9.007199254740992E+15) AND ("amount" NOT IN ((round(("amount" * 1E+02)) / 1E+02), ((round(("amount" * 1E+02)) - 1) / 1E+02), ((round(("amount" * 1E+02)) + 1) / 1E+02)))))), FALSE) THEN 1 END) AS n5,
    count(CASE WHEN coalesce((("discount" IS NOT NULL) AND (("discount" < 0E+00) OR isnan("discount"))), FALSE) THEN 1 END) AS n6,
    count(CASE WHEN coalesce(("count" IS NULL), FALSE) THEN 1 END) AS n7,
    count(CASE WHEN coalesce((("count" < CAST(0 AS BIGINT)) OR ("count" > CAST(255 AS BIGINT))), FALSE) THEN 1 END) AS n8,
    count(CASE WHEN coalesce(("mail" IS NULL), FALSE) THEN 1 END) AS n9,
    count(CASE WHEN coalesce((("mail" IS NOT NULL) AND (NOT regexp_matches("mail", '\A(?:[0-9A-Z\x{5f}a-z])+\x{40}'))), FALSE) THEN 1 END) AS n10,
    count(CASE WHEN coalesce(((NOT coalesce((list_aggregate("vector", 'count') <> len("vector")), FALSE)) AND (CASE WHEN "vector" IS NULL THEN 0 ELSE len("vector") END <> 3)), FALSE) THEN 1 END) AS n11,
    count(CASE WHEN coalesce(((NOT coalesce((CASE WHEN "vector" IS NULL THEN 0 ELSE len("vector") END <> 3), FALSE)) AND (NOT coalesce((list_aggregate("vector", 'count') <> len("vector")), FALSE)) AND ((NOT (sqrt(list_transform([list_transform(range(0, 16), lambda e0_lane: list_reduce(list_prepend(0E+00, list_transform(range(e0_lane, len(coalesce("vector", [])), 16), lambda e0_at: (CAST((coalesce("vector", []))[e0_at + 1] AS DOUBLE) * CAST((coalesce("vector", []))[e0_at + 1] AS DOUBLE)))), lambda e0_a, e0_b: e0_a + e0_b))], lambda e0_l: (((e0_l[1] + e0_l[9]) + (e0_l[5] + e0_l[13])) + ((e0_l[3] + e0_l[11]) + (e0_l[7] + e0_l[15]))) + (((e0_l[2] + e0_l[10]) + (e0_l[6] + e0_l[14])) + ((e0_l[4] + e0_l[12]) + (e0_l[8] + e0_l[16]))))[1]) BETWEEN 9.9E-01 AND 1.01E+00)) OR isnan(sqrt(list_transform([list_transform(range(0, 16), lambda e0_lane: list_reduce(list_prepend(0E+00, list_transform(range(e0_lane, len(coalesce("vector", [])), 16), lambda e0_at: (CAST((coalesce("vector", []))[e0_at + 1] AS DOUBLE) * CAST((coalesce("vector", []))[e0_at + 1] AS DOUBLE)))), lambda e0_a, e0_b: e0_a + e0_b))], lambda e0_l: (((e0_l[1] + e0_l[9]) + (e0_l[5] + e0_l[13])) + ((e0_l[3] + e0_l[11]) + (e0_l[7] + e0_l[15]))) + (((e0_l[2] + e0_l[10]) + (e0_l[6] + e0_l[14])) + ((e0_l[4] + e0_l[12]) + (e0_l[8] + e0_l[16]))))[1])))), FALSE) THEN 1 END) AS n12,
    count(CASE WHEN coalesce((list_aggregate("vector", 'count') <> len("vector")), FALSE) THEN 1 END) AS n13,
    count(CASE WHEN coalesce((list_aggregate("items", 'count') <> len("items")), FALSE) THEN 1 END) AS n14,
    count(CASE WHEN coalesce((len(list_filter("items", lambda e1: coalesce(((e1 IS NOT NULL) AND (struct_extract(e1, 'price') IS NULL)), FALSE))) > 0), FALSE) THEN 1 END) AS n15,
    count(CASE WHEN coalesce((len(list_filter("items", lambda e1: coalesce(((e1 IS NOT NULL) AND ((struct_extract(e1, 'price') IS NOT NULL) AND ((struct_extract(e1, 'price') < 0E+00) OR isnan(struct_extract(e1, 'price'))))), FALSE))) > 0), FALSE) THEN 1 END) AS n16,
    count(CASE WHEN coalesce(("at" IS NULL), FALSE) THEN 1 END) AS n17,
    count(CASE WHEN coalesce(((("discount" IS NOT NULL) AND ("amount" IS NOT NULL)) AND (NOT CASE WHEN (("discount" IS NULL) OR ("amount" IS NULL)) THEN NULL WHEN (isnan("discount") OR isnan("amount")) THEN FALSE ELSE ("discount" <= "amount") END)), FALSE) THEN 1 END) AS n18,
    count(CASE WHEN coalesce(((("discount" IS NOT NULL) AND ("amount" IS NOT NULL)) AND (CASE WHEN (("discount" IS NULL) OR ("amount" IS NULL)) THEN NULL WHEN (isnan("discount") OR isnan("amount")) THEN FALSE ELSE ("discount" <= "amount") END IS NULL)), FALSE) THEN 1 END) AS n19
  FROM "main"."ml"."orders")
SELECT 0 AS rule, n0 AS "rows", NULL AS key, NULL AS value FROM counts
UNION ALL
SELECT 1, n1, NULL, NULL FROM counts
UNION ALL
SELECT 1, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, NULL AS value FROM "main"."ml"."orders" WHERE coalesce(("id" IS NULL), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 2, n2, NULL, NULL FROM counts
UNION ALL
SELECT 2, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, left(CAST("id" AS VARCHAR), 200) AS value FROM "main"."ml"."orders" WHERE coalesce((("id" IS NOT NULL) AND ("id" = '')), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 3, n3, NULL, NULL FROM counts
UNION ALL
SELECT 3, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, NULL AS value FROM "main"."ml"."orders" WHERE coalesce(("amount" IS NULL), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 4, n4, NULL, NULL FROM counts
UNION ALL
SELECT 4, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, left(CAST("amount" AS VARCHAR), 200) AS value FROM "main"."ml"."orders" WHERE coalesce((("amount" IS NOT NULL) AND (("amount" < 0E+00) OR isnan("amount"))), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 5, n5, NULL, NULL FROM counts
UNION ALL
SELECT 5, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, left(CAST("amount" AS VARCHAR), 200) AS value FROM "main"."ml"."orders" WHERE coalesce((("amount" IS NOT NULL) AND ((isnan("amount") OR ("amount" = CAST('inf' AS DOUBLE)) OR ("amount" = CAST('-inf' AS DOUBLE))) OR ((abs(("amount" * 1E+02)) <= 9.007199254740992E+15) AND ("amount" NOT IN ((round(("amount" * 1E+02)) / 1E+02), ((round(("amount" * 1E+02)) - 1) / 1E+02), ((round(("amount" * 1E+02)) + 1) / 1E+02)))))), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 6, n6, NULL, NULL FROM counts
UNION ALL
SELECT 6, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, left(CAST("discount" AS VARCHAR), 200) AS value FROM "main"."ml"."orders" WHERE coalesce((("discount" IS NOT NULL) AND (("discount" < 0E+00) OR isnan("discount"))), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 7, n7, NULL, NULL FROM counts
UNION ALL
SELECT 7, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, NULL AS value FROM "main"."ml"."orders" WHERE coalesce(("count" IS NULL), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 8, n8, NULL, NULL FROM counts
UNION ALL
SELECT 8, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, left(CAST("count" AS VARCHAR), 200) AS value FROM "main"."ml"."orders" WHERE coalesce((("count" < CAST(0 AS BIGINT)) OR ("count" > CAST(255 AS BIGINT))), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 9, n9, NULL, NULL FROM counts
UNION ALL
SELECT 9, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, NULL AS value FROM "main"."ml"."orders" WHERE coalesce(("mail" IS NULL), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 10, n10, NULL, NULL FROM counts
UNION ALL
SELECT 10, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, NULL AS value FROM "main"."ml"."orders" WHERE coalesce((("mail" IS NOT NULL) AND (NOT regexp_matches("mail", '\A(?:[0-9A-Z\x{5f}a-z])+\x{40}'))), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 11, n11, NULL, NULL FROM counts
UNION ALL
SELECT 11, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, NULL AS value FROM "main"."ml"."orders" WHERE coalesce(((NOT coalesce((list_aggregate("vector", 'count') <> len("vector")), FALSE)) AND (CASE WHEN "vector" IS NULL THEN 0 ELSE len("vector") END <> 3)), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 12, n12, NULL, NULL FROM counts
UNION ALL
SELECT 12, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, NULL AS value FROM "main"."ml"."orders" WHERE coalesce(((NOT coalesce((CASE WHEN "vector" IS NULL THEN 0 ELSE len("vector") END <> 3), FALSE)) AND (NOT coalesce((list_aggregate("vector", 'count') <> len("vector")), FALSE)) AND ((NOT (sqrt(list_transform([list_transform(range(0, 16), lambda e0_lane: list_reduce(list_prepend(0E+00, list_transform(range(e0_lane, len(coalesce("vector", [])), 16), lambda e0_at: (CAST((coalesce("vector", []))[e0_at + 1] AS DOUBLE) * CAST((coalesce("vector", []))[e0_at + 1] AS DOUBLE)))), lambda e0_a, e0_b: e0_a + e0_b))], lambda e0_l: (((e0_l[1] + e0_l[9]) + (e0_l[5] + e0_l[13])) + ((e0_l[3] + e0_l[11]) + (e0_l[7] + e0_l[15]))) + (((e0_l[2] + e0_l[10]) + (e0_l[6] + e0_l[14])) + ((e0_l[4] + e0_l[12]) + (e0_l[8] + e0_l[16]))))[1]) BETWEEN 9.9E-01 AND 1.01E+00)) OR isnan(sqrt(list_transform([list_transform(range(0, 16), lambda e0_lane: list_reduce(list_prepend(0E+00, list_transform(range(e0_lane, len(coalesce("vector", [])), 16), lambda e0_at: (CAST((coalesce("vector", []))[e0_at + 1] AS DOUBLE) * CAST((coalesce("vector", []))[e0_at + 1] AS DOUBLE)))), lambda e0_a, e0_b: e0_a + e0_b))], lambda e0_l: (((e0_l[1] + e0_l[9]) + (e0_l[5] + e0_l[13])) + ((e0_l[3] + e0_l[11]) + (e0_l[7] + e0_l[15]))) + (((e0_l[2] + e0_l[10]) + (e0_l[6] + e0_l[14])) + ((e0_l[4] + e0_l[12]) + (e0_l[8] + e0_l[16]))))[1])))), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 13, n13, NULL, NULL FROM counts
UNION ALL
SELECT 13, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, NULL AS value FROM "main"."ml"."orders" WHERE coalesce((list_aggregate("vector", 'count') <> len("vector")), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 14, n14, NULL, NULL FROM counts
UNION ALL
SELECT 14, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, NULL AS value FROM "main"."ml"."orders" WHERE coalesce((list_aggregate("items", 'count') <> len("items")), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 15, n15, NULL, NULL FROM counts
UNION ALL
SELECT 15, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, NULL AS value FROM "main"."ml"."orders" WHERE coalesce((len(list_filter("items", lambda e1: coalesce(((e1 IS NOT NULL) AND (struct_extract(e1, 'price') IS NULL)), FALSE))) > 0), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 16, n16, NULL, NULL FROM counts
UNION ALL
SELECT 16, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, list_transform(list_filter("items", lambda e1: coalesce(((e1 IS NOT NULL) AND ((struct_extract(e1, 'price') IS NOT NULL) AND ((struct_extract(e1, 'price') < 0E+00) OR isnan(struct_extract(e1, 'price'))))), FALSE)), lambda e1: left(CAST(struct_extract(e1, 'price') AS VARCHAR), 200))[1] AS value FROM "main"."ml"."orders" WHERE coalesce((len(list_filter("items", lambda e1: coalesce(((e1 IS NOT NULL) AND ((struct_extract(e1, 'price') IS NOT NULL) AND ((struct_extract(e1, 'price') < 0E+00) OR isnan(struct_extract(e1, 'price'))))), FALSE))) > 0), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 17, n17, NULL, NULL FROM counts
UNION ALL
SELECT 17, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, NULL AS value FROM "main"."ml"."orders" WHERE coalesce(("at" IS NULL), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 18, n18, NULL, NULL FROM counts
UNION ALL
SELECT 18, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, NULL AS value FROM "main"."ml"."orders" WHERE coalesce(((("discount" IS NOT NULL) AND ("amount" IS NOT NULL)) AND (NOT CASE WHEN (("discount" IS NULL) OR ("amount" IS NULL)) THEN NULL WHEN (isnan("discount") OR isnan("amount")) THEN FALSE ELSE ("discount" <= "amount") END)), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 19, n19, NULL, NULL FROM counts
UNION ALL
SELECT 19, NULL, key, value FROM (SELECT CAST(json_object('id', "id") AS VARCHAR) AS key, NULL AS value FROM "main"."ml"."orders" WHERE coalesce(((("discount" IS NOT NULL) AND ("amount" IS NOT NULL)) AND (CASE WHEN (("discount" IS NULL) OR ("amount" IS NULL)) THEN NULL WHEN (isnan("discount") OR isnan("amount")) THEN FALSE ELSE ("discount" <= "amount") END IS NULL)), FALSE) ORDER BY 1, 2 LIMIT 3)
-- not expressed: mail: email: the format is a function of Go's
