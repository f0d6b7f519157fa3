package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/typedml/typedml/examples/finance"
	"github.com/typedml/typedml/examples/internal/durable"
	"github.com/typedml/typedml/examples/internal/story"
	"github.com/typedml/typedml/featurestore"
	_ "github.com/typedml/typedml/featurestore/delta"
	_ "github.com/typedml/typedml/featurestore/spark"
	"github.com/typedml/typedml/mlflow"
	_ "github.com/typedml/typedml/mlflow/rest"
	_ "github.com/typedml/typedml/mlflow/sqlite"
	"github.com/typedml/typedml/pipeline"
	"github.com/typedml/typedml/pipeline/config"
	"github.com/typedml/typedml/pipeline/train"
	"github.com/typedml/typedml/validate"
)

// alias is what the demo registers its model under and loads it by.
const alias = "champion"

// demo is the story's state.
type demo struct {
	story    *story.Story
	dir      string
	tracking string
	config   pipeline.PipelineConfig
	client   mlflow.Client
	rows     []finance.Application
	engine   []pipeline.Option
	artifact pipeline.ModelArtifact
}

func newDemo(ctx context.Context, out io.Writer, o options) (*demo, error) {
	dir, table, tracking := o.dir, o.table, o.tracking
	if _, err := train.FindXGBoost(); err != nil { // now, not after half of the story
		return nil, err
	}
	d := &demo{dir: dir}
	if err := config.Parse("pipeline.yaml", finance.Config, &d.config); err != nil {
		return nil, err
	}
	if table == "" {
		table = story.DeltaURI(filepath.Join(dir, "lake", "credit"))
	}
	d.config.FeatureTable = table
	if tracking == "" {
		tracking = story.SQLiteURI(filepath.Join(dir, "mlflow.db"))
	}
	d.story = story.New(out, "typedml: German Credit, from a CSV file to a prediction")
	var err error
	if d.engine, err = durable.Options(o.engine, dir, d.story, o.observe); err != nil {
		return nil, err
	}
	d.tracking = tracking
	d.client, err = mlflow.Open(ctx, tracking)
	return d, err
}

func (d *demo) close() { d.client.Close() }

// load reads the CSV file; every cell is decoded and checked against the struct.
func (d *demo) load(context.Context) error {
	d.story.Step("Validate and load german_credit.csv")
	rows, err := finance.Load()
	if err != nil {
		return err
	}
	d.rows = rows
	features := len((*finance.Application)(nil).FeatureNames())
	d.story.Done("%d applications, 21 typed columns, %d encoded features", len(rows), features)
	return nil
}

// corrupt reads a copy with the mistakes that files come with.
func (d *demo) corrupt(context.Context) error {
	d.story.Step("Load a corrupted copy")
	data, err := io.ReadAll(finance.Data())
	if err != nil {
		return err
	}
	text := string(data)
	for _, m := range []struct {
		old, new string
		times    int
	}{
		{",own,", ",owned,", 4},
		{",none,yes,", ",none,maybe,", 1},
		{",good", ",", 1},
		{",22,", ",-22,", 1},
		{",2096,", ",20.96,", 1},
	} {
		if strings.Count(text, m.old) < m.times {
			return fmt.Errorf("the data holds no %q to corrupt", m.old)
		}
		text = strings.Replace(text, m.old, m.new, m.times)
	}
	_, err = featurestore.ReadCSV[finance.Application]("corrupted.csv", strings.NewReader(text))
	return d.expect(err, new(*validate.Error))
}

// expect shows an error of the family that was meant to come; another one, or none, ends the demo.
func (d *demo) expect(err error, family any) error {
	if err == nil || !errors.As(err, family) {
		return fmt.Errorf("this should have been refused by a %T, got: %w", family, err)
	}
	d.story.Refused(err)
	return nil
}

// store writes the feature table; running the demo again adds a version.
func (d *demo) store(ctx context.Context) error {
	d.story.Step("Write the feature table")
	table, err := featurestore.Open[finance.Application](ctx, d.config.FeatureTable)
	if err != nil {
		return err
	}
	defer table.Close()
	if err := table.Overwrite(ctx, d.rows); err != nil {
		return err
	}
	version, err := table.Version(ctx)
	if err != nil {
		return err
	}
	d.story.Done("Delta table, version %d, every row validated before the write", version)
	d.story.Note("%s", d.config.FeatureTable)
	audit, err := table.Audit(ctx)
	if err != nil {
		return err
	}
	if audit.PushedDown {
		d.story.Done("audited on Spark: %d rows, %d rules broken; no row was fetched", audit.Rows, len(audit.Broken))
	}
	return nil
}

// train runs the pipeline: load, split, train, evaluate, log, register.
func (d *demo) train(ctx context.Context) error {
	d.story.Step("Train, evaluate, log and register")
	p, err := pipeline.New[finance.Application](ctx, d.config, append(d.engine,
		pipeline.WithClient(d.client), pipeline.WithProgress(os.Stderr),
		pipeline.WithLogger(slog.New(slog.DiscardHandler)),
		pipeline.WithRegistration(pipeline.RegisterOptions{Alias: alias}))...)
	if err != nil {
		return err
	}
	defer p.Close()
	if d.artifact, err = p.Run(ctx); err != nil {
		return err
	}
	m := d.artifact.Metrics
	d.story.Done("model %s, version %s, alias %s; measured on the test split, which training never saw:", d.artifact.ModelName, d.artifact.Version, alias)
	d.story.Table(
		[2]string{"auc_roc", fmt.Sprintf("%.4f", m.AUCROC)}, [2]string{"log_loss", fmt.Sprintf("%.4f", *m.LogLoss)},
		[2]string{"accuracy", fmt.Sprintf("%.4f", m.Accuracy)}, [2]string{"precision", fmt.Sprintf("%.4f", m.Precision)},
		[2]string{"recall", fmt.Sprintf("%.4f", m.Recall)}, [2]string{"f1_score", fmt.Sprintf("%.4f", m.F1Score)},
	)
	return nil
}

// end says where things are.
func (d *demo) end() {
	d.story.Step("Where things are")
	d.story.Table(
		[2]string{"feature table", d.config.FeatureTable},
		[2]string{"MLflow runs and models", d.tracking},
	)
	d.story.Note("make ui opens the run in MLflow (it installs MLflow first, 850 MB)")
}

// request is what a caller sends: the application without its outcome.
func (d *demo) request() ([]byte, error) {
	row := &d.rows[1]
	full, err := row.AppendJSON(nil)
	if err != nil {
		return nil, err
	}
	return bytes.Replace(full, fmt.Appendf(nil, `,"creditability":%q`, row.Creditability), nil, 1), nil
}
