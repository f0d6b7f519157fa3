WITH counts AS MATERIALIZED (
  SELECT count(*) AS n0,
    count(CASE WHEN coalesce((`id` IS NULL), FALSE) THEN 1 END) AS n1,
    count(CASE WHEN coalesce(((`id` IS NOT NULL) AND (instr(`id`, char(0)) > 0)), FALSE) THEN 1 END) AS n2,
    count(CASE WHEN coalesce(((NOT coalesce(((`id` IS NULL) OR ((`id` IS NOT NULL) AND (instr(`id`, char(0)) > 0))), FALSE)) AND (`id` = '')), FALSE) THEN 1 END) AS n3,
    count(CASE WHEN coalesce((`amount` IS NULL), FALSE) THEN 1 END) AS n4,
    count(CASE WHEN coalesce(((`amount` IS NOT NULL) AND (`amount` < 0.0)), FALSE) THEN 1 END) AS n5,
    count(CASE WHEN coalesce(((`amount` IS NOT NULL) AND (((`amount` = 9e999) OR (`amount` = (-9e999))) OR ((abs((`amount` * 100.0)) <= (4503599627370496 * 1.0 * 2 /* 9.007199254740992e+15 */)) AND (`amount` NOT IN ((round((`amount` * 100.0)) / 100.0), ((round((`amount` * 100.0)) - 1) / 100.0), ((round((`amount` * 100.0)) + 1) / 100.0)))))), FALSE) THEN 1 END) AS n6,
    count(CASE WHEN coalesce(((`discount` IS NOT NULL) AND (`discount` < 0.0)), FALSE) THEN 1 END) AS n7,
    count(CASE WHEN coalesce((`count` IS NULL), FALSE) THEN 1 END) AS n8,
    count(CASE WHEN coalesce(((`count` < 0) OR (`count` > 255)), FALSE) THEN 1 END) AS n9,
    count(CASE WHEN coalesce((`mail` IS NULL), FALSE) THEN 1 END) AS n10,
    count(CASE WHEN coalesce(((`mail` IS NOT NULL) AND (instr(`mail`, char(0)) > 0)), FALSE) THEN 1 END) AS n11,
    count(CASE WHEN coalesce(((`vector` IS NOT NULL) AND (CASE WHEN json_valid(`vector`) THEN CASE json_type(`vector`) WHEN 'array' THEN `vector` END END IS NULL)), FALSE) THEN 1 END) AS n12,
    count(CASE WHEN coalesce(((NOT (coalesce(((`vector` IS NOT NULL) AND (CASE WHEN json_valid(`vector`) THEN CASE json_type(`vector`) WHEN 'array' THEN `vector` END END IS NULL)), FALSE) OR EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(`vector`) THEN CASE json_type(`vector`) WHEN 'array' THEN `vector` END END) AS e1 WHERE coalesce(((e1.value IS NULL) OR ((e1.value IS NOT NULL) AND (e1.type NOT IN ('integer', 'real')))), FALSE)))) AND (CASE WHEN `vector` IS NULL THEN 0 ELSE json_array_length(CASE WHEN json_valid(`vector`) THEN CASE json_type(`vector`) WHEN 'array' THEN `vector` END END) END <> 3)), FALSE) THEN 1 END) AS n13,
    count(CASE WHEN EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(`vector`) THEN CASE json_type(`vector`) WHEN 'array' THEN `vector` END END) AS e1 WHERE (e1.value IS NULL)) THEN 1 END) AS n14,
    count(CASE WHEN EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(`vector`) THEN CASE json_type(`vector`) WHEN 'array' THEN `vector` END END) AS e1 WHERE ((e1.value IS NOT NULL) AND (e1.type NOT IN ('integer', 'real')))) THEN 1 END) AS n15,
    count(CASE WHEN coalesce(((`items` IS NOT NULL) AND (CASE WHEN json_valid(`items`) THEN CASE json_type(`items`) WHEN 'array' THEN `items` END END IS NULL)), FALSE) THEN 1 END) AS n16,
    count(CASE WHEN EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(`items`) THEN CASE json_type(`items`) WHEN 'array' THEN `items` END END) AS e1 WHERE (e1.value IS NULL)) THEN 1 END) AS n17,
    count(CASE WHEN EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(`items`) THEN CASE json_type(`items`) WHEN 'array' THEN `items` END END) AS e1 WHERE ((e1.value IS NOT NULL) AND (e1.type NOT IN ('object')))) THEN 1 END) AS n18,
    count(CASE WHEN EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(`items`) THEN CASE json_type(`items`) WHEN 'array' THEN `items` END END) AS e1 WHERE ((CASE e1.type WHEN 'object' THEN e1.value END IS NOT NULL) AND (json_extract(CASE e1.type WHEN 'object' THEN e1.value END, '$."price"') IS NULL))) THEN 1 END) AS n19,
    count(CASE WHEN EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(`items`) THEN CASE json_type(`items`) WHEN 'array' THEN `items` END END) AS e1 WHERE ((CASE e1.type WHEN 'object' THEN e1.value END IS NOT NULL) AND ((json_extract(CASE e1.type WHEN 'object' THEN e1.value END, '$."price"') IS NOT NULL) AND (json_type(CASE e1.type WHEN 'object' THEN e1.value END, '$."price"') NOT IN ('integer', 'real'))))) THEN 1 END) AS n20,
    count(CASE WHEN coalesce((`at` IS NULL), FALSE) THEN 1 END) AS n21,
    count(CASE WHEN coalesce((((`discount` IS NOT NULL) AND (`amount` IS NOT NULL)) AND (NOT (`discount` <= `amount`))), FALSE) THEN 1 END) AS n22,
    count(CASE WHEN coalesce((((`discount` IS NOT NULL) AND (`amount` IS NOT NULL)) AND ((`discount` <= `amount`) IS NULL)), FALSE) THEN 1 END) AS n23
  FROM `main`.`ml`.`orders`)
