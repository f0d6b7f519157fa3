package train

import (
	"context"
	"fmt"
	"os"
	"runtime"

	"github.com/typedml/typedml/mlflow/tree"
	"github.com/typedml/typedml/pipeline/train/wheel"
)

// XGBoostOptions says which library is loaded and how it runs. The zero value is ready.
type XGBoostOptions struct {
	// Library is the path of the shared library. When "" it is the file that TYPEDML_XGBOOST_LIB names, else the one
	// in the cache folder.
	Library string
	// Threads is the number of threads that train; 0 means one per processor that Go uses (GOMAXPROCS).
	Threads int
	// AnyVersion accepts a library of another version than the pinned wheel.XGBoostVersion. Two versions train
	// different models from the same input.
	AnyVersion bool
}

// FindXGBoost returns the path of the library that OpenXGBoost loads by default. Its error says what is missing and
// gives the command that fetches it.
func FindXGBoost() (string, error) {
	path, err := wheel.Locate("xgboost")
	if err != nil {
		return "", fmt.Errorf("train: %w", err)
	}
	return path, nil
}

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
// loaded, and by default its threads spin while they wait, which on a machine with other work multiplies the time of a
// training (measured: 31–56 s for 5–7 s).
func OpenXGBoost(o XGBoostOptions) (*XGBoost, error) {
	path := o.Library
	if path == "" {
		var err error
		if path, err = FindXGBoost(); err != nil {
			return nil, err
		}
	}
	if o.Threads < 0 {
		return nil, fmt.Errorf("train: %d threads; give a positive number, or 0 for one a processor", o.Threads)
	}
	if _, set := os.LookupEnv("OMP_WAIT_POLICY"); !set {
		if err := os.Setenv("OMP_WAIT_POLICY", "PASSIVE"); err != nil {
			return nil, fmt.Errorf("train: set OMP_WAIT_POLICY: %w", err)
		}
	}
	lib, err := loadXGBoost(path)
	if err != nil {
		return nil, fmt.Errorf("train: load %s: %w%s", path, err, loadHint())
	}
	version := lib.versionString()
	if version != wheel.XGBoostVersion && !o.AnyVersion {
		return nil, fmt.Errorf("train: %s is XGBoost %s, want %s: versions train different models; fetch it with %s",
			path, version, wheel.XGBoostVersion, wheel.FetchCommand)
	}
	threads := o.Threads
	if threads == 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	return &XGBoost{lib: lib, engine: Engine{"xgboost", version, path}, threads: threads}, nil
}

// loadHint says what the library of this system wants besides itself.
func loadHint() string {
	if w, err := wheel.Find("xgboost", wheel.Host()); err == nil && w.Needs != "" {
		return "; it needs " + w.Needs
	}
	return ""
}

// Engine identifies the library.
func (x *XGBoost) Engine() Engine { return x.engine }

// Train fits a binary classifier (objective binary:logistic, log loss, histogram tree method). The same task and
// seed give the same bytes (measured: with any number of threads, though XGBoost promises it only for the same number). A random forest is XGBoost's: one round of parallel trees, each on 63.2 % of
// the rows with a fifth of the columns at each split.
//
// Train keeps its goroutine on one operating-system thread: the library keeps its last error, and OpenMP its team of
// threads, per thread.
func (x *XGBoost) Train(ctx context.Context, task Task) (*Model, error) {
	if m := task.Params.ModelType; m != XGBoostModel && m != RandomForest && m != "" {
		return nil, &UnsupportedError{m}
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
		JSON:          json,
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
