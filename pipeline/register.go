package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strconv"

	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/pipeline/train"
	"github.com/typedml/typedml/schema"
)

// RegisterOptions says how a model is registered.
type RegisterOptions struct {
	// Name is the registered model's; "" means the artifact's, which the pipeline derives from the experiment.
	Name string
	// Version is the artifact's semantic version; "" means N.0.0, where N is the number that the registry gives next. One
	// that the model already has is refused.
	Version string
	// Alias, such as "champion", is pointed to the new version.
	Alias string
	// Stage, such as mlflow.StageStaging, is set on the new version. MLflow deprecates stages in favour of aliases.
	Stage mlflow.Stage
	// ArchiveExisting archives the versions that are in the stage now.
	ArchiveExisting bool
	// Experiment is where Register starts its run; "" means the experiment that the model was trained in.
	Experiment string
}

var semanticVersions = regexp.MustCompile(semanticVersion)

// check finds what no registry would accept.
func (o RegisterOptions) check() error {
	var errs []error
	if o.Name != "" {
		errs = append(errs, mlflow.CheckModelName(o.Name))
	}
	if o.Alias != "" {
		errs = append(errs, mlflow.CheckAlias(o.Alias))
	}
	if o.Stage != 0 && !o.Stage.Valid() {
		errs = append(errs, fmt.Errorf("%d is no stage: use mlflow.StageStaging, mlflow.StageProduction …", o.Stage))
	}
	if o.Version != "" && !semanticVersions.MatchString(o.Version) {
		errs = append(errs, fmt.Errorf("version %q is no semantic version: write 1.0.0", o.Version))
	}
	return errors.Join(errs...)
}

// trained is what a run knows of its artifact beside its description.
type trained struct {
	model        *train.Model
	record       *schema.Record
	config       PipelineConfig
	tableVersion int64
	register     bool
}

// Register logs an artifact that [Pipeline.Run] returned to a new run of client's store and registers its model there:
// TrainingConfig and PipelineConfig as params, the metrics, feature_importance.json, model_artifact.json, the model with
// its signature, a new version with alias and stage. It sets artifact's name and version to what was registered. When
// anything fails the run ends as FAILED and nothing is registered. An artifact that was made by hand or decoded holds no
// model: it is an error.
func Register(ctx context.Context, client mlflow.Client, artifact *ModelArtifact, o RegisterOptions) error {
	if artifact.trained == nil {
		return errors.New("register: the artifact holds no model: pass one that Pipeline.Run returned in this program")
	}
	if err := o.check(); err != nil {
		return fmt.Errorf("register: %w", err)
	}
	t := *artifact.trained
	t.register = true
	out := *artifact
	out.trained = &t
	out.Version = o.Version
	if o.Name != "" {
		out.ModelName = o.Name
	}
	experiment := o.Experiment
	if experiment == "" {
		experiment = t.config.ExperimentName
	}
	run, err := client.StartRun(ctx, mlflow.RunOptions{
		Experiment: experiment, Tags: runTags(ctx, &t.config, t.record, t.model.Engine, t.tableVersion),
	})
	if err != nil {
		return fmt.Errorf("register: starting a run: %w", err)
	}
	if err := publish(ctx, run, &out, o, slog.Default()); err != nil {
		return fmt.Errorf("register: run %s: %w", run.ID(), errors.Join(err, fail(ctx, run, err)))
	}
	*artifact = out
	return run.End(ctx, mlflow.RunFinished)
}

// publish logs an artifact to a run and registers its model unless the pipeline was told not to. The version is the last
// thing that comes to be.
func publish(ctx context.Context, run *mlflow.Run, a *ModelArtifact, o RegisterOptions, log *slog.Logger) error {
	version, err := freeVersion(ctx, run.Client(), a.ModelName, a.Version)
	if err != nil {
		return err
	}
	a.Version = version
	if err := a.Validate(); err != nil {
		return fmt.Errorf("artifact: %w", err)
	}
	if err := a.log(ctx, run); err != nil {
		return err
	}
	logged, err := model.Log(ctx, run, a.spec(o))
	if err != nil {
		return err
	}
	if v := logged.Version; v != nil {
		log.InfoContext(ctx, "model registered", "model", v.Name, "version", v.Version, "alias", o.Alias, "stage", v.Stage)
	}
	return nil
}

// freeVersion returns the semantic version of a model's next version: the one that is asked for when it is free, else
// N.0.0 for the registry's next number N.
func freeVersion(ctx context.Context, client mlflow.Client, model, asked string) (string, error) {
	next := 1
	for v, err := range client.SearchModelVersions(ctx, mlflow.Query{Filter: "name = '" + model + "'"}) {
		if err != nil {
			return "", err
		}
		if asked != "" && v.Tags["version"] == asked {
			return "", fmt.Errorf("model %s already has a version %s (number %d): choose the next one, or leave it to the registry", model, asked, v.Version)
		}
		next = max(next, v.Version+1)
	}
	if asked != "" {
		return asked, nil
	}
	return strconv.Itoa(next) + ".0.0", nil
}

// log writes params, metrics, training history and files to the run.
func (a *ModelArtifact) log(ctx context.Context, run *mlflow.Run) error {
	t := a.trained
	return errors.Join(
		mlflow.LogParams(ctx, run, &a.TrainingConfig),
		mlflow.LogParams(ctx, run, &t.config),
		mlflow.LogMetrics(ctx, run, &a.Metrics),
		run.LogBatch(ctx, mlflow.Batch{Metrics: history(t.model.History)}),
		mlflow.LogJSON(ctx, run, "feature_importance.json", a.FeatureImportance),
		mlflow.LogJSON(ctx, run, "model_artifact.json", a),
		mlflow.LogJSON(ctx, run, "schema.json", t.record),
	)
}

// history is the log loss of every round, as MLflow charts it.
func history(rounds []train.Round) []mlflow.Metric {
	var out []mlflow.Metric
	for _, r := range rounds {
		out = append(out, mlflow.Metric{Key: "train_log_loss", Value: r.Train, Step: int64(r.Number)})
		if r.Validation != nil {
			out = append(out, mlflow.Metric{Key: "validation_log_loss", Value: *r.Validation, Step: int64(r.Number)})
		}
	}
	return out
}

// spec describes the model to log and, unless the pipeline was told not to, to register.
func (a *ModelArtifact) spec(o RegisterOptions) model.Spec {
	t := a.trained
	spec := model.Spec{
		Name: a.ModelName, Record: t.record, Flavor: model.XGBoost(t.model.Engine.Version), Data: bytes.NewReader(t.model.JSON),
		Engine: t.model.Engine.Name, EngineVersion: t.model.Engine.Version, ModelType: "classifier",
	}
	if t.register {
		spec.Register = &model.Registration{
			Name: a.ModelName, Alias: o.Alias, Stage: o.Stage, ArchiveExisting: o.ArchiveExisting,
			Tags: map[string]string{"version": a.Version, TagSchemaVersion: a.FeatureSchemaVersion, TagFingerprint: t.record.Fingerprint()},
		}
	}
	return spec
}
