package pipeline

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/internal/wait"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/mlflow/tree"
	"github.com/typedml/typedml/pipeline/train"
	"github.com/typedml/typedml/schema"
)

// RegisterOptions says how a model is registered.
type RegisterOptions struct {
	// Name is the registered model's; "" means the artifact's, which the pipeline derives from the experiment.
	Name string
	// Version is the artifact's semantic version; "" means N.0.0, where N is the number that the registry gives next, or
	// higher where the model has such a version already. One that the model has is refused.
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
	if o.Name != "" && !modelName.MatchString(o.Name) {
		errs = append(errs, fmt.Errorf("model name %q must match %s, as model_name of an artifact does", o.Name, modelName))
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
	if o.Name != "" {
		out.ModelName = o.Name
	}
	experiment := o.Experiment
	if experiment == "" {
		experiment = t.config.ExperimentName
	}
	run, err := start(ctx, client, experiment, runTags(ctx, slog.Default(), &t.config, t.record, t.model.Engine, t.tableVersion))
	if err != nil {
		return fmt.Errorf("register: starting a run: %w", err)
	}
	if err := publish(ctx, run, &out, o, slog.Default()); err != nil {
		return fmt.Errorf("register: run %s: %w", run.ID(), errors.Join(err, fail(ctx, run, err)))
	}
	*artifact = out
	return nil
}

// publish logs an artifact to a run, ends the run as FINISHED, and registers the model unless the pipeline was told not
// to. The version is the last thing that comes to be: whatever fails before it leaves none.
func publish(ctx context.Context, run *mlflow.Run, a *ModelArtifact, o RegisterOptions, log *slog.Logger) error {
	m, err := a.write(ctx, run, o.Version, false)
	if err != nil || !a.trained.register {
		return err
	}
	return a.enrol(ctx, run, m, o, false, log)
}

// write logs an artifact and its model to a run, which it ends as FINISHED. With again it takes over what a process before
// this one has written.
func (a *ModelArtifact) write(ctx context.Context, run *mlflow.Run, version string, again bool) (*mlflow.LoggedModel, error) {
	var at time.Time
	if again {
		at = run.Info.Start
	}
	var err error
	if a.Version, err = semanticFor(ctx, run.Client(), a.ModelName, version, 0); err != nil {
		return nil, err
	}
	if err := a.Validate(); err != nil {
		return nil, fmt.Errorf("artifact: %w", err)
	}
	if err := a.log(ctx, run, at); err != nil {
		return nil, err
	}
	spec := a.spec()
	spec.TakeOver = again
	out, err := model.Log(ctx, run, spec)
	if err != nil {
		return nil, err
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return out.Model, finish(ctx, run)
}

// enrol registers the model that was written; with again it completes the registration that a process before this one began.
func (a *ModelArtifact) enrol(ctx context.Context, run *mlflow.Run, m *mlflow.LoggedModel, o RegisterOptions, again bool, log *slog.Logger) error {
	r := a.registration(run, o)
	r.TakeOver = again
	v, err := model.Register(ctx, run.Client(), m, r)
	if err != nil {
		return err
	}
	log.InfoContext(ctx, "model registered", "model", v.Name, "version", v.Version, "semantic_version", a.Version, "alias", o.Alias, "stage", v.Stage)
	return nil
}

// tagVersion is the semantic version of a model version.
const tagVersion = "version"

// semanticFor returns the semantic version of version number of a model, or of the next one for 0: the one that is asked
// for, when no other has it; else the next major one above all that the others have, and at least the number.
func semanticFor(ctx context.Context, client mlflow.Client, model, asked string, number int) (string, error) {
	next, major := 1, 0
	for v, err := range client.SearchModelVersions(ctx, mlflow.Query{Filter: "name = " + mlflow.Quote(model)}) {
		has := ""
		switch {
		case err != nil:
			return "", err
		case v.Version != number:
			has = v.Tags[tagVersion]
		}
		if has != "" && has == asked {
			return "", fmt.Errorf("model %s already has a version %s (number %d): choose the next one, or leave it to the registry", model, asked, v.Version)
		}
		next = max(next, v.Version+1)
		if m, err := strconv.Atoi(strings.SplitN(has, ".", 2)[0]); err == nil {
			major = max(major, m)
		}
	}
	switch {
	case asked != "":
		return asked, nil
	case number != 0:
		next = number
	}
	return strconv.Itoa(max(next, major+1)) + ".0.0", nil
}

// registration describes the version to register.
func (a *ModelArtifact) registration(run *mlflow.Run, o RegisterOptions) model.Registration {
	return model.Registration{
		Name: a.ModelName, Alias: o.Alias, Stage: o.Stage, ArchiveExisting: o.ArchiveExisting,
		Tags:     map[string]string{TagSchemaVersion: a.FeatureSchemaVersion, TagFingerprint: a.trained.record.Fingerprint()},
		Numbered: func(ctx context.Context, v *mlflow.ModelVersion) error { return a.number(ctx, run, v, o.Version) },
	}
}

// maxClaims bounds how often a semantic version is chosen that another program takes at the same time.
const maxClaims = 20

// number gives a model version its semantic version, and writes the artifact's description with it. Two programs may
// choose the same at the same time: whoever sees that waits for a moment, and chooses again if it is still so.
func (a *ModelArtifact) number(ctx context.Context, run *mlflow.Run, v *mlflow.ModelVersion, asked string) error {
	client := run.Client()
	for try := 1; ; try++ {
		semantic, err := semanticFor(ctx, client, a.ModelName, asked, v.Version)
		if err != nil {
			return err
		}
		if err := client.SetModelVersionTag(ctx, v.Name, v.Version, mlflow.Tag{Key: tagVersion, Value: semantic}); err != nil {
			return err
		}
		taken, err := claimed(ctx, client, v, semantic)
		switch {
		case err != nil:
			return err
		case taken && (asked != "" || try == maxClaims):
			return fmt.Errorf("another program registered version %s of model %s at the same time", semantic, a.ModelName)
		case taken:
			continue
		}
		if a.Version == semantic {
			return nil
		}
		a.Version = semantic
		return mlflow.LogJSON(ctx, run, artifactFile, a)
	}
}

// claimed reports whether another version has the semantic version, now and after a moment of random length: of two that
// were tagged at the same time, one chooses again first.
func claimed(ctx context.Context, client mlflow.Client, v *mlflow.ModelVersion, semantic string) (bool, error) {
	taken, err := tagged(ctx, client, v, semantic)
	if err != nil || !taken {
		return false, err
	}
	if err := wait.For(ctx, rand.N(300*time.Millisecond)); err != nil {
		return false, err
	}
	return tagged(ctx, client, v, semantic)
}

// tagged reports whether another version of the model has the semantic version.
func tagged(ctx context.Context, client mlflow.Client, v *mlflow.ModelVersion, semantic string) (bool, error) {
	for o, err := range client.SearchModelVersions(ctx, mlflow.Query{Filter: "name = " + mlflow.Quote(v.Name)}) {
		if err != nil {
			return false, err
		}
		if o.Version != v.Version && o.Tags[tagVersion] == semantic {
			return true, nil
		}
	}
	return false, nil
}

// artifactFile is the artifact's description among the run's files.
const artifactFile = "model_artifact.json"

// log writes params, metrics, training history and files to the run; it stops at the first that fails. With a time that is not
// zero it may be done twice: a metric of the same time, step and value is kept once.
func (a *ModelArtifact) log(ctx context.Context, run *mlflow.Run, at time.Time) error {
	t := a.trained
	for _, write := range []func() error{
		func() error { return mlflow.LogParams(ctx, run, &a.TrainingConfig) },
		func() error { return mlflow.LogParams(ctx, run, &t.config) },
		func() error { return mlflow.LogMetrics(ctx, run, &a.Metrics, func(m *mlflow.Metric) { m.Time = at }) },
		func() error { return run.LogBatch(ctx, mlflow.Batch{Metrics: history(t.model.History, at)}) },
		func() error { return mlflow.LogJSON(ctx, run, "feature_importance.json", a.FeatureImportance) },
		func() error { return mlflow.LogJSON(ctx, run, artifactFile, a) },
		func() error { return mlflow.LogJSON(ctx, run, "schema.json", t.record) },
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

// history is the log loss of every round, as MLflow charts it.
func history(rounds []train.Round, at time.Time) []mlflow.Metric {
	var out []mlflow.Metric
	for _, r := range rounds {
		out = append(out, mlflow.Metric{Key: "train_log_loss", Value: r.Train, Step: int64(r.Number), Time: at})
		if r.Validation != nil {
			out = append(out, mlflow.Metric{Key: "validation_log_loss", Value: *r.Validation, Step: int64(r.Number), Time: at})
		}
	}
	return out
}

// spec describes the model to log.
func (a *ModelArtifact) spec() model.Spec {
	t := a.trained
	flavor := model.XGBoost(t.model.Engine.Version)
	if t.model.Flavor == tree.LightGBM {
		flavor = model.LightGBM(t.model.Engine.Version)
	}
	return model.Spec{
		Name: a.ModelName, Record: t.record, Flavor: flavor, Data: bytes.NewReader(t.model.Data),
		Engine: t.model.Engine.Name, EngineVersion: t.model.Engine.Version, ModelType: "classifier",
	}
}
