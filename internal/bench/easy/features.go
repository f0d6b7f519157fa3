// Package easy holds the feature vector and the training configuration with the decoders that easyjson generates.
package easy

import (
	"time"

	"github.com/typedml/typedml/pipeline"
)

//go:generate go run github.com/mailru/easyjson/easyjson@v0.9.2 -all -no_std_marshalers features.go

// FeatureVector is retail.FeatureVector.
type FeatureVector struct {
	CustomerID            string    `json:"customer_id"`
	TransactionAmount     float64   `json:"transaction_amount"`
	TransactionCount      int       `json:"transaction_count"`
	DaysSinceLastPurchase int       `json:"days_since_last_purchase"`
	CategoryEmbeddings    []float64 `json:"category_embeddings"`
	Timestamp             time.Time `json:"timestamp"`
}

// TrainingConfig is pipeline.TrainingConfig.
type TrainingConfig struct {
	ModelType           pipeline.ModelType `json:"model_type"`
	LearningRate        float64            `json:"learning_rate"`
	MaxDepth            int                `json:"max_depth"`
	NEstimators         int                `json:"n_estimators"`
	EarlyStoppingRounds *int               `json:"early_stopping_rounds"`
	L1Regularization    float64            `json:"l1_regularization"`
	L2Regularization    float64            `json:"l2_regularization"`
	TrainRatio          float64            `json:"train_ratio"`
	ValidationRatio     float64            `json:"validation_ratio"`
	TestRatio           float64            `json:"test_ratio"`
	RandomSeed          int64              `json:"random_seed"`
}
