// Package churn is a job for the tests of bundles: its tasks say what they were given, and can be told how to end.
package churn

//go:generate go run github.com/typedml/typedml/cmd/typedml generate

// Config is the job's configuration.
//
//typedml:schema name=bundletest.config version=1.0.0
type Config struct {
	Table    string   `json:"table" validate:"required" default:"main.ml.churn"`
	Alias    *string  `json:"alias,omitempty"`
	Columns  []string `json:"columns" default:"[]"`
	Training Training `json:"training_config"`
	// End says what the task does: done, fail, or wait for a signal.
	End End `json:"end" default:"done"`
}

// Training is nested.
//
//typedml:schema name=bundletest.training version=1.0.0
type Training struct {
	LearningRate float64 `json:"learning_rate" validate:"gt=0,lte=1" default:"0.1"`
	MaxDepth     int     `json:"max_depth" validate:"gte=1,lte=20" default:"6"`
}

// End is how a task ends.
type End string

// The ends.
const (
	Done End = "done"
	Fail End = "fail"
	Wait End = "wait"
)
