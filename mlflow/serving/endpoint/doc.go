// Package endpoint serves registered models on Databricks Model Serving, and asks them through a typed client:
//
//	state, err := endpoint.Deploy(ctx, endpoint.Spec{Name: "churn", Model: "main.ml.churn", Version: "3"}, endpoint.Options{})
//	client, err := endpoint.Open[ChurnRowRequest](ctx, "churn", endpoint.Options{})
//	predictions, err := client.Query(ctx, rows...)
//
// A request is validated before it is sent: rows that break rules never leave the program, and a request that is too large
// for Databricks is refused with the number of rows that fit. Rows are sent as dataframe_records of encoded features, the
// columns of the logged signature, because Databricks serves a model by MLflow's own scoring server; it knows no rules.
//
// It speaks to the workspace through databricks-sdk-go. The tests run on a fake workspace.
package endpoint
