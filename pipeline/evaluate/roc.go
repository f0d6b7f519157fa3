package evaluate

import (
	"cmp"
	"iter"
	"math"
	"slices"
)

// AUC returns the area under the receiver operating characteristic: the chance that a positive row scores above a
// negative one, ties counting half. Scores are any finite numbers. It is NaN when all labels are of one class. The
// count behind it is exact, with one division at the end.
func AUC[L, P Float](labels []L, scores []P) (float64, error) {
	rows, err := newScored(labels, scores)
	if err != nil {
		return 0, err
	}
	rows.sort()
	return rows.auc(), nil
}

// ROCPoint is the false and true positive rate when rows that score at least Threshold are predicted positive.
type ROCPoint struct {
	FalsePositiveRate, TruePositiveRate float64
	Threshold                           float64
}

// ROC returns the curve from (0,0), with threshold +Inf, to (1,1): one point per distinct score, as scikit-learn's
// roc_curve gives with drop_intermediate=False. A rate of a class that has no rows is NaN.
func ROC[L, P Float](labels []L, scores []P) ([]ROCPoint, error) {
	rows, err := newScored(labels, scores)
	if err != nil {
		return nil, err
	}
	rows.sort()
	positives := rows.positives()
	negatives := len(rows) - positives
	rate := func(part, whole int) float64 { return float64(part) / float64(whole) } // 0/0 is NaN
	curve := []ROCPoint{{rate(0, negatives), rate(0, positives), math.Inf(1)}}
	truePositives, falsePositives := 0, 0
	for tie := range rows.ties() {
		truePositives += tie.positives()
		falsePositives += len(tie) - tie.positives()
		curve = append(curve, ROCPoint{rate(falsePositives, negatives), rate(truePositives, positives), tie[0].score})
	}
	return curve, nil
}

// sort orders rows by descending score.
func (rows scored) sort() {
	slices.SortFunc(rows, func(a, b scoredRow) int { return cmp.Compare(b.score, a.score) })
}

func (rows scored) positives() int {
	n := 0
	for _, r := range rows {
		if r.positive {
			n++
		}
	}
	return n
}

// ties yields the runs of equal scores of sorted rows.
func (rows scored) ties() iter.Seq[scored] {
	return func(yield func(scored) bool) {
		for from := 0; from < len(rows); {
			to := from + 1
			for to < len(rows) && rows[to].score == rows[from].score {
				to++
			}
			if !yield(rows[from:to]) {
				return
			}
			from = to
		}
	}
}

// auc counts, for each negative of sorted rows, the positives above it twice and those beside it once (the
// Mann-Whitney statistic, doubled to stay whole).
func (rows scored) auc() float64 {
	var above, doubled uint64
	for tie := range rows.ties() {
		positives := uint64(tie.positives())
		negatives := uint64(len(tie)) - positives
		doubled += negatives * (2*above + positives)
		above += positives
	}
	negatives := uint64(len(rows)) - above
	if above == 0 || negatives == 0 {
		return math.NaN()
	}
	return float64(doubled) / 2 / (float64(above) * float64(negatives))
}
