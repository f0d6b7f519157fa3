package databricks

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/mlflow"
)

// CreateModelVersion implements [mlflow.Registry]: it creates the version, copies the model's files into it and finalizes
// it. When a part fails the version is deleted; its number is not given again.
func (s *Store) CreateModelVersion(ctx context.Context, spec mlflow.ModelVersionSpec) (*mlflow.ModelVersion, error) {
	const op = "create model version"
	from, err := s.source(ctx, spec)
	if err != nil {
		return nil, err
	}
	in := object{"source": spec.Source}
	for k, v := range map[string]string{"run_id": spec.RunID, "model_id": spec.ModelID, "description": spec.Description} {
		if v != "" {
			in[k] = v
		}
	}
	if len(spec.Tags) > 0 {
		in["tags"] = wireTags(spec.Tags)
	}
	var out versionAnswer
	if err := s.call(ctx, http.MethodPost, op, spec.Name, toVersion, "model-versions/create", in, &out); err != nil {
		return nil, err
	}
	v := s.version(out.Version)
	ready, err := s.fill(ctx, from, v)
	if err != nil {
		if undo := s.DeleteModelVersion(context.WithoutCancel(ctx), spec.Name, v.Version); undo != nil && !mlflow.IsNotFound(undo) {
			err = errors.Join(err, fmt.Errorf("version %d, which was begun, is still there: %w", v.Version, undo))
		}
		return nil, err
	}
	return ready, nil
}

// fill copies the files and finalizes the version.
func (s *Store) fill(ctx context.Context, from string, v *mlflow.ModelVersion) (*mlflow.ModelVersion, error) {
	to, err := s.ModelVersionDownloadURI(ctx, v.Name, v.Version)
	if err != nil {
		return nil, err
	}
	n, err := s.copy(ctx, from, to, "")
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, &mlflow.Error{
			Code: mlflow.CodeInvalidState, Op: "create model version", Object: v.Name, Message: "there are no files at " + from + ": log the model first",
		}
	}
	var out versionAnswer
	err = s.call(ctx, http.MethodPost, "finalize model version", v.Name, toVersion, "model-versions/finalize", object{"version": strconv.Itoa(v.Version)}, &out)
	if mlflow.IsUnavailable(err) { // it may have been done: its answer got lost
		if now, getErr := s.GetModelVersion(ctx, v.Name, v.Version); getErr == nil && now.Status == mlflow.VersionReady {
			return now, nil
		}
	}
	if err != nil {
		return nil, err
	}
	ready := s.version(out.Version)
	if ready.Status != mlflow.VersionReady {
		return nil, &mlflow.Error{
			Code: mlflow.CodeInvalidState, Op: "finalize model version", Object: fmt.Sprintf("%s/%d", v.Name, v.Version),
			Message: fmt.Sprintf("its status is %q, not READY: %s", out.Version.Status, ready.StatusMessage),
		}
	}
	return ready, nil
}

// source returns the location of the files that become a version.
func (s *Store) source(ctx context.Context, spec mlflow.ModelVersionSpec) (string, error) {
	id := spec.ModelID
	if rest, ok := strings.CutPrefix(spec.Source, "models:/"); ok && id == "" {
		id = rest
	}
	if id != "" {
		m, err := s.GetLoggedModel(ctx, id)
		if err != nil {
			return "", err
		}
		return m.ArtifactLocation, nil
	}
	if rest, ok := strings.CutPrefix(spec.Source, "runs:/"); ok {
		run, path, _ := strings.Cut(rest, "/")
		r, err := s.GetRun(ctx, run)
		if err != nil {
			return "", err
		}
		return strings.TrimRight(r.Info.ArtifactURI+"/"+path, "/"), nil
	}
	return spec.Source, nil
}

// copy copies the files below dir from one location to another, and returns how many.
func (s *Store) copy(ctx context.Context, from, to, dir string) (n int, err error) {
	files, err := s.ListArtifacts(ctx, from, dir)
	if err != nil {
		return 0, err
	}
	for _, f := range files {
		if f.IsDir {
			below, err := s.copy(ctx, from, to, f.Path)
			if n += below; err != nil {
				return n, err
			}
			continue
		}
		if err := s.copyFile(ctx, from, to, f.Path); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// GetModelVersion implements [mlflow.Registry].
func (s *Store) GetModelVersion(ctx context.Context, name string, version int) (*mlflow.ModelVersion, error) {
	var out versionAnswer
	err := s.call(ctx, http.MethodGet, "get model version", name, toRead, "model-versions/get", object{"version": strconv.Itoa(version)}, &out)
	if err != nil {
		return nil, err
	}
	return s.version(out.Version), nil
}

// UpdateModelVersion implements [mlflow.Registry].
func (s *Store) UpdateModelVersion(ctx context.Context, name string, version int, description string) (*mlflow.ModelVersion, error) {
	var out versionAnswer
	err := s.call(ctx, http.MethodPatch, "update model version", name, toChange, "model-versions/update",
		object{"version": strconv.Itoa(version), "description": description}, &out)
	if err != nil {
		return nil, err
	}
	return s.version(out.Version), nil
}

// DeleteModelVersion implements [mlflow.Registry].
func (s *Store) DeleteModelVersion(ctx context.Context, name string, version int) error {
	return s.call(ctx, http.MethodDelete, "delete model version", name, toChange, "model-versions/delete", object{"version": strconv.Itoa(version)}, nil)
}

// SetModelVersionTag implements [mlflow.Registry].
func (s *Store) SetModelVersionTag(ctx context.Context, name string, version int, t mlflow.Tag) error {
	return s.call(workspace.Repeatable(ctx), http.MethodPost, "set tag of model version", name, toChange, "model-versions/set-tag",
		object{"version": strconv.Itoa(version), "key": t.Key, "value": t.Value}, nil)
}

// ModelVersionDownloadURI implements [mlflow.Registry]: the version's folder in Unity Catalog, by the Files API.
func (s *Store) ModelVersionDownloadURI(_ context.Context, name string, version int) (string, error) {
	full, err := s.full("get download URI of", name)
	if err != nil {
		return "", err
	}
	return "dbfs:/Models/" + strings.ReplaceAll(full, ".", "/") + "/" + strconv.Itoa(version), nil
}
