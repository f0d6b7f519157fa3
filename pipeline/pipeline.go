package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/pipeline/train"
	"github.com/typedml/typedml/schema"
)

// Row is what a pipeline needs of a generated type: a row of a feature table with features and a label. A struct
// without a field tagged feature:"label" has no TypedMLLabel, and does not compile here.
type Row[T any] interface {
	featurestore.Row[T]
	AppendFeatures(dst []float32) []float32
	FeatureNames() []string
	TypedMLLabel() (float64, bool)
}

// Pipeline trains a model on a feature table of T. Make one with [New] and end it with Close.
type Pipeline[T any, P Row[T]] struct {
	config   PipelineConfig
	settings settings
	record   *schema.Record
	label    *schema.Field
	table    *featurestore.Table[T]
	client   mlflow.Client
	owned    bool // the client was opened here
	trainer  train.Trainer
	log      *slog.Logger
	held     held
}

// New opens and checks everything that the configuration refers to, and reads no row: the rules of cfg, the model's
// name, the label and features of T, the feature table and its schema, the engine of the model type, the MLflow store,
// the alias and stage. Errors: *validate.Error for cfg, *schema.MismatchError for the table, others for the systems;
// several are joined.
func New[T any, P Row[T]](ctx context.Context, cfg PipelineConfig, opts ...Option) (*Pipeline[T, P], error) {
	p := &Pipeline[T, P]{config: cfg, record: P(nil).TypedMLSchema(), log: slog.Default()}
	for _, o := range opts {
		o(&p.settings)
	}
	if p.settings.log != nil {
		p.log = p.settings.log
	}
	if err := p.config.Validate(); err != nil {
		return nil, fmt.Errorf("pipeline: configuration: %w", err)
	}
	if err := errors.Join(p.check(), p.open(ctx)); err != nil {
		return nil, fmt.Errorf("pipeline: %w", errors.Join(err, p.Close()))
	}
	return p, nil
}

// check holds the configuration against T; it touches no system.
func (p *Pipeline[T, P]) check() error {
	errs := []error{mlflow.CheckExperimentName(p.config.ExperimentName)}
	if p.settings.register.Name == "" {
		name, err := ModelName(p.config.ExperimentName)
		p.settings.register.Name = name
		errs = append(errs, err)
	}
	labels := p.record.WithRole(schema.RoleLabel)
	switch {
	case len(labels) != 1:
		errs = append(errs, fmt.Errorf("%s has %d labels: exactly one field is tagged feature:\"label\"", p.record.Type, len(labels)))
	case labels[0].Key != p.config.TargetColumn:
		errs = append(errs, fmt.Errorf("target_column is %q, but the label of %s is %q: change the configuration or the feature tag",
			p.config.TargetColumn, p.record.Type, labels[0].Key))
	default:
		p.label = labels[0]
	}
	if p.record.Version == "" {
		errs = append(errs, fmt.Errorf("%s declares no version: write //typedml:schema version=1.0.0, which models are tagged with", p.record.Type))
	}
	if len(P(nil).FeatureNames()) == 0 {
		errs = append(errs, fmt.Errorf("%s has no features: numbers, bools, enums and fixed lists of numbers are features", p.record.Type))
	}
	if v := p.settings.version; v != nil && *v < 0 {
		errs = append(errs, fmt.Errorf("there is no version %d of a table: they count from 0", *v))
	}
	return errors.Join(append(errs, p.settings.register.check())...)
}

// open opens the table and the engine and, when nothing is wrong with these, the MLflow store, which may create a
// database.
func (p *Pipeline[T, P]) open(ctx context.Context) error {
	var errTrainer error
	p.trainer, errTrainer = p.openTrainer()
	if err := errors.Join(p.openTable(ctx), errTrainer); err != nil {
		return err
	}
	return p.openClient(ctx)
}

// openTable demands that the table is there, in the version that is asked for, and holds what T reads.
func (p *Pipeline[T, P]) openTable(ctx context.Context) error {
	table, err := featurestore.Open[T, P](ctx, p.config.FeatureTable, append(p.settings.table, featurestore.WithLogger(p.log))...)
	if err != nil {
		return fmt.Errorf("feature table: %w", err)
	}
	p.table = table
	var at []featurestore.ReadOption
	if v := p.settings.version; v != nil {
		at = append(at, featurestore.AsOf(*v))
	}
	if err := table.Check(ctx, at...); err != nil {
		return fmt.Errorf("feature table: %w", err)
	}
	return nil
}

func (p *Pipeline[T, P]) openTrainer() (train.Trainer, error) {
	if p.settings.trainer != nil {
		return p.settings.trainer, nil
	}
	engine, err := train.Open(train.ModelType(p.config.TrainingConfig.ModelType), train.Options{})
	if err != nil {
		return nil, fmt.Errorf("training engine: %w", err)
	}
	return engine, nil
}

// openClient opens the MLflow store and asks it for the experiment, so that a server that is down is found out now.
func (p *Pipeline[T, P]) openClient(ctx context.Context) error {
	if p.client = p.settings.client; p.client == nil {
		client, err := mlflow.Open(ctx, p.settings.tracking, mlflow.WithLogger(p.log))
		if err != nil {
			return fmt.Errorf("experiment tracking: %w", err)
		}
		p.client, p.owned = client, true
	}
	experiment, err := p.client.GetExperimentByName(ctx, p.config.ExperimentName)
	switch {
	case mlflow.IsNotFound(err):
	case err != nil:
		return fmt.Errorf("experiment tracking: %w", err)
	case experiment.Lifecycle == mlflow.Deleted:
		return fmt.Errorf("experiment tracking: experiment %q is deleted: restore it, or choose another name", p.config.ExperimentName)
	}
	if p.settings.engine != nil { // a run that is gone on with may have it already
		return nil
	}
	return p.free(ctx)
}

// free demands that no other version of the model has the semantic version that is asked for.
func (p *Pipeline[T, P]) free(ctx context.Context) error {
	if p.settings.register.Version == "" || p.settings.unregister {
		return nil
	}
	_, err := semanticFor(ctx, p.client, p.settings.register.Name, p.settings.register.Version, 0)
	return err
}

// Close lets go of the table and of the client that New opened.
func (p *Pipeline[T, P]) Close() error {
	var errs []error
	if p.table != nil {
		errs = append(errs, p.table.Close())
	}
	if p.owned {
		errs = append(errs, p.client.Close())
	}
	return errors.Join(errs...)
}
