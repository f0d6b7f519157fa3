// Package config reads configuration files, YAML or JSON, into structs with a definition. A file passes through the
// struct's generated decoder: defaults, unknown, missing and repeated keys, types and rules are those of JSON, and
// whatever is wrong is reported at once, each with its file:line:col.
//
//	cfg, err := config.Load[pipeline.PipelineConfig]("churn.yaml")
//
//	3 violations in churn.yaml:
//	  churn.yaml:4:18: training_config.learning_rate: must be at most 1 (lte=1), got 3
//	  churn.yaml:5:3: training_config.max_dept: is unknown: the record has no such key; did you mean "max_depth"?
//	  churn.yaml:1:1: target_column: is missing
//
// YAML is version 1.2 with the core schema: yes and no are texts, 010 is ten, a date is a text, numbers are kept as they
// are written. Anchors and aliases work; merge keys (<<), custom tags, keys that are no texts and several documents in
// one file are refused.
package config
