// Package databricks creates, runs, watches and repairs jobs of Databricks Workflows, which pipeline/bundle writes:
//
//	w, err := databricks.Open(ctx, databricks.Options{})          // the SDK's environment: DATABRICKS_HOST, profiles, …
//	job, err := w.Create(ctx, "bundle", "prod")                  // uploads programs, creates or updates the job
//	run, err := w.Start(ctx, job.ID, map[string]string{"training_config.max_depth": "8"})
//	status, err := w.Wait(ctx, run, nil)                         // until every task has ended
//	err = w.Repair(ctx, run)                                     // runs again what failed
//
// "typedmlctl jobs" is the same as a command. It speaks Jobs 2.2 through databricks-sdk-go. The tests run on a fake
// workspace, and on a real one when the environment names it.
package databricks
