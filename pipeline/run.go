package pipeline

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/internal/grace"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/pipeline/train"
	"github.com/typedml/typedml/schema"
)

// Tags that a run gets beside MLflow's own.
const (
	TagTable         = "typedml.table"            // URI of the feature table
	TagTableVersion  = "typedml.table_version"    // version that was read
	TagFingerprint   = "typedml.fingerprint"      // of the feature struct's record
	TagEngine        = "typedml.engine"           // library that trained, such as "xgboost 3.2.0"
	TagSeed          = "typedml.seed"             // random seed
	TagError         = "typedml.error"            // why the run failed
	TagSchemaVersion = "feature_schema_version"   // version that the struct's directive declares
	TagModified      = "typedml.source_modified"  // "true" when the source had changes beside the commit
	tagKey           = "typedml.run_key"          // by which a run is found whose creation was not answered: random, or an engine's
	tagCommit        = "mlflow.source.git.commit" // the program's commit, where it is known
)

// Run loads and validates the table, splits, trains, evaluates on the held-out test part, and logs and registers the
// artifact, in one MLflow run. When a step fails or ctx ends, the run ends as FAILED with the error as the tag
// typedml.error, and nothing is registered; the error is a *StepError around the cause. The same table version,
// configuration and machine give a byte-equal model.
//
// With [WithEngine] the steps run on the engine; one that survives its process leaves the MLflow run as it is when ctx ends,
// and goes on with it when the pipeline is run again.
func (p *Pipeline[T, P]) Run(ctx context.Context) (ModelArtifact, error) {
	if p.settings.engine != nil {
		return p.runOn(ctx, p.settings.engine)
	}
	version, err := p.version(ctx, p.settings.version)
	if err != nil {
		return ModelArtifact{}, fmt.Errorf("pipeline: %w", err)
	}
	run, err := start(ctx, p.client, p.config.ExperimentName, runTags(ctx, p.log, &p.config, p.record, p.trainer.Engine(), version))
	if err != nil {
		return ModelArtifact{}, fmt.Errorf("pipeline: starting the run: %w", err)
	}
	p.log.InfoContext(ctx, "run started", "run", run.ID(), "experiment", p.config.ExperimentName)
	artifact, err := p.flow(run).Run(ctx, version)
	if err != nil {
		return ModelArtifact{}, fmt.Errorf("pipeline: run %s: %w", run.ID(), errors.Join(err, fail(ctx, run, err)))
	}
	return artifact, nil
}

// flow is the whole line, typed from end to end.
func (p *Pipeline[T, P]) flow(run *mlflow.Run) Step[int64, ModelArtifact] {
	model := Then(Then(p.data(), p.fit()), p.assess())
	return Then(Then(model, p.pack()), p.publish(run))
}

// pack describes the model as an artifact.
func (p *Pipeline[T, P]) pack() Step[Evaluated, ModelArtifact] {
	return observed(p.log, Step[Evaluated, ModelArtifact]{Name: "artifact", Run: func(_ context.Context, in Evaluated) (ModelArtifact, error) {
		return ModelArtifact{
			ModelName: p.settings.register.Name, Version: p.settings.register.Version,
			TrainingConfig: p.config.TrainingConfig, FeatureSchemaVersion: p.record.Version, Metrics: in.Metrics,
			FeatureImportance: maps.Clone(in.Model.Importance),
			trained:           &trained{model: in.Model, record: p.record, config: p.config, tableVersion: in.Version, register: !p.settings.unregister},
		}, nil
	}})
}

// publish logs the artifact to the run and registers it.
func (p *Pipeline[T, P]) publish(run *mlflow.Run) Step[ModelArtifact, ModelArtifact] {
	return observed(p.log, Step[ModelArtifact, ModelArtifact]{Name: "register", Run: func(ctx context.Context, in ModelArtifact) (ModelArtifact, error) {
		err := publish(ctx, run, &in, p.settings.register, p.log)
		return in, err
	}})
}

// runTags says what a run is made from.
func runTags(ctx context.Context, log *slog.Logger, config *PipelineConfig, record *schema.Record, engine train.Engine, table int64) map[string]string {
	tags := map[string]string{
		TagTable:         config.FeatureTable,
		TagTableVersion:  strconv.FormatInt(table, 10),
		TagFingerprint:   record.Fingerprint(),
		TagEngine:        engine.Name + " " + engine.Version,
		TagSeed:          strconv.FormatInt(config.TrainingConfig.RandomSeed, 10),
		TagSchemaVersion: record.Version,
	}
	c := sourceCommit(ctx)
	if c.hash == "" {
		log.WarnContext(ctx, "the run is not tagged with the program's commit: build the program in its git repository, or run it there")
		return tags
	}
	tags[tagCommit] = c.hash
	if c.modified {
		tags[TagModified] = "true"
		log.WarnContext(ctx, "the program's source has changes that are not committed", "commit", c.hash)
	}
	return tags
}

// endTimeout bounds what is said to the store after the context has ended, or about a failure.
const endTimeout = 10 * time.Second

// start starts a run. A context that ends while the store is asked leaves no run behind that nobody ends: the answer is
// awaited, and such a run ends as FAILED.
func start(ctx context.Context, client mlflow.Client, experiment string, tags map[string]string) (*mlflow.Run, error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	asking, cancel := grace.Context(ctx, endTimeout)
	defer cancel()
	tags[tagKey] = rand.Text()
	run, err := client.StartRun(asking, mlflow.RunOptions{Experiment: experiment, Tags: tags})
	switch {
	case err != nil:
		return nil, errors.Join(err, failLost(ctx, client, experiment, tags[tagKey], err))
	case ctx.Err() != nil:
		err = context.Cause(ctx)
		return nil, errors.Join(err, fail(ctx, run, err))
	}
	return run, nil
}

// failLost ends a run as FAILED whose creation was answered by an error: the store may have made it all the same.
func failLost(ctx context.Context, client mlflow.Client, experiment, key string, cause error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
	defer cancel()
	run, err := find(ctx, client, experiment, key)
	if err != nil || run == nil {
		return nil // there is no run, or nobody to ask; the cause says so
	}
	return fail(ctx, run, cause)
}

// find returns the run that was started under a key, or nil.
func find(ctx context.Context, client mlflow.Client, experiment, key string) (*mlflow.Run, error) {
	e, err := client.GetExperimentByName(ctx, experiment)
	switch {
	case mlflow.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, err
	}
	q := mlflow.RunQuery{Query: mlflow.Query{Filter: "tags.`" + tagKey + "` = " + mlflow.Quote(key)}, ExperimentIDs: []string{e.ID}}
	for run, err := range client.SearchRuns(ctx, q) {
		return run, err
	}
	return nil, nil
}

// finish ends a run as FINISHED, also when ctx ends in the middle of it.
func finish(ctx context.Context, run *mlflow.Run) error {
	ending, cancel := grace.Context(ctx, endTimeout)
	defer cancel()
	return run.End(ending, mlflow.RunFinished)
}

// fail ends the run as FAILED with its error as a tag, also when ctx has ended.
func fail(ctx context.Context, run *mlflow.Run, cause error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
	defer cancel()
	const cut = "… (cut)"
	text := cause.Error()
	if len(text) > mlflow.MaxTagValue {
		text = strings.ToValidUTF8(text[:mlflow.MaxTagValue-len(cut)], "") + cut
	}
	return errors.Join(run.SetTag(ctx, TagError, text), run.End(ctx, mlflow.RunFailed))
}
