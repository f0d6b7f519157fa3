// Package warehouse runs SQL on a Databricks SQL warehouse by the Statement Execution API: for the leaves that make and
// read tables there.
//
// A statement is submitted, then asked for until it ends: when the caller's context ends first it is cancelled, and what
// became of it is found out, so that nobody guesses whether rows were written. Values are parameters, never part of the
// text. Rows come as Arrow streams from the links that the warehouse signs.
package warehouse
