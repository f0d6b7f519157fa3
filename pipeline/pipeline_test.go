package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/mlflow/tree"
	"github.com/typedml/typedml/pipeline/train"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

func TestModelName(t *testing.T) {
	for experiment, want := range map[string]string{
		"/Shared/churn": "churn", "churn": "churn", "/Users/a@b.c/Credit Risk-2": "credit_risk_2", "/Shared/churn/": "churn",
		"/Shared/123": "", "": "", "/": "", "_x": "", "Ärger": "",
	} {
		name, err := ModelName(experiment)
		assert.Equal(t, want, name, experiment)
		assert.Equal(t, want == "", err != nil, "%s: %v", experiment, err)
	}
}

func TestNewRefusesBeforeAnyRowIsRead(t *testing.T) {
	l := newLake(t, rowsOf(30))
	deleted, err := l.client.CreateExperiment(t.Context(), mlflow.ExperimentSpec{Name: "gone"})
	require.NoError(t, err)
	require.NoError(t, l.client.DeleteExperiment(t.Context(), deleted))
	broken := *new(*validate.Error)
	for name, c := range map[string]struct {
		change func(*PipelineConfig)
		opts   []Option
		want   string
		family any
	}{
		"rules":         {change: func(c *PipelineConfig) { c.TrainingConfig.LearningRate = 7 }, want: "training_config.learning_rate", family: &broken},
		"target column": {change: func(c *PipelineConfig) { c.TargetColumn = "f01" }, want: `target_column is "f01", but the label of wide is "bad"`},
		"model name":    {change: func(c *PipelineConfig) { c.ExperimentName = "/Shared/123" }, want: "gives no model name"},
		"bad name":      {opts: []Option{WithRegistration(RegisterOptions{Name: "My-Model"})}, want: `"My-Model" must match`},
		"line break":    {change: func(c *PipelineConfig) { c.ExperimentName += "\n" }, want: "control character"},
		"no table":      {change: func(c *PipelineConfig) { c.FeatureTable += "-nowhere" }, want: "feature table"},
		"scheme":        {change: func(c *PipelineConfig) { c.FeatureTable = "spark://h/t" }, want: "no back end for spark: tables is linked in"},
		"experiment":    {change: func(c *PipelineConfig) { c.ExperimentName = "gone" }, want: "is deleted"},
		"old version":   {opts: []Option{AsOf(7)}, want: "no version 7"},
		"alias":         {opts: []Option{WithRegistration(RegisterOptions{Alias: "v1"})}, want: "alias"},
		"version":       {opts: []Option{WithRegistration(RegisterOptions{Version: "one"})}, want: "semantic version"},
		"tracking":      {opts: []Option{WithTracking("http://127.0.0.1:1")}, want: "experiment tracking"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := l.config()
			if c.change != nil {
				c.change(&cfg)
			}
			opts := append([]Option{WithTrainer(&stub{}), WithLogger(quiet)}, c.opts...)
			if name != "tracking" {
				opts = append(opts, WithClient(l.client))
			}
			_, err := New[wide](t.Context(), cfg, opts...)
			require.ErrorContains(t, err, c.want)
			if c.family != nil {
				require.ErrorAs(t, err, c.family)
			}
		})
	}
}

// New opens the engine that the type of model needs, and says how to get it where it is missing.
func TestNewOpensTheEngineOfTheModelType(t *testing.T) {
	l := newLake(t, rowsOf(30))
	for _, m := range modelTypes() {
		engineOf(t, m)
		cfg := l.config()
		cfg.TrainingConfig.ModelType = m
		p, err := New[wide](t.Context(), cfg, WithClient(l.client), WithLogger(quiet))
		require.NoError(t, err, m)
		want := "xgboost"
		if m == LightGBM {
			want = "lightgbm"
		}
		assert.Equal(t, want, p.trainer.Engine().Name)
		require.NoError(t, p.Close())
	}
	t.Setenv("TYPEDML_CACHE", t.TempDir())
	t.Setenv("TYPEDML_LIGHTGBM_LIB", "")
	cfg := l.config()
	cfg.TrainingConfig.ModelType = LightGBM
	_, err := New[wide](t.Context(), cfg, WithClient(l.client), WithLogger(quiet))
	require.ErrorContains(t, err, "pipeline/train/fetch lightgbm")
}

