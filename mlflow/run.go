package mlflow

import (
	"context"
	"fmt"
	"time"
)

// Run is a run as it was when it was fetched or started, and a handle to log to it. Info and Data are a snapshot:
// logging does not change them. The handle's methods may be called concurrently, and work on every Run that a
// [Client] returned; on a Run made by hand they return an error.
type Run struct {
	Info    RunInfo
	Data    RunData
	Outputs []ModelOutput

	client Client
}

// RunInfo is what identifies and describes a run.
type RunInfo struct {
	ID           string
	Name         string
	ExperimentID string
	UserID       string
	Status       RunStatus
	Start        time.Time // millisecond precision
	End          time.Time // zero while the run has not ended
	ArtifactURI  string
	Lifecycle    Lifecycle
}

// RunData is what was logged to a run.
type RunData struct {
	Params  map[string]string
	Tags    map[string]string
	Metrics map[string]Metric // the value at the highest step, then time, then value
}

// RunSpec describes a run to create.
type RunSpec struct {
	ExperimentID string
	Name         string
	UserID       string
	Start        time.Time
	Tags         []Tag
}

// RunUpdate holds the fields of a run to change; zero fields are left alone.
type RunUpdate struct {
	Status RunStatus
	End    time.Time
	Name   string
}

// ID returns the run's id.
func (r *Run) ID() string { return r.Info.ID }

// Client returns the client that the run is bound to; nil for a Run made by hand.
func (r *Run) Client() Client { return r.client }

// LogBatch writes b to the run. It is checked as a whole before the first request; more than [MaxBatch] entries
// take several requests, and an error then says how many were written.
func (r *Run) LogBatch(ctx context.Context, b Batch) error {
	if err := r.bound("log batch"); err != nil {
		return err
	}
	return r.client.LogBatch(ctx, r.Info.ID, b)
}

// LogParam writes one param.
func (r *Run) LogParam(ctx context.Context, key, value string) error {
	return r.LogBatch(ctx, Batch{Params: []Param{{Key: key, Value: value}}})
}

// LogMetric writes one value at the given step, with the present time.
func (r *Run) LogMetric(ctx context.Context, key string, value float64, step int64) error {
	return r.LogBatch(ctx, Batch{Metrics: []Metric{{Key: key, Value: value, Step: step}}})
}

// SetTag sets or overwrites one tag.
func (r *Run) SetTag(ctx context.Context, key, value string) error {
	return r.LogBatch(ctx, Batch{Tags: []Tag{{Key: key, Value: value}}})
}

// End sets the run's final status (RunFinished, RunFailed or RunKilled) and its end time to now. To end a run after
// its context was cancelled, pass context.WithoutCancel(ctx).
func (r *Run) End(ctx context.Context, status RunStatus) error {
	if err := r.bound("end run"); err != nil {
		return err
	}
	if !status.Terminal() {
		return invalid("end run", r.Info.ID, fmt.Sprintf("%s does not end a run; use RunFinished, RunFailed or RunKilled", status))
	}
	_, err := r.client.UpdateRun(ctx, r.Info.ID, RunUpdate{Status: status})
	return err
}

func (r *Run) bound(op string) error {
	if r == nil || r.client == nil {
		return invalid(op, "", "the run belongs to no client; take it from Client.StartRun, GetRun or SearchRuns")
	}
	return nil
}
