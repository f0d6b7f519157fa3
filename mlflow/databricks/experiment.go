package databricks

import (
	"context"
	"iter"
	"strings"

	"github.com/typedml/typedml/mlflow"
)

// path returns the path of an experiment in the workspace.
func (s *Store) path(name string) string {
	if strings.HasPrefix(name, "/") || name == "" {
		return name
	}
	return s.options.experiments + "/" + name
}

// called gives an experiment the name that the caller has for it.
func (s *Store) called(e *mlflow.Experiment) *mlflow.Experiment {
	if e != nil {
		e.Name = strings.TrimPrefix(e.Name, s.options.experiments+"/")
	}
	return e
}

// CreateExperiment implements [mlflow.Tracker].
func (s *Store) CreateExperiment(ctx context.Context, spec mlflow.ExperimentSpec) (string, error) {
	spec.Name = s.path(spec.Name)
	return s.Store.CreateExperiment(ctx, spec)
}

// GetExperiment implements [mlflow.Tracker].
func (s *Store) GetExperiment(ctx context.Context, id string) (*mlflow.Experiment, error) {
	e, err := s.Store.GetExperiment(ctx, id)
	return s.called(e), err
}

// GetExperimentByName implements [mlflow.Tracker].
func (s *Store) GetExperimentByName(ctx context.Context, name string) (*mlflow.Experiment, error) {
	e, err := s.Store.GetExperimentByName(ctx, s.path(name))
	return s.called(e), err
}

// SearchExperiments implements [mlflow.Tracker]. Names in a filter are paths of the workspace.
func (s *Store) SearchExperiments(ctx context.Context, q mlflow.Query) iter.Seq2[*mlflow.Experiment, error] {
	return func(yield func(*mlflow.Experiment, error) bool) {
		for e, err := range s.Store.SearchExperiments(ctx, q) {
			if !yield(s.called(e), err) {
				return
			}
		}
	}
}

// RenameExperiment implements [mlflow.Tracker].
func (s *Store) RenameExperiment(ctx context.Context, id, name string) error {
	return s.Store.RenameExperiment(ctx, id, s.path(name))
}
