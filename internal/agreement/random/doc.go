// Package random draws records of the present vocabulary and values near the limits of their rules, and writes them as
// a vector file: the answers are the reference evaluator's. A row that shows a disagreement can be copied into
// schema/testdata/vectors as it is. The same seed draws the same file.
package random
