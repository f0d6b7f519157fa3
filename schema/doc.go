// Package schema holds the definition that every target of typedml is derived from: a [Record] is what one tagged Go
// struct says, as plain data. It is the intermediate representation of the generator and, as a literal in generated
// code, the description that the run-time packages bind tables, models and requests with.
//
//	Go struct ──gen──▶ Record ──▶ Fingerprint    equal fingerprints: the same promises
//	                          ├─▶ Compare        which columns are absent, retyped, or changed their rules
//	                          ├─▶ Features       the model's encoded inputs, by name and in order
//	                          ├─▶ RequestView    what a caller of the model sends
//	                          └─▶ Evaluator      the slow, obvious meaning of every rule: the oracle of all targets
//
// A back end knows a dozen kinds of [Constraint] and no tag names: tags are lowered before a Record exists.
// The package imports the standard library only. Records are shared: treat them as immutable.
package schema
