package rest

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/typedml/typedml/mlflow"
)

type loggedModelAnswer struct {
	Model wireLoggedModel `json:"model"`
}

func (a loggedModelAnswer) id() string { return a.Model.Info.ID }

// CreateLoggedModel implements [mlflow.LoggedModels].
func (s *Store) CreateLoggedModel(ctx context.Context, spec mlflow.LoggedModelSpec) (*mlflow.LoggedModel, error) {
	in := object{"experiment_id": spec.ExperimentID, "params": paramPairs(spec.Params), "tags": tagPairs(spec.Tags)}
	for k, v := range map[string]string{"name": spec.Name, "source_run_id": spec.SourceRunID, "model_type": spec.ModelType} {
		if v != "" {
			in[k] = v
		}
	}
	var out loggedModelAnswer
	if err := s.create(ctx, "create logged model", spec.Name, "logged-models", in, &out); err != nil {
		return nil, err
	}
	return out.Model.value(), nil
}

// GetLoggedModel implements [mlflow.LoggedModels].
func (s *Store) GetLoggedModel(ctx context.Context, id string) (*mlflow.LoggedModel, error) {
	var out loggedModelAnswer
	if err := s.get(ctx, "get logged model", id, loggedModelPath(id), nil, &out); err != nil {
		return nil, err
	}
	return out.Model.value(), nil
}

// FinalizeLoggedModel implements [mlflow.LoggedModels].
func (s *Store) FinalizeLoggedModel(ctx context.Context, id string, st mlflow.LoggedModelStatus) (*mlflow.LoggedModel, error) {
	var out loggedModelAnswer
	err := s.send(ctx, http.MethodPatch, "finalize logged model", id, loggedModelPath(id), object{"model_id": id, "status": st}, &out)
	if err != nil {
		return nil, err
	}
	m := out.Model.value()
	if m.Status != st { // the server takes what it does not know for UNSPECIFIED, with 200
		return nil, &mlflow.Error{
			Code: mlflow.CodeInternal, Op: "finalize logged model", Object: id,
			Message: "the server set the status " + m.Status.String(),
		}
	}
	return m, nil
}

// SearchLoggedModels implements [mlflow.LoggedModels].
func (s *Store) SearchLoggedModels(ctx context.Context, q mlflow.LoggedModelQuery) iter.Seq2[*mlflow.LoggedModel, error] {
	return pages(func(token string) ([]*mlflow.LoggedModel, string, error) {
		var out struct {
			Items []wireLoggedModel `json:"models"`
			Next  string            `json:"next_page_token"`
		}
		in := queryBody(mlflow.Query{Filter: q.Filter, PageSize: q.PageSize}, 50, token)
		in["experiment_ids"] = q.ExperimentIDs
		err := s.post(ctx, "search logged models", "", "logged-models/search", in, &out)
		return values(out.Items, wireLoggedModel.value), out.Next, err
	})
}

// SetLoggedModelTags implements [mlflow.LoggedModels].
func (s *Store) SetLoggedModelTags(ctx context.Context, id string, tags []mlflow.Tag) error {
	return s.send(ctx, http.MethodPatch, "set tags of logged model", id, loggedModelPath(id)+"/tags",
		object{"model_id": id, "tags": tagPairs(tags)}, nil)
}

// LogLoggedModelParams implements [mlflow.LoggedModels].
func (s *Store) LogLoggedModelParams(ctx context.Context, id string, params []mlflow.Param) error {
	return s.create(ctx, "log params of logged model", id, loggedModelPath(id)+"/params",
		object{"model_id": id, "params": paramPairs(params)}, nil)
}

// DeleteLoggedModel implements [mlflow.LoggedModels].
func (s *Store) DeleteLoggedModel(ctx context.Context, id string) error {
	return s.send(ctx, http.MethodDelete, "delete logged model", id, loggedModelPath(id), nil, nil)
}

func loggedModelPath(id string) string { return "logged-models/" + url.PathEscape(id) }
