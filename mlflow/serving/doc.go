// Package serving answers the MLflow scoring protocol for a typed model: each request is decoded and validated by the
// generated code of the struct, and every violation of every row comes back with its path.
//
//	model, err := predict.Load[ChurnRowRequest](ctx, client, "models:/churn@champion")   // refuses a model of another schema
//	handler, err := serving.New[ChurnRowRequest](model, serving.Options{})
//	err = serving.Serve(ctx, listener, handler)                                             // until ctx ends; drains
//
// A [Handler] serves GET /ping, /health, /version and /metrics, and POST /invocations with one of the protocol's four
// inputs: dataframe_split, dataframe_records, instances, inputs. It is strict: keys that the struct does not have,
// missing ones, 1.5 for an integer and text for a number are refused, which MLflow's own server drops, fills or
// truncates. With [Options.Compatible] it answers as MLflow's server does, from the columns of the logged signature.
//
// [Main] is the whole as a command, which "typedml serve" runs for a type of yours.
package serving
