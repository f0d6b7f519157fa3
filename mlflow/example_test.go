package mlflow_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log"
	"os"
	"path/filepath"

	"github.com/typedml/typedml/mlflow"
	_ "github.com/typedml/typedml/mlflow/sqlite"
)

// forest is a configuration; typedml generates its method.
type forest struct{ trees string }

func (f *forest) MLflowParams() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) { yield("n_estimators", f.trees) }
}

func Example() {
	dir, err := os.MkdirTemp("", "mlflow")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	client, err := mlflow.Open(ctx, "sqlite:///"+filepath.ToSlash(dir)+"/mlflow.db") // or "http://127.0.0.1:5000"
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	run, err := client.StartRun(ctx, mlflow.RunOptions{Experiment: "churn"})
	if err != nil {
		log.Fatal(err)
	}
	if err := mlflow.LogParams(ctx, run, &forest{trees: "500"}); err != nil {
		log.Fatal(err)
	}
	err = run.LogMetric(ctx, "auc?", 0.83, 0) // checked before anything is sent
	var refused *mlflow.Error
	if errors.As(err, &refused) {
		fmt.Println(refused.Message)
	}
	if err := run.End(ctx, mlflow.RunFinished); err != nil {
		log.Fatal(err)
	}

	run, err = client.GetRun(ctx, run.ID())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(run.Info.Status, run.Data.Params)
	// Output:
	// the metric key "auc?" holds '?'; allowed are letters, digits and / _ . - : and space
	// FINISHED map[n_estimators:500]
}
