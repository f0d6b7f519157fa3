package mlflow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// client is the [Client] of every back end: it checks arguments, splits batches, fills defaults and binds runs.
type client struct {
	Store

	o Options
}

var _ Client = (*client)(nil)

// NewClient makes a Client of a store. Of the options, the clock, the user and the environment matter here.
func NewClient(s Store, opts ...Option) Client {
	var o Options
	for _, f := range opts {
		f(&o)
	}
	return &client{Store: s, o: o.Complete()}
}

// StartRun implements [Client].
func (c *client) StartRun(ctx context.Context, o RunOptions) (*Run, error) {
	const op = "start run"
	id, err := c.experimentID(ctx, o)
	if err != nil {
		return nil, err
	}
	tags := map[string]string{
		"mlflow.user":        c.o.User,
		"mlflow.source.name": filepath.Base(os.Args[0]),
		"mlflow.source.type": "LOCAL",
	}
	if o.Description != "" {
		tags["mlflow.note.content"] = o.Description
	}
	if o.ParentRunID != "" {
		tags["mlflow.parentRunId"] = o.ParentRunID
	}
	maps.Copy(tags, o.Tags)
	if err := checkTags(tags, MaxTagValue); err != nil {
		return nil, invalid(op, o.Name, err.Error())
	}
	start := o.StartTime
	if start.IsZero() {
		start = c.o.Now()
	}
	return c.CreateRun(ctx, RunSpec{
		ExperimentID: id, Name: o.Name, UserID: c.o.User, Start: start, Tags: SortedTags(tags),
	})
}

// experimentID finds or creates the experiment of a new run.
func (c *client) experimentID(ctx context.Context, o RunOptions) (string, error) {
	if o.Experiment == "" && o.ExperimentID == "" {
		o.Experiment = c.o.Getenv("MLFLOW_EXPERIMENT_NAME")
		o.ExperimentID = c.o.Getenv("MLFLOW_EXPERIMENT_ID")
	}
	switch {
	case o.ExperimentID != "":
		return o.ExperimentID, nil
	case o.Experiment == "":
		return "0", nil
	}
	if err := CheckExperimentName(o.Experiment); err != nil {
		return "", invalid("start run", "", err.Error())
	}
	for range 2 {
		e, err := c.GetExperimentByName(ctx, o.Experiment)
		switch {
		case err == nil && e.Lifecycle == Deleted:
			return "", &Error{
				Code: CodeInvalidState, Op: "start run", Object: o.Experiment,
				Message: "the experiment is deleted; restore it (RestoreExperiment) or take another name",
			}
		case err == nil:
			return e.ID, nil
		case !IsNotFound(err):
			return "", err
		}
		id, err := c.CreateExperiment(ctx, ExperimentSpec{Name: o.Experiment})
		if err == nil {
			return id, nil
		}
		if !IsAlreadyExists(err) { // another process created it between the two calls
			return "", err
		}
	}
	return "", &Error{Code: CodeInternal, Op: "start run", Object: o.Experiment, Message: "the experiment exists and can't be found"}
}

// CreateExperiment implements [Tracker].
func (c *client) CreateExperiment(ctx context.Context, s ExperimentSpec) (string, error) {
	err := errors.Join(CheckExperimentName(s.Name), checkTags(s.Tags, MaxExperimentTag))
	if err != nil {
		return "", invalid("create experiment", s.Name, err.Error())
	}
	return c.Store.CreateExperiment(ctx, s)
}

// RenameExperiment implements [Tracker].
func (c *client) RenameExperiment(ctx context.Context, id, name string) error {
	if err := CheckExperimentName(name); err != nil {
		return invalid("rename experiment", id, err.Error())
	}
	return c.Store.RenameExperiment(ctx, id, name)
}

// SetExperimentTag implements [Tracker].
func (c *client) SetExperimentTag(ctx context.Context, id string, t Tag) error {
	if err := checkTag(t, MaxExperimentTag); err != nil {
		return invalid("set experiment tag", id, err.Error())
	}
	return c.Store.SetExperimentTag(ctx, id, t)
}

// CreateRun implements [Tracker].
func (c *client) CreateRun(ctx context.Context, s RunSpec) (*Run, error) {
	err := checkText("run name", s.Name, MaxRunName)
	for _, t := range s.Tags {
		err = errors.Join(err, checkTag(t, MaxTagValue))
	}
	if s.ExperimentID == "" {
		err = errors.Join(err, errors.New("the experiment's id is missing"))
	}
	if err != nil {
		return nil, invalid("create run", s.Name, err.Error())
	}
	if s.Start.IsZero() {
		s.Start = c.o.Now()
	}
	if s.UserID == "" {
		s.UserID = c.o.User
	}
	return c.bind(c.Store.CreateRun(ctx, s))
}

// GetRun implements [Tracker].
func (c *client) GetRun(ctx context.Context, id string) (*Run, error) {
	if id == "" {
		return nil, invalid("get run", "", "the run's id is empty")
	}
	return c.bind(c.Store.GetRun(ctx, id))
}

