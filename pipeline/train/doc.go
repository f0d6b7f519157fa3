// Package train fits models. A [Task] goes into a [Trainer], a [Model] comes out:
//
//	engine, err := train.Open(params.ModelType, train.Options{})   // the pinned library from the cache folder
//	parts, err := train.Split(labels, train.Ratios{Train: .7, Validation: .15, Test: .15}, seed)
//	model, err := engine.Train(ctx, train.Task{Params: params, Train: …, Validation: …})
//
// The engines are XGBoost's and LightGBM's own shared libraries, out of the wheels that Python installs (package wheel
// has the table and the command that fetches them), called without cgo. [Open] loads the one that a family of models
// needs: XGBoost's trains boosted trees and random forests, LightGBM's boosted trees. So a model trained here is the
// model that Python trains from the same input, and the same input and seed give the same bytes.
//
// Features have names everywhere: in the matrices, in the model, in the importances. The model is saved as XGBoost's JSON
// or LightGBM's text, which package mlflow/tree evaluates in pure Go and Python's xgboost and lightgbm load.
package train
