package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/pipeline/train"
	"github.com/typedml/typedml/schema"
)

// Tags that a run gets beside MLflow's own.
const (
	TagTable         = "typedml.table"          // URI of the feature table
	TagTableVersion  = "typedml.table_version"  // version that was read
	TagFingerprint   = "typedml.fingerprint"    // of the feature struct's record
	TagEngine        = "typedml.engine"         // library that trained, such as "xgboost 3.2.0"
	TagSeed          = "typedml.seed"           // random seed
	TagError         = "typedml.error"          // why the run failed
	TagSchemaVersion = "feature_schema_version" // version that the struct's directive declares
	tagCommit        = "mlflow.source.git.commit"
)

// Run loads and validates the table, splits, trains, evaluates on the held-out test part, and logs and registers the
// artifact, in one MLflow run. When a step fails or ctx ends, the run ends as FAILED with the error as the tag
// typedml.error, and nothing is registered; the error is a *StepError around the cause. The same table version,
// configuration and machine give a byte-equal model.
func (p *Pipeline[T, P]) Run(ctx context.Context) (ModelArtifact, error) {
	version, err := p.version(ctx)
	if err != nil {
		return ModelArtifact{}, fmt.Errorf("pipeline: feature table: %w", err)
	}
	run, err := p.client.StartRun(ctx, mlflow.RunOptions{
		Experiment: p.config.ExperimentName, Tags: runTags(ctx, &p.config, p.record, p.trainer.Engine(), version),
	})
	if err != nil {
		return ModelArtifact{}, fmt.Errorf("pipeline: starting the run: %w", err)
	}
	p.log.InfoContext(ctx, "run started", "run", run.ID(), "experiment", p.config.ExperimentName)
	artifact, err := p.flow(run).Run(ctx, version)
	if err != nil {
		return ModelArtifact{}, fmt.Errorf("pipeline: run %s: %w", run.ID(), errors.Join(err, fail(ctx, run, err)))
	}
	if err := run.End(ctx, mlflow.RunFinished); err != nil {
		return artifact, fmt.Errorf("pipeline: ending run %s: %w", run.ID(), err)
	}
	return artifact, nil
}

// flow is the whole line, typed from end to end.
func (p *Pipeline[T, P]) flow(run *mlflow.Run) Step[int64, ModelArtifact] {
	data := Then(p.load(), p.split())
	model := Then(Then(data, p.fit()), p.assess())
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
func runTags(ctx context.Context, c *PipelineConfig, record *schema.Record, engine train.Engine, table int64) map[string]string {
	tags := map[string]string{
		TagTable:         c.FeatureTable,
		TagTableVersion:  strconv.FormatInt(table, 10),
		TagFingerprint:   record.Fingerprint(),
		TagEngine:        engine.Name + " " + engine.Version,
		TagSeed:          strconv.FormatInt(c.TrainingConfig.RandomSeed, 10),
		TagSchemaVersion: record.Version,
	}
	if commit := gitCommit(ctx); commit != "" {
		tags[tagCommit] = commit
	}
	return tags
}

// endTimeout bounds what is said to the store after the context has ended.
const endTimeout = 30 * time.Second

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
