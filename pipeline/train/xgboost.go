package train

import (
	"context"
	"fmt"
	"runtime"

	"github.com/typedml/typedml/mlflow/tree"
	"github.com/typedml/typedml/pipeline/train/wheel"
)

// FindXGBoost returns the path of the library that OpenXGBoost loads by default. Its error says what is missing and
// gives the command that fetches it.
func FindXGBoost() (string, error) { return find(wheel.XGBoost) }

// XGBoost trains with XGBoost's shared library. It is safe for concurrent use; the library stays loaded until the
// process ends.
type XGBoost struct {
	lib     *xgboostLibrary
	engine  Engine
	threads int
}

var _ Trainer = (*XGBoost)(nil)

// OpenXGBoost loads the library and asks it for its version.
//
// It sets OMP_WAIT_POLICY=PASSIVE for the process unless that variable is set: OpenMP reads it once, when it is
// loaded, and by default its threads spin while they wait.
func OpenXGBoost(o Options) (*XGBoost, error) {
	if err := o.prepare(wheel.XGBoost); err != nil {
		return nil, err
	}
	lib, err := loadXGBoost(o.Library)
	if err != nil {
		return nil, loadError(wheel.XGBoost, o.Library, err)
	}
	version := lib.versionString()
	if err := o.checkVersion(wheel.XGBoost, version, wheel.XGBoostVersion); err != nil {
		return nil, err
	}
	return &XGBoost{lib: lib, engine: Engine{wheel.XGBoost, version, o.Library}, threads: o.Threads}, nil
}

// Engine identifies the library.
func (x *XGBoost) Engine() Engine { return x.engine }

// Train fits a binary classifier (objective binary:logistic, log loss, histogram tree method). The same task and seed
// give the same bytes (measured: with any number of threads, though XGBoost promises it only for the same number). A
// random forest is XGBoost's: one round of parallel trees, each on 63.2 % of the rows with a fifth of the columns at each
// split.
//
// Train keeps its goroutine on one operating-system thread: the library keeps its last error, and OpenMP its team of
// threads, per thread.
func (x *XGBoost) Train(ctx context.Context, task Task) (*Model, error) {
	if err := checkModel(task.Params.ModelType, XGBoostModel, RandomForest); err != nil {
		return nil, err
	}
	if err := task.check(); err != nil {
		return nil, err
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	s, err := x.newSession(task)
	if err != nil {
		return nil, fmt.Errorf("train: xgboost: %w", err)
	}
	defer s.close()
	if err := s.boost(ctx, task); err != nil {
		return nil, err
	}
	json, err := s.save()
	if err != nil {
		return nil, fmt.Errorf("train: xgboost: save the model: %w", err)
	}
	loaded, err := tree.LoadXGBoost(json)
	if err != nil {
		return nil, fmt.Errorf("train: xgboost wrote a model that cannot be evaluated: %w", err)
	}
	return &Model{
		Data:          json,
		Flavor:        tree.XGBoost,
		Features:      loaded.FeatureNames(),
		BestIteration: s.best,
		Engine:        x.engine,
		Importance:    loaded.Importance(),
		History:       s.history,
		Notices:       notices(task.Params),
	}, nil
}

// notices names the parameters that have nothing to act on.
func notices(p Params) []string {
	if p.ModelType != RandomForest {
		return nil
	}
	n := []string{"a random forest is one round of parallel trees: the learning rate does not apply"}
	if p.EarlyStoppingRounds != nil {
		n = append(n, "a random forest is one round of parallel trees: early stopping does not apply")
	}
	return n
}
