package model

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/typedml/typedml/mlflow"
)

// takeOver finds the model that the run logged under the spec's name, complete, and links it to the run where that is missing.
// It returns nil when there is none.
func takeOver(ctx context.Context, c mlflow.Client, run *mlflow.Run, spec Spec) (*Logged, error) {
	var ready *mlflow.LoggedModel
	q := mlflow.LoggedModelQuery{ExperimentIDs: []string{run.Info.ExperimentID}, Filter: "source_run_id = " + mlflow.Quote(run.ID())}
	for m, err := range c.SearchLoggedModels(ctx, q) {
		switch {
		case err != nil:
			return nil, err
		case m.Name != spec.Name:
		case m.Status == mlflow.LoggedModelReady:
			ready = m
		case m.Status == mlflow.LoggedModelPending:
			if _, err := c.FinalizeLoggedModel(ctx, m.ID, mlflow.LoggedModelUploadFailed); err != nil {
				return nil, err
			}
		}
	}
	if ready == nil {
		return nil, nil
	}
	file, err := stored(ctx, c, ready)
	if err != nil {
		return nil, fmt.Errorf("mlflow model %q, taking over %s: %w", spec.Name, ready.ID, err)
	}
	return &Logged{Model: ready, MLmodel: file}, link(ctx, c, run, ready, spec.Step)
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
