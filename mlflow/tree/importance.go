package tree

import "strconv"

// gain is what a feature's splits improved the loss by, over the whole model.
type gain struct {
	total  float64
	splits int
}

func sumGains(trees []*splitTree, width int) []gain {
	gains := make([]gain, width)
	for _, t := range trees {
		for _, n := range t.nodes {
			if n.left != 0 {
				gains[n.feature].total += float64(n.gain)
				gains[n.feature].splits++
			}
		}
	}
	return gains
}

// Importance returns each feature's importance: the mean gain of its splits, divided by the sum over all features, as
// XGBoost's scikit-learn interface computes feature_importances_ (importance_type "gain"). Every feature is there once,
// with 0 when no split tests it; the values sum to 1 unless the model has no split. Features of a model without names
// are called f0, f1 … as XGBoost calls them. The caller owns the map.
func (m *Model) Importance() map[string]float64 {
	mean := make([]float64, m.width)
	var sum float64
	for f, g := range m.gains {
		if g.splits > 0 {
			mean[f] = g.total / float64(g.splits)
			sum += mean[f]
		}
	}
	importance := make(map[string]float64, m.width)
	for f := range mean {
		name := "f" + strconv.Itoa(f)
		if len(m.names) > 0 {
			name = m.names[f]
		}
		if sum != 0 {
			mean[f] /= sum
		}
		importance[name] = mean[f]
	}
	return importance
}
