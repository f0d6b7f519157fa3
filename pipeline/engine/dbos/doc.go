// Package dbos runs flows of pipeline/engine so that they survive the end of their process, on DBOS Transact with a database
// of its own: an SQLite file for one machine, Postgres for several.
//
//	e, err := dbos.Open("sqlite:workflows.db", dbos.Options{})
//	out, err := flow.Run(ctx, e, "2026-11-25", in)      // killed, and run again: it goes on with the step that was under way
//
// A result is kept once its step has returned; a process that ends between the two runs the step again (at least once). A
// run belongs to the shape of its flow ([engine.Plan.Version]), not to the program's binary: a rebuilt program goes on with it,
// one with other steps or types is refused and says so.
package dbos
