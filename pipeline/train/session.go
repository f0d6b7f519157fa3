package train

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"unsafe"
)

// session is one training in the library: its matrices, its booster and how far it came. It stays on one thread.
type session struct {
	lib        *xgboostLibrary
	threads    int
	train      handle
	validation handle // 0 when there is none
	booster    handle
	features   []string
	progress
}

func (x *XGBoost) newSession(task Task) (*session, error) {
	s := &session{lib: x.lib, threads: x.threads, features: task.Train.Features.Names()}
	if err := s.open(task); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *session) open(task Task) (err error) {
	if s.train, err = s.matrix(task.Train); err != nil {
		return fmt.Errorf("copy the training set: %w", err)
	}
	matrices := []handle{s.train}
	if !task.Validation.empty() {
		if s.validation, err = s.matrix(task.Validation); err != nil {
			return fmt.Errorf("copy the validation set: %w", err)
		}
		matrices = append(matrices, s.validation)
	}
	if err := s.lib.check(s.lib.boosterCreate(&matrices[0], uint64(len(matrices)), &s.booster)); err != nil {
		return err
	}
	for _, p := range s.params(task.Params) {
		if err := s.lib.check(s.lib.boosterSetParam(s.booster, p[0], p[1])); err != nil {
			return fmt.Errorf("parameter %s=%s: %w", p[0], p[1], err)
		}
	}
	return nil
}

// params translates the hyperparameters. A random forest's are those of XGBoost's own XGBRFClassifier, with the
// fraction of rows that a bootstrap sample holds (1 - 1/e) and a fifth of the columns at each split.
func (s *session) params(p Params) [][2]string {
	float := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	params := [][2]string{
		{"verbosity", "0"},
		{"nthread", strconv.Itoa(s.threads)},
		{"booster", "gbtree"},
		{"tree_method", "hist"},
		{"objective", "binary:logistic"},
		{"eval_metric", "logloss"},
		{"max_depth", strconv.Itoa(p.MaxDepth)},
		{"alpha", float(p.L1)},
		{"lambda", float(p.L2)},
		{"seed", strconv.FormatInt(p.Seed, 10)},
	}
	if p.ModelType == RandomForest {
		return append(params, [][2]string{
			{"eta", "1"},
			{"num_parallel_tree", strconv.Itoa(p.Estimators)},
			{"subsample", "0.632"},
			{"colsample_bynode", "0.2"},
		}...)
	}
	return append(params, [2]string{"eta", float(p.LearningRate)})
}

// boost trains round by round until the parameters, early stopping or ctx end it.
func (s *session) boost(ctx context.Context, task Task) error {
	rounds, patience := task.Params.Estimators, task.Params.EarlyStoppingRounds
	if task.Params.ModelType == RandomForest {
		rounds, patience = 1, nil
	}
	for i := range rounds {
		if ctx.Err() != nil {
			return fmt.Errorf("train: canceled before round %d of %d: %w", i+1, rounds, context.Cause(ctx))
		}
		round, err := s.round(i, rounds)
		if err != nil {
			return fmt.Errorf("train: xgboost: round %d: %w", i+1, err)
		}
		if task.OnRound != nil {
			task.OnRound(round)
		}
		if s.stop(round, patience) {
			break
		}
	}
	if patience == nil {
		return nil
	}
	return s.keepBest(s.lowest)
}

func (s *session) round(i, of int) (Round, error) {
	if err := s.lib.check(s.lib.boosterUpdate(s.booster, int32(i), s.train)); err != nil {
		return Round{}, err
	}
	matrices, names := []handle{s.train}, []string{"train"}
	if s.validation != 0 {
		matrices, names = append(matrices, s.validation), append(names, "validation")
	}
	var pin runtime.Pinner
	defer pin.Unpin()
	var text unsafe.Pointer
	code := s.lib.boosterEval(s.booster, int32(i), &matrices[0], cStrings(&pin, names), uint64(len(names)), &text)
	if err := s.lib.check(code); err != nil {
		return Round{}, err
	}
	losses, err := parseLosses(goString(text), names)
	if err != nil {
		return Round{}, err
	}
	r := Round{Number: i, Of: of, Train: losses[0]}
	if len(losses) > 1 {
		r.Validation = &losses[1]
	}
	return r, nil
}

// parseLosses reads "[7]\ttrain-logloss:0.31\tvalidation-logloss:0.35".
func parseLosses(line string, names []string) ([]float64, error) {
	fields := strings.Split(line, "\t")
	if len(fields) != len(names)+1 {
		return nil, fmt.Errorf("its evaluation reads %q", line)
	}
	losses := make([]float64, len(names))
	for i, name := range names {
		text, ok := strings.CutPrefix(fields[i+1], name+"-logloss:")
		loss, err := strconv.ParseFloat(text, 64)
		if !ok || err != nil {
			return nil, fmt.Errorf("its evaluation reads %q", line)
		}
		losses[i] = loss
	}
	return losses, nil
}

// keepBest cuts the model to the best round, and notes that round as Python's early stopping does, so that every
// reader of the model predicts with the same trees by default.
func (s *session) keepBest(lowest float64) error {
	if keep := int32(s.best + 1); int(keep) < len(s.history) {
		var cut handle
		if err := s.lib.check(s.lib.boosterSlice(s.booster, 0, keep, 1, &cut)); err != nil {
			return fmt.Errorf("train: xgboost: cut the model to round %d: %w", keep, err)
		}
		s.lib.boosterFree(s.booster)
		s.booster = cut
	}
	for _, a := range [][2]string{
		{"best_iteration", strconv.Itoa(s.best)},
		{"best_score", strconv.FormatFloat(lowest, 'g', -1, 64)},
	} {
		if err := s.lib.check(s.lib.boosterSetAttribute(s.booster, a[0], a[1])); err != nil {
			return fmt.Errorf("train: xgboost: attribute %s: %w", a[0], err)
		}
	}
	return nil
}

// save returns the model as JSON, with the features' names in it.
func (s *session) save() ([]byte, error) {
	var pin runtime.Pinner
	defer pin.Unpin()
	code := s.lib.boosterSetNames(s.booster, "feature_name", cStrings(&pin, s.features), uint64(len(s.features)))
	if err := s.lib.check(code); err != nil {
		return nil, err
	}
	var n uint64
	var at unsafe.Pointer
	if err := s.lib.check(s.lib.boosterSave(s.booster, `{"format":"json"}`, &n, &at)); err != nil {
		return nil, err
	}
	return append([]byte(nil), unsafe.Slice((*byte)(at), n)...), nil // the buffer is the booster's
}

func (s *session) close() {
	if s.booster != 0 {
		s.lib.boosterFree(s.booster)
	}
	for _, m := range []handle{s.train, s.validation} {
		if m != 0 {
			s.lib.matrixFree(m)
		}
	}
}
