package model

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/typedml/typedml/mlflow"
)

// left returns the model of a name that a run has already: the READY one, else one that is PENDING, else nil.
func left(ctx context.Context, c mlflow.Client, run *mlflow.Run, name string) (*mlflow.LoggedModel, error) {
	var pending *mlflow.LoggedModel
	q := mlflow.LoggedModelQuery{ExperimentIDs: []string{run.Info.ExperimentID}, Filter: "source_run_id = " + mlflow.Quote(run.ID())}
	for m, err := range c.SearchLoggedModels(ctx, q) {
		switch {
		case err != nil:
			return nil, err
		case m.Name != name:
		case m.Status == mlflow.LoggedModelReady:
			return m, nil
		case m.Status == mlflow.LoggedModelPending:
			pending = m
		}
	}
	return pending, nil
}

// takeOver links a model that is READY to the run, where the program that logged it did not come to that.
func takeOver(ctx context.Context, c mlflow.Client, run *mlflow.Run, m *mlflow.LoggedModel, step int64) (*Logged, error) {
	file, err := stored(ctx, c, m)
	if err != nil {
		return nil, fmt.Errorf("mlflow model %q, taking over %s: %w", m.Name, m.ID, err)
	}
	return &Logged{Model: m, MLmodel: file}, link(ctx, c, run, m, step)
}

// link links a model to the run that logged it, once.
func link(ctx context.Context, c mlflow.Client, run *mlflow.Run, m *mlflow.LoggedModel, step int64) error {
	now, err := c.GetRun(ctx, run.ID())
	if err != nil || slices.ContainsFunc(now.Outputs, func(o mlflow.ModelOutput) bool { return o.ModelID == m.ID }) {
		return err
	}
	return c.LogOutputs(ctx, run.ID(), []mlflow.ModelOutput{{ModelID: m.ID, Step: step}})
}

// stored reads a model's MLmodel file.
func stored(ctx context.Context, c mlflow.Client, m *mlflow.LoggedModel) (*MLmodel, error) {
	r, err := c.OpenArtifact(ctx, m.ArtifactLocation, FileName)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, err
	}
	return Parse(b)
}
