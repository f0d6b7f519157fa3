package pipeline

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/tree"
	"github.com/typedml/typedml/pipeline/evaluate"
	"github.com/typedml/typedml/pipeline/train"
	"github.com/typedml/typedml/validate"
)

// stump is a model of one tree: f01 below 0 is good, the rest is bad.
func stump(t *testing.T) *train.Model {
	t.Helper()
	names, err := json.Marshal((*wide)(nil).FeatureNames())
	require.NoError(t, err)
	return &train.Model{
		Features: (*wide)(nil).FeatureNames(), Engine: train.Engine{Name: "stub", Version: "0"},
		Importance: map[string]float64{"f01": 1},
		Flavor:     tree.XGBoost,
		Data: fmt.Appendf(nil, `{"version":[3,2,0],"learner":{"feature_names":%s,
			"learner_model_param":{"base_score":"[5E-1]","num_class":"0","num_feature":"47","num_target":"1"},"objective":{"name":"binary:logistic"},
			"gradient_booster":{"name":"gbtree","model":{"tree_info":[0],"trees":[{"left_children":[1,-1,-1],"right_children":[2,-1,-1],
			"split_indices":[0,0,0],"split_conditions":[0.0,-1.5,1.5],"default_left":[1,0,0],"tree_param":{"size_leaf_vector":"1"},"loss_changes":[1,0,0]}]}}}}`, names),
	}
}

// TestTheSplitsAreUsedForWhatTheyAreFor follows each row: training and early stopping get their parts, the metrics are
// those of the test part, which no trainer sees.
func TestTheSplitsAreUsedForWhatTheyAreFor(t *testing.T) {
	rows := rowsOf(200)
	l := newLake(t, rows)
	cfg := l.config()
	cfg.TrainingConfig.TrainRatio, cfg.TrainingConfig.ValidationRatio, cfg.TrainingConfig.TestRatio = 0.5, 0.2, 0.3
	s := &stub{model: stump(t)}
	p, err := New[wide](t.Context(), cfg, WithClient(l.client), WithTrainer(s), WithLogger(quiet))
	require.NoError(t, err)
	a, err := p.Run(t.Context())
	require.NoError(t, err)

	all, err := encode[wide](rows, "bad")
	require.NoError(t, err)
	deal, err := train.Split(all.Labels, train.Ratios{Train: 0.5, Validation: 0.2, Test: 0.3}, uint64(cfg.TrainingConfig.RandomSeed))
	require.NoError(t, err)
	for name, part := range map[string]struct {
		rows []int
		got  train.Dataset
	}{"training": {deal.Train, s.task.Train}, "validation": {deal.Validation, s.task.Validation}} {
		want, err := all.Select(part.rows)
		require.NoError(t, err)
		assert.Equal(t, want.Features.Values(), part.got.Features.Values(), name)
		assert.Equal(t, want.Labels, part.got.Labels, name)
	}

	test, err := all.Select(deal.Test)
	require.NoError(t, err)
	model, err := tree.Load(s.model.Flavor, s.model.Data)
	require.NoError(t, err)
	plan, err := model.Bind(test.Features.Names())
	require.NoError(t, err)
	scores, err := plan.PredictBatch(nil, test.Features.Values())
	require.NoError(t, err)
	want, err := evaluate.Binary(test.Labels, scores, evaluate.DefaultThreshold)
	require.NoError(t, err)
	assert.Equal(t, metricsOf(want), a.Metrics)
}

// TestTrainingReadsTheVersionThatIsAskedFor has two versions with other rows.
func TestTrainingReadsTheVersionThatIsAskedFor(t *testing.T) {
	l := newLake(t, rowsOf(200))
	table, err := featurestore.Open[wide](t.Context(), l.table, featurestore.WithLogger(quiet))
	require.NoError(t, err)
	require.NoError(t, table.Overwrite(t.Context(), rowsOf(400)[200:]))
	for version, first := range map[int64]int{0: 0, 1: 200} {
		s := &stub{model: stump(t)}
		p, err := New[wide](t.Context(), l.config(), WithClient(l.client), WithTrainer(s), WithLogger(quiet), AsOf(version), WithoutRegistration())
		require.NoError(t, err)
		_, err = p.Run(t.Context())
		require.NoError(t, err)
		all, err := encode[wide](rowsOf(400)[first:first+200], "bad")
		require.NoError(t, err)
		deal, err := train.Split(all.Labels, train.Ratios{Train: 0.7, Validation: 0.15, Test: 0.15}, uint64(l.config().TrainingConfig.RandomSeed))
		require.NoError(t, err)
		want, err := all.Select(deal.Train)
		require.NoError(t, err)
		assert.Equal(t, want.Features.Values(), s.task.Train.Features.Values(), "version %d", version)
	}
	_, err = New[wide](t.Context(), l.config(), WithClient(l.client), WithTrainer(&stub{}), WithLogger(quiet), AsOf(-1))
	require.ErrorContains(t, err, "version -1")
}

// TestTheSameRowsGiveTheSameModel writes the same rows by the same appends to two tables.
func TestTheSameRowsGiveTheSameModel(t *testing.T) {
	var models [][]byte
	rows := rowsOf(240)
	for range 2 {
		l := newLake(t, nil)
		table, err := featurestore.Open[wide](t.Context(), l.table, featurestore.WithLogger(quiet))
		require.NoError(t, err)
		for part := range 12 { // past a checkpoint
			require.NoError(t, table.Append(t.Context(), rows[20*part:20*part+20]))
		}
		p, err := New[wide](t.Context(), l.config(), WithClient(l.client), WithTrainer(xgboost(t)), WithLogger(quiet))
		require.NoError(t, err)
		a, err := p.Run(t.Context())
		require.NoError(t, err)
		models = append(models, a.trained.model.Data)
	}
	assert.Equal(t, string(models[0]), string(models[1]))
}

func TestRegistrationArchivesWhatWasInTheStage(t *testing.T) {
	l, a := runOnce(t)
	for _, archive := range []bool{false, true} {
		require.NoError(t, Register(t.Context(), l.client, &a, RegisterOptions{Stage: mlflow.StageProduction, ArchiveExisting: archive}))
	}
	stages := map[int]mlflow.Stage{}
	for _, v := range versions(t, l.client) {
		stages[v.Version] = v.Stage
	}
	assert.Equal(t, map[int]mlflow.Stage{1: mlflow.StageNone, 2: mlflow.StageArchived, 3: mlflow.StageProduction}, stages)
}

// TestReadMode trains on a table with a row that breaks a rule of the struct.
func TestReadMode(t *testing.T) {
	rows := rowsOf(200)
	rows[3].ID = ""
	l := newLake(t, nil)
	table, err := featurestore.Open[wide](t.Context(), l.table, featurestore.WithLogger(quiet), featurestore.WithWriteMode(validate.Observe, nil))
	require.NoError(t, err)
	require.NoError(t, table.Append(t.Context(), rows))
	tally := new(validate.Tally)
	for mode, refused := range map[validate.Mode]bool{validate.Enforce: true, validate.Observe: false} {
		p, err := New[wide](t.Context(), l.config(), WithClient(l.client), WithTrainer(&stub{model: stump(t)}), WithLogger(quiet), WithReadMode(mode, tally))
		require.NoError(t, err)
		_, err = p.Run(t.Context())
		assert.Equal(t, refused, err != nil, "%v: %v", mode, err)
	}
	assert.Equal(t, []validate.Count{{Field: "ID", Rule: "required", N: 2}}, tally.Counts())
}
