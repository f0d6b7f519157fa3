// Package model writes and reads MLflow models: the MLmodel file with its signature and flavors, the files that describe
// its Python environment, and what typedml adds so that a model binds to features by name.
//
// [Log] uploads a trained booster as a logged model of a run and may register it; it works on any mlflow.Client. What
// it wrote, Python loads with mlflow.pyfunc.load_model, and [Download] brings back:
//
//	logged, err := model.Log(ctx, run, model.Spec{
//		Name: "churn", Record: row.TypedMLSchema(), Flavor: model.XGBoost("3.2.0"), Data: booster,
//		Register: &model.Registration{Name: "churn", Alias: "champion"},
//	})
//	bundle, err := model.Download(ctx, client, "models:/churn@champion")
//
// The signature lists encoded features (see schema.Record.Features): what the booster sees, under the names that it
// knows. Tables and requests keep the struct's columns.
package model
