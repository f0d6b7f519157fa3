package pipeline

// ExperimentMetrics are the metrics of a binary classifier on held-out rows.
//
//typedml:schema name=typedml.experiment_metrics version=1.0.0
type ExperimentMetrics struct {
	// Accuracy is the share of rows classified right at a threshold of 0.5.
	Accuracy float64 `json:"accuracy" validate:"gte=0,lte=1"`
	// Precision is the share of predicted positives that are positive; 0 when none was predicted.
	Precision float64 `json:"precision" validate:"gte=0,lte=1"`
	// Recall is the share of positives that were predicted; 0 when there are none.
	Recall float64 `json:"recall" validate:"gte=0,lte=1"`
	// F1Score is the harmonic mean of precision and recall.
	F1Score float64 `json:"f1_score" validate:"gte=0,lte=1"`
	// AUCROC is the area under the ROC curve.
	AUCROC float64 `json:"auc_roc" validate:"gte=0,lte=1"`
	// LogLoss is the mean negative log-likelihood in nats; nil when it was not computed, and then not logged.
	LogLoss *float64 `json:"log_loss" validate:"omitempty,gte=0"`
}
