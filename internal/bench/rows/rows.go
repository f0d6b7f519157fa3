// Package rows has the structs of the comparisons that no package of the project has.
package rows

import "time"

//go:generate go tool typedml generate

// Features is the FeatureVector of the retail example, with the rules that protoc-gen-validate has.
//
//typedml:schema name=bench.features version=1.0.0
type Features struct {
	CustomerID            string    `json:"customer_id" validate:"required" feature:"key"`
	TransactionAmount     float64   `json:"transaction_amount" validate:"gte=0"`
	TransactionCount      int64     `json:"transaction_count" validate:"gte=0,lte=10000"`
	DaysSinceLastPurchase int64     `json:"days_since_last_purchase" validate:"gte=0" feature:"-"`
	CategoryEmbeddings    []float64 `json:"category_embeddings" validate:"len=64"`
	Timestamp             time.Time `json:"timestamp" feature:"timestamp"`
}

// Config is the TrainingConfig of package pipeline, with the rules that protoc-gen-validate has.
//
//typedml:schema name=bench.config version=1.0.0
type Config struct {
	ModelType           string  `json:"model_type" validate:"oneof=xgboost lightgbm random_forest"`
	LearningRate        float64 `json:"learning_rate" validate:"gt=0,lte=1"`
	MaxDepth            int64   `json:"max_depth" validate:"gte=1,lte=20"`
	NEstimators         int64   `json:"n_estimators" validate:"gte=10,lte=5000"`
	EarlyStoppingRounds *int64  `json:"early_stopping_rounds" validate:"omitempty,gte=1" feature:"-"`
	L1Regularization    float64 `json:"l1_regularization" validate:"gte=0"`
	L2Regularization    float64 `json:"l2_regularization" validate:"gte=0"`
	TrainRatio          float64 `json:"train_ratio" validate:"gt=0,lt=1"`
	ValidationRatio     float64 `json:"validation_ratio" validate:"gt=0,lt=1"`
	TestRatio           float64 `json:"test_ratio" validate:"gt=0,lt=1"`
	RandomSeed          int64   `json:"random_seed" feature:"-"`
}

// Embedding is a text's embedding of the length that large models have.
//
//typedml:schema name=bench.embedding version=1.0.0
type Embedding struct {
	Vector []float64 `json:"vector" validate:"len=1536" check:"norm=0.99..1.01" feature:"-"`
}

// Scores are probabilities, as many as an embedding has numbers.
//
//typedml:schema name=bench.scores version=1.0.0
type Scores struct {
	Scores []float64 `json:"scores" validate:"len=1536,dive,gte=0,lte=1" feature:"-"`
}
