// Package mlflow talks to MLflow: it records runs, stores artifacts and models, and registers versions.
//
// [Open] chooses the back end by the scheme of a tracking URI, as MLflow does, among the leaves that the
// program imports:
//
//	sqlite:///mlflow.db       github.com/typedml/typedml/mlflow/sqlite   an embedded store; no server, no Python
//	http://…, https://…       github.com/typedml/typedml/mlflow/rest     a tracking server
//
// Package mlflow/all imports every leaf. The same program runs on both; the database that the embedded store
// writes is one that the real server opens later.
//
// Data flows in one direction: a program calls a [Client], which checks every key, value and status against
// MLflow's limits before anything is sent ([*Error] names the key), splits what is too long for one request, and
// hands it to a [Store]. The server itself truncates or ignores some bad input without an error, so this check is
// part of the contract, not a courtesy.
//
//	client, err := mlflow.Open(ctx, "sqlite:///mlflow.db")
//	run, err := client.StartRun(ctx, mlflow.RunOptions{Experiment: "churn"})
//	err = mlflow.LogParams(ctx, run, &cfg)
//	err = mlflow.LogMetrics(ctx, run, &metrics)
//	err = run.End(ctx, mlflow.RunFinished)
//
// Errors of a back end are [*Error] values; [IsNotFound], [IsAlreadyExists] and [errors.As] tell them apart.
package mlflow
