package evaluate

import (
	"errors"
	"fmt"
	"math"
)

// Float is what labels and probabilities come as.
type Float interface{ ~float32 | ~float64 }

// DefaultThreshold is the probability above which a row counts as predicted positive.
const DefaultThreshold = 0.5

// Metrics of a binary classifier on one set of rows.
type Metrics struct {
	Accuracy  float64
	Precision float64 // 0 when nothing was predicted positive
	Recall    float64 // 0 when no label is positive
	F1        float64 // 0 when there is neither a positive label nor a positive prediction
	AUCROC    float64 // NaN when all labels are of one class
	LogLoss   float64
	Confusion Confusion
	Threshold float64 // a row is predicted positive when its probability is greater
	// Undefined names the metrics above that have no value on these rows, by their names in ExperimentMetrics:
	// precision, recall, f1_score, auc_roc.
	Undefined []string
}

// Binary computes all metrics of probabilities against labels. Rows are predicted positive when their probability is
// greater than threshold, as XGBClassifier.predict does at 0.5. It is an error when there are no rows, the lengths
// differ, a label is neither 0 nor 1, or a probability is not in [0,1]. It costs one sort of the rows.
func Binary[L, P Float](labels []L, probabilities []P, threshold float64) (Metrics, error) {
	rows, err := newScored(labels, probabilities)
	if err != nil {
		return Metrics{}, err
	}
	if err := rows.checkProbabilities(); err != nil {
		return Metrics{}, err
	}
	if math.IsNaN(threshold) {
		return Metrics{}, errors.New("evaluate: the threshold is NaN")
	}
	c := rows.confusion(threshold)
	m := Metrics{
		Accuracy:  c.Accuracy(),
		Precision: c.Precision(),
		Recall:    c.Recall(),
		F1:        c.F1(),
		LogLoss:   rows.logLoss(),
		Confusion: c,
		Threshold: threshold,
	}
	rows.sort()
	m.AUCROC = rows.auc()
	m.Undefined = c.undefined()
	return m, nil
}

// scored is rows of a score and a label each.
type scored []scoredRow

type scoredRow struct {
	score    float64
	positive bool
}

func newScored[L, P Float](labels []L, scores []P) (scored, error) {
	if len(labels) != len(scores) {
		return nil, fmt.Errorf("evaluate: %d labels and %d predictions", len(labels), len(scores))
	}
	if len(labels) == 0 {
		return nil, errors.New("evaluate: there are no rows")
	}
	rows := make(scored, len(labels))
	for i, l := range labels {
		if l != 0 && l != 1 {
			return nil, fmt.Errorf("evaluate: the label of row %d is %v; labels are 0 or 1", i, l)
		}
		if s := float64(scores[i]); math.IsNaN(s) || math.IsInf(s, 0) {
			return nil, fmt.Errorf("evaluate: the prediction of row %d is %v", i, s)
		}
		rows[i] = scoredRow{float64(scores[i]), l == 1}
	}
	return rows, nil
}

func (rows scored) checkProbabilities() error {
	for i, r := range rows {
		if r.score < 0 || r.score > 1 {
			return fmt.Errorf("evaluate: the prediction of row %d is %v; a probability is in [0,1]", i, r.score)
		}
	}
	return nil
}