// UpdateRun implements [Tracker].
func (c *client) UpdateRun(ctx context.Context, id string, u RunUpdate) (*RunInfo, error) {
	err := checkText("run name", u.Name, MaxRunName)
	if u.Status != 0 && !u.Status.Valid() {
		err = errors.Join(err, fmt.Errorf("%d is no run status", u.Status))
	}
	if err != nil {
		return nil, invalid("update run", id, err.Error())
	}
	if u.Status.Terminal() && u.End.IsZero() {
		u.End = c.o.Now()
	}
	return c.Store.UpdateRun(ctx, id, u)
}

// SearchRuns implements [Tracker].
func (c *client) SearchRuns(ctx context.Context, q RunQuery) iter.Seq2[*Run, error] {
	return func(yield func(*Run, error) bool) {
		if len(q.ExperimentIDs) == 0 {
			yield(nil, invalid("search runs", "", "ExperimentIDs is empty"))
			return
		}
		for r, err := range c.Store.SearchRuns(ctx, q) {
			if !yield(c.bind(r, err)) {
				return
			}
		}
	}
}

// LogBatch implements [Tracker].
func (c *client) LogBatch(ctx context.Context, runID string, b Batch) error {
	const op = "log batch"
	if runID == "" {
		return invalid(op, "", "the run's id is empty")
	}
	if err := checkBatch(b); err != nil {
		return invalid(op, runID, err.Error())
	}
	now := c.o.Now()
	b.Metrics = slices.Clone(b.Metrics)
	for i := range b.Metrics {
		if b.Metrics[i].Time.IsZero() {
			b.Metrics[i].Time = now
		}
	}
	done, total := 0, len(b.Metrics)+len(b.Params)+len(b.Tags)
	for part := range splitBatch(b) {
		if err := c.Store.LogBatch(ctx, runID, part); err != nil {
			if done == 0 {
				return err
			}
			return fmt.Errorf("mlflow: %s %s: %d of %d entries were written before: %w", op, runID, done, total, err)
		}
		done += len(part.Metrics) + len(part.Params) + len(part.Tags)
	}
	return nil
}

// MetricHistory implements [Tracker]. A server answers an unknown run as it does an unknown key, with nothing.
func (c *client) MetricHistory(ctx context.Context, runID, key string) iter.Seq2[Metric, error] {
	return func(yield func(Metric, error) bool) {
		empty := true
		for m, err := range c.Store.MetricHistory(ctx, runID, key) {
			empty = false
			if !yield(m, err) {
				return
			}
		}
		if !empty {
			return
		}
		if _, err := c.GetRun(ctx, runID); err != nil {
			yield(Metric{}, err)
		}
	}
}

// LogOutputs implements [Tracker].
func (c *client) LogOutputs(ctx context.Context, runID string, outputs []ModelOutput) error {
	if len(outputs) == 0 {
		return nil
	}
	return c.Store.LogOutputs(ctx, runID, outputs)
}

// PutArtifact implements [ArtifactStore].
func (c *client) PutArtifact(ctx context.Context, location, path string, body io.ReadSeeker) error {
	if err := CheckArtifactPath(path); err != nil {
		return invalid("put artifact", path, err.Error())
	}
	return c.Store.PutArtifact(ctx, location, path, body)
}

// OpenArtifact implements [ArtifactStore].
func (c *client) OpenArtifact(ctx context.Context, location, path string) (io.ReadCloser, error) {
	if err := CheckArtifactPath(path); err != nil {
		return nil, invalid("open artifact", path, err.Error())
	}
	return c.Store.OpenArtifact(ctx, location, path)
}

// ListArtifacts implements [ArtifactStore].
func (c *client) ListArtifacts(ctx context.Context, location, path string) ([]FileInfo, error) {
	if path != "" {
		if err := CheckArtifactPath(path); err != nil {
			return nil, invalid("list artifacts", path, err.Error())
		}
	}
	return c.Store.ListArtifacts(ctx, location, path)
}

// CreateLoggedModel implements [LoggedModels].
func (c *client) CreateLoggedModel(ctx context.Context, s LoggedModelSpec) (*LoggedModel, error) {
	err := errors.Join(checkLoggedModelName(s.Name), checkLoggedModel(s.Params, s.Tags))
	if s.ExperimentID == "" {
		err = errors.Join(err, errors.New("the experiment's id is missing"))
	}
	if err != nil {
		return nil, invalid("create logged model", s.Name, err.Error())
	}
	return c.Store.CreateLoggedModel(ctx, s)
}

// FinalizeLoggedModel implements [LoggedModels].
func (c *client) FinalizeLoggedModel(ctx context.Context, id string, st LoggedModelStatus) (*LoggedModel, error) {
	if st != LoggedModelReady && st != LoggedModelUploadFailed {
		return nil, invalid("finalize logged model", id,
			fmt.Sprintf("%s is no final status; use LoggedModelReady or LoggedModelUploadFailed", st))
	}
	return c.Store.FinalizeLoggedModel(ctx, id, st)
}

