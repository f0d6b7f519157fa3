// Package train fits models. A [Task] goes into a [Trainer], a [Model] comes out:
//
//	engine, err := train.OpenXGBoost(train.XGBoostOptions{})   // the pinned library from the cache folder
//	parts, err := train.Split(labels, train.Ratios{Train: .7, Validation: .15, Test: .15}, seed)
//	model, err := engine.Train(ctx, train.Task{Params: params, Train: …, Validation: …})
//
// The engine is XGBoost's own shared library, out of the wheel that Python installs (package wheel has the table and
// the command that fetches it), called without cgo. So a model trained here is the model that Python trains from the
// same input, and the same input, seed and number of threads give the same bytes.
//
// Features have names everywhere: in the matrices, in the model, in the importances. The model is saved as JSON, which
// package mlflow/tree evaluates in pure Go and Python's xgboost loads.
package train
