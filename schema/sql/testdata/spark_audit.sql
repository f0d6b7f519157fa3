SELECT rule, rows, CAST(NULL AS STRING) AS key, CAST(NULL AS STRING) AS value FROM (
  SELECT posexplode(counts) AS (rule, rows) FROM (
    SELECT array(count(*),
      count_if(coalesce((`id` IS NULL), FALSE)),
      count_if(coalesce(((`id` IS NOT NULL) AND (`id` = '')), FALSE)),
      count_if(coalesce((`amount` IS NULL), FALSE)),
      count_if(coalesce(((`amount` IS NOT NULL) AND ((`amount` < 0D) OR isnan(`amount`))), FALSE)),
      count_if(coalesce(((`amount` IS NOT NULL) AND ((isnan(`amount`) OR (`amount` = CAST('Infinity' AS DOUBLE)) OR (`amount` = CAST('-Infinity' AS DOUBLE))) OR ((abs(`amount`) < 9.007199254740992E+15D) AND (CAST(try_cast(`amount` AS DECIMAL(38,2)) AS DOUBLE) <> `amount`)))), FALSE)),
      count_if(coalesce(((`discount` IS NOT NULL) AND ((`discount` < 0D) OR isnan(`discount`))), FALSE)),
      count_if(coalesce((`count` IS NULL), FALSE)),
      count_if(coalesce(((`count` < 0L) OR (`count` > 255L)), FALSE)),
      count_if(coalesce((`mail` IS NULL), FALSE)),
      count_if(coalesce(((`mail` IS NOT NULL) AND (NOT (`mail` RLIKE '\\A(?:[0-9A-Z\\x{5f}a-z])+\\x{40}'))), FALSE)),
      count_if(coalesce(((NOT coalesce((size(array_compact(`vector`)) <> size(`vector`)), FALSE)) AND (CASE WHEN `vector` IS NULL THEN 0 ELSE size(`vector`) END <> 3)), FALSE)),
      count_if(coalesce(((NOT coalesce((CASE WHEN `vector` IS NULL THEN 0 ELSE size(`vector`) END <> 3), FALSE)) AND (NOT coalesce((size(array_compact(`vector`)) <> size(`vector`)), FALSE)) AND ((NOT (sqrt(aggregate(array(8, 4, 2, 1), transform(sequence(0, 15), e0_lane -> aggregate(IF(e0_lane < size(coalesce(`vector`, array())), sequence(e0_lane, size(coalesce(`vector`, array())) - 1, 16), array()), 0D, (e0_sum, e0_at) -> e0_sum + (CAST(get(coalesce(`vector`, array()), e0_at) AS DOUBLE) * CAST(get(coalesce(`vector`, array()), e0_at) AS DOUBLE)))), (e0_lanes, e0_half) -> zip_with(slice(e0_lanes, 1, e0_half), slice(e0_lanes, e0_half + 1, e0_half), (e0_a, e0_b) -> e0_a + e0_b))[0]) BETWEEN 0.99D AND 1.01D)) OR isnan(sqrt(aggregate(array(8, 4, 2, 1), transform(sequence(0, 15), e0_lane -> aggregate(IF(e0_lane < size(coalesce(`vector`, array())), sequence(e0_lane, size(coalesce(`vector`, array())) - 1, 16), array()), 0D, (e0_sum, e0_at) -> e0_sum + (CAST(get(coalesce(`vector`, array()), e0_at) AS DOUBLE) * CAST(get(coalesce(`vector`, array()), e0_at) AS DOUBLE)))), (e0_lanes, e0_half) -> zip_with(slice(e0_lanes, 1, e0_half), slice(e0_lanes, e0_half + 1, e0_half), (e0_a, e0_b) -> e0_a + e0_b))[0])))), FALSE)),
      count_if(coalesce((size(array_compact(`vector`)) <> size(`vector`)), FALSE)),
      count_if(coalesce((size(array_compact(`items`)) <> size(`items`)), FALSE)),
      count_if(coalesce(exists(`items`, e1 -> coalesce(((e1 IS NOT NULL) AND (e1.`price` IS NULL)), FALSE)), FALSE)),
      count_if(coalesce(exists(`items`, e1 -> coalesce(((e1 IS NOT NULL) AND ((e1.`price` IS NOT NULL) AND ((e1.`price` < 0D) OR isnan(e1.`price`)))), FALSE)), FALSE)),
      count_if(coalesce((`at` IS NULL), FALSE)),
      count_if(coalesce((((`discount` IS NOT NULL) AND (`amount` IS NOT NULL)) AND (NOT CASE WHEN ((`discount` IS NULL) OR (`amount` IS NULL)) THEN NULL WHEN (isnan(`discount`) OR isnan(`amount`)) THEN FALSE ELSE (`discount` <= `amount`) END)), FALSE)),
      count_if(coalesce((((`discount` IS NOT NULL) AND (`amount` IS NOT NULL)) AND (CASE WHEN ((`discount` IS NULL) OR (`amount` IS NULL)) THEN NULL WHEN (isnan(`discount`) OR isnan(`amount`)) THEN FALSE ELSE (`discount` <= `amount`) END IS NULL)), FALSE))) AS counts
    FROM `main`.`ml`.`orders`))
