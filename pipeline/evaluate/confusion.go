package evaluate

// Confusion counts rows by predicted and true class.
type Confusion struct {
	TruePositive, FalsePositive, TrueNegative, FalseNegative int
}

func (rows scored) confusion(threshold float64) Confusion {
	var c Confusion
	for _, r := range rows {
		switch predicted := r.score > threshold; {
		case predicted && r.positive:
			c.TruePositive++
		case predicted:
			c.FalsePositive++
		case r.positive:
			c.FalseNegative++
		default:
			c.TrueNegative++
		}
	}
	return c
}

// Total is the number of rows.
func (c Confusion) Total() int {
	return c.TruePositive + c.FalsePositive + c.TrueNegative + c.FalseNegative
}

// Accuracy is the share of rows that are predicted right.
func (c Confusion) Accuracy() float64 { return ratio(c.TruePositive+c.TrueNegative, c.Total()) }

// Precision is the share of predicted positives that are positive; 0 when there are none.
func (c Confusion) Precision() float64 { return ratio(c.TruePositive, c.TruePositive+c.FalsePositive) }

// Recall is the share of positives that are predicted so; 0 when there are none.
func (c Confusion) Recall() float64 { return ratio(c.TruePositive, c.TruePositive+c.FalseNegative) }

// F1 is the harmonic mean of precision and recall; 0 when nothing is positive or predicted so.
func (c Confusion) F1() float64 {
	return ratio(2*c.TruePositive, 2*c.TruePositive+c.FalsePositive+c.FalseNegative)
}

func (c Confusion) undefined() []string {
	var names []string
	positives, negatives := c.TruePositive+c.FalseNegative, c.TrueNegative+c.FalsePositive
	predicted := c.TruePositive + c.FalsePositive
	for _, m := range []struct {
		name      string
		undefined bool
	}{
		{"precision", predicted == 0},
		{"recall", positives == 0},
		{"f1_score", predicted == 0 && positives == 0},
		{"auc_roc", positives == 0 || negatives == 0},
	} {
		if m.undefined {
			names = append(names, m.name)
		}
	}
	return names
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
