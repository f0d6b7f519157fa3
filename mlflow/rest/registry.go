package rest

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/typedml/typedml/mlflow"
)

type modelAnswer struct {
	Model wireModel `json:"registered_model"`
}

func (a modelAnswer) id() string { return a.Model.Name }

// CreateRegisteredModel implements [mlflow.Registry].
func (s *Store) CreateRegisteredModel(ctx context.Context, spec mlflow.RegisteredModelSpec) (*mlflow.RegisteredModel, error) {
	in := object{"name": spec.Name, "description": spec.Description, "tags": tagPairs(mlflow.SortedTags(spec.Tags))}
	var out modelAnswer
	if err := s.create(ctx, "create registered model", spec.Name, "registered-models/create", in, &out); err != nil {
		return nil, err
	}
	return out.Model.value(), nil
}

// GetRegisteredModel implements [mlflow.Registry].
func (s *Store) GetRegisteredModel(ctx context.Context, name string) (*mlflow.RegisteredModel, error) {
	var out modelAnswer
	err := s.get(ctx, "get registered model", name, "registered-models/get", url.Values{"name": {name}}, &out)
	if err != nil {
		return nil, err
	}
	return out.Model.value(), nil
}

// SearchRegisteredModels implements [mlflow.Registry].
func (s *Store) SearchRegisteredModels(ctx context.Context, q mlflow.Query) iter.Seq2[*mlflow.RegisteredModel, error] {
	return pages(func(token string) ([]*mlflow.RegisteredModel, string, error) {
		var out struct {
			Items []wireModel `json:"registered_models"`
			Next  string      `json:"next_page_token"`
		}
		err := s.get(ctx, "search registered models", "", "registered-models/search", queryValues(q, 1000, token), &out)
		return values(out.Items, wireModel.value), out.Next, err
	})
}

// RenameRegisteredModel implements [mlflow.Registry].
func (s *Store) RenameRegisteredModel(ctx context.Context, name, newName string) (*mlflow.RegisteredModel, error) {
	var out modelAnswer
	err := s.create(ctx, "rename registered model", name, "registered-models/rename", object{"name": name, "new_name": newName}, &out)
	if err != nil {
		return nil, err
	}
	return out.Model.value(), nil
}

// UpdateRegisteredModel implements [mlflow.Registry].
func (s *Store) UpdateRegisteredModel(ctx context.Context, name, description string) (*mlflow.RegisteredModel, error) {
	var out modelAnswer
	err := s.send(ctx, http.MethodPatch, "update registered model", name, "registered-models/update",
		object{"name": name, "description": description}, &out)
	if err != nil {
		return nil, err
	}
	return out.Model.value(), nil
}

// DeleteRegisteredModel implements [mlflow.Registry].
func (s *Store) DeleteRegisteredModel(ctx context.Context, name string) error {
	return s.send(ctx, http.MethodDelete, "delete registered model", name, "registered-models/delete", object{"name": name}, nil)
}

// SetRegisteredModelTag implements [mlflow.Registry].
func (s *Store) SetRegisteredModelTag(ctx context.Context, name string, t mlflow.Tag) error {
	return s.post(ctx, "set tag of registered model", name, "registered-models/set-tag",
		object{"name": name, "key": t.Key, "value": t.Value}, nil)
}

// SetAlias implements [mlflow.Registry].
func (s *Store) SetAlias(ctx context.Context, name, alias string, version int) error {
	return s.post(ctx, "set alias "+alias+" of", versionObject(name, version), "registered-models/alias",
		object{"name": name, "alias": alias, "version": strconv.Itoa(version)}, nil)
}

// DeleteAlias implements [mlflow.Registry].
func (s *Store) DeleteAlias(ctx context.Context, name, alias string) error {
	return s.send(ctx, http.MethodDelete, "delete alias "+alias+" of", name, "registered-models/alias", object{"name": name, "alias": alias}, nil)
}

// GetModelVersionByAlias implements [mlflow.Registry].
func (s *Store) GetModelVersionByAlias(ctx context.Context, name, alias string) (*mlflow.ModelVersion, error) {
	var out versionAnswer
	q := url.Values{"name": {name}, "alias": {alias}}
	err := s.get(ctx, "get model version", name+"@"+alias, "registered-models/alias", q, &out)
	var e *mlflow.Error
	// A missing alias is INVALID_PARAMETER_VALUE on the server; callers ask IsNotFound.
	if errors.As(err, &e) && e.Code == mlflow.CodeInvalidParameter && strings.Contains(e.Message, "not found") {
		e.Code = mlflow.CodeNotFound
	}
	if err != nil {
		return nil, err
	}
	return out.Version.value(), nil
}

// LatestVersions implements [mlflow.Registry].
func (s *Store) LatestVersions(ctx context.Context, name string, stages ...mlflow.Stage) ([]*mlflow.ModelVersion, error) {
	in := object{"name": name}
	if len(stages) > 0 {
		in["stages"] = stages
	}
	var out struct {
		Versions []wireVersion `json:"model_versions"`
	}
	if err := s.post(ctx, "get latest versions of", name, "registered-models/get-latest-versions", in, &out); err != nil {
		return nil, err
	}
	return values(out.Versions, wireVersion.value), nil
}

func queryValues(q mlflow.Query, size int, token string) url.Values {
	if q.PageSize > 0 {
		size = q.PageSize
	}
	v := url.Values{"max_results": {strconv.Itoa(size)}}
	if q.Filter != "" {
		v.Set("filter", q.Filter)
	}
	if len(q.OrderBy) > 0 {
		v["order_by"] = q.OrderBy
	}
	if token != "" {
		v.Set("page_token", token)
	}
	return v
}

func versionObject(name string, version int) string { return name + "/" + strconv.Itoa(version) }
