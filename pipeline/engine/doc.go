// Package engine runs pipelines that are graphs of typed steps. A graph is written down once; an engine runs it: [Memory], or
// one that survives the end of its process, as pipeline/engine/dbos does.
//
//	in := engine.Start[Order]("nightly")
//	table := engine.Then(in, job.Task{Key: "load"}, load)                            // load(ctx, Order) (TableVersion, error)
//	model := engine.Then(table, job.Task{Key: "train", Retries: 2}, train)           // train(ctx, TableVersion) (ModelPath, error)
//	report := engine.Join(table, model, job.Task{Key: "evaluate"}, evaluate)         // evaluate(ctx, TableVersion, ModelPath) (Report, error)
//	flow, err := engine.Build(in, report)                                            // checks everything, runs nothing
//	out, err := flow.Run(ctx, engine.Memory{}, "2026-11-25", Order{Customer: "all"})
//
// A step takes the results of others by their types: what does not fit does not compile. A step's result exists before
// another step can take it, so there is no cycle; one that explicit [job.Task.DependsOn] would make is refused by [Build].
// The description of a step is that of a job's task, so that a bundle for Databricks can be written from the same graph.
//
// A run has a key. An engine that survives runs a key once: asked again, with the same input, it goes on where the run stopped,
// or returns what came of it. Steps run at least once: one whose process ended before its result was kept runs again, so what
// a step writes it writes under [Key], and takes over what it finds done. Results are kept in the engine's database, so they are
// small: a table's version, an artifact's path, metrics; never rows. A process may end between the end of a run and its return:
// such a run is unfinished until [Flow.Run] has returned, or [Flow.Deliver] has delivered.
package engine
