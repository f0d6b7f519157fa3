package databricks

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/mlflow"
)

// registry is the prefix of the calls, which the SDK does not have.
const registry = "/api/2.0/mlflow/unity-catalog/"

type object = map[string]any

// full completes a model's name: catalog.schema.model.
func (s *Store) full(op, name string) (string, error) {
	bad := func(why string) (string, error) {
		return "", &mlflow.Error{Code: mlflow.CodeInvalidParameter, Op: op, Object: name, Message: why}
	}
	switch parts := strings.Split(name, "."); {
	case slices.Contains(parts, ""):
		return bad("a part of the model's name is empty")
	case strings.ContainsAny(name, "/: "):
		return bad("Unity Catalog allows no slash, colon or space in names")
	case len(parts) == 3:
		return name, nil
	case len(parts) != 1:
		return bad("a model in Unity Catalog is called catalog.schema.model, or by its last part")
	case s.options.catalog == "":
		return bad("in which catalog and schema? Write catalog.schema." + name + ", or open databricks://profile?catalog=C&schema=S")
	}
	return s.options.catalog + "." + s.options.schema + "." + name, nil
}

// short is the name that the caller has for a model.
func (s *Store) short(full string) string {
	if s.options.catalog == "" {
		return full
	}
	return strings.TrimPrefix(full, strings.ToLower(s.options.catalog+"."+s.options.schema)+".")
}

// call sends one call about a model.
func (s *Store) call(ctx context.Context, method, op, name, needs, path string, in object, out any) error {
	full, err := s.full(op, name)
	if err != nil {
		return err
	}
	parts := strings.Split(full, ".")
	in["name"] = full
	if needs != "" {
		needs = fmt.Sprintf("USE CATALOG on %s, USE SCHEMA on %s.%s, %s", parts[0], parts[0], parts[1], strings.ReplaceAll(needs, "$", full))
		needs = strings.ReplaceAll(needs, "the schema", "the schema "+parts[0]+"."+parts[1])
	}
	err = s.client.Do(ctx, workspace.Call{Op: op, Object: full, Needs: needs}, method, registry+path, in, out)
	return failed(op, name, err)
}

const (
	toCreate  = "CREATE MODEL on the schema"
	toRead    = "EXECUTE on $"
	toChange  = "ownership of $"
	toVersion = "CREATE MODEL VERSION on $"
)

// CreateRegisteredModel implements [mlflow.Registry].
func (s *Store) CreateRegisteredModel(ctx context.Context, spec mlflow.RegisteredModelSpec) (*mlflow.RegisteredModel, error) {
	in := object{}
	if spec.Description != "" {
		in["description"] = spec.Description
	}
	if len(spec.Tags) > 0 {
		in["tags"] = wireTags(spec.Tags)
	}
	var out modelAnswer
	if err := s.call(ctx, http.MethodPost, "create registered model", spec.Name, toCreate, "registered-models/create", in, &out); err != nil {
		return nil, err
	}
	return s.model(out.Model), nil
}

// GetRegisteredModel implements [mlflow.Registry]. Latest holds the highest version, which takes a call of its own.
func (s *Store) GetRegisteredModel(ctx context.Context, name string) (*mlflow.RegisteredModel, error) {
	var out modelAnswer
	if err := s.call(ctx, http.MethodGet, "get registered model", name, toRead, "registered-models/get", object{}, &out); err != nil {
		return nil, err
	}
	m := s.model(out.Model)
	var err error
	m.Latest, err = s.LatestVersions(ctx, name)
	return m, err
}

// SearchRegisteredModels implements [mlflow.Registry]. Unity Catalog takes no filter and no order: both are refused. With
// a catalog and schema in the URI, the models of other schemas have names of three parts.
func (s *Store) SearchRegisteredModels(ctx context.Context, q mlflow.Query) iter.Seq2[*mlflow.RegisteredModel, error] {
	const op = "search registered models"
	return func(yield func(*mlflow.RegisteredModel, error) bool) {
		if q.Filter != "" || len(q.OrderBy) > 0 {
			yield(nil, &mlflow.Error{
				Code: mlflow.CodeNotImplemented, Op: op, Object: q.Filter,
				Message: "Unity Catalog searches models by no filter and in no order: leave both away, and choose among all",
			})
			return
		}
		for token := ""; ; {
			var out struct {
				Models []wireModel `json:"registered_models"`
				Next   string      `json:"next_page_token"`
			}
			err := s.client.Do(ctx, workspace.Call{Op: op}, http.MethodGet, registry+"registered-models/search", pageOf(q, token), &out)
			if err != nil {
				yield(nil, failed(op, "", err))
				return
			}
			for _, m := range out.Models {
				if !yield(s.model(m), nil) {
					return
				}
			}
			if out.Next == "" || out.Next == token {
				return
			}
			token = out.Next
		}
	}
}

