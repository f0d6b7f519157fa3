package evaluate

import "math"

// epsilon is float64's machine epsilon, by which scikit-learn's log_loss keeps probabilities off 0 and 1: a sure and
// wrong prediction costs 36.04, not infinity.
const epsilon = 0x1p-52

// LogLoss returns the mean of -ln of the probability that was given to each row's true class, with probabilities
// clipped to [ε, 1-ε]. Errors are those of [Binary].
func LogLoss[L, P Float](labels []L, probabilities []P) (float64, error) {
	rows, err := newScored(labels, probabilities)
	if err != nil {
		return 0, err
	}
	if err := rows.checkProbabilities(); err != nil {
		return 0, err
	}
	return rows.logLoss(), nil
}

// logLoss sums with Neumaier's compensation (A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation
// endlicher Summen, 1974): plain summation loses digits over millions of rows.
func (rows scored) logLoss() float64 {
	var sum, lost float64
	for _, r := range rows {
		p := r.score
		if !r.positive {
			p = 1 - p
		}
		loss := -math.Log(min(max(p, epsilon), 1-epsilon))
		next := sum + loss
		if sum >= loss {
			lost += (sum - next) + loss
		} else {
			lost += (loss - next) + sum
		}
		sum = next
	}
	return (sum + lost) / float64(len(rows))
}