SELECT 0 AS rule, n0 AS "rows", NULL AS key, NULL AS value FROM counts
UNION ALL
SELECT 1, n1, NULL, NULL FROM counts
UNION ALL
SELECT 1, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE coalesce((`id` IS NULL), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 2, n2, NULL, NULL FROM counts
UNION ALL
SELECT 2, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, substr(CAST(`id` AS TEXT), 1, 200) AS value FROM `main`.`ml`.`orders` WHERE coalesce(((`id` IS NOT NULL) AND (instr(`id`, char(0)) > 0)), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 3, n3, NULL, NULL FROM counts
UNION ALL
SELECT 3, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, substr(CAST(`id` AS TEXT), 1, 200) AS value FROM `main`.`ml`.`orders` WHERE coalesce(((NOT coalesce(((`id` IS NULL) OR ((`id` IS NOT NULL) AND (instr(`id`, char(0)) > 0))), FALSE)) AND (`id` = '')), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 4, n4, NULL, NULL FROM counts
UNION ALL
SELECT 4, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE coalesce((`amount` IS NULL), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 5, n5, NULL, NULL FROM counts
UNION ALL
SELECT 5, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, substr(CAST(`amount` AS TEXT), 1, 200) AS value FROM `main`.`ml`.`orders` WHERE coalesce(((`amount` IS NOT NULL) AND (`amount` < 0.0)), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 6, n6, NULL, NULL FROM counts
UNION ALL
SELECT 6, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, substr(CAST(`amount` AS TEXT), 1, 200) AS value FROM `main`.`ml`.`orders` WHERE coalesce(((`amount` IS NOT NULL) AND (((`amount` = 9e999) OR (`amount` = (-9e999))) OR ((abs((`amount` * 100.0)) <= (4503599627370496 * 1.0 * 2 /* 9.007199254740992e+15 */)) AND (`amount` NOT IN ((round((`amount` * 100.0)) / 100.0), ((round((`amount` * 100.0)) - 1) / 100.0), ((round((`amount` * 100.0)) + 1) / 100.0)))))), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 7, n7, NULL, NULL FROM counts
UNION ALL
SELECT 7, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, substr(CAST(`discount` AS TEXT), 1, 200) AS value FROM `main`.`ml`.`orders` WHERE coalesce(((`discount` IS NOT NULL) AND (`discount` < 0.0)), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 8, n8, NULL, NULL FROM counts
UNION ALL
SELECT 8, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE coalesce((`count` IS NULL), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 9, n9, NULL, NULL FROM counts
UNION ALL
SELECT 9, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, substr(CAST(`count` AS TEXT), 1, 200) AS value FROM `main`.`ml`.`orders` WHERE coalesce(((`count` < 0) OR (`count` > 255)), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 10, n10, NULL, NULL FROM counts
UNION ALL
SELECT 10, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE coalesce((`mail` IS NULL), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 11, n11, NULL, NULL FROM counts
UNION ALL
SELECT 11, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE coalesce(((`mail` IS NOT NULL) AND (instr(`mail`, char(0)) > 0)), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 12, n12, NULL, NULL FROM counts
UNION ALL
SELECT 12, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE coalesce(((`vector` IS NOT NULL) AND (CASE WHEN json_valid(`vector`) THEN CASE json_type(`vector`) WHEN 'array' THEN `vector` END END IS NULL)), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 13, n13, NULL, NULL FROM counts
UNION ALL
SELECT 13, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE coalesce(((NOT (coalesce(((`vector` IS NOT NULL) AND (CASE WHEN json_valid(`vector`) THEN CASE json_type(`vector`) WHEN 'array' THEN `vector` END END IS NULL)), FALSE) OR EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(`vector`) THEN CASE json_type(`vector`) WHEN 'array' THEN `vector` END END) AS e1 WHERE coalesce(((e1.value IS NULL) OR ((e1.value IS NOT NULL) AND (e1.type NOT IN ('integer', 'real')))), FALSE)))) AND (CASE WHEN `vector` IS NULL THEN 0 ELSE json_array_length(CASE WHEN json_valid(`vector`) THEN CASE json_type(`vector`) WHEN 'array' THEN `vector` END END) END <> 3)), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 14, n14, NULL, NULL FROM counts
UNION ALL
SELECT 14, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(`vector`) THEN CASE json_type(`vector`) WHEN 'array' THEN `vector` END END) AS e1 WHERE (e1.value IS NULL)) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 15, n15, NULL, NULL FROM counts
UNION ALL
SELECT 15, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, (SELECT substr(CAST(e1.value AS TEXT), 1, 200) FROM json_each(CASE WHEN json_valid(`vector`) THEN CASE json_type(`vector`) WHEN 'array' THEN `vector` END END) AS e1 WHERE ((e1.value IS NOT NULL) AND (e1.type NOT IN ('integer', 'real'))) ORDER BY e1.id LIMIT 1) AS value FROM `main`.`ml`.`orders` WHERE EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(`vector`) THEN CASE json_type(`vector`) WHEN 'array' THEN `vector` END END) AS e1 WHERE ((e1.value IS NOT NULL) AND (e1.type NOT IN ('integer', 'real')))) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 16, n16, NULL, NULL FROM counts
UNION ALL
SELECT 16, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE coalesce(((`items` IS NOT NULL) AND (CASE WHEN json_valid(`items`) THEN CASE json_type(`items`) WHEN 'array' THEN `items` END END IS NULL)), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 17, n17, NULL, NULL FROM counts
UNION ALL
SELECT 17, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(`items`) THEN CASE json_type(`items`) WHEN 'array' THEN `items` END END) AS e1 WHERE (e1.value IS NULL)) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 18, n18, NULL, NULL FROM counts
UNION ALL
SELECT 18, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(`items`) THEN CASE json_type(`items`) WHEN 'array' THEN `items` END END) AS e1 WHERE ((e1.value IS NOT NULL) AND (e1.type NOT IN ('object')))) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 19, n19, NULL, NULL FROM counts
UNION ALL
SELECT 19, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(`items`) THEN CASE json_type(`items`) WHEN 'array' THEN `items` END END) AS e1 WHERE ((CASE e1.type WHEN 'object' THEN e1.value END IS NOT NULL) AND (json_extract(CASE e1.type WHEN 'object' THEN e1.value END, '$."price"') IS NULL))) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 20, n20, NULL, NULL FROM counts
UNION ALL
SELECT 20, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, (SELECT substr(CAST(json_extract(CASE e1.type WHEN 'object' THEN e1.value END, '$."price"') AS TEXT), 1, 200) FROM json_each(CASE WHEN json_valid(`items`) THEN CASE json_type(`items`) WHEN 'array' THEN `items` END END) AS e1 WHERE ((CASE e1.type WHEN 'object' THEN e1.value END IS NOT NULL) AND ((json_extract(CASE e1.type WHEN 'object' THEN e1.value END, '$."price"') IS NOT NULL) AND (json_type(CASE e1.type WHEN 'object' THEN e1.value END, '$."price"') NOT IN ('integer', 'real')))) ORDER BY e1.id LIMIT 1) AS value FROM `main`.`ml`.`orders` WHERE EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(`items`) THEN CASE json_type(`items`) WHEN 'array' THEN `items` END END) AS e1 WHERE ((CASE e1.type WHEN 'object' THEN e1.value END IS NOT NULL) AND ((json_extract(CASE e1.type WHEN 'object' THEN e1.value END, '$."price"') IS NOT NULL) AND (json_type(CASE e1.type WHEN 'object' THEN e1.value END, '$."price"') NOT IN ('integer', 'real'))))) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 21, n21, NULL, NULL FROM counts
UNION ALL
SELECT 21, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE coalesce((`at` IS NULL), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 22, n22, NULL, NULL FROM counts
UNION ALL
SELECT 22, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE coalesce((((`discount` IS NOT NULL) AND (`amount` IS NOT NULL)) AND (NOT (`discount` <= `amount`))), FALSE) ORDER BY 1, 2 LIMIT 3)
UNION ALL
SELECT 23, n23, NULL, NULL FROM counts
UNION ALL
SELECT 23, NULL, key, value FROM (SELECT json_object('id', `id`) AS key, NULL AS value FROM `main`.`ml`.`orders` WHERE coalesce((((`discount` IS NOT NULL) AND (`amount` IS NOT NULL)) AND ((`discount` <= `amount`) IS NULL)), FALSE) ORDER BY 1, 2 LIMIT 3)
-- not expressed: mail: email: the format is a function of Go's
-- not expressed: mail: regex: SQLite has no regular expressions, and no GLOB says this one
-- not expressed: vector: norm: SQLite has no sum by lanes
-- not expressed: items[].price: gte: SQLite reads the numbers of JSON to 15 digits
