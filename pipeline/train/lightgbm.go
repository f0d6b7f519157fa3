package train

import (
	"context"
	"fmt"
	"runtime"

	"github.com/typedml/typedml/mlflow/tree"
	"github.com/typedml/typedml/pipeline/train/wheel"
)

// FindLightGBM returns the path of the library that OpenLightGBM loads by default. Its error says what is missing and
// gives the command that fetches it.
func FindLightGBM() (string, error) { return find(wheel.LightGBM) }

// LightGBM trains with LightGBM's shared library. It is safe for concurrent use, but trainings of a process take turns,
// whichever LightGBM they belong to: Task.OnRound must not start another one. The library stays loaded until the process
// ends.
type LightGBM struct {
	lib     *lightgbmLibrary
	engine  Engine
	threads int
}

var _ Trainer = (*LightGBM)(nil)

// lightgbmTurn is held by the one training that runs. It is global because what it guards is: the library keeps the
// number of threads once a process and sizes buffers by it, and a training that begins with another number while one is
// under way makes that one write behind its buffers (a segmentation fault, seen in one of twenty runs).
var lightgbmTurn = make(chan struct{}, 1)

// OpenLightGBM loads the library. Its version is what VERSION.txt of the package around it says; a library without one
// is taken with AnyVersion only. It sets OMP_WAIT_POLICY as [OpenXGBoost] does.
func OpenLightGBM(o Options) (*LightGBM, error) {
	if err := o.prepare(wheel.LightGBM); err != nil {
		return nil, err
	}
	lib, err := loadLightGBM(o.Library)
	if err != nil {
		return nil, loadError(wheel.LightGBM, o.Library, err)
	}
	version, err := versionBeside(o.Library)
	if err != nil {
		if version = "unknown"; !o.AnyVersion {
			return nil, fmt.Errorf("train: %s: %w", o.Library, err)
		}
	}
	if err := o.checkVersion(wheel.LightGBM, version, wheel.LightGBMVersion); err != nil {
		return nil, err
	}
	return &LightGBM{lib: lib, engine: Engine{wheel.LightGBM, version, o.Library}, threads: o.Threads}, nil
}

// Engine identifies the library.
func (x *LightGBM) Engine() Engine { return x.engine }

// Train fits a binary classifier (objective binary, log loss, boosting gbdt). The same task and seed give the same
// bytes, with any number of threads. Trees grow leaf by leaf, to at most 2^MaxDepth and 255 leaves; where no split
// improves the loss any more, training ends before its last round, and a notice says so.
//
// The saved text differs from what LightGBM writes in two things that no prediction from float32 sees. Each threshold is
// moved to where the rounding from float64 to float32 changes sides, so that Python, which hands LightGBM doubles,
// predicts what Go predicts from the same values as float32; and the number of threads is left out.
//
// Train keeps its goroutine on one operating-system thread, as [XGBoost.Train] does.
func (x *LightGBM) Train(ctx context.Context, task Task) (*Model, error) {
	if err := checkModel(task.Params.ModelType, LightGBMModel); err != nil {
		return nil, err
	}
	if err := task.check(); err != nil {
		return nil, err
	}
	select {
	case lightgbmTurn <- struct{}{}:
		defer func() { <-lightgbmTurn }()
	case <-ctx.Done():
		return nil, fmt.Errorf("train: canceled before another training with LightGBM ended: %w", context.Cause(ctx))
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	s, err := x.newSession(task)
	if err != nil {
		return nil, fmt.Errorf("train: lightgbm: %w", err)
	}
	defer s.close()
	if err := s.boost(ctx, task); err != nil {
		return nil, err
	}
	text, err := s.lib.save(s.booster, s.best+1)
	if err != nil {
		return nil, fmt.Errorf("train: lightgbm: save the model: %w", err)
	}
	if text, err = settle(text); err != nil {
		return nil, fmt.Errorf("train: lightgbm: the saved model: %w", err)
	}
	loaded, err := tree.LoadLightGBM(text)
	if err != nil {
		return nil, fmt.Errorf("train: lightgbm wrote a model that cannot be evaluated: %w", err)
	}
	m := &Model{
		Data: text, Flavor: tree.LightGBM, Features: loaded.FeatureNames(), BestIteration: s.best,
		Engine: x.engine, Importance: loaded.Importance(), History: s.history,
	}
	if s.finished && len(s.history) < task.Params.Estimators {
		m.Notices = append(m.Notices, fmt.Sprintf("after round %d of %d no split improved the loss: training ended there", len(s.history), task.Params.Estimators))
	}
	return m, nil
}
