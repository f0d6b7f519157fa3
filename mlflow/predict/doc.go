// Package predict loads a model from MLflow, binds it to a struct by feature name, and predicts from values of the struct.
//
//	model, err := predict.Load[ChurnRowRequest](ctx, client, "models:/churn@champion")
//	probability, err := model.Predict(&request)          // validates first
//
// It is all that a service needs to answer: trees are evaluated in Go, and nothing of training, tables or a driver is
// linked in but the MLflow back end that the program imports. Package mlflow/serving puts it behind HTTP.
package predict
