package train

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/typedml/typedml/pipeline/train/wheel"
)

// Options says which library is loaded and how it runs. The zero value is ready.
type Options struct {
	// Library is the path of the shared library. When "" it is the file that TYPEDML_XGBOOST_LIB or TYPEDML_LIGHTGBM_LIB
	// names, else the one in the cache folder.
	Library string
	// Threads is the number of threads that train; 0 means one per processor that Go uses (GOMAXPROCS).
	Threads int
	// AnyVersion accepts a library of another version than the pinned wheel.XGBoostVersion or wheel.LightGBMVersion. Two
	// versions train different models from the same input.
	AnyVersion bool
}

// Open loads the library that trains a family of models: LightGBM's for LightGBMModel, XGBoost's for the others. The
// error says what is missing and gives the command that fetches it; a family that there is none of is an
// *[UnsupportedError].
func Open(m ModelType, o Options) (Trainer, error) {
	switch m {
	case XGBoostModel, RandomForest:
		return opened(OpenXGBoost(o))
	case LightGBMModel:
		return opened(OpenLightGBM(o))
	}
	return nil, &UnsupportedError{ModelType: m}
}

// opened keeps a nil pointer from becoming a Trainer that is not nil.
func opened[T Trainer](t T, err error) (Trainer, error) {
	if err != nil {
		return nil, err
	}
	return t, nil
}

// find returns the path of an engine's library.
func find(engine string) (string, error) {
	path, err := wheel.Locate(engine)
	if err != nil {
		return "", fmt.Errorf("train: %w", err)
	}
	return path, nil
}

// prepare fills in the defaults of an engine, and sets OMP_WAIT_POLICY=PASSIVE for the process unless that variable is
// set: OpenMP reads it once, when it is loaded, and by default its threads spin while they wait, which on a machine with
// other work multiplies the time of a training (measured: 31–56 s for 5–7 s).
func (o *Options) prepare(engine string) (err error) {
	if o.Library == "" {
		if o.Library, err = find(engine); err != nil {
			return err
		}
	}
	if o.Threads < 0 {
		return fmt.Errorf("train: %d threads; give a positive number, or 0 for one a processor", o.Threads)
	}
	if o.Threads == 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	if _, set := os.LookupEnv("OMP_WAIT_POLICY"); !set {
		if err := os.Setenv("OMP_WAIT_POLICY", "PASSIVE"); err != nil {
			return fmt.Errorf("train: set OMP_WAIT_POLICY: %w", err)
		}
	}
	return nil
}

// loadError says what the library of this system wants besides itself.
func loadError(engine, path string, err error) error {
	hint := ""
	if w, missing := wheel.Find(engine, wheel.Host()); missing == nil && w.Needs != "" {
		hint = "; it needs " + w.Needs
	}
	return fmt.Errorf("train: load %s: %w%s", path, err, hint)
}

// checkVersion wants the pinned version.
func (o *Options) checkVersion(engine, have, want string) error {
	if have == want || o.AnyVersion {
		return nil
	}
	return fmt.Errorf("train: %s is %s %s, want %s: versions train different models; fetch it with %s %s",
		o.Library, engine, have, want, wheel.FetchCommand, engine)
}

// checkModel refuses the families that an engine does not train.
func checkModel(m ModelType, trains ...ModelType) error {
	if m == "" || slices.Contains(trains, m) {
		return nil // none at all is told with the rest of the task
	}
	return &UnsupportedError{ModelType: m, Trains: trains}
}

// versionBeside reads the version of a LightGBM library, which cannot be asked for it: the package that it is part of
// has it in VERSION.txt.
func versionBeside(library string) (string, error) {
	text, err := os.ReadFile(filepath.Join(filepath.Dir(filepath.Dir(library)), "VERSION.txt"))
	if err != nil {
		return "", errors.Join(errors.New("its version is not known"), err)
	}
	return strings.TrimSpace(string(text)), nil
}
