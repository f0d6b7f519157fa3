// Package evaluate measures binary classifiers: true labels and predicted probabilities go in, the usual metrics come
// out, equal to scikit-learn's (1.9) to 1e-12, ties, one-class and no-positive cases included:
//
//	m, err := evaluate.Binary(labels, probabilities, evaluate.DefaultThreshold)
//
// Labels are 0 or 1; probabilities are finite and in [0,1]. Both may be float32 or float64 and are computed with as
// float64. What is not defined is said, not guessed: with labels of one class the AUC is NaN, a precision without
// predicted positives is 0, and both are named in [Metrics.Undefined].
package evaluate
