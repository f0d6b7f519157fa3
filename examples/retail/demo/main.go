// Command demo trains a churn model on CDNOW's customers with simulated embeddings and outcomes: the struct embeds the
// feature vector and adds the label; key and timestamp are carried along, the 64 embeddings are features.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"github.com/typedml/typedml/examples/internal/durable"
	"github.com/typedml/typedml/examples/internal/story"
	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/featurestore"
	_ "github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/predict"
	_ "github.com/typedml/typedml/mlflow/sqlite"
	"github.com/typedml/typedml/pipeline"
	"github.com/typedml/typedml/pipeline/config"
	"github.com/typedml/typedml/validate"
)

func main() {
	dir := flag.String("dir", ".demo/retail", "folder for the table, the MLflow database and the artifacts")
	engine := flag.String("engine", "memory", durable.Usage)
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, *dir, *engine); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		stop()
		os.Exit(1)
	}
}

// run tells the whole story.
func run(ctx context.Context, out io.Writer, dir, engine string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var cfg pipeline.PipelineConfig
	if err := config.Parse("pipeline.yaml", retail.Config, &cfg); err != nil {
		return err
	}
	cfg.FeatureTable = story.DeltaURI(filepath.Join(dir, "lake", "churn"))
	client, err := mlflow.Open(ctx, story.SQLiteURI(filepath.Join(dir, "mlflow.db")))
	if err != nil {
		return err
	}
	defer client.Close()
	s := story.New(out, "typedml: churn of CDNOW's customers, embeddings and outcomes simulated")
	on, err := durable.Options(engine, dir, s, nil)
	if err != nil {
		return err
	}
	rows, err := simulate(s, cfg.TrainingConfig.RandomSeed)
	if err != nil {
		return err
	}
	if err := store(ctx, s, cfg.FeatureTable, rows); err != nil {
		return err
	}
	artifact, err := train(ctx, s, cfg, client, on)
	if err != nil {
		return err
	}
	if err := score(ctx, s, client, artifact, &rows[0].FeatureVector); err != nil {
		return err
	}
	s.Note("Everything is in %s; make ui EXAMPLE=retail opens the run in MLflow (it installs MLflow first, 850 MB)", dir)
	return nil
}

func simulate(s *story.Story, seed int64) ([]retail.ChurnRow, error) {
	s.Step("Load the customers, simulate embeddings and churn")
	customers, err := retail.Load()
	if err != nil {
		return nil, err
	}
	rows := retail.Simulate(customers, uint64(seed))
	churned := 0
	for i := range rows {
		if rows[i].Churned {
			churned++
		}
	}
	names := rows[0].FeatureNames()
	s.Done("%d customers, %d churned (simulated from seed %d)", len(rows), churned, seed)
	s.Note("%d features: %s … %s; customer_id and timestamp are none", len(names), strings.Join(names[:4], ", "), names[len(names)-1])
	return rows, nil
}

func store(ctx context.Context, s *story.Story, uri string, rows []retail.ChurnRow) error {
	s.Step("Write the feature table")
	table, err := featurestore.Open[retail.ChurnRow](ctx, uri)
	if err != nil {
		return err
	}
	defer table.Close()
	bad := slices.Clone(rows[:1])
	bad[0].CategoryEmbeddings = make([]float64, 64)
	bad[0].TransactionAmount = 19.999
	var broken *validate.Error
	if err := table.Overwrite(ctx, bad); !errors.As(err, &broken) {
		return fmt.Errorf("a bad row should have been refused, got: %w", err)
	}
	s.Refused(broken)
	if err := table.Overwrite(ctx, rows); err != nil {
		return err
	}
	s.Done("Delta table %s, every row validated before the write", uri)
	return nil
}

func train(ctx context.Context, s *story.Story, cfg pipeline.PipelineConfig, client mlflow.Client, on []pipeline.Option) (pipeline.ModelArtifact, error) {
	s.Step("Train, evaluate, log and register")
	p, err := pipeline.New[retail.ChurnRow](ctx, cfg, append(on, pipeline.WithClient(client), pipeline.WithProgress(os.Stderr),
		pipeline.WithLogger(slog.New(slog.DiscardHandler)), pipeline.WithRegistration(pipeline.RegisterOptions{Alias: "champion"}))...)
	if err != nil {
		return pipeline.ModelArtifact{}, err
	}
	defer p.Close()
	artifact, err := p.Run(ctx)
	if err != nil {
		return artifact, err
	}
	s.Done("model %s, version %s, alias champion; test split: auc_roc %.4f, log_loss %.4f",
		artifact.ModelName, artifact.Version, artifact.Metrics.AUCROC, *artifact.Metrics.LogLoss)
	return artifact, nil
}

// score serves the model with the feature vector alone: what the label's owner adds is no input.
func score(ctx context.Context, s *story.Story, client mlflow.Client, a pipeline.ModelArtifact, x *retail.FeatureVector) error {
	uri := "models:/" + a.ModelName + "@champion"
	s.Step("Load %s and score one customer", uri)
	model, err := predict.Load[retail.FeatureVector](ctx, client, uri)
	if err != nil {
		return err
	}
	p, err := model.Predict(x)
	if err != nil {
		return err
	}
	s.Done("customer %s, silent for %d days: probability of churn %.3f", x.CustomerID, x.DaysSinceLastPurchase, p)
	return nil
}
