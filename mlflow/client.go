package mlflow

import (
	"context"
	"io"
	"iter"
	"time"
)

// Client is what a program uses: a [Store] whose arguments are checked against MLflow's limits before they are sent,
// and which starts runs. [Open] returns one; [NewClient] makes one of any Store. It is safe for concurrent use.
type Client interface {
	Store

	// StartRun creates a run with status RUNNING, in the experiment that o names; the experiment is created when
	// it does not exist. The caller ends the run with [Run.End].
	StartRun(ctx context.Context, o RunOptions) (*Run, error)
}

// Store is a back end: a tracking server or an embedded database. Every method returns a *[Error] when the
// back end refuses or fails, and the context's error, wrapped, when that ends first. Implementations are safe for
// concurrent use.
type Store interface {
	Tracker
	ArtifactStore
	LoggedModels
	Registry

	// URI returns the tracking URI that the store was opened with, without credentials.
	URI() string

	// Close releases what the store holds. A second call does nothing.
	io.Closer
}

// Tracker keeps experiments and runs.
type Tracker interface {
	// CreateExperiment returns the id of a new experiment. A name that exists, even as a deleted experiment, is
	// [CodeAlreadyExists].
	CreateExperiment(ctx context.Context, spec ExperimentSpec) (string, error)

	// GetExperiment returns an experiment, deleted or not.
	GetExperiment(ctx context.Context, id string) (*Experiment, error)

	// GetExperimentByName returns an experiment, deleted or not.
	GetExperimentByName(ctx context.Context, name string) (*Experiment, error)

	// SearchExperiments yields the experiments that match, page by page; it ends after the first error.
	SearchExperiments(ctx context.Context, q Query) iter.Seq2[*Experiment, error]

	// RenameExperiment changes an experiment's name.
	RenameExperiment(ctx context.Context, id, name string) error

	// DeleteExperiment marks an experiment and its runs as deleted.
	DeleteExperiment(ctx context.Context, id string) error

	// RestoreExperiment undoes DeleteExperiment.
	RestoreExperiment(ctx context.Context, id string) error

	// SetExperimentTag sets or overwrites a tag.
	SetExperimentTag(ctx context.Context, id string, tag Tag) error

	// CreateRun creates a run with status RUNNING. An empty spec.Name gets a generated one.
	CreateRun(ctx context.Context, spec RunSpec) (*Run, error)

	// GetRun returns a run with its params, tags and the latest value of each metric.
	GetRun(ctx context.Context, id string) (*Run, error)

	// UpdateRun changes the fields of u that are not zero.
	UpdateRun(ctx context.Context, id string, u RunUpdate) (*RunInfo, error)

	// SearchRuns yields the runs that match, newest first unless q orders them; it ends after the first error.
	SearchRuns(ctx context.Context, q RunQuery) iter.Seq2[*Run, error]

	// DeleteRun marks a run as deleted.
	DeleteRun(ctx context.Context, id string) error

	// RestoreRun undoes DeleteRun.
	RestoreRun(ctx context.Context, id string) error

	// LogBatch writes metrics, params and tags. A param that is already set to another value is
	// [CodeInvalidParameter]; the same value again is accepted. One batch within [MaxBatch] is atomic; a [Client]
	// splits a larger one.
	LogBatch(ctx context.Context, runID string, b Batch) error

	// DeleteTag removes a tag of a run; a tag that is not set is [CodeNotFound].
	DeleteTag(ctx context.Context, runID, key string) error

	// MetricHistory yields every value that was logged under key, in no particular order; none is no error, an unknown
	// run is.
	MetricHistory(ctx context.Context, runID, key string) iter.Seq2[Metric, error]

	// LogOutputs links logged models to the run that produced them.
	LogOutputs(ctx context.Context, runID string, outputs []ModelOutput) error
}

// ArtifactStore keeps the files of runs and logged models. A location is a [RunInfo.ArtifactURI] or a
// [LoggedModel.ArtifactLocation]; a path is relative to it, with slashes, without "..".
type ArtifactStore interface {
	// PutArtifact writes the whole of body, from its start, to path and replaces what was there. The body is
	// read again when the request is tried again.
	PutArtifact(ctx context.Context, location, path string, body io.ReadSeeker) error

	// OpenArtifact returns the bytes of a file; the caller closes it. A path that is absent is [CodeNotFound].
	OpenArtifact(ctx context.Context, location, path string) (io.ReadCloser, error)

	// ListArtifacts returns the direct children of a folder ("" is the root), sorted by path. A folder that does
	// not exist is empty.
	ListArtifacts(ctx context.Context, location, path string) ([]FileInfo, error)
}

// LoggedModels keeps the models that runs produced, registered or not.
type LoggedModels interface {
	// CreateLoggedModel creates a model with status PENDING; its files are put at its ArtifactLocation next.
	CreateLoggedModel(ctx context.Context, spec LoggedModelSpec) (*LoggedModel, error)

	// GetLoggedModel returns a model with its params, tags and metrics.
	GetLoggedModel(ctx context.Context, id string) (*LoggedModel, error)

	// FinalizeLoggedModel sets the status READY or UPLOAD_FAILED.
	FinalizeLoggedModel(ctx context.Context, id string, status LoggedModelStatus) (*LoggedModel, error)

	// SearchLoggedModels yields the models that match, newest first; it ends after the first error.
	SearchLoggedModels(ctx context.Context, q LoggedModelQuery) iter.Seq2[*LoggedModel, error]

	// SetLoggedModelTags sets or overwrites tags.
	SetLoggedModelTags(ctx context.Context, id string, tags []Tag) error

	// LogLoggedModelParams adds params.
	LogLoggedModelParams(ctx context.Context, id string, params []Param) error

	// DeleteLoggedModel marks a model as deleted.
	DeleteLoggedModel(ctx context.Context, id string) error
}

