package model

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/typedml/typedml/mlflow"
)

// Source is where the files of a model are, and what the URI said about it.
type Source struct {
	URI      string // as it was given
	Location string // for the methods of mlflow.ArtifactStore
	Path     string // below the location; "" is the location itself

	// Version is the model version that the URI named; nil when it named none.
	Version *mlflow.ModelVersion

	// ModelID is the logged model's id, where it is known.
	ModelID string

	// RunID is the run that made the model, where it is known.
	RunID string
}

// Resolve finds the files of a model by its URI:
//
//	models:/churn@champion    the version that an alias points to
//	models:/churn/3           a version
//	models:/churn/Production  the highest version in a stage (deprecated by MLflow)
//	models:/churn/latest      the highest version
//	models:/m-…               a logged model
//	runs:/<run id>/model      the run's logged model of that name, or its artifact folder
//	mlflow-artifacts:/…       a location
func Resolve(ctx context.Context, c mlflow.Client, uri string) (*Source, error) {
	return resolve(ctx, c, uri, 0)
}

func resolve(ctx context.Context, c mlflow.Client, uri string, depth int) (*Source, error) {
	if depth > 3 {
		return nil, badURI(uri, "it leads through too many other URIs")
	}
	scheme, ref, ok := strings.Cut(uri, ":/")
	if !ok || strings.HasPrefix(ref, "/") && scheme != "file" {
		return nil, badURI(uri, "it looks like models:/name@alias, models:/name/version, models:/m-… or runs:/run/path")
	}
	switch scheme {
	case "models":
		return resolveModel(ctx, c, uri, ref, depth)
	case "runs":
		return resolveRun(ctx, c, uri, ref)
	case "mlflow-artifacts":
		return &Source{URI: uri, Location: uri}, nil
	}
	return nil, badURI(uri, fmt.Sprintf("%q is not a place of models; use models:/… or runs:/…", scheme))
}

func resolveModel(ctx context.Context, c mlflow.Client, uri, ref string, depth int) (*Source, error) {
	var v *mlflow.ModelVersion
	var err error
	switch parts := strings.Split(ref, "/"); {
	case len(parts) == 1 && strings.Contains(ref, "@"):
		i := strings.LastIndex(ref, "@")
		v, err = c.GetModelVersionByAlias(ctx, ref[:i], ref[i+1:])
	case len(parts) == 1 && ref != "":
		m, err := c.GetLoggedModel(ctx, ref)
		if err != nil {
			return nil, err
		}
		if m.Status != mlflow.LoggedModelReady {
			return nil, &mlflow.Error{
				Code: mlflow.CodeInvalidState, Op: "load model", Object: uri,
				Message: fmt.Sprintf("the logged model is %s, not ready", m.Status),
			}
		}
		return &Source{URI: uri, Location: m.ArtifactLocation, ModelID: m.ID, RunID: m.SourceRunID}, nil
	case len(parts) == 2 && parts[0] != "" && parts[1] != "":
		v, err = namedVersion(ctx, c, uri, parts[0], parts[1])
	default:
		return nil, badURI(uri, "after models:/ comes a logged model's id, name@alias, or name/version")
	}
	if err != nil {
		return nil, err
	}
	loc, err := c.ModelVersionDownloadURI(ctx, v.Name, v.Version)
	if err != nil {
		return nil, err
	}
	s, err := located(ctx, c, loc, depth)
	if err != nil {
		return nil, err
	}
	s.URI, s.Version, s.RunID = uri, v, v.RunID
	if s.ModelID == "" {
		s.ModelID = v.ModelID
	}
	return s, nil
}

// located follows the location of a version, which may be another URI.
func located(ctx context.Context, c mlflow.Client, loc string, depth int) (*Source, error) {
	if strings.HasPrefix(loc, "models:/") || strings.HasPrefix(loc, "runs:/") {
		return resolve(ctx, c, loc, depth+1)
	}
	return &Source{Location: loc}, nil
}

func namedVersion(ctx context.Context, c mlflow.Client, uri, name, version string) (*mlflow.ModelVersion, error) {
	if n, err := strconv.Atoi(version); err == nil {
		return c.GetModelVersion(ctx, name, n)
	}
	if strings.EqualFold(version, "latest") {
		return latestVersion(ctx, c, name)
	}
	for _, st := range []mlflow.Stage{mlflow.StageNone, mlflow.StageStaging, mlflow.StageProduction, mlflow.StageArchived} {
		if !strings.EqualFold(version, st.String()) {
			continue
		}
		vs, err := c.LatestVersions(ctx, name, st)
		if err != nil {
			return nil, err
		}
		if len(vs) == 0 {
			return nil, &mlflow.Error{
				Code: mlflow.CodeNotFound, Op: "load model", Object: uri,
				Message: fmt.Sprintf("no version of %s is in the stage %s", name, st),
			}
		}
		return vs[len(vs)-1], nil
	}
	return nil, badURI(uri, fmt.Sprintf("%q is no version number, stage or latest; an alias is written %s@%s", version, name, version))
}

// resolveRun prefers the run's logged model of that name, as MLflow 3 does, to a folder of its artifacts.
func resolveRun(ctx context.Context, c mlflow.Client, uri, ref string) (*Source, error) {
	id, path, ok := strings.Cut(ref, "/")
	if !ok || id == "" || path == "" {
		return nil, badURI(uri, "after runs:/ comes the run's id and a path, as in runs:/<run id>/model")
	}
	if err := mlflow.CheckArtifactPath(path); err != nil {
		return nil, badURI(uri, err.Error())
	}
	run, err := c.GetRun(ctx, id)
	if err != nil {
		return nil, err
	}
	var found *mlflow.LoggedModel   // of several with one name the newest, as MLflow has it
	for _, o := range run.Outputs { // which come in any order
		m, err := c.GetLoggedModel(ctx, o.ModelID)
		switch {
		case mlflow.IsNotFound(err):
			continue
		case err != nil:
			return nil, err
		case m.Name != path || m.Status != mlflow.LoggedModelReady:
			continue
		}
		if found == nil || m.Created.After(found.Created) {
			found = m
		}
	}
	if found != nil {
		return &Source{URI: uri, Location: found.ArtifactLocation, ModelID: found.ID, RunID: id}, nil
	}
	return &Source{URI: uri, Location: run.Info.ArtifactURI, Path: path, RunID: id}, nil
}

func badURI(uri, msg string) error {
	return &mlflow.Error{Code: mlflow.CodeInvalidParameter, Op: "load model", Object: uri, Message: msg}
}