// modelTypes are all that a configuration may name.
func modelTypes() []ModelType {
	var types []ModelType
	for _, v := range (*TrainingConfig)(nil).TypedMLSchema().Field("model_type").Type.Values {
		types = append(types, ModelType(v.Text))
	}
	return types
}

// Every type of model trains, is logged and registered, and scores as the evaluator of its test split does.
func TestEveryModelTypeEndToEnd(t *testing.T) {
	rows := rowsOf(600)
	for _, m := range modelTypes() {
		t.Run(string(m), func(t *testing.T) {
			l := newLake(t, rows)
			cfg := l.config()
			cfg.TrainingConfig.ModelType = m
			p, err := New[wide](t.Context(), cfg, WithClient(l.client), WithTrainer(engineOf(t, m)), WithLogger(quiet),
				WithRegistration(RegisterOptions{Alias: "champion"}))
			require.NoError(t, err)
			a, err := p.Run(t.Context())
			require.NoError(t, err)
			require.NoError(t, p.Close())
			assert.Greater(t, a.Metrics.AUCROC, 0.75)
			assert.Len(t, a.FeatureImportance, 47)

			served, err := predict.Load[wide](t.Context(), l.client, "models:/drift@champion")
			require.NoError(t, err)
			assert.Equal(t, p.trainer.Engine().Name, served.Info.Engine)
			assert.Empty(t, served.Notices)
			trees, err := tree.Load(a.trained.model.Flavor, a.trained.model.Data)
			require.NoError(t, err)
			plan, err := trees.Bind((*wide)(nil).FeatureNames())
			require.NoError(t, err)
			for i := range rows[:50] {
				want, err := plan.Predict(rows[i].AppendFeatures(nil))
				require.NoError(t, err)
				got, err := served.Predict(&rows[i])
				require.NoError(t, err)
				assert.Equal(t, want, got)
			}
			allocated := testing.AllocsPerRun(100, func() { _, err = served.Score(&rows[0]) })
			require.NoError(t, err)
			assert.Zero(t, allocated)
		})
	}
}

func TestRun(t *testing.T) {
	l := newLake(t, rowsOf(400))
	cfg := l.config()
	p, err := New[wide](t.Context(), cfg, WithClient(l.client), WithTrainer(xgboost(t)), WithLogger(quiet),
		WithRegistration(RegisterOptions{Alias: "champion", Stage: mlflow.StageStaging}))
	require.NoError(t, err)
	a, err := p.Run(t.Context())
	require.NoError(t, err)
	require.NoError(t, a.Validate())
	require.NoError(t, p.Close())

	assert.Equal(t, "drift", a.ModelName)
	assert.Equal(t, "1.0.0", a.Version)
	assert.Equal(t, "1.0.0", a.FeatureSchemaVersion)
	assert.Greater(t, a.Metrics.AUCROC, 0.8)
	assert.Len(t, a.FeatureImportance, 47)

	v, err := l.client.GetModelVersionByAlias(t.Context(), "drift", "champion")
	require.NoError(t, err)
	assert.Equal(t, 1, v.Version)
	assert.Equal(t, mlflow.StageStaging, v.Stage)
	run, err := l.client.GetRun(t.Context(), v.RunID)
	require.NoError(t, err)
	checkRun(t, run, &a, cfg)

	x := rowsOf(1)[0]
	m, err := predict.Load[wide](t.Context(), l.client, "models:/drift@champion")
	require.NoError(t, err)
	assert.Empty(t, m.Notices)
	risk, err := m.Predict(&x)
	require.NoError(t, err)
	assert.InDelta(t, 0.5, risk, 0.5)
	x.ID = ""
	_, err = m.Predict(&x)
	require.ErrorAs(t, err, new(*validate.Error))

	trained := *(*wide)(nil).TypedMLSchema()
	trained.Fields = slices.Clone(trained.Fields)
	trained.Field("f17").Constraints = nil
	bundle, err := model.Download(t.Context(), l.client, "models:/drift@champion")
	require.NoError(t, err)
	bundle.Files[model.SchemaFile], err = json.Marshal(&trained)
	require.NoError(t, err)
	m, err = predict.New[wide](bundle)
	require.NoError(t, err)
	assert.Equal(t, []string{"column f17 has other rules in drift.wide than when model models:/drift@champion was trained"}, m.Notices)
}

