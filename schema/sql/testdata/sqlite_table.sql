-- Orders of one customer's.
CREATE TABLE `main`.`ml`.`orders` (
  `id` TEXT NOT NULL, -- It's the key.
  `amount` REAL NOT NULL, -- unit: EUR
  `discount` REAL,
  `count` INTEGER NOT NULL,
  `mail` TEXT NOT NULL,
  `vector` TEXT,
  `items` TEXT,
  `at` INTEGER NOT NULL,
  CONSTRAINT `id_rules` CHECK (NOT (coalesce(((`id` IS NOT NULL) AND (instr(`id`, char(0)) > 0)), FALSE) OR coalesce(((NOT coalesce(((`id` IS NULL) OR ((`id` IS NOT NULL) AND (instr(`id`, char(0)) > 0))), FALSE)) AND (`id` = '')), FALSE))),
  CONSTRAINT `amount_rules` CHECK (NOT (coalesce(((`amount` IS NOT NULL) AND (`amount` < 0.0)), FALSE) OR coalesce(((`amount` IS NOT NULL) AND (((`amount` = 9e999) OR (`amount` = (-9e999))) OR ((abs((`amount` * 100.0)) <= (4503599627370496 * 1.0 * 2 /* 9.007199254740992e+15 */)) AND (`amount` NOT IN ((round((`amount` * 100.0)) / 100.0), ((round((`amount` * 100.0)) - 1) / 100.0), ((round((`amount` * 100.0)) + 1) / 100.0)))))), FALSE))),
  CONSTRAINT `discount_rules` CHECK (NOT (coalesce(((`discount` IS NOT NULL) AND (`discount` < 0.0)), FALSE))),
  CONSTRAINT `count_rules` CHECK (NOT (coalesce(((`count` < 0) OR (`count` > 255)), FALSE))),
  CONSTRAINT `mail_rules` CHECK (NOT (coalesce(((`mail` IS NOT NULL) AND (instr(`mail`, char(0)) > 0)), FALSE))),
  CONSTRAINT `vector_rules` CHECK (NOT (coalesce(((`vector` IS NOT NULL) AND (CASE WHEN json_valid(`vector`) THEN CASE json_type(`vector`) WHEN 'array' THEN `vector` END END IS NULL)), FALSE))),
  CONSTRAINT `items_rules` CHECK (NOT (coalesce(((`items` IS NOT NULL) AND (CASE WHEN json_valid(`items`) THEN CASE json_type(`items`) WHEN 'array' THEN `items` END END IS NULL)), FALSE))),
  CONSTRAINT `discount_below_amount_check` CHECK (NOT (coalesce((((`discount` IS NOT NULL) AND (`amount` IS NOT NULL)) AND (NOT (`discount` <= `amount`))), FALSE))),
  CONSTRAINT `check_errors` CHECK (NOT (coalesce((((`discount` IS NOT NULL) AND (`amount` IS NOT NULL)) AND ((`discount` <= `amount`) IS NULL)), FALSE)))
) STRICT;
-- not expressed: mail: email: the format is a function of Go's
-- not expressed: mail: regex: SQLite has no regular expressions, and no GLOB says this one
-- not expressed: vector: norm: SQLite has no sum by lanes
-- not expressed: items[].price: gte: SQLite reads the numbers of JSON to 15 digits
-- not expressed: vector: len: a CHECK of SQLite takes no subquery, and it needs one (any element)
-- not expressed: vector[]: null: a CHECK of SQLite takes no subquery, and it needs one (any element)
-- not expressed: vector[]: type: a CHECK of SQLite takes no subquery, and it needs one (any element)
-- not expressed: items[]: null: a CHECK of SQLite takes no subquery, and it needs one (any element)
-- not expressed: items[]: type: a CHECK of SQLite takes no subquery, and it needs one (any element)
-- not expressed: items[].price: null: a CHECK of SQLite takes no subquery, and it needs one (any element)
-- not expressed: items[].price: type: a CHECK of SQLite takes no subquery, and it needs one (any element)
