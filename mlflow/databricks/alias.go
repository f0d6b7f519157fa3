package databricks

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/mlflow"
)

// SetAlias implements [mlflow.Registry].
func (s *Store) SetAlias(ctx context.Context, name, alias string, version int) error {
	return s.call(workspace.Repeatable(ctx), http.MethodPost, "set alias "+alias+" of", name, toChange, "registered-models/alias",
		object{"alias": alias, "version": strconv.Itoa(version)}, nil)
}

// DeleteAlias implements [mlflow.Registry].
func (s *Store) DeleteAlias(ctx context.Context, name, alias string) error {
	err := s.call(ctx, http.MethodDelete, "delete alias "+alias+" of", name, toChange, "registered-models/alias", object{"alias": alias}, nil)
	if mlflow.IsNotFound(err) {
		if _, modelErr := s.GetRegisteredModel(ctx, name); modelErr == nil {
			return nil // it was not set
		}
	}
	return err
}

// GetModelVersionByAlias implements [mlflow.Registry].
func (s *Store) GetModelVersionByAlias(ctx context.Context, name, alias string) (*mlflow.ModelVersion, error) {
	var out versionAnswer
	err := s.call(ctx, http.MethodGet, "get model version", name, toRead, "registered-models/alias", object{"alias": alias}, &out)
	if err != nil {
		return nil, err
	}
	return s.version(out.Version), nil
}

// staged are the stages that have an alias in their place.
var staged = map[mlflow.Stage]string{mlflow.StageStaging: "staging", mlflow.StageProduction: "production"}

// stageOf is the stage that a version's aliases stand for: 0 for none, as on a server without stages.
func stageOf(aliases []string) mlflow.Stage {
	for _, stage := range []mlflow.Stage{mlflow.StageProduction, mlflow.StageStaging} {
		if slices.Contains(aliases, staged[stage]) {
			return stage
		}
	}
	return 0
}

// TransitionStage implements [mlflow.Registry] with aliases, since Unity Catalog has no stages: Staging and Production set
// the alias of that name, which its version so far loses, whatever archive says; None and Archived take both away. The
// log says so.
func (s *Store) TransitionStage(ctx context.Context, name string, version int, stage mlflow.Stage, _ bool) (*mlflow.ModelVersion, error) {
	v, err := s.GetModelVersion(ctx, name, version)
	if err != nil {
		return nil, err
	}
	alias := staged[stage]
	s.o.Logger.WarnContext(ctx, "mlflow: Unity Catalog has no stages: an alias takes the stage's place",
		"model", name, "version", version, "stage", stage.String(), "alias", alias)
	for _, other := range staged {
		if other != alias && slices.Contains(v.Aliases, other) {
			if err := s.DeleteAlias(ctx, name, other); err != nil {
				return nil, err
			}
		}
	}
	if alias != "" {
		if err := s.SetAlias(ctx, name, alias, version); err != nil {
			return nil, err
		}
	}
	return s.GetModelVersion(ctx, name, version)
}

// LatestVersions implements [mlflow.Registry]: without stages the highest version, else the one that each stage's alias
// points to.
func (s *Store) LatestVersions(ctx context.Context, name string, stages ...mlflow.Stage) ([]*mlflow.ModelVersion, error) {
	if len(stages) == 0 {
		all, err := s.find(ctx, mlflow.Query{Filter: "name = " + mlflow.Quote(name)})
		if err != nil || len(all) == 0 {
			return nil, err
		}
		v, err := s.GetModelVersion(ctx, name, all[0].Version)
		if err != nil {
			return nil, err
		}
		return []*mlflow.ModelVersion{v}, nil
	}
	var out []*mlflow.ModelVersion
	for _, stage := range stages {
		alias, ok := staged[stage]
		if !ok {
			return nil, &mlflow.Error{
				Code: mlflow.CodeNotImplemented, Op: "get latest versions of", Object: name,
				Message: "Unity Catalog has no stage " + strings.ToLower(stage.String()) + ", and no alias takes its place",
			}
		}
		v, err := s.GetModelVersionByAlias(ctx, name, alias)
		if mlflow.IsNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}