// Registry keeps registered models, their versions, aliases and stages.
type Registry interface {
	// CreateRegisteredModel creates a model without versions. A name that exists is [CodeAlreadyExists].
	CreateRegisteredModel(ctx context.Context, spec RegisteredModelSpec) (*RegisteredModel, error)

	// GetRegisteredModel returns a model with its aliases and tags.
	GetRegisteredModel(ctx context.Context, name string) (*RegisteredModel, error)

	// SearchRegisteredModels yields the models that match, by name; it ends after the first error.
	SearchRegisteredModels(ctx context.Context, q Query) iter.Seq2[*RegisteredModel, error]

	// RenameRegisteredModel moves a model and all its versions to another name.
	RenameRegisteredModel(ctx context.Context, name, newName string) (*RegisteredModel, error)

	// UpdateRegisteredModel sets the description.
	UpdateRegisteredModel(ctx context.Context, name, description string) (*RegisteredModel, error)

	// DeleteRegisteredModel removes a model and all its versions.
	DeleteRegisteredModel(ctx context.Context, name string) error

	// SetRegisteredModelTag sets or overwrites a tag.
	SetRegisteredModelTag(ctx context.Context, name string, tag Tag) error

	// CreateModelVersion creates the next version of a registered model: one more than the highest that exists.
	CreateModelVersion(ctx context.Context, spec ModelVersionSpec) (*ModelVersion, error)

	// GetModelVersion returns a version with its aliases and tags.
	GetModelVersion(ctx context.Context, name string, version int) (*ModelVersion, error)

	// SearchModelVersions yields the versions that match; it ends after the first error.
	SearchModelVersions(ctx context.Context, q Query) iter.Seq2[*ModelVersion, error]

	// UpdateModelVersion sets the description.
	UpdateModelVersion(ctx context.Context, name string, version int, description string) (*ModelVersion, error)

	// DeleteModelVersion removes a version and the aliases that point to it.
	DeleteModelVersion(ctx context.Context, name string, version int) error

	// SetModelVersionTag sets or overwrites a tag.
	SetModelVersionTag(ctx context.Context, name string, version int, tag Tag) error

	// SetAlias points an alias to a version, wherever it pointed before.
	SetAlias(ctx context.Context, name, alias string, version int) error

	// DeleteAlias removes an alias; one that is not set is no error.
	DeleteAlias(ctx context.Context, name, alias string) error

	// GetModelVersionByAlias returns the version that an alias points to; an alias that is not set is
	// [CodeNotFound], whatever the server calls it.
	GetModelVersionByAlias(ctx context.Context, name, alias string) (*ModelVersion, error)

	// TransitionStage moves a version to a stage; with archiveExisting the versions that are there now are
	// archived. Stages are deprecated by MLflow in favour of aliases.
	TransitionStage(ctx context.Context, name string, version int, stage Stage, archiveExisting bool) (*ModelVersion, error)

	// LatestVersions returns the highest version in each of the stages; no stages mean all four.
	LatestVersions(ctx context.Context, name string, stages ...Stage) ([]*ModelVersion, error)

	// ModelVersionDownloadURI returns the location of a version's files, for the methods of [ArtifactStore].
	ModelVersionDownloadURI(ctx context.Context, name string, version int) (string, error)
}

// Batch is what one call of LogBatch writes.
type Batch struct {
	Metrics []Metric
	Params  []Param
	Tags    []Tag
}

// Query selects experiments, registered models or versions.
type Query struct {
	// Filter is an expression in MLflow's search syntax, such as `name LIKE 'churn%' AND tags.team = 'risk'`.
	Filter string

	// OrderBy lists attributes, each followed by ASC or DESC or nothing.
	OrderBy []string

	// View chooses among active and deleted entities (experiments only). The zero value means active ones.
	View ViewType

	// PageSize is the number of entities fetched at once; 0 means 1000.
	PageSize int
}

// RunQuery selects runs.
type RunQuery struct {
	Query

	// ExperimentIDs lists the experiments that are searched; at least one is needed.
	ExperimentIDs []string
}

// LoggedModelQuery selects logged models.
type LoggedModelQuery struct {
	// ExperimentIDs lists the experiments that are searched; at least one is needed.
	ExperimentIDs []string

	// Filter is an expression such as `name = 'churn'`.
	Filter string

	// PageSize is the number of models fetched at once; 0 means 50.
	PageSize int
}

// RunOptions says where and how [Client.StartRun] starts a run.
type RunOptions struct {
	// Experiment is the experiment's name; it is created when it does not exist. When both it and ExperimentID
	// are empty, MLFLOW_EXPERIMENT_NAME and MLFLOW_EXPERIMENT_ID decide, then the experiment "0" ("Default").
	Experiment string

	// ExperimentID names an existing experiment by id, instead of Experiment.
	ExperimentID string

	// Name is the run's name; the back end makes one up when it is empty.
	Name string

	// Description is shown with the run (tag mlflow.note.content).
	Description string

	// ParentRunID makes the run a child (tag mlflow.parentRunId).
	ParentRunID string

	// Tags are set when the run is created.
	Tags map[string]string

	// StartTime defaults to now.
	StartTime time.Time
}