func checkRun(t *testing.T, run *mlflow.Run, a *ModelArtifact, cfg PipelineConfig) {
	t.Helper()
	assert.Equal(t, mlflow.RunFinished, run.Info.Status)
	for key, want := range map[string]string{
		"model_type": "xgboost", "learning_rate": "0.1", "max_depth": "3", "n_estimators": "20", "early_stopping_rounds": "10",
		"l1_regularization": "0.0", "l2_regularization": "1.0", "train_ratio": "0.7", "validation_ratio": "0.15", "test_ratio": "0.15",
		"random_seed": "42", "experiment_name": "/Shared/drift", "feature_table": cfg.FeatureTable, "target_column": "bad",
	} {
		assert.Equal(t, want, run.Data.Params[key], key)
	}
	assert.Len(t, run.Data.Params, 14)
	for key, want := range map[string]string{
		TagTable: cfg.FeatureTable, TagTableVersion: "0", TagSeed: "42", TagSchemaVersion: "1.0.0",
		TagEngine: "xgboost 3.2.0", TagFingerprint: (*wide)(nil).TypedMLSchema().Fingerprint(),
	} {
		assert.Equal(t, want, run.Data.Tags[key], key)
	}
	assert.NotEmpty(t, run.Data.Tags[tagCommit])
	for key, want := range a.Metrics.MLflowMetrics() {
		assert.InDelta(t, want, run.Data.Metrics[key].Value, 0, key)
	}
	data, err := mlflow.ReadArtifact(t.Context(), run, "feature_importance.json")
	require.NoError(t, err)
	var importance map[string]float64
	require.NoError(t, json.Unmarshal(data, &importance))
	assert.Equal(t, a.FeatureImportance, importance)
}

func TestAFailedRunEndsAsFailedAndRegistersNothing(t *testing.T) {
	l := newLake(t, rowsOf(100))
	boom := errors.New("the engine broke")
	ctx, cancel := context.WithCancel(t.Context())
	for name, s := range map[string]*stub{
		"error":     {err: boom},
		"cancelled": {began: cancel},
		"long text": {err: errors.New(strings.Repeat("ä", mlflow.MaxTagValue))},
		"bad model": {model: &train.Model{Flavor: tree.XGBoost, Data: []byte("{")}},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := l.config()
			cfg.ExperimentName = "/Shared/" + name
			p, err := New[wide](t.Context(), cfg, WithClient(l.client), WithTrainer(s), WithLogger(quiet))
			require.NoError(t, err)
			use := t.Context()
			if s.began != nil {
				use = ctx
			}
			_, err = p.Run(use)
			require.ErrorAs(t, err, new(*StepError))
			run := onlyRun(t, l.client, cfg.ExperimentName)
			assert.Equal(t, mlflow.RunFailed, run.Info.Status)
			assert.Contains(t, run.Data.Tags[TagError], "step ")
			assert.Equal(t, "0", run.Data.Tags[TagTableVersion])
			assert.True(t, utf8.ValidString(run.Data.Tags[TagError]))
			for v := range l.client.SearchModelVersions(t.Context(), mlflow.Query{}) {
				t.Errorf("registered %v", v)
			}
		})
	}
}

func onlyRun(t *testing.T, client mlflow.Client, experiment string) *mlflow.Run {
	t.Helper()
	e, err := client.GetExperimentByName(t.Context(), experiment)
	require.NoError(t, err)
	var runs []*mlflow.Run
	for r, err := range client.SearchRuns(t.Context(), mlflow.RunQuery{ExperimentIDs: []string{e.ID}}) {
		require.NoError(t, err)
		runs = append(runs, r)
	}
	require.Len(t, runs, 1)
	return runs[0]
}

