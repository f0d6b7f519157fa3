package pipeline

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	_ "github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/mlflow"
	_ "github.com/typedml/typedml/mlflow/sqlite"
	"github.com/typedml/typedml/pipeline/train"
)

// rowsOf makes n rows whose label depends on f01, f02 and f47, with noise.
func rowsOf(n int) []wide {
	random := rand.New(rand.NewPCG(1, 2))
	rows := make([]wide, n)
	for i := range rows {
		x := &rows[i]
		x.ID, x.At = fmt.Sprintf("row-%d", i), time.Date(2026, 1, 1, 0, i, 0, 0, time.UTC)
		fill(x, random)
		x.Bad = x.F01+float64(2*x.F47)-x.F02+random.NormFloat64() > 0
	}
	return rows
}

func fill(x *wide, random *rand.Rand) {
	for _, f := range []*float64{
		&x.F01, &x.F02, &x.F03, &x.F04, &x.F05, &x.F06, &x.F07, &x.F08, &x.F09, &x.F10, &x.F11, &x.F12, &x.F13, &x.F14, &x.F15,
		&x.F16, &x.F17, &x.F18, &x.F19, &x.F20, &x.F21, &x.F22, &x.F23, &x.F24, &x.F25, &x.F26, &x.F27, &x.F28, &x.F29, &x.F30,
		&x.F31, &x.F32, &x.F33, &x.F34, &x.F35, &x.F36, &x.F37, &x.F38, &x.F39, &x.F40, &x.F41, &x.F42, &x.F43, &x.F44, &x.F45,
		&x.F46, &x.F47,
	} {
		*f = random.NormFloat64()
	}
}

// quiet logs nowhere.
var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// lake is a folder with a table of wide rows and a fresh MLflow database.
type lake struct {
	table    string
	tracking string
	client   mlflow.Client
}

func newLake(t *testing.T, rows []wide) lake {
	t.Helper()
	dir := filepath.ToSlash(t.TempDir())
	l := lake{table: "delta://" + dir + "/wide", tracking: "sqlite:///" + dir + "/mlflow.db"}
	table, err := featurestore.Open[wide](t.Context(), l.table, featurestore.WithLogger(quiet))
	require.NoError(t, err)
	if len(rows) > 0 {
		err = table.Append(t.Context(), rows)
		require.NoError(t, err)
	}
	require.NoError(t, table.Close())
	l.client, err = mlflow.Open(t.Context(), l.tracking)
	require.NoError(t, err)
	t.Cleanup(func() { l.client.Close() })
	return l
}

// config is a small training on the lake's table.
func (l lake) config() PipelineConfig {
	c := PipelineConfig{ExperimentName: "/Shared/drift", FeatureTable: l.table, TargetColumn: "bad", TrainingConfig: NewTrainingConfig()}
	c.TrainingConfig.NEstimators, c.TrainingConfig.MaxDepth = 20, 3
	return c
}

// xgboost is XGBoost's real library; without it the test is skipped.
func xgboost(t *testing.T) train.Trainer {
	t.Helper()
	return engineOf(t, XGBoost)
}

// engineOf is the real library that trains a type of model.
func engineOf(t *testing.T, m ModelType) train.Trainer {
	t.Helper()
	e, err := train.Open(train.ModelType(m), train.Options{})
	if err != nil {
		interop.Skip(t, string(m), "%v", err)
	}
	return e
}

// stub is a Trainer that remembers its task and answers with what the test wants.
type stub struct {
	task  train.Task
	model *train.Model
	err   error
	began func()
}

func (s *stub) Engine() train.Engine { return train.Engine{Name: "stub", Version: "0"} }

func (s *stub) Train(ctx context.Context, task train.Task) (*train.Model, error) {
	s.task = task
	if s.began != nil {
		s.began()
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return s.model, s.err
}
