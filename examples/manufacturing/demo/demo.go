package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/typedml/typedml/examples/internal/durable"
	"github.com/typedml/typedml/examples/internal/story"
	"github.com/typedml/typedml/examples/manufacturing"
	_ "github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/mlflow"
	_ "github.com/typedml/typedml/mlflow/sqlite"
	"github.com/typedml/typedml/pipeline"
	"github.com/typedml/typedml/pipeline/config"
	"github.com/typedml/typedml/pipeline/train"
)

const (
	// alias is what the demo registers its model under and loads it by.
	alias = "champion"

	machines = 48
	hours    = 24 // of a day, and so the batches of one

	observed = 2 * hours          // batches written in the mode observe
	warned   = observed + 2*hours // … warn, up to this batch
	written  = warned + 6*hours   // … enforce
	days     = written/hours + 4  // the last four are for the model to foresee
)

// demo is the story's state.
type demo struct {
	story    *story.Story
	dir      string
	config   pipeline.PipelineConfig
	client   mlflow.Client
	good     [][]manufacturing.Reading // what the machines did, hour by hour
	stream   [][]manufacturing.Reading // the same as the sensors tell it
	engine   []pipeline.Option
	artifact pipeline.ModelArtifact
	rejects  string // URI of the quarantine table
	rejected int    // rows that went there
	injected int    // faulty readings in what is written
}

func newDemo(ctx context.Context, out io.Writer, dir, engine string) (*demo, error) {
	if _, err := train.FindXGBoost(); err != nil { // now, not after half of the story
		return nil, err
	}
	d := &demo{dir: dir, rejects: story.DeltaURI(filepath.Join(dir, "lake", "readings_quarantine"))}
	if err := config.Parse("pipeline.yaml", manufacturing.Config, &d.config); err != nil {
		return nil, err
	}
	d.config.FeatureTable = story.DeltaURI(filepath.Join(dir, "lake", "readings"))
	d.story = story.New(out, "typedml: bearings about to fail, from sensors that lie now and then (all of it simulated)")
	var err error
	if d.engine, err = durable.Options(engine, dir, d.story, nil); err != nil {
		return nil, err
	}
	d.client, err = mlflow.Open(ctx, story.SQLiteURI(filepath.Join(dir, "mlflow.db")))
	return d, err
}

// simulate makes the readings and the faults.
func (d *demo) simulate(context.Context) error {
	seed := uint64(d.config.TrainingConfig.RandomSeed)
	d.story.Step("Simulate %d machines for %d days, seed %d", machines, days, seed)
	d.good = manufacturing.Simulate(manufacturing.Plant{Machines: machines, Hours: days * hours, Seed: seed})
	stream, counts := manufacturing.Sabotage(d.good[:written], seed)
	d.stream = stream
	failing := 0
	for _, batch := range d.good {
		for i := range batch {
			if batch[i].FailsNextShift {
				failing++
			}
		}
	}
	d.story.Done("%d readings in %d hourly batches; in %d of them the bearing fails within the next shift", len(d.good)*machines, len(d.good), failing)
	for _, n := range counts {
		d.injected += n
	}
	d.story.Done("%d readings of the first %d days get a sensor's fault: %d stuck, %d out of range, %d in °F", d.injected, written/hours,
		counts[manufacturing.Stuck], counts[manufacturing.OutOfRange], counts[manufacturing.Fahrenheit])
	return nil
}

// train runs the pipeline: load, split, train, evaluate, log, register.
func (d *demo) train(ctx context.Context) error {
	d.story.Step("Train on the clean table, evaluate, log and register")
	p, err := pipeline.New[manufacturing.Reading](ctx, d.config, append(d.engine,
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
	d.story.Done("model %s, version %s, alias %s; test split: auc_roc %.4f, log_loss %.4f, recall %.4f, precision %.4f",
		d.artifact.ModelName, d.artifact.Version, alias, m.AUCROC, *m.LogLoss, m.Recall, m.Precision)
	d.story.Note("The split deals the hours of one machine to all three parts, which flatters: the next step does not.")
	return nil
}

func (d *demo) uri() string { return "models:/" + d.artifact.ModelName + "@" + alias }

// end says where things are.
func (d *demo) end() {
	d.story.Step("Where things are")
	d.story.Table(
		[2]string{"feature table", filepath.Join(d.dir, "lake", "readings")},
		[2]string{"quarantine", filepath.Join(d.dir, "lake", "readings_quarantine")},
		[2]string{"MLflow runs and models", story.SQLiteURI(filepath.Join(d.dir, "mlflow.db"))},
	)
	d.story.Note("make ui EXAMPLE=manufacturing opens the run in MLflow (it installs MLflow first, 850 MB)")
}

// percent writes a share.
func percent(part, whole int) string { return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole)) }