func TestAnEmptyTableIsSaid(t *testing.T) {
	l := newLake(t, rowsOf(5))
	table, err := featurestore.Open[wide](t.Context(), l.table, featurestore.WithLogger(quiet))
	require.NoError(t, err)
	err = table.Overwrite(t.Context(), nil)
	require.NoError(t, err)
	p, err := New[wide](t.Context(), l.config(), WithClient(l.client), WithTrainer(&stub{}), WithLogger(quiet))
	require.NoError(t, err)
	_, err = p.Run(t.Context())
	require.ErrorContains(t, err, "is empty at version 1")
}

func TestColumnsBindByName(t *testing.T) {
	l := newLake(t, rowsOf(200))
	e := xgboost(t)
	p, err := New[wide](t.Context(), l.config(), WithClient(l.client), WithTrainer(e), WithLogger(quiet))
	require.NoError(t, err)
	_, err = p.Run(t.Context())
	require.NoError(t, err)

	t.Run("a struct of 46 against a model of 47", func(t *testing.T) {
		_, err := predict.Load[narrow](t.Context(), l.client, "models:/drift/1")
		var mismatch *schema.MismatchError
		require.ErrorAs(t, err, &mismatch)
		assert.Equal(t, []string{"f47"}, mismatch.Columns())
	})
	t.Run("a retyped feature", func(t *testing.T) {
		_, err := predict.Load[retypedWide](t.Context(), l.client, "models:/drift/1")
		var mismatch *schema.MismatchError
		require.ErrorAs(t, err, &mismatch)
		assert.Equal(t, []string{"f47"}, mismatch.Columns())
		assert.ErrorContains(t, err, "bool")
	})
	t.Run("47 features in the struct, 46 columns in the table", func(t *testing.T) {
		cfg := l.config()
		cfg.FeatureTable = narrowTable(t)
		_, err := New[wide](t.Context(), cfg, WithClient(l.client), WithTrainer(e), WithLogger(quiet))
		var mismatch *schema.MismatchError
		require.ErrorAs(t, err, &mismatch)
		assert.Equal(t, []string{"f47"}, mismatch.Columns())
	})
	t.Run("46 keys in the request", func(t *testing.T) {
		x := rowsOf(1)[0]
		y := narrow{ID: x.ID, At: x.At}
		body, err := y.AppendJSON(nil)
		require.NoError(t, err)
		var broken *validate.Error
		require.ErrorAs(t, new(wide).UnmarshalJSON(body), &broken)
		require.Len(t, broken.Violations, 1)
		assert.Equal(t, "f47", broken.Violations[0].Path())
	})
	t.Run("a struct of 47 serves a model of 46, with a notice", func(t *testing.T) {
		cfg := l.config()
		cfg.FeatureTable, cfg.ExperimentName = narrowTable(t), "/Shared/narrow"
		p, err := New[narrow](t.Context(), cfg, WithClient(l.client), WithTrainer(e), WithLogger(quiet))
		require.NoError(t, err)
		_, err = p.Run(t.Context())
		require.NoError(t, err)
		wider, err := predict.Load[wide](t.Context(), l.client, "models:/narrow/1")
		require.NoError(t, err)
		require.Len(t, wider.Notices, 1)
		assert.Contains(t, wider.Notices[0], "f47")
		own, err := predict.Load[narrow](t.Context(), l.client, "models:/narrow/1")
		require.NoError(t, err)
		for _, x := range rowsOf(20) {
			y := narrowed(x)
			a, err := wider.Predict(&x)
			require.NoError(t, err)
			b, err := own.Predict(&y)
			require.NoError(t, err)
			assert.InDelta(t, b, a, 0)
		}
	})
}

// narrowed drops f47.
func narrowed(x wide) narrow {
	body, err := json.Marshal(x)
	if err != nil {
		panic(err)
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		panic(err)
	}
	delete(object, "f47")
	body, _ = json.Marshal(object)
	var y narrow
	if err := json.Unmarshal(body, &y); err != nil {
		panic(err)
	}
	return y
}

func narrowTable(t *testing.T) string {
	t.Helper()
	uri := "delta://" + t.TempDir()
	table, err := featurestore.Open[narrow](t.Context(), uri, featurestore.WithLogger(quiet))
	require.NoError(t, err)
	var rows []narrow
	for _, x := range rowsOf(200) {
		rows = append(rows, narrowed(x))
	}
	err = table.Append(t.Context(), rows)
	require.NoError(t, err)
	return uri
}