func pageOf(q mlflow.Query, token string) object {
	in := object{}
	if q.PageSize > 0 {
		in["max_results"] = q.PageSize
	}
	if token != "" {
		in["page_token"] = token
	}
	return in
}

// RenameRegisteredModel implements [mlflow.Registry]. A model stays in its schema.
func (s *Store) RenameRegisteredModel(ctx context.Context, name, newName string) (*mlflow.RegisteredModel, error) {
	full, err := s.full("rename registered model", newName)
	if err != nil {
		return nil, err
	}
	return s.update(ctx, "rename registered model", name, object{"new_name": full})
}

// UpdateRegisteredModel implements [mlflow.Registry].
func (s *Store) UpdateRegisteredModel(ctx context.Context, name, description string) (*mlflow.RegisteredModel, error) {
	return s.update(ctx, "update registered model", name, object{"description": description})
}

func (s *Store) update(ctx context.Context, op, name string, in object) (*mlflow.RegisteredModel, error) {
	var out modelAnswer
	if err := s.call(ctx, http.MethodPatch, op, name, toChange, "registered-models/update", in, &out); err != nil {
		return nil, err
	}
	return s.model(out.Model), nil
}

// DeleteRegisteredModel implements [mlflow.Registry].
func (s *Store) DeleteRegisteredModel(ctx context.Context, name string) error {
	return s.call(ctx, http.MethodDelete, "delete registered model", name, toChange, "registered-models/delete", object{}, nil)
}

// SetRegisteredModelTag implements [mlflow.Registry].
func (s *Store) SetRegisteredModelTag(ctx context.Context, name string, t mlflow.Tag) error {
	return s.call(workspace.Repeatable(ctx), http.MethodPost, "set tag of registered model", name, toChange, "registered-models/set-tag",
		object{"key": t.Key, "value": t.Value}, nil)
}

// searched are the filters that Unity Catalog takes.
var searched = regexp.MustCompile(`^\s*(name|run_id)\s*=\s*(?:'([^']*)'|"([^"]*)")\s*$`)

// SearchModelVersions implements [mlflow.Registry], by the model's name or the run, newest first. Unity Catalog leaves tags
// and aliases out of what it finds: each version is asked for, which is a call more.
func (s *Store) SearchModelVersions(ctx context.Context, q mlflow.Query) iter.Seq2[*mlflow.ModelVersion, error] {
	return func(yield func(*mlflow.ModelVersion, error) bool) {
		found, err := s.find(ctx, q)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, f := range found {
			v, err := s.GetModelVersion(ctx, f.Name, f.Version)
			if mlflow.IsNotFound(err) { // deleted since
				continue
			}
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

// find returns the versions without tags and aliases, newest first; of a model that does not exist there is none.
func (s *Store) find(ctx context.Context, q mlflow.Query) ([]*mlflow.ModelVersion, error) {
	const op = "search model versions"
	m := searched.FindStringSubmatch(q.Filter)
	if m == nil || len(q.OrderBy) > 0 {
		return nil, &mlflow.Error{
			Code: mlflow.CodeNotImplemented, Op: op, Object: q.Filter,
			Message: "Unity Catalog searches versions by name = '…' or run_id = '…' alone, and in no order",
		}
	}
	filter, what := q.Filter, m[2]+m[3]
	if m[1] == "name" {
		full, err := s.full(op, what)
		if err != nil {
			return nil, err
		}
		filter = "name = " + mlflow.Quote(full)
	}
	var all []*mlflow.ModelVersion
	for token := ""; ; {
		in := pageOf(q, token)
		in["filter"] = filter
		var out struct {
			Versions []wireVersion `json:"model_versions"`
			Next     string        `json:"next_page_token"`
		}
		err := s.client.Do(ctx, workspace.Call{Op: op, Object: what}, http.MethodGet, registry+"model-versions/search", in, &out)
		if workspace.IsNotFound(err) {
			return nil, nil
		}
		if err != nil {
			return nil, failed(op, what, err)
		}
		for _, w := range out.Versions {
			all = append(all, s.version(w))
		}
		if out.Next == "" || out.Next == token {
			break
		}
		token = out.Next
	}
	slices.SortStableFunc(all, func(a, b *mlflow.ModelVersion) int { return b.Version - a.Version })
	return all, nil
}
