package train

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Trainer fits models with one engine. Implementations are safe for concurrent use.
type Trainer interface {
	// Train fits a model. It checks the task before any work, calls Task.OnRound after each round, and returns
	// ctx's cause when ctx ends, at the latest after the round that was under way.
	Train(ctx context.Context, task Task) (*Model, error)
	// Engine identifies the library that trains.
	Engine() Engine
}

// Engine identifies a training library.
type Engine struct {
	Name    string // "xgboost" or "lightgbm"
	Version string // as the library itself answers: "3.2.0"
	Library string // the path that it was loaded from
}

// Task is one training: what from, how, and whom to tell.
type Task struct {
	Params     Params
	Train      Dataset
	Validation Dataset     // needed for early stopping; otherwise it may be empty, and then it is not evaluated
	OnRound    func(Round) // called after each round on the training goroutine; may be nil
}

// Round is what one round of boosting came to.
type Round struct {
	Number     int      // from 0
	Of         int      // the rounds that the parameters allow
	Train      float64  // log loss on the training set
	Validation *float64 // log loss on the validation set; nil when there is none
}

// Model is a fitted model.
type Model struct {
	Data          []byte             // XGBoost's JSON format or LightGBM's text, cut to the best round
	Flavor        string             // the format of Data, by the name of MLflow's flavor: tree.XGBoost or tree.LightGBM
	Features      []string           // in the order that the model was trained on
	BestIteration int                // the last round that the model keeps, from 0
	Engine        Engine             // what trained it
	Importance    map[string]float64 // the engine's gain per feature, summing to 1; every feature once, 0 when unused
	History       []Round            // every round that was trained, also those after the best
	Notices       []string           // parameters that had nothing to act on
}

// Rounds returns the number of boosting rounds that the model keeps.
func (m *Model) Rounds() int { return m.BestIteration + 1 }

func (t Task) check() error {
	if err := t.Params.check(); err != nil {
		return err
	}
	if err := t.Train.check("training", true); err != nil {
		return err
	}
	if t.Validation.empty() {
		if t.Params.EarlyStoppingRounds != nil && t.Params.ModelType != RandomForest {
			return errors.New("train: early stopping needs a validation set; give one, or set early stopping rounds to nil")
		}
		return nil
	}
	if err := t.Validation.check("validation", false); err != nil {
		return err
	}
	if !slices.Equal(t.Train.Features.Names(), t.Validation.Features.Names()) {
		return fmt.Errorf("train: the training set's features %q and the validation set's %q differ in names or order",
			t.Train.Features.Names(), t.Validation.Features.Names())
	}
	return nil
}
