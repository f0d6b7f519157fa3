package train

import (
	"errors"
	"fmt"
	"math"
)

// ModelType names a family of models.
type ModelType string

// The families.
const (
	XGBoostModel  ModelType = "xgboost"       // gradient-boosted trees, grown level by level
	LightGBMModel ModelType = "lightgbm"      // gradient-boosted trees, grown leaf by leaf
	RandomForest  ModelType = "random_forest" // bagged trees, trained by XGBoost in one round
)

// Params are the hyperparameters of one training. The zero value is not valid; [DefaultParams] is.
type Params struct {
	ModelType    ModelType
	LearningRate float64 // in (0,1]: how much of each tree is added
	MaxDepth     int     // at least 1: the levels of splits in a tree
	Estimators   int     // at least 1: rounds of boosting, or trees of a random forest
	// EarlyStoppingRounds stops boosting after so many rounds without a lower log loss on the validation set, and
	// keeps the rounds up to the best. Nil trains all rounds.
	EarlyStoppingRounds *int
	L1, L2              float64 // at least 0: regularization of the leaf weights (XGBoost's alpha and lambda, LightGBM's lambda_l1 and lambda_l2)
	// Seed seeds the sampling of rows and columns. Boosting here samples neither, so that its model does not depend on
	// the seed, but for LightGBM's above 200,000 rows, of which it looks at a sample to find the bins of the features; a
	// random forest's does.
	Seed int64
}

// DefaultParams returns 100 rounds of depth 6 with learning rate 0.1 and L2 1, without early stopping.
func DefaultParams() Params {
	return Params{ModelType: XGBoostModel, LearningRate: 0.1, MaxDepth: 6, Estimators: 100, L2: 1, Seed: 42}
}

func (p Params) check() error {
	var errs []error
	refuse := func(broken bool, format string, args ...any) {
		if broken {
			errs = append(errs, fmt.Errorf("train: "+format, args...))
		}
	}
	refuse(!(p.LearningRate > 0 && p.LearningRate <= 1), "learning rate %v is not in (0,1]", p.LearningRate)
	refuse(p.MaxDepth < 1 || p.MaxDepth > 64, "max depth %d is not in 1..64", p.MaxDepth)
	refuse(p.Estimators < 1 || p.Estimators > math.MaxInt32, "number of estimators %d is not at least 1", p.Estimators)
	refuse(p.EarlyStoppingRounds != nil && *p.EarlyStoppingRounds < 1, "early stopping rounds must be at least 1, or nil for none")
	refuse(!nonNegative(p.L1), "L1 regularization %v is not a finite number of at least 0", p.L1)
	refuse(!nonNegative(p.L2), "L2 regularization %v is not a finite number of at least 0", p.L2)
	refuse(p.ModelType == "", "no model type is given")
	return errors.Join(errs...)
}

func nonNegative(x float64) bool { return x >= 0 && !math.IsInf(x, 1) }

// UnsupportedError says that an engine, or every one, has no way to train a family of models.
type UnsupportedError struct {
	ModelType ModelType
	Trains    []ModelType // what the engine trains; nil when no engine trains ModelType
}

// Error names the family and what to use instead.
func (e *UnsupportedError) Error() string {
	if e.Trains == nil {
		return fmt.Sprintf("train: there is no engine for model type %q; use %q, %q or %q", e.ModelType, XGBoostModel, LightGBMModel, RandomForest)
	}
	return fmt.Sprintf("train: this engine trains %q, not model type %q; Open takes the engine that trains it", e.Trains, e.ModelType)
}
