package rest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"

	"github.com/typedml/typedml/mlflow"
)

// object is a JSON body.
type object = map[string]any

// CreateExperiment implements [mlflow.Tracker].
func (s *Store) CreateExperiment(ctx context.Context, spec mlflow.ExperimentSpec) (string, error) {
	in := object{"name": spec.Name, "tags": tagPairs(mlflow.SortedTags(spec.Tags))}
	if spec.ArtifactLocation != "" {
		in["artifact_location"] = spec.ArtifactLocation
	}
	var out createdExperiment
	err := s.create(ctx, "create experiment", spec.Name, "experiments/create", in, &out)
	return out.ID, err
}

type createdExperiment struct {
	ID string `json:"experiment_id"`
}

func (a createdExperiment) id() string { return a.ID }

type experimentAnswer struct {
	Experiment wireExperiment `json:"experiment"`
}

func (a experimentAnswer) id() string { return a.Experiment.ID }

// GetExperiment implements [mlflow.Tracker].
func (s *Store) GetExperiment(ctx context.Context, id string) (*mlflow.Experiment, error) {
	var out experimentAnswer
	if err := s.get(ctx, "get experiment", id, "experiments/get", url.Values{"experiment_id": {id}}, &out); err != nil {
		return nil, err
	}
	return out.Experiment.value(), nil
}

// GetExperimentByName implements [mlflow.Tracker].
func (s *Store) GetExperimentByName(ctx context.Context, name string) (*mlflow.Experiment, error) {
	var out experimentAnswer
	err := s.get(ctx, "get experiment", name, "experiments/get-by-name", url.Values{"experiment_name": {name}}, &out)
	if err != nil {
		return nil, err
	}
	return out.Experiment.value(), nil
}

// SearchExperiments implements [mlflow.Tracker].
func (s *Store) SearchExperiments(ctx context.Context, q mlflow.Query) iter.Seq2[*mlflow.Experiment, error] {
	return pages(func(token string) ([]*mlflow.Experiment, string, error) {
		var out struct {
			Items []wireExperiment `json:"experiments"`
			Next  string           `json:"next_page_token"`
		}
		in := queryBody(q, 1000, token)
		in["view_type"] = q.View.String()
		err := s.post(ctx, "search experiments", "", "experiments/search", in, &out)
		return values(out.Items, wireExperiment.value), out.Next, err
	})
}

// RenameExperiment implements [mlflow.Tracker].
func (s *Store) RenameExperiment(ctx context.Context, id, name string) error {
	err := s.post(ctx, "rename experiment", id, "experiments/update", object{"experiment_id": id, "new_name": name}, nil)
	var e *mlflow.Error
	// A taken name is BAD_REQUEST with the database's own words on the server; callers ask IsAlreadyExists.
	if errors.As(err, &e) && e.Code == mlflow.CodeBadRequest && strings.Contains(e.Message, "IntegrityError") {
		e.Code, e.Message = mlflow.CodeAlreadyExists, fmt.Sprintf("an experiment named %q exists, perhaps deleted", name)
	}
	return err
}

// DeleteExperiment implements [mlflow.Tracker].
func (s *Store) DeleteExperiment(ctx context.Context, id string) error {
	return s.post(ctx, "delete experiment", id, "experiments/delete", object{"experiment_id": id}, nil)
}

// RestoreExperiment implements [mlflow.Tracker].
func (s *Store) RestoreExperiment(ctx context.Context, id string) error {
	return s.post(ctx, "restore experiment", id, "experiments/restore", object{"experiment_id": id}, nil)
}

// SetExperimentTag implements [mlflow.Tracker].
func (s *Store) SetExperimentTag(ctx context.Context, id string, t mlflow.Tag) error {
	return s.post(ctx, "set experiment tag", id, "experiments/set-experiment-tag",
		object{"experiment_id": id, "key": t.Key, "value": t.Value}, nil)
}

// pages yields what fetch returns, page after page, until there is no next token.
func pages[T any](fetch func(token string) ([]T, string, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		token := ""
		for {
			items, next, err := fetch(token)
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			for _, it := range items {
				if !yield(it, nil) {
					return
				}
			}
			if next == "" || next == token {
				return
			}
			token = next
		}
	}
}

func values[W, V any](ws []W, f func(W) V) []V {
	vs := make([]V, len(ws))
	for i, w := range ws {
		vs[i] = f(w)
	}
	return vs
}

func queryBody(q mlflow.Query, size int, token string) object {
	if q.PageSize > 0 {
		size = q.PageSize
	}
	in := object{"max_results": size}
	if q.Filter != "" {
		in["filter"] = q.Filter
	}
	if len(q.OrderBy) > 0 {
		in["order_by"] = q.OrderBy
	}
	if token != "" {
		in["page_token"] = token
	}
	return in
}
