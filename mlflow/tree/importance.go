package tree

import "strconv"

// totalGains returns what each feature's splits improved the loss by, over all trees, and how many they are.
func totalGains(trees []*splitTree, width int) (total []float64, splits []int) {
	total, splits = make([]float64, width), make([]int, width)
	for _, t := range trees {
		for _, n := range t.nodes {
			if n.left != 0 {
				total[n.feature] += n.gain
				splits[n.feature]++
			}
		}
	}
	return total, splits
}

// meanGains is XGBoost's measure.
func meanGains(trees []*splitTree, width int) []float64 {
	gains, splits := totalGains(trees, width)
	for f, n := range splits {
		if n > 0 {
			gains[f] /= float64(n)
		}
	}
	return gains
}

// Importance returns each feature's importance, divided by the sum over all features. It is importance type "gain" of
// the library that trained: XGBoost's is the mean gain of the feature's splits, as its scikit-learn interface computes
// feature_importances_, LightGBM's their total gain. Every feature is there once, with 0 when no split tests it; the
// values sum to 1 unless the model has no split. Features of a model without names are called f0, f1 … as XGBoost calls
// them. The caller owns the map.
func (m *Model) Importance() map[string]float64 {
	var sum float64
	for _, g := range m.importance {
		sum += g
	}
	importance := make(map[string]float64, m.width)
	for f, g := range m.importance {
		name := "f" + strconv.Itoa(f)
		if len(m.names) > 0 {
			name = m.names[f]
		}
		if sum != 0 {
			g /= sum
		}
		importance[name] = g
	}
	return importance
}
