package mlflow

import "time"

// Metric is one measurement of a run.
type Metric struct {
	Key   string
	Value float64 // NaN and ±Inf are allowed; the server stores ±Inf as ±math.MaxFloat64

	// Time defaults to now when it is logged; it has millisecond precision.
	Time time.Time

	Step int64

	// ModelID attaches the value to a logged model, too.
	ModelID string
}

// Param is one setting of a run or logged model. It is written once: another value for the same key is an error.
type Param struct {
	Key   string
	Value string // at most [MaxParamValue] characters
}

// Tag is one label of a run, experiment, model or version. Setting it again overwrites it.
type Tag struct {
	Key   string
	Value string // at most [MaxTagValue] characters
}
