package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/typedml/typedml/examples/healthcare"
	"github.com/typedml/typedml/examples/internal/durable"
	"github.com/typedml/typedml/examples/internal/story"
	"github.com/typedml/typedml/featurestore"
	_ "github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/mlflow"
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
	config   pipeline.PipelineConfig
	client   mlflow.Client
	rows     []healthcare.Biopsy // to train on
	held     []healthcare.Biopsy // kept out of the table
	engine   []pipeline.Option
	artifact pipeline.ModelArtifact
	said     transcript
	rejects  string // URI of the quarantine table
}

func newDemo(ctx context.Context, out io.Writer, dir, engine string) (*demo, error) {
	if _, err := train.FindXGBoost(); err != nil { // now, not after half of the story
		return nil, err
	}
	d := &demo{dir: dir, rejects: story.DeltaURI(filepath.Join(dir, "lake", "biopsies_quarantine"))}
	if err := config.Parse("pipeline.yaml", healthcare.Config, &d.config); err != nil {
		return nil, err
	}
	d.config.FeatureTable = story.DeltaURI(filepath.Join(dir, "lake", "biopsies"))
	d.story = story.New(out, "typedml: breast masses, malignant or benign, with patients (simulated) whom no message tells")
	var err error
	if d.engine, err = durable.Options(engine, dir, d.story, nil); err != nil {
		return nil, err
	}
	d.client, err = mlflow.Open(ctx, story.SQLiteURI(filepath.Join(dir, "mlflow.db")))
	return d, err
}

// load reads the CSV file and gives each sample a patient.
func (d *demo) load(context.Context) error {
	d.story.Step("Validate and load breast_cancer.csv, simulate the patients")
	samples, err := healthcare.Load()
	if err != nil {
		return err
	}
	d.rows, d.held = healthcare.HoldOut(healthcare.Simulate(samples, uint64(d.config.TrainingConfig.RandomSeed)))
	malignant := 0
	for i := range samples {
		if samples[i].Diagnosis == healthcare.Malignant {
			malignant++
		}
	}
	d.story.Done("%d biopsies, %d malignant; %d are held out for the end", len(samples), malignant, len(d.held))
	d.story.Note("%d features, all measurements; patient.id and patient.birth_year are sensitive, and none (both simulated from seed %d)",
		len(d.rows[0].FeatureNames()), d.config.TrainingConfig.RandomSeed)
	return nil
}

// refuse validates a record with mistakes in sensitive and in other fields.
func (d *demo) refuse(context.Context) error {
	d.story.Step("A record with mistakes: of sensitive fields the error names the rule, never the value")
	row := d.damaged()[0]
	err := row.Validate()
	var broken *validate.Error
	if !errors.As(err, &broken) || len(broken.Violations) != 4 {
		return fmt.Errorf("four rules should have been broken, got: %w", err)
	}
	d.said.add("the error", err.Error())
	d.story.Refused(err)
	return nil
}

// damaged returns copies of three biopsies with the mistakes that records come with.
func (d *demo) damaged() []healthcare.Biopsy {
	typist, swapped, century := d.rows[0], d.rows[1], d.rows[2]
	typist.Patient.ID = "Jane Q. Sample"
	typist.Patient.BirthYear = 1066
	typist.MeanRadius = 1799
	id := []byte(swapped.Patient.ID)
	for i := 4; id[i] == id[i+1] || string(id) == swapped.Patient.ID; i++ {
		id[i], id[i+1] = id[i+1], id[i]
	}
	swapped.Patient.ID = string(id)
	century.Patient.BirthYear += 200
	return []healthcare.Biopsy{typist, swapped, century}
}

// store writes the rows that are kept, and the damaged ones with them.
func (d *demo) store(ctx context.Context) error {
	d.story.Step("Write the feature table; three damaged records go to the quarantine")
	log := d.said.logger("the log of the table")
	table, err := featurestore.Open[healthcare.Biopsy](ctx, d.config.FeatureTable, featurestore.WithLogger(log))
	if err != nil {
		return err
	}
	defer table.Close()
	sink, err := featurestore.TableSink(ctx, d.rejects)
	if err != nil {
		return err
	}
	var rejected int
	var version int64
	rows := append(d.damaged(), d.rows...)
	err = table.Overwrite(ctx, rows, featurestore.Quarantine(sink), featurestore.Quarantined(&rejected), featurestore.CommittedAs(&version))
	if err != nil {
		return err
	}
	if rejected != 3 {
		return fmt.Errorf("three rows should be in the quarantine, not %d", rejected)
	}
	d.story.Done("Delta table, version %d: %d rows; %d rows in the quarantine", version, len(rows)-rejected, rejected)
	return nil
}

// train runs the pipeline: load, split, train, evaluate, log, register.
func (d *demo) train(ctx context.Context) error {
	d.story.Step("Train, evaluate, log and register")
	p, err := pipeline.New[healthcare.Biopsy](ctx, d.config, append(d.engine,
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
	d.story.Done("model %s, version %s, alias %s; measured on the test split, which training never saw, at the threshold 0.5:",
		d.artifact.ModelName, d.artifact.Version, alias)
	d.story.Table(
		[2]string{"recall", fmt.Sprintf("%.4f   of the malignant masses, the share that was found", m.Recall)},
		[2]string{"precision", fmt.Sprintf("%.4f   of those called malignant, the share that is", m.Precision)},
		[2]string{"auc_roc", fmt.Sprintf("%.4f", m.AUCROC)}, [2]string{"log_loss", fmt.Sprintf("%.4f", *m.LogLoss)},
	)
	return nil
}

func (d *demo) uri() string { return "models:/" + d.artifact.ModelName + "@" + alias }

// end says where things are.
func (d *demo) end() {
	d.story.Step("Where things are")
	d.story.Table(
		[2]string{"feature table", filepath.Join(d.dir, "lake", "biopsies")},
		[2]string{"quarantine", filepath.Join(d.dir, "lake", "biopsies_quarantine")},
		[2]string{"MLflow runs and models", story.SQLiteURI(filepath.Join(d.dir, "mlflow.db"))},
	)
	d.story.Note("make ui EXAMPLE=healthcare opens the run in MLflow (it installs MLflow first, 850 MB)")
}
