package pipeline

// ModelType is an algorithm that a Trainer implements.
type ModelType string

// The algorithms.
const (
	XGBoost      ModelType = "xgboost"
	LightGBM     ModelType = "lightgbm"
	RandomForest ModelType = "random_forest"
)

// TrainingConfig holds the hyperparameters of a training run. All of them take effect.
//
//typedml:schema name=typedml.training_config version=1.0.0
//typedml:check ratios_sum "train_ratio, validation_ratio and test_ratio must sum to 1 (0.99 to 1.01)" 0.99 <= train_ratio + validation_ratio + test_ratio && train_ratio + validation_ratio + test_ratio <= 1.01
type TrainingConfig struct {
	// ModelType chooses the algorithm.
	ModelType ModelType `json:"model_type" default:"xgboost"`
	// LearningRate shrinks the step of each boosting round.
	LearningRate float64 `json:"learning_rate" validate:"gt=0,lte=1" default:"0.1"`
	// MaxDepth is the maximum depth of a tree.
	MaxDepth int `json:"max_depth" validate:"gte=1,lte=20" default:"6"`
	// NEstimators is the number of boosting rounds, or of trees in a forest.
	NEstimators int `json:"n_estimators" validate:"gte=10,lte=5000" default:"100"`
	// EarlyStoppingRounds ends boosting when the validation loss has not improved for so many rounds; null never does.
	EarlyStoppingRounds *int `json:"early_stopping_rounds" validate:"omitempty,gte=1" default:"10"`
	// L1Regularization is the penalty on the sum of absolute leaf weights (alpha).
	L1Regularization float64 `json:"l1_regularization" validate:"gte=0" check:"finite" default:"0"`
	// L2Regularization is the penalty on the sum of squared leaf weights (lambda).
	L2Regularization float64 `json:"l2_regularization" validate:"gte=0" check:"finite" default:"1"`
	// TrainRatio, ValidationRatio and TestRatio split the rows; they sum to 1, give or take 0.01.
	TrainRatio      float64 `json:"train_ratio" validate:"gt=0,lt=1" default:"0.7"`
	ValidationRatio float64 `json:"validation_ratio" validate:"gt=0,lt=1" default:"0.15"`
	TestRatio       float64 `json:"test_ratio" validate:"gt=0,lt=1" default:"0.15"`
	// RandomSeed decides the split and the training: the same seed gives the same model, byte for byte.
	RandomSeed int64 `json:"random_seed" default:"42"`
}
