package mlflow

import "time"

// RegisteredModel is a named series of model versions.
type RegisteredModel struct {
	Name        string
	Description string
	Created     time.Time // millisecond precision
	Updated     time.Time // millisecond precision
	Tags        map[string]string
	Aliases     map[string]int // alias → version

	// Latest holds the highest version of each stage that has one.
	Latest []*ModelVersion
}

// RegisteredModelSpec describes a registered model to create.
type RegisteredModelSpec struct {
	Name        string // neither empty nor with "/" or ":"
	Description string
	Tags        map[string]string
}

// ModelVersion is one version of a registered model.
type ModelVersion struct {
	Name          string
	Version       int
	Description   string
	Stage         Stage
	Source        string // where the files came from: models:/m-…, runs:/…, mlflow-artifacts:/…
	RunID         string
	RunLink       string
	ModelID       string // "" when the back end does not return it; the REST server does not
	Status        ModelVersionStatus
	StatusMessage string
	UserID        string
	Created       time.Time // millisecond precision
	Updated       time.Time // millisecond precision
	Tags          map[string]string
	Aliases       []string // sorted
}

// ModelVersionSpec describes a model version to create. A source that is part of a run or of a logged model is refused
// unless RunID or ModelID names that run or model; Databricks finds it by the source alone.
type ModelVersionSpec struct {
	Name        string // an existing registered model
	Source      string // required: models:/m-…, models:/<name>/<version>, runs:/<id>/<path> or an artifact location
	RunID       string // of the source; also kept for a source elsewhere, such as s3://…
	ModelID     string // of the source
	Description string
	Tags        map[string]string
}
