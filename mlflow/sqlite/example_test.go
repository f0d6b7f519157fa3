package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/typedml/typedml/mlflow"
	_ "github.com/typedml/typedml/mlflow/sqlite"
)

func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "mlflow")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	client, err := mlflow.Open(ctx, "sqlite:///"+filepath.ToSlash(filepath.Join(dir, "mlflow.db")))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()

	run, err := client.StartRun(ctx, mlflow.RunOptions{Experiment: "churn", Name: "first"})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = run.LogBatch(ctx, mlflow.Batch{
		Params:  []mlflow.Param{{Key: "max_depth", Value: "6"}},
		Metrics: []mlflow.Metric{{Key: "auc_roc", Value: 0.83}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := run.End(ctx, mlflow.RunFinished); err != nil {
		fmt.Println(err)
		return
	}

	run, err = client.GetRun(ctx, run.ID())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(run.Info.Name, run.Info.Status, run.Data.Params["max_depth"], run.Data.Metrics["auc_roc"].Value)
	// Output: first FINISHED 6 0.83
}
