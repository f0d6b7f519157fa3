package all_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/typedml/typedml/mlflow"
	_ "github.com/typedml/typedml/mlflow/all"
)

func Example() {
	fmt.Println(mlflow.Schemes())
	_, err := mlflow.Open(context.Background(), "postgresql://user:secret@db/mlflow")
	var e *mlflow.Error
	if errors.As(err, &e) {
		fmt.Println(e.Code, e.Object)
	}
	// Output:
	// [databricks http https sqlite]
	// INVALID_PARAMETER_VALUE postgresql://db/mlflow
}
