package mlflow

import "time"

// LoggedModel is a model that a run produced.
type LoggedModel struct {
	ID               string
	Name             string
	ExperimentID     string
	SourceRunID      string
	ModelType        string
	ArtifactLocation string
	Status           LoggedModelStatus // zero when the server says UNSPECIFIED
	StatusMessage    string
	Created          time.Time // millisecond precision
	Updated          time.Time // millisecond precision
	Params           map[string]string
	Tags             map[string]string
	Metrics          []Metric
}

// LoggedModelSpec describes a logged model to create.
type LoggedModelSpec struct {
	ExperimentID string // required
	Name         string // generated when empty
	SourceRunID  string
	ModelType    string
	Params       []Param
	Tags         []Tag
}

// ModelOutput says that a run produced a logged model, at a step of its training.
type ModelOutput struct {
	ModelID string
	Step    int64
}