// SetLoggedModelTags implements [LoggedModels].
func (c *client) SetLoggedModelTags(ctx context.Context, id string, tags []Tag) error {
	if err := checkLoggedModel(nil, tags); err != nil {
		return invalid("set logged model tags", id, err.Error())
	}
	return c.Store.SetLoggedModelTags(ctx, id, tags)
}

// LogLoggedModelParams implements [LoggedModels].
func (c *client) LogLoggedModelParams(ctx context.Context, id string, params []Param) error {
	if err := checkLoggedModel(params, nil); err != nil {
		return invalid("log logged model params", id, err.Error())
	}
	return c.Store.LogLoggedModelParams(ctx, id, params)
}

// CreateRegisteredModel implements [Registry].
func (c *client) CreateRegisteredModel(ctx context.Context, s RegisteredModelSpec) (*RegisteredModel, error) {
	err := errors.Join(CheckModelName(s.Name), checkText("description", s.Description, MaxDescription),
		checkTags(s.Tags, MaxRegistryTag))
	if err != nil {
		return nil, invalid("create registered model", s.Name, err.Error())
	}
	return c.Store.CreateRegisteredModel(ctx, s)
}

// RenameRegisteredModel implements [Registry].
func (c *client) RenameRegisteredModel(ctx context.Context, name, newName string) (*RegisteredModel, error) {
	if err := errors.Join(CheckModelName(name), CheckModelName(newName)); err != nil {
		return nil, invalid("rename registered model", name, err.Error())
	}
	return c.Store.RenameRegisteredModel(ctx, name, newName)
}

// UpdateRegisteredModel implements [Registry].
func (c *client) UpdateRegisteredModel(ctx context.Context, name, description string) (*RegisteredModel, error) {
	if err := checkText("description", description, MaxDescription); err != nil {
		return nil, invalid("update registered model", name, err.Error())
	}
	return c.Store.UpdateRegisteredModel(ctx, name, description)
}

// SetRegisteredModelTag implements [Registry].
func (c *client) SetRegisteredModelTag(ctx context.Context, name string, t Tag) error {
	if err := checkTag(t, MaxRegistryTag); err != nil {
		return invalid("set registered model tag", name, err.Error())
	}
	return c.Store.SetRegisteredModelTag(ctx, name, t)
}

// CreateModelVersion implements [Registry].
func (c *client) CreateModelVersion(ctx context.Context, s ModelVersionSpec) (*ModelVersion, error) {
	err := errors.Join(CheckModelName(s.Name), checkText("description", s.Description, MaxDescription),
		checkText("source", s.Source, MaxSource), checkTags(s.Tags, MaxVersionTag))
	if s.Source == "" {
		err = errors.Join(err, errors.New("the source is missing; it is models:/<model id>, runs:/<run id>/<path> or an artifact location"))
	}
	if err != nil {
		return nil, invalid("create model version", s.Name, err.Error())
	}
	return c.Store.CreateModelVersion(ctx, s)
}

// UpdateModelVersion implements [Registry].
func (c *client) UpdateModelVersion(ctx context.Context, name string, version int, description string) (*ModelVersion, error) {
	if err := checkText("description", description, MaxDescription); err != nil {
		return nil, invalid("update model version", versionObject(name, version), err.Error())
	}
	return c.Store.UpdateModelVersion(ctx, name, version, description)
}

// SetModelVersionTag implements [Registry].
func (c *client) SetModelVersionTag(ctx context.Context, name string, version int, t Tag) error {
	if err := checkTag(t, MaxVersionTag); err != nil {
		return invalid("set model version tag", versionObject(name, version), err.Error())
	}
	return c.Store.SetModelVersionTag(ctx, name, version, t)
}

// SetAlias implements [Registry].
func (c *client) SetAlias(ctx context.Context, name, alias string, version int) error {
	if err := CheckAlias(alias); err != nil {
		return invalid("set alias", name, err.Error())
	}
	return c.Store.SetAlias(ctx, name, alias, version)
}

// TransitionStage implements [Registry].
func (c *client) TransitionStage(ctx context.Context, name string, version int, st Stage, archive bool) (*ModelVersion, error) {
	switch {
	case !st.Valid():
		return nil, invalid("transition stage", versionObject(name, version), fmt.Sprintf("%d is no stage", st))
	case archive && (st == StageNone || st == StageArchived):
		return nil, invalid("transition stage", versionObject(name, version),
			"existing versions can be archived only when the stage is Staging or Production")
	}
	return c.Store.TransitionStage(ctx, name, version, st, archive)
}

func (c *client) bind(r *Run, err error) (*Run, error) {
	if r != nil {
		r.client = c
	}
	return r, err
}

func versionObject(name string, version int) string { return fmt.Sprintf("%s/%d", name, version) }
