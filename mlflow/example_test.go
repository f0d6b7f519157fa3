package mlflow_test

import (
	"context"
	"fmt"
	"iter"
	"log"

	"github.com/typedml/typedml/mlflow"
)

// forest is a configuration; typedml generates its method.
type forest struct{ trees string }

func (f *forest) MLflowParams() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) { yield("n_estimators", f.trees) }
}

// The program also imports a back end: _ "github.com/typedml/typedml/mlflow/sqlite", rest or all. The example of
// package sqlite runs.
func Example() {
	ctx := context.Background()
	client, err := mlflow.Open(ctx, "sqlite:///mlflow.db") // or "http://127.0.0.1:5000"
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	run, err := client.StartRun(ctx, mlflow.RunOptions{Experiment: "churn"})
	if err != nil {
		log.Fatal(err)
	}
	if err := mlflow.LogParams(ctx, run, &forest{trees: "500"}); err != nil {
		log.Fatal(err) // nothing is written when one of them breaks a limit
	}
	if err := run.LogMetric(ctx, "auc_roc", 0.83, 0); err != nil {
		log.Fatal(err)
	}
	if err := run.End(ctx, mlflow.RunFinished); err != nil {
		log.Fatal(err)
	}
}

// A back end that the program does not import is named.
func ExampleOpen() {
	_, err := mlflow.Open(context.Background(), "sqlite:///mlflow.db")
	fmt.Println(err)
	// Output:
	// mlflow: open sqlite:///mlflow.db: no back end for "sqlite" is linked; add the line
	// 	import _ "github.com/typedml/typedml/mlflow/sqlite"
	// or import mlflow/all (INVALID_PARAMETER_VALUE)
}
