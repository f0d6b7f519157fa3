package job_test

import (
	"fmt"

	"github.com/typedml/typedml/pipeline"
	"github.com/typedml/typedml/pipeline/job"
)

// The configuration becomes a job's parameters, and they become the configuration again, validated.
func ExampleDecode() {
	cfg := pipeline.NewTrainingConfig()
	cfg.ModelType = "xgboost"
	params, err := job.Parameters(&cfg)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(params[0], job.Reference("training_config.max_depth"))
	for i := range params {
		if params[i].Name == "learning_rate" {
			params[i].Value = "7"
		}
	}
	fmt.Println(job.Decode(params, &cfg))
	// Output:
	// {model_type xgboost} {{job.parameters.`training_config.max_depth`}}
	// 1 violation: learning_rate: must be at most 1 (lte=1), got 7
}
