package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strconv"
	"strings"

	"github.com/typedml/typedml/mlflow/tree"
)

// lightgbmSession is one training in LightGBM: its datasets, its booster and how far it came. It stays on one thread.
type lightgbmSession struct {
	lib        *lightgbmLibrary
	train      handle
	validation handle // 0 when there is none
	booster    handle
	progress
	finished bool // no split improved the loss any more
}

// progress is how far boosting came.
type progress struct {
	history []Round
	best    int     // the round to keep, from 0
	lowest  float64 // the validation loss of that round
}

// stop records a round and tells whether early stopping ends the training.
func (p *progress) stop(r Round, patience *int) bool {
	p.history = append(p.history, r)
	switch {
	case patience == nil:
		p.best = r.Number
	case r.Number == 0 || *r.Validation < p.lowest:
		p.best, p.lowest = r.Number, *r.Validation
	default:
		return r.Number-p.best >= *patience
	}
	return false
}

func (x *LightGBM) newSession(task Task) (*lightgbmSession, error) {
	s := &lightgbmSession{lib: x.lib}
	if err := s.open(task, x.threads); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *lightgbmSession) open(task Task, threads int) (err error) {
	params := lightgbmParams(task.Params, threads)
	if s.train, err = s.dataset(task.Train, params, 0); err != nil {
		return fmt.Errorf("copy the training set: %w", err)
	}
	if !task.Validation.empty() {
		if s.validation, err = s.dataset(task.Validation, params, s.train); err != nil {
			return fmt.Errorf("copy the validation set: %w", err)
		}
	}
	if err := s.lib.check(s.lib.boosterCreate(s.train, params, &s.booster)); err != nil {
		return err
	}
	if s.validation == 0 {
		return nil
	}
	return s.lib.check(s.lib.boosterAddValid(s.booster, s.validation))
}

// maxLeaves bounds the leaves of a tree. LightGBM grows a tree leaf by leaf where the loss falls most, and keeps a
// histogram of every feature for each leaf: more leaves than this cost gigabytes and fit noise.
const maxLeaves = 255

// lightgbmParams translates the hyperparameters. A tree has as many leaves as one of max_depth levels can have, up to
// maxLeaves. With deterministic and force_row_wise the same input gives the same trees with any number of threads.
func lightgbmParams(p Params, threads int) string {
	leaves := maxLeaves
	if p.MaxDepth < 8 {
		leaves = 1 << p.MaxDepth
	}
	float := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	var b strings.Builder
	for _, pair := range [][2]string{
		{"verbosity", "-1"},
		{"num_threads", strconv.Itoa(threads)},
		{"boosting", "gbdt"},
		{"objective", "binary"},
		{"metric", "binary_logloss"},
		{"is_provide_training_metric", "true"},
		{"deterministic", "true"},
		{"force_row_wise", "true"},
		{"learning_rate", float(p.LearningRate)},
		{"max_depth", strconv.Itoa(p.MaxDepth)},
		{"num_leaves", strconv.Itoa(leaves)},
		{"lambda_l1", float(p.L1)},
		{"lambda_l2", float(p.L2)},
		{"seed", strconv.Itoa(lightgbmSeed(p.Seed))},
	} {
		fmt.Fprintf(&b, "%s=%s ", pair[0], pair[1])
	}
	return b.String()
}

// lightgbmSeed folds a seed into LightGBM's, which is an int of C: those from 0 to 2^31-1 are themselves.
func lightgbmSeed(seed int64) int { return int((seed ^ seed>>32) & math.MaxInt32) }

// dataset copies d into a Dataset of the library's, binned as reference is.
func (s *lightgbmSession) dataset(d Dataset, params string, reference handle) (h handle, err error) {
	rows, names := d.Features.Rows(), d.Features.Names()
	if rows > math.MaxInt32 {
		return 0, fmt.Errorf("%d rows are more than LightGBM takes (%d)", rows, math.MaxInt32)
	}
	values := d.Features.Values()
	code := s.lib.datasetFromMatrix(&values[0], float32s, int32(rows), int32(len(names)), 1, params, reference, &h)
	if err := s.lib.check(code); err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			s.lib.datasetFree(h)
			h = 0
		}
	}()
	if err := s.lib.check(s.lib.datasetSetField(h, "label", &d.Labels[0], int32(rows), float32s)); err != nil {
		return h, err
	}
	encoded := make([]string, len(names))
	for i, name := range names {
		if encoded[i], err = tree.LightGBMName(name); err != nil {
			return h, err
		}
	}
	var pin runtime.Pinner
	defer pin.Unpin()
	return h, s.lib.check(s.lib.datasetSetNames(h, cStrings(&pin, encoded), int32(len(encoded))))
}

// boost trains round by round until the parameters, early stopping, ctx or the library end it.
func (s *lightgbmSession) boost(ctx context.Context, task Task) error {
	rounds := task.Params.Estimators
	for i := range rounds {
		if ctx.Err() != nil {
			return fmt.Errorf("train: canceled before round %d of %d: %w", i+1, rounds, context.Cause(ctx))
		}
		round, err := s.round(i, rounds)
		if err != nil {
			return fmt.Errorf("train: lightgbm: round %d: %w", i+1, err)
		}
		if s.finished && i > 0 { // the round added no tree
			return nil
		}
		if task.OnRound != nil {
			task.OnRound(round)
		}
		if s.stop(round, task.Params.EarlyStoppingRounds) || s.finished {
			return nil
		}
	}
	return nil
}

func (s *lightgbmSession) round(i, of int) (Round, error) {
	var finished int32
	if err := s.lib.check(s.lib.boosterUpdate(s.booster, &finished)); err != nil {
		return Round{}, err
	}
	s.finished = finished != 0
	r := Round{Number: i, Of: of}
	var err error
	if r.Train, err = s.loss(0); err != nil || s.validation == 0 {
		return r, err
	}
	loss, err := s.loss(1)
	r.Validation = &loss
	return r, err
}

// loss is the log loss on dataset 0, the training set, or 1, the validation set.
func (s *lightgbmSession) loss(dataset int32) (float64, error) {
	var losses [1]float64
	var n int32
	if err := s.lib.check(s.lib.boosterEval(s.booster, dataset, &n, &losses[0])); err != nil {
		return 0, err
	}
	if n != 1 {
		return 0, errors.New("it evaluates " + strconv.Itoa(int(n)) + " metrics, not one")
	}
	return losses[0], nil
}

func (s *lightgbmSession) close() {
	if s.booster != 0 {
		s.lib.boosterFree(s.booster)
	}
	for _, d := range []handle{s.train, s.validation} {
		if d != 0 {
			s.lib.datasetFree(d)
		}
	}
}
