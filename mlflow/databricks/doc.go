// Package databricks is MLflow on Databricks: the workspace's tracking server, and registered models in Unity Catalog.
//
//	import _ "github.com/typedml/typedml/mlflow/databricks"
//
//	client, err := mlflow.Open(ctx, "databricks://dev?catalog=main&schema=ml")   // a profile, and where models are
//	client, err := mlflow.Open(ctx, "databricks")                                // by DATABRICKS_HOST, DATABRICKS_TOKEN …
//
// Catalog and schema complete the names of registered models: "churn" is main.ml.churn, and is called churn again in
// answers; a name of three parts is taken as it is. Experiments of Databricks are paths: "churn" is /Shared/churn, or
// below the folder that the parameter experiments names.
//
// A version of a model is created, its files are copied into Unity Catalog by the Files API, and it is finalized; when a
// part fails the version is deleted. Unity Catalog has no stages: TransitionStage to Staging sets the alias "staging", and
// the log says so. It does not search models by filters, and versions by their model or run only.
//
// Artifacts go by the links that the workspace signs. Not there: workspaces that keep the files of models where only
// temporary cloud credentials reach them, Azure Data Lake links, and files that do not fit in memory.
package databricks
