package pipeline

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/pipeline/engine"
	"github.com/typedml/typedml/pipeline/job"
)

// Order is what a run of [Pipeline.Flow] is asked for.
type Order struct {
	// TableVersion is the version of the feature table to train on; nil is the newest when the run begins.
	TableVersion *int64 `json:"table_version"`
}

// Flow is the pipeline as a graph of steps for an engine: begin (starts the MLflow run), train (loads, splits and trains; keeps
// the model among the run's artifacts), evaluate, log (params, metrics, files, the model; ends the run) and register. What
// goes from step to step are the run's id, the table's version and the path of the model. A step that runs again takes over
// what it finds done under the run's key: one MLflow run and one model version come of it.
//
// The flow's name holds a hash of the schema, the configuration and the registration: a run is gone on with by a pipeline
// that would do the same.
func (p *Pipeline[T, P]) Flow() (*engine.Flow[Order, ModelArtifact], error) {
	name, err := p.flowName()
	if err != nil {
		return nil, err
	}
	task := func(key, description string) job.Task {
		return job.Task{Key: key, Description: description, Retries: p.settings.retries, RetryInterval: p.settings.interval}
	}
	in := engine.Start[Order](name)
	begun := engine.Then(in, task("begin", "Starts the MLflow run."), p.begin(name))
	kept := engine.Then(begun, task("train", "Loads and validates the rows, splits, trains."), p.keep)
	metrics := engine.Join(begun, kept, task("evaluate", "Measures the model on the test split."), p.measure)
	logged := engine.Join3(begun, kept, metrics, task("log", "Logs params, metrics, files and the model."), p.logOnce)
	artifact := engine.Join3(begun, kept, logged, task("register", "Makes the model a version of the registered model."), p.registerOnce)
	return engine.Build(in, artifact, engine.OnFailure(p.failRun(name)))
}

// flowName is the model's name with a hash of all that decides what the pipeline does.
func (p *Pipeline[T, P]) flowName() (string, error) {
	cfg, err := p.config.AppendJSON(nil)
	if err != nil {
		return "", fmt.Errorf("configuration: %w", err)
	}
	base := p.settings.register.Name
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%+v\n%t\n%s", p.record.Fingerprint(), cfg, p.settings.register, p.settings.unregister, p.client.URI()))
	return base[:min(len(base), 80)] + "-" + hex.EncodeToString(sum[:6]), nil
}

// runOn runs the flow on an engine.
func (p *Pipeline[T, P]) runOn(ctx context.Context, e engine.Engine) (ModelArtifact, error) {
	flow, err := p.Flow()
	if err != nil {
		return ModelArtifact{}, fmt.Errorf("pipeline: %w", err)
	}
	order := Order{TableVersion: p.settings.version}
	key := p.settings.key
	if key == "" {
		if key, err = p.nextKey(ctx, e, flow.Plan(), order); err != nil {
			return ModelArtifact{}, fmt.Errorf("pipeline: %w", err)
		}
	}
	var artifact ModelArtifact
	var lost error // a result that can never be whole: it counts as delivered, or each Run to come would end with it
	err = flow.Deliver(ctx, e, key, order, func(ctx context.Context, a ModelArtifact) error {
		artifact = a
		err := p.attach(ctx, flow.Plan().Name+"/"+key, &artifact)
		if errors.As(err, new(lostError)) {
			lost, err = err, nil
		}
		return err
	})
	if err = errors.Join(err, lost); err != nil {
		return ModelArtifact{}, fmt.Errorf("pipeline: %w", err)
	}
	return artifact, nil
}

// nextKey is the key of the oldest unfinished run with the same order, else a new one.
func (p *Pipeline[T, P]) nextKey(ctx context.Context, e engine.Engine, plan *engine.Plan, order Order) (string, error) {
	unfinished, err := e.Unfinished(ctx, plan, order)
	if err != nil {
		return "", err
	}
	if len(unfinished) == 0 {
		return rand.Text(), nil
	}
	p.log.InfoContext(ctx, "an unfinished run is gone on with", "flow", plan.Name, "run", unfinished[0])
	return unfinished[0], nil
}

// failRun ends the MLflow run of a run that failed.
func (p *Pipeline[T, P]) failRun(name string) func(context.Context, error) error {
	return func(ctx context.Context, cause error) error {
		return failLost(ctx, p.client, p.config.ExperimentName, runKey(ctx, name), cause)
	}
}

// runKey is the value of the tag by which the MLflow run is found.
func runKey(ctx context.Context, flow string) string { return flow + "/" + engine.Key(ctx) }

// logOnce writes the artifact, and takes over what a process before this one has written.
func (p *Pipeline[T, P]) logOnce(ctx context.Context, b begun, k kept, m ExperimentMetrics) (logged, error) {
	run, a, err := p.restore(ctx, b, k)
	if err != nil {
		return logged{}, err
	}
	a.Metrics = m
	out, err := a.write(ctx, run, p.settings.register.Version, true)
	if err != nil {
		return logged{}, err
	}
	return logged{ModelID: out.ID, Artifact: a}, nil
}

// registerOnce registers the model, or completes the registration that a process before this one began.
func (p *Pipeline[T, P]) registerOnce(ctx context.Context, b begun, k kept, l logged) (ModelArtifact, error) {
	run, whole, err := p.restore(ctx, b, k)
	if err != nil {
		return ModelArtifact{}, err
	}
	a := l.Artifact
	a.trained = whole.trained
	if p.settings.unregister {
		return a, nil
	}
	m, err := p.client.GetLoggedModel(ctx, l.ModelID)
	if err != nil {
		return ModelArtifact{}, err
	}
	if err := a.enrol(ctx, run, m, p.settings.register, true, p.log); err != nil {
		return ModelArtifact{}, err
	}
	return a, nil
}

// runOf is the MLflow run that was begun.
func (p *Pipeline[T, P]) runOf(ctx context.Context, b begun) (*mlflow.Run, error) {
	return p.client.GetRun(ctx, b.RunID)
}
