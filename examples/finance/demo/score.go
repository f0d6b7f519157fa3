package main

import (
	"context"
	"fmt"
	"math"

	"github.com/typedml/typedml/examples/finance"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/mlflow/tree"
	"github.com/typedml/typedml/pipeline/evaluate"
	"github.com/typedml/typedml/validate"
)

func (d *demo) uri() string { return "models:/" + d.artifact.ModelName + "@" + alias }

// score loads the model by its alias and answers one request.
func (d *demo) score(ctx context.Context) error {
	d.story.Step("Load %s and score one application", d.uri())
	scorer, err := predict.Load[finance.ApplicationRequest](ctx, d.client, d.uri())
	if err != nil {
		return err
	}
	body, err := d.request()
	if err != nil {
		return err
	}
	var application finance.ApplicationRequest
	if err := application.UnmarshalJSON(body); err != nil {
		return err
	}
	risk, err := scorer.Predict(&application)
	if err != nil {
		return err
	}
	d.story.Done("%d DM over %d months: probability of a bad outcome %.3f", application.CreditAmount, application.DurationInMonth, risk)
	return nil
}

// missing sends the request with one column gone, and shows what a predictor that binds by position makes of such rows.
func (d *demo) missing(ctx context.Context) error {
	const gone = "duration_in_month"
	d.story.Step("The same with one column gone")
	body, err := d.request()
	if err != nil {
		return err
	}
	var application finance.ApplicationRequest
	err = application.UnmarshalJSON(without(body, gone))
	if err := d.expect(err, new(*validate.Error)); err != nil {
		return err
	}
	typed, untyped, err := d.compare(ctx, gone)
	if err != nil {
		return err
	}
	d.story.Note("A predictor that binds by position, as XGBoost's matrix prediction does, takes the columns that are left and answers.")
	d.story.Table(
		[2]string{"", "this application   AUC, all 1000 rows (training rows among them)"},
		[2]string{"every column", fmt.Sprintf("%.3f              %.3f", typed.one, typed.auc)},
		[2]string{gone + " gone, untyped", fmt.Sprintf("%.3f              %.3f", untyped.one, untyped.auc)},
	)
	return nil
}

// answers are one row's probability and the quality over all rows.
type answers struct{ one, auc float64 }

// compare predicts all rows twice: as they are, and by position with one column gone and the rest moved up.
func (d *demo) compare(ctx context.Context, gone string) (typed, untyped answers, err error) {
	bundle, err := model.Download(ctx, d.client, d.uri())
	if err != nil {
		return typed, untyped, err
	}
	data, err := bundle.Data("xgboost")
	if err != nil {
		return typed, untyped, err
	}
	trees, err := tree.LoadXGBoost(data)
	if err != nil {
		return typed, untyped, err
	}
	if typed, err = d.predictAll(trees, func(row []float32) []float32 { return row }); err != nil {
		return typed, untyped, err
	}
	at := position(trees.FeatureNames(), gone)
	untyped, err = d.predictAll(trees, func(row []float32) []float32 {
		copy(row[at:], row[at+1:])
		row[len(row)-1] = float32(math.NaN())
		return row
	})
	return typed, untyped, err
}

func (d *demo) predictAll(trees *tree.Model, change func([]float32) []float32) (answers, error) {
	labels, scores := make([]float64, len(d.rows)), make([]float64, len(d.rows))
	var row []float32
	for i := range d.rows {
		row = change(d.rows[i].AppendFeatures(row[:0]))
		p, err := trees.Predict(row)
		if err != nil {
			return answers{}, err
		}
		labels[i], _ = d.rows[i].TypedMLLabel()
		scores[i] = float64(p)
	}
	auc, err := evaluate.AUC(labels, scores)
	return answers{one: scores[1], auc: auc}, err
}

func position(names []string, name string) int {
	for i, n := range names {
		if n == name {
			return i
		}
	}
	return -1
}
