// Package vectors reads the conformance vectors of schema/testdata/vectors: for each kind of constraint, values at its
// edges and the rules that they break. The reference evaluator is held against them, and so is every target (generated
// Go, decoders, columns, SQL, JSON Schema, other languages): each declares, in words, where it differs or cannot.
//
// A file is one kind. A case is a field (type, rules) or a whole record; its rows are values:
//
//	{"kind": "range", "cases": [{
//	  "name": "gte of a double",
//	  "field": {"type": {"kind": "float64"}, "constraints": [{"kind": "range", "rule": "gte", "op": "gte", "limit": {"kind": "float64"}}]},
//	  "meets": [0, 1e308, {"$float": "-0"}, {"$float": "+Inf"}],
//	  "breaks": {"gte": [-5e-324, {"$float": "NaN"}]},
//	  "rows": [{"value": null, "decoded": ["v: null"]}, {"value": {"$missing": true}, "broken": [], "decoded": ["v: missing"]}]
//	}]}
//
// The field's key is "v". Beside JSON's own values there are {"$float": "NaN", "+Inf", "-Inf", "-0" or a hexadecimal
// float}, {"$bytes": hexadecimal} for texts that are not UTF-8, {"$repeat": [value, n]} for long lists, and
// {"$missing": true}. An entry of broken or decoded is "path: rule". Broken is what Validate reports of a Go value,
// decoded what a JSON decoder reports; where decoded is not given it is broken, where broken is not given no Go value
// is meant.
package vectors
