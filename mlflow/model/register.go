package model

import (
	"context"
	"errors"
	"fmt"

	"github.com/typedml/typedml/mlflow"
)

// Registration says under which name a logged model becomes a version.
type Registration struct {
	// Name of the registered model; it is created when it does not exist.
	Name string

	// Version, when it is not 0, is the number that the version must get. MLflow numbers versions itself (one more
	// than the highest ever used); another number is an error and leaves no version behind.
	Version int

	// Alias, when it is set, is pointed to the version.
	Alias string

	// Stage, when it is set, is where the version goes. Stages are deprecated by MLflow in favour of aliases.
	Stage mlflow.Stage

	// ArchiveExisting archives the versions that are in the stage now.
	ArchiveExisting bool

	Description string
	Tags        map[string]string
}

// check finds what can be found before any work: bad names, and a demanded version that exists already.
func (r Registration) check(ctx context.Context, c mlflow.Client) error {
	err := mlflow.CheckModelName(r.Name)
	if r.Alias != "" {
		err = errors.Join(err, mlflow.CheckAlias(r.Alias))
	}
	if r.Stage != 0 && !r.Stage.Valid() {
		err = errors.Join(err, fmt.Errorf("%d is no stage", r.Stage))
	}
	if r.Version < 0 {
		err = errors.Join(err, fmt.Errorf("%d is no version", r.Version))
	}
	if err != nil {
		return &mlflow.Error{Code: mlflow.CodeInvalidParameter, Op: "register model", Object: r.Name, Message: err.Error()}
	}
	if r.Version == 0 {
		return nil
	}
	highest, err := latestVersion(ctx, c, r.Name)
	switch {
	case mlflow.IsNotFound(err):
	case err != nil:
		return err
	case highest.Version >= r.Version:
		return wrongVersion(r, highest.Version+1)
	}
	return nil
}

// Register makes a logged model a version of a registered model, points the alias to it and moves it to the stage. The
// model must be READY.
func Register(ctx context.Context, c mlflow.Client, m *mlflow.LoggedModel, r Registration) (*mlflow.ModelVersion, error) {
	if m.Status != mlflow.LoggedModelReady {
		return nil, &mlflow.Error{
			Code: mlflow.CodeInvalidState, Op: "register model", Object: m.ID,
			Message: fmt.Sprintf("the logged model is %s; only a ready one is registered", m.Status),
		}
	}
	if err := r.check(ctx, c); err != nil {
		return nil, err
	}
	_, err := c.CreateRegisteredModel(ctx, mlflow.RegisteredModelSpec{Name: r.Name})
	if err != nil && !mlflow.IsAlreadyExists(err) {
		return nil, err
	}
	v, err := c.CreateModelVersion(ctx, mlflow.ModelVersionSpec{
		Name: r.Name, Source: "models:/" + m.ID, RunID: m.SourceRunID, ModelID: m.ID, Description: r.Description, Tags: r.Tags,
	})
	if err != nil {
		return nil, err
	}
	if r.Version != 0 && v.Version != r.Version {
		err := c.DeleteModelVersion(context.WithoutCancel(ctx), r.Name, v.Version)
		return nil, errors.Join(wrongVersion(r, v.Version), err)
	}
	if r.Stage != 0 {
		if v, err = c.TransitionStage(ctx, r.Name, v.Version, r.Stage, r.ArchiveExisting); err != nil {
			return nil, err
		}
	}
	if r.Alias != "" {
		if err := c.SetAlias(ctx, r.Name, r.Alias, v.Version); err != nil {
			return nil, err
		}
	}
	return c.GetModelVersion(ctx, r.Name, v.Version)
}

func wrongVersion(r Registration, next int) error {
	return &mlflow.Error{
		Code: mlflow.CodeInvalidParameter, Op: "register model", Object: r.Name,
		Message: fmt.Sprintf("version %d was asked for, but the next free one is %d; MLflow numbers versions itself: "+
			"ask for that one, or for none", r.Version, next),
	}
}

// latestVersion returns the highest version in any stage.
func latestVersion(ctx context.Context, c mlflow.Client, name string) (*mlflow.ModelVersion, error) {
	vs, err := c.LatestVersions(ctx, name)
	if err != nil {
		return nil, err
	}
	var best *mlflow.ModelVersion
	for _, v := range vs {
		if best == nil || v.Version > best.Version {
			best = v
		}
	}
	if best == nil {
		return nil, &mlflow.Error{
			Code: mlflow.CodeNotFound, Op: "get latest version", Object: name,
			Message: "the registered model has no version",
		}
	}
	return best, nil
}
