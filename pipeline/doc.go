// Package pipeline wires a validated feature table, a trainer, an experiment and a model registry into typed steps.
//
//	p, err := pipeline.New[ChurnRow](ctx, cfg, pipeline.WithTracking("sqlite:///mlflow.db"))   // checks everything, reads no row
//	artifact, err := p.Run(ctx)
//	model, err := predict.Load[ChurnRowRequest](ctx, client, "models:/churn@champion")   // binds features by name
//	probability, err := model.Predict(&request)
//
// A run loads and validates the rows, deals them into three parts (seeded, stratified), trains with early stopping on the
// validation part, evaluates once on the test part, and logs and registers the artifact. What one [Step] returns is what
// the next takes. When a step fails or the context ends, the MLflow run ends as FAILED with the error as a tag, and nothing
// is registered. The same table version, configuration and machine give a byte-equal model.
//
// The ready-made schemas are tagged structs like a user's own: [PipelineConfig] and [TrainingConfig], which
// pipeline/config reads from YAML and JSON files, [ExperimentMetrics] and [ModelArtifact]. [Register] logs an artifact to
// another store.
//
// A table and a store are opened by URI: the program imports their back ends, such as featurestore/delta and
// mlflow/sqlite. Training needs the library of the model type, XGBoost's or LightGBM's, which pipeline/train/fetch gets;
// prediction is pure Go.
package pipeline

//go:generate go run github.com/typedml/typedml/cmd/typedml generate
