// Package check compiles the record checks: CEL, as protovalidate and Kubernetes write it, becomes the small typed
// expression tree that Go, SQL, kernels and the reference evaluator share.
//
//	0.99 <= train_ratio + test_ratio && train_ratio + test_ratio <= 1.01
//	!has(log_loss) || log_loss >= 0
//	max_depth * n_estimators <= 100000
//	timestamp >= timestamp("2020-01-01T00:00:00Z")
//
// Fields are named by their keys, whose letters may be of any alphabet, nested records by dotted paths; "this." before a path
// means the record itself and reaches keys that are words of CEL (this.namespace) or no identifiers, in backquotes
// (this.`early-stopping`). CEL itself has names in ASCII alone: the others are put back behind its parser. Signed integers are
// CEL's int, unsigned ones uint, floats double. An integer literal directly beside a double or uint takes its type; an
// integer field there is a problem with the remedy double(n). What has no form in every target is refused by name.
//
// cel-go parses and type-checks; nothing of it is linked into generated code.
package check