UNION ALL
SELECT rule, CAST(NULL AS BIGINT), key, value FROM (
  SELECT key, broken.rule, broken.value, row_number() OVER (PARTITION BY broken.rule ORDER BY key, broken.value) AS place FROM (
    SELECT to_json(struct(`id`)) AS key, explode(array_compact(array(IF(coalesce((`id` IS NULL), FALSE), struct(1 AS rule, CAST(NULL AS STRING) AS value), NULL),
      IF(coalesce(((`id` IS NOT NULL) AND (`id` = '')), FALSE), struct(2 AS rule, CAST(left(CAST(`id` AS STRING), 200) AS STRING) AS value), NULL),
      IF(coalesce((`amount` IS NULL), FALSE), struct(3 AS rule, CAST(NULL AS STRING) AS value), NULL),
      IF(coalesce(((`amount` IS NOT NULL) AND ((`amount` < 0D) OR isnan(`amount`))), FALSE), struct(4 AS rule, CAST(left(CAST(`amount` AS STRING), 200) AS STRING) AS value), NULL),
      IF(coalesce(((`amount` IS NOT NULL) AND ((isnan(`amount`) OR (`amount` = CAST('Infinity' AS DOUBLE)) OR (`amount` = CAST('-Infinity' AS DOUBLE))) OR ((abs(`amount`) < 9.007199254740992E+15D) AND (CAST(try_cast(`amount` AS DECIMAL(38,2)) AS DOUBLE) <> `amount`)))), FALSE), struct(5 AS rule, CAST(left(CAST(`amount` AS STRING), 200) AS STRING) AS value), NULL),
      IF(coalesce(((`discount` IS NOT NULL) AND ((`discount` < 0D) OR isnan(`discount`))), FALSE), struct(6 AS rule, CAST(left(CAST(`discount` AS STRING), 200) AS STRING) AS value), NULL),
      IF(coalesce((`count` IS NULL), FALSE), struct(7 AS rule, CAST(NULL AS STRING) AS value), NULL),
      IF(coalesce(((`count` < 0L) OR (`count` > 255L)), FALSE), struct(8 AS rule, CAST(left(CAST(`count` AS STRING), 200) AS STRING) AS value), NULL),
      IF(coalesce((`mail` IS NULL), FALSE), struct(9 AS rule, CAST(NULL AS STRING) AS value), NULL),
      IF(coalesce(((`mail` IS NOT NULL) AND (NOT (`mail` RLIKE '\\A(?:[0-9A-Z\\x{5f}a-z])+\\x{40}'))), FALSE), struct(10 AS rule, CAST(NULL AS STRING) AS value), NULL),
      IF(coalesce(((NOT coalesce((size(array_compact(`vector`)) <> size(`vector`)), FALSE)) AND (CASE WHEN `vector` IS NULL THEN 0 ELSE size(`vector`) END <> 3)), FALSE), struct(11 AS rule, CAST(NULL AS STRING) AS value), NULL),
      IF(coalesce(((NOT coalesce((CASE WHEN `vector` IS NULL THEN 0 ELSE size(`vector`) END <> 3), FALSE)) AND (NOT coalesce((size(array_compact(`vector`)) <> size(`vector`)), FALSE)) AND ((NOT (sqrt(aggregate(array(8, 4, 2, 1), transform(sequence(0, 15), e0_lane -> aggregate(IF(e0_lane < size(coalesce(`vector`, array())), sequence(e0_lane, size(coalesce(`vector`, array())) - 1, 16), array()), 0D, (e0_sum, e0_at) -> e0_sum + (CAST(get(coalesce(`vector`, array()), e0_at) AS DOUBLE) * CAST(get(coalesce(`vector`, array()), e0_at) AS DOUBLE)))), (e0_lanes, e0_half) -> zip_with(slice(e0_lanes, 1, e0_half), slice(e0_lanes, e0_half + 1, e0_half), (e0_a, e0_b) -> e0_a + e0_b))[0]) BETWEEN 0.99D AND 1.01D)) OR isnan(sqrt(aggregate(array(8, 4, 2, 1), transform(sequence(0, 15), e0_lane -> aggregate(IF(e0_lane < size(coalesce(`vector`, array())), sequence(e0_lane, size(coalesce(`vector`, array())) - 1, 16), array()), 0D, (e0_sum, e0_at) -> e0_sum + (CAST(get(coalesce(`vector`, array()), e0_at) AS DOUBLE) * CAST(get(coalesce(`vector`, array()), e0_at) AS DOUBLE)))), (e0_lanes, e0_half) -> zip_with(slice(e0_lanes, 1, e0_half), slice(e0_lanes, e0_half + 1, e0_half), (e0_a, e0_b) -> e0_a + e0_b))[0])))), FALSE), struct(12 AS rule, CAST(NULL AS STRING) AS value), NULL),
      IF(coalesce((size(array_compact(`vector`)) <> size(`vector`)), FALSE), struct(13 AS rule, CAST(NULL AS STRING) AS value), NULL),
      IF(coalesce((size(array_compact(`items`)) <> size(`items`)), FALSE), struct(14 AS rule, CAST(NULL AS STRING) AS value), NULL),
      IF(coalesce(exists(`items`, e1 -> coalesce(((e1 IS NOT NULL) AND (e1.`price` IS NULL)), FALSE)), FALSE), struct(15 AS rule, CAST(NULL AS STRING) AS value), NULL),
      IF(coalesce(exists(`items`, e1 -> coalesce(((e1 IS NOT NULL) AND ((e1.`price` IS NOT NULL) AND ((e1.`price` < 0D) OR isnan(e1.`price`)))), FALSE)), FALSE), struct(16 AS rule, CAST(get(transform(filter(`items`, e1 -> coalesce(((e1 IS NOT NULL) AND ((e1.`price` IS NOT NULL) AND ((e1.`price` < 0D) OR isnan(e1.`price`)))), FALSE)), e1 -> left(CAST(e1.`price` AS STRING), 200)), 0) AS STRING) AS value), NULL),
      IF(coalesce((`at` IS NULL), FALSE), struct(17 AS rule, CAST(NULL AS STRING) AS value), NULL),
      IF(coalesce((((`discount` IS NOT NULL) AND (`amount` IS NOT NULL)) AND (NOT CASE WHEN ((`discount` IS NULL) OR (`amount` IS NULL)) THEN NULL WHEN (isnan(`discount`) OR isnan(`amount`)) THEN FALSE ELSE (`discount` <= `amount`) END)), FALSE), struct(18 AS rule, CAST(NULL AS STRING) AS value), NULL),
      IF(coalesce((((`discount` IS NOT NULL) AND (`amount` IS NOT NULL)) AND (CASE WHEN ((`discount` IS NULL) OR (`amount` IS NULL)) THEN NULL WHEN (isnan(`discount`) OR isnan(`amount`)) THEN FALSE ELSE (`discount` <= `amount`) END IS NULL)), FALSE), struct(19 AS rule, CAST(NULL AS STRING) AS value), NULL)))) AS broken
    FROM `main`.`ml`.`orders`
    WHERE coalesce((`id` IS NULL), FALSE)
      OR coalesce(((`id` IS NOT NULL) AND (`id` = '')), FALSE)
      OR coalesce((`amount` IS NULL), FALSE)
      OR coalesce(((`amount` IS NOT NULL) AND ((`amount` < 0D) OR isnan(`amount`))), FALSE)
      OR coalesce(((`amount` IS NOT NULL) AND ((isnan(`amount`) OR (`amount` = CAST('Infinity' AS DOUBLE)) OR (`amount` = CAST('-Infinity' AS DOUBLE))) OR ((abs(`amount`) < 9.007199254740992E+15D) AND (CAST(try_cast(`amount` AS DECIMAL(38,2)) AS DOUBLE) <> `amount`)))), FALSE)
      OR coalesce(((`discount` IS NOT NULL) AND ((`discount` < 0D) OR isnan(`discount`))), FALSE)
      OR coalesce((`count` IS NULL), FALSE)
      OR coalesce(((`count` < 0L) OR (`count` > 255L)), FALSE)
      OR coalesce((`mail` IS NULL), FALSE)
      OR coalesce(((`mail` IS NOT NULL) AND (NOT (`mail` RLIKE '\\A(?:[0-9A-Z\\x{5f}a-z])+\\x{40}'))), FALSE)
      OR coalesce(((NOT coalesce((size(array_compact(`vector`)) <> size(`vector`)), FALSE)) AND (CASE WHEN `vector` IS NULL THEN 0 ELSE size(`vector`) END <> 3)), FALSE)
      OR coalesce(((NOT coalesce((CASE WHEN `vector` IS NULL THEN 0 ELSE size(`vector`) END <> 3), FALSE)) AND (NOT coalesce((size(array_compact(`vector`)) <> size(`vector`)), FALSE)) AND ((NOT (sqrt(aggregate(array(8, 4, 2, 1), transform(sequence(0, 15), e0_lane -> aggregate(IF(e0_lane < size(coalesce(`vector`, array())), sequence(e0_lane, size(coalesce(`vector`, array())) - 1, 16), array()), 0D, (e0_sum, e0_at) -> e0_sum + (CAST(get(coalesce(`vector`, array()), e0_at) AS DOUBLE) * CAST(get(coalesce(`vector`, array()), e0_at) AS DOUBLE)))), (e0_lanes, e0_half) -> zip_with(slice(e0_lanes, 1, e0_half), slice(e0_lanes, e0_half + 1, e0_half), (e0_a, e0_b) -> e0_a + e0_b))[0]) BETWEEN 0.99D AND 1.01D)) OR isnan(sqrt(aggregate(array(8, 4, 2, 1), transform(sequence(0, 15), e0_lane -> aggregate(IF(e0_lane < size(coalesce(`vector`, array())), sequence(e0_lane, size(coalesce(`vector`, array())) - 1, 16), array()), 0D, (e0_sum, e0_at) -> e0_sum + (CAST(get(coalesce(`vector`, array()), e0_at) AS DOUBLE) * CAST(get(coalesce(`vector`, array()), e0_at) AS DOUBLE)))), (e0_lanes, e0_half) -> zip_with(slice(e0_lanes, 1, e0_half), slice(e0_lanes, e0_half + 1, e0_half), (e0_a, e0_b) -> e0_a + e0_b))[0])))), FALSE)
      OR coalesce((size(array_compact(`vector`)) <> size(`vector`)), FALSE)
      OR coalesce((size(array_compact(`items`)) <> size(`items`)), FALSE)
      OR coalesce(exists(`items`, e1 -> coalesce(((e1 IS NOT NULL) AND (e1.`price` IS NULL)), FALSE)), FALSE)
      OR coalesce(exists(`items`, e1 -> coalesce(((e1 IS NOT NULL) AND ((e1.`price` IS NOT NULL) AND ((e1.`price` < 0D) OR isnan(e1.`price`)))), FALSE)), FALSE)
      OR coalesce((`at` IS NULL), FALSE)
      OR coalesce((((`discount` IS NOT NULL) AND (`amount` IS NOT NULL)) AND (NOT CASE WHEN ((`discount` IS NULL) OR (`amount` IS NULL)) THEN NULL WHEN (isnan(`discount`) OR isnan(`amount`)) THEN FALSE ELSE (`discount` <= `amount`) END)), FALSE)
      OR coalesce((((`discount` IS NOT NULL) AND (`amount` IS NOT NULL)) AND (CASE WHEN ((`discount` IS NULL) OR (`amount` IS NULL)) THEN NULL WHEN (isnan(`discount`) OR isnan(`amount`)) THEN FALSE ELSE (`discount` <= `amount`) END IS NULL)), FALSE)))
WHERE place <= 3
-- not expressed: mail: email: the format is a function of Go's
