package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strconv"

	"github.com/typedml/typedml/examples/retail"
	_ "github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/predict"
	_ "github.com/typedml/typedml/mlflow/sqlite"
	"github.com/typedml/typedml/pipeline"
	"github.com/typedml/typedml/schema"
)

// ChurnRow is a generated struct with a label.
type ChurnRow = retail.ChurnRow

// The whole line: check, train, register, load by alias, predict.
func ExampleNew() {
	ctx := context.Background()
	client, err := mlflow.Open(ctx, "sqlite:///mlflow.db")
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	cfg := pipeline.NewPipelineConfig() // with the defaults; or config.Load of a YAML file
	cfg.ExperimentName, cfg.FeatureTable, cfg.TargetColumn = "/Shared/churn", "delta:///data/lake/churn", "churned"
	cfg.TrainingConfig.MaxDepth = 4
	p, err := pipeline.New[ChurnRow](ctx, cfg, pipeline.WithClient(client), pipeline.WithRegistration(pipeline.RegisterOptions{Alias: "champion"}))
	var mismatch *schema.MismatchError
	if errors.As(err, &mismatch) {
		log.Fatal("the table lacks ", mismatch.Columns())
	} else if err != nil {
		log.Fatal(err)
	}
	defer p.Close()
	artifact, err := p.Run(ctx)
	if err != nil {
		log.Fatal(err) // the run ended as FAILED, and nothing is registered
	}
	fmt.Println(artifact.ModelName, artifact.Version, artifact.Metrics.AUCROC)

	model, err := predict.Load[retail.ChurnRowRequest](ctx, client, "models:/churn@champion")
	if err != nil {
		log.Fatal(err)
	}
	probability, err := model.Predict(&retail.ChurnRowRequest{CustomerID: "c-17"})
	fmt.Println(probability, err) // the request broke rules: a *validate.Error
}

func ExampleModelName() {
	fmt.Println(pipeline.ModelName("/Shared/Churn-2026"))
	_, err := pipeline.ModelName("/Shared/2026")
	fmt.Println(err != nil)
	// Output:
	// churn_2026 <nil>
	// true
}

func ExampleThen() {
	parse := pipeline.Step[string, int]{Name: "parse", Run: func(_ context.Context, s string) (int, error) { return strconv.Atoi(s) }}
	halve := pipeline.Step[int, float64]{Name: "halve", Run: func(_ context.Context, n int) (float64, error) { return float64(n) / 2, nil }}

	both := pipeline.Then(parse, halve) // Then(halve, parse) does not compile
	half, err := both.Run(context.Background(), "7")
	fmt.Println(both.Name, half, err)
	_, err = both.Run(context.Background(), "seven")
	fmt.Println(err)
	// Output:
	// parse → halve 3.5 <nil>
	// strconv.Atoi: parsing "seven": invalid syntax
}
