CREATE TABLE `main`.`ml`.`orders` (
  `id` STRING NOT NULL COMMENT 'It\'s the key.',
  `amount` DOUBLE NOT NULL COMMENT 'unit: EUR',
  `discount` DOUBLE,
  `count` SMALLINT NOT NULL,
  `mail` STRING NOT NULL,
  `vector` ARRAY<DOUBLE>,
  `items` ARRAY<STRUCT<`price`: DOUBLE>>,
  `at` TIMESTAMP NOT NULL
) USING delta
COMMENT 'Orders of one customer\'s.'
TBLPROPERTIES (
  'typedml.version' = '1.0.0'
);
ALTER TABLE `main`.`ml`.`orders` ADD CONSTRAINT `id_rules` CHECK (NOT (coalesce(((`id` IS NOT NULL) AND (`id` = '')), FALSE)));
ALTER TABLE `main`.`ml`.`orders` ADD CONSTRAINT `amount_rules` CHECK (NOT (coalesce(((`amount` IS NOT NULL) AND ((`amount` < 0D) OR isnan(`amount`))), FALSE) OR coalesce(((`amount` IS NOT NULL) AND ((isnan(`amount`) OR (`amount` = CAST('Infinity' AS DOUBLE)) OR (`amount` = CAST('-Infinity' AS DOUBLE))) OR ((abs(`amount`) < 9.007199254740992E+15D) AND (CAST(try_cast(`amount` AS DECIMAL(38,2)) AS DOUBLE) <> `amount`)))), FALSE)));
ALTER TABLE `main`.`ml`.`orders` ADD CONSTRAINT `discount_rules` CHECK (NOT (coalesce(((`discount` IS NOT NULL) AND ((`discount` < 0D) OR isnan(`discount`))), FALSE)));
ALTER TABLE `main`.`ml`.`orders` ADD CONSTRAINT `count_rules` CHECK (NOT (coalesce(((`count` < 0L) OR (`count` > 255L)), FALSE)));
ALTER TABLE `main`.`ml`.`orders` ADD CONSTRAINT `mail_rules` CHECK (NOT (coalesce(((`mail` IS NOT NULL) AND (NOT (`mail` RLIKE '\\A(?:[0-9A-Z\\x{5f}a-z])+\\x{40}'))), FALSE)));
ALTER TABLE `main`.`ml`.`orders` ADD CONSTRAINT `vector_rules` CHECK (NOT (coalesce(((NOT coalesce((size(array_compact(`vector`)) <> size(`vector`)), FALSE)) AND (CASE WHEN `vector` IS NULL THEN 0 ELSE size(`vector`) END <> 3)), FALSE) OR coalesce((size(array_compact(`vector`)) <> size(`vector`)), FALSE)));
ALTER TABLE `main`.`ml`.`orders` ADD CONSTRAINT `items_rules` CHECK (NOT (coalesce((size(array_compact(`items`)) <> size(`items`)), FALSE)));
ALTER TABLE `main`.`ml`.`orders` ADD CONSTRAINT `discount_below_amount_check` CHECK (NOT (coalesce((((`discount` IS NOT NULL) AND (`amount` IS NOT NULL)) AND (NOT CASE WHEN ((`discount` IS NULL) OR (`amount` IS NULL)) THEN NULL WHEN (isnan(`discount`) OR isnan(`amount`)) THEN FALSE ELSE (`discount` <= `amount`) END)), FALSE)));
ALTER TABLE `main`.`ml`.`orders` ADD CONSTRAINT `check_errors` CHECK (NOT (coalesce((((`discount` IS NOT NULL) AND (`amount` IS NOT NULL)) AND (CASE WHEN ((`discount` IS NULL) OR (`amount` IS NULL)) THEN NULL WHEN (isnan(`discount`) OR isnan(`amount`)) THEN FALSE ELSE (`discount` <= `amount`) END IS NULL)), FALSE)));
-- not expressed: mail: email: the format is a function of Go's
-- not expressed: vector: norm: a CHECK of Spark takes no lambda, and it needs one (sum by lanes)
-- not expressed: items[].price: null: a CHECK of Spark takes no lambda, and it needs one (any element)
-- not expressed: items[].price: gte: a CHECK of Spark takes no lambda, and it needs one (any element)
