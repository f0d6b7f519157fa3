package mlflow

import "time"

// Experiment groups runs.
type Experiment struct {
	ID               string
	Name             string
	ArtifactLocation string
	Lifecycle        Lifecycle
	Created          time.Time // millisecond precision
	Updated          time.Time // millisecond precision
	Tags             map[string]string
}

// ExperimentSpec describes an experiment to create.
type ExperimentSpec struct {
	// Name has at most 256 characters (the width of the server's column).
	Name string

	// ArtifactLocation overrides the back end's default.
	ArtifactLocation string

	Tags map[string]string
}
