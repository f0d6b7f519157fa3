package pipeline

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/mlflow/tree"
	"github.com/typedml/typedml/pipeline/evaluate"
	"github.com/typedml/typedml/pipeline/train"
)

// Trained is a fitted model with the parts that it was fitted on.
type Trained struct {
	Parts Parts
	Model *train.Model
}

// Evaluated is a model with its metrics on the test part.
type Evaluated struct {
	Version int64
	Model   *train.Model
	Metrics ExperimentMetrics
}

// Params returns the hyperparameters as a trainer takes them.
func (x *TrainingConfig) Params() train.Params {
	return train.Params{
		ModelType: train.ModelType(x.ModelType), LearningRate: x.LearningRate, MaxDepth: x.MaxDepth, Estimators: x.NEstimators,
		EarlyStoppingRounds: x.EarlyStoppingRounds, L1: x.L1Regularization, L2: x.L2Regularization, Seed: x.RandomSeed,
	}
}

// fit trains on the training part; early stopping watches the validation part, and nothing sees the test part.
func (p *Pipeline[T, P]) fit() Step[Parts, Trained] {
	return observed(p.log, Step[Parts, Trained]{Name: "train", Run: func(ctx context.Context, in Parts) (Trained, error) {
		bar := newRounds(p.settings.progress)
		defer bar.end()
		model, err := p.trainer.Train(ctx, train.Task{
			Params: p.config.TrainingConfig.Params(), Train: in.Train, Validation: in.Validation, OnRound: bar.round,
		})
		if err != nil {
			return Trained{}, err
		}
		for _, notice := range model.Notices {
			p.log.WarnContext(ctx, notice, "step", "train")
		}
		return Trained{Parts: in, Model: model}, nil
	}})
}

// assess measures the model on the test part, with the evaluator that predictions use.
func (p *Pipeline[T, P]) assess() Step[Trained, Evaluated] {
	return observed(p.log, Step[Trained, Evaluated]{Name: "evaluate", Run: func(_ context.Context, in Trained) (Evaluated, error) {
		out := Evaluated{Version: in.Parts.Version, Model: in.Model}
		model, err := tree.Load(in.Model.Flavor, in.Model.Data)
		if err != nil {
			return out, err
		}
		test := in.Parts.Test
		plan, err := predict.Bind(model, test.Features.Names(), "the trained model", p.record.Name)
		if err != nil {
			return out, err
		}
		probabilities, err := plan.PredictBatch(make([]float64, 0, test.Features.Rows()), test.Features.Values())
		if err != nil {
			return out, err
		}
		m, err := evaluate.Binary(test.Labels, probabilities, evaluate.DefaultThreshold)
		if err != nil {
			return out, err
		}
		if slices.Contains(m.Undefined, "auc_roc") {
			return out, fmt.Errorf("auc_roc has no value: the %d rows of the test split are all of one class; add rows, or raise test_ratio", len(test.Labels))
		}
		out.Metrics = metricsOf(m)
		return out, out.Metrics.Validate()
	}})
}

func metricsOf(m evaluate.Metrics) ExperimentMetrics {
	out := ExperimentMetrics{
		Accuracy: m.Accuracy, Precision: m.Precision, Recall: m.Recall, F1Score: m.F1, AUCROC: m.AUCROC,
	}
	if !math.IsNaN(m.LogLoss) {
		out.LogLoss = &m.LogLoss
	}
	return out
}
