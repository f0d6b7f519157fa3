package rest

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"

	"github.com/typedml/typedml/mlflow"
)

type versionAnswer struct {
	Version wireVersion `json:"model_version"`
}

func (a versionAnswer) id() string { return a.Version.Name }

// CreateModelVersion implements [mlflow.Registry].
func (s *Store) CreateModelVersion(ctx context.Context, spec mlflow.ModelVersionSpec) (*mlflow.ModelVersion, error) {
	in := object{"name": spec.Name, "source": spec.Source, "tags": tagPairs(mlflow.SortedTags(spec.Tags))}
	for k, v := range map[string]string{"run_id": spec.RunID, "model_id": spec.ModelID, "description": spec.Description} {
		if v != "" {
			in[k] = v
		}
	}
	var out versionAnswer
	if err := s.create(ctx, "create model version", spec.Name, "model-versions/create", in, &out); err != nil {
		return nil, err
	}
	return out.Version.value(), nil
}

// GetModelVersion implements [mlflow.Registry].
func (s *Store) GetModelVersion(ctx context.Context, name string, version int) (*mlflow.ModelVersion, error) {
	var out versionAnswer
	err := s.get(ctx, "get model version", versionObject(name, version), "model-versions/get", versionQuery(name, version), &out)
	if err != nil {
		return nil, err
	}
	return out.Version.value(), nil
}

// SearchModelVersions implements [mlflow.Registry].
func (s *Store) SearchModelVersions(ctx context.Context, q mlflow.Query) iter.Seq2[*mlflow.ModelVersion, error] {
	return pages(func(token string) ([]*mlflow.ModelVersion, string, error) {
		var out struct {
			Items []wireVersion `json:"model_versions"`
			Next  string        `json:"next_page_token"`
		}
		err := s.get(ctx, "search model versions", "", "model-versions/search", queryValues(q, 1000, token), &out)
		return values(out.Items, wireVersion.value), out.Next, err
	})
}

// UpdateModelVersion implements [mlflow.Registry].
func (s *Store) UpdateModelVersion(ctx context.Context, name string, version int, description string) (*mlflow.ModelVersion, error) {
	in := versionBody(name, version)
	in["description"] = description
	var out versionAnswer
	err := s.send(ctx, http.MethodPatch, "update model version", versionObject(name, version), "model-versions/update", in, &out)
	if err != nil {
		return nil, err
	}
	return out.Version.value(), nil
}

// DeleteModelVersion implements [mlflow.Registry].
func (s *Store) DeleteModelVersion(ctx context.Context, name string, version int) error {
	return s.send(ctx, http.MethodDelete, "delete model version", versionObject(name, version), "model-versions/delete",
		versionBody(name, version), nil)
}

// SetModelVersionTag implements [mlflow.Registry].
func (s *Store) SetModelVersionTag(ctx context.Context, name string, version int, t mlflow.Tag) error {
	in := versionBody(name, version)
	in["key"], in["value"] = t.Key, t.Value
	return s.post(ctx, "set tag of model version", versionObject(name, version), "model-versions/set-tag", in, nil)
}

// TransitionStage implements [mlflow.Registry].
func (s *Store) TransitionStage(ctx context.Context, name string, version int, st mlflow.Stage, archive bool) (*mlflow.ModelVersion, error) {
	in := versionBody(name, version)
	in["stage"], in["archive_existing_versions"] = st, archive
	var out versionAnswer
	err := s.post(ctx, "transition stage of", versionObject(name, version), "model-versions/transition-stage", in, &out)
	if err != nil {
		return nil, err
	}
	return out.Version.value(), nil
}

// ModelVersionDownloadURI implements [mlflow.Registry].
func (s *Store) ModelVersionDownloadURI(ctx context.Context, name string, version int) (string, error) {
	var out struct {
		URI string `json:"artifact_uri"`
	}
	err := s.get(ctx, "get download URI of", versionObject(name, version), "model-versions/get-download-uri", versionQuery(name, version), &out)
	return out.URI, err
}

func versionBody(name string, version int) object {
	return object{"name": name, "version": strconv.Itoa(version)}
}

func versionQuery(name string, version int) url.Values {
	return url.Values{"name": {name}, "version": {strconv.Itoa(version)}}
}
