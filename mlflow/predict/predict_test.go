package predict_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// amounts is a model of one tree on transaction_amount.
const amounts = `{"version":[3,2,0],"learner":{"feature_names":["transaction_amount"],
	"learner_model_param":{"base_score":"[5E-1]","num_class":"0","num_feature":"1","num_target":"1"},"objective":{"name":"binary:logistic"},
	"gradient_booster":{"name":"gbtree","model":{"tree_info":[0],"trees":[{"left_children":[1,-1,-1],"right_children":[2,-1,-1],
	"split_indices":[0,0,0],"split_conditions":[10.0,-1.0,1.0],"default_left":[1,0,0],"tree_param":{"size_leaf_vector":"1"},"loss_changes":[1,0,0]}]}}}}`

func bundle(info model.Info) *model.Bundle {
	return &model.Bundle{
		Source:  &model.Source{URI: "models:/amounts/1"},
		MLmodel: &model.MLmodel{Info: info, Flavors: map[string]map[string]any{"xgboost": {"data": "model.json"}}},
		Files:   map[string][]byte{"model.json": []byte(amounts)},
	}
}

func row() *retail.FeatureVector {
	x := &retail.FeatureVector{CustomerID: "c", TransactionAmount: 12.5, CategoryEmbeddings: make([]float64, 64), Timestamp: time.Unix(1, 0)}
	x.CategoryEmbeddings[0] = 1
	return x
}

func TestPredict(t *testing.T) {
	m, err := predict.New[retail.FeatureVector](bundle(model.Info{}))
	require.NoError(t, err)
	require.Len(t, m.Notices, 1)
	assert.Contains(t, m.Notices[0], "has features that model models:/amounts/1 does not know: transaction_count, ")
	x := row()
	p, err := m.Predict(x)
	require.NoError(t, err)
	assert.InDelta(t, 1/(1+math.Exp(-1)), p, 1e-7)

	x.TransactionAmount = -1
	_, err = m.Predict(x)
	require.ErrorAs(t, err, new(*validate.Error))
	require.ErrorContains(t, err, "transaction_amount")

	for _, big := range []float64{math.Inf(1), 1e300} {
		x.TransactionAmount = big
		_, err = m.Score(x)
		require.ErrorAs(t, err, new(*validate.Error))
		require.ErrorContains(t, err, "transaction_amount: does not fit a float32")
	}
}

// TestOtherClasses: Python classes that answer other numbers than the booster in the file are refused, with what to log.
func TestOtherClasses(t *testing.T) {
	const stopped = `"attributes":{"best_iteration":"10"},`
	require.Contains(t, amounts, `"learner":{`)
	for _, c := range []struct {
		class   string
		stopped bool
		says    string // "" where the model loads
	}{
		{"xgboost.core.Booster", false, ""},
		{"xgboost.core.Booster", true, ""},
		{"xgboost.sklearn.XGBRegressor", false, ""},
		{"xgboost.sklearn.XGBRegressor", true, "which MLflow answers with the sum of the rounds up to the best one: log the booster instead, in Python mlflow.xgboost.log_model(m.get_booster()[: m.best_iteration + 1], …)"},
		{"xgboost.sklearn.XGBClassifier", false, "model models:/amounts/1 was logged as xgboost.sklearn.XGBClassifier, which MLflow answers with classes, not probabilities"},
		{"xgboost.sklearn.XGBRFClassifier", true, "classes, not probabilities"},
	} {
		b := bundle(model.Info{})
		b.MLmodel.Flavors["xgboost"]["model_class"] = c.class
		if c.stopped {
			b.Files["model.json"] = []byte(strings.Replace(amounts, `"learner":{`, `"learner":{`+stopped, 1))
		}
		_, err := predict.New[retail.FeatureVector](b)
		if c.says == "" {
			assert.NoError(t, err, c)
		} else {
			assert.ErrorContains(t, err, c.says)
		}
	}
}

func TestScoreAllocatesNothing(t *testing.T) {
	m, err := predict.New[retail.FeatureVector](bundle(model.Info{}))
	require.NoError(t, err)
	x := row()
	assert.Zero(t, testing.AllocsPerRun(100, func() { _, err = m.Score(x) }))
	require.NoError(t, err)
}

func TestARowWithoutTheModelsFeatureIsRefused(t *testing.T) {
	_, err := predict.New[retail.Customer](bundle(model.Info{}))
	var mismatch *schema.MismatchError
	require.ErrorAs(t, err, &mismatch)
	assert.Equal(t, []string{"transaction_amount"}, mismatch.Columns())

	_, err = predict.New[retail.FeatureVector](bundle(model.Info{Features: []model.Feature{{Name: "transaction_amount", Kind: "int64"}}}))
	require.ErrorAs(t, err, &mismatch)
	assert.Equal(t, schema.Retyped, mismatch.Changes[0].Kind)
}

// TestEveryDifferenceIsANotice: what the fingerprints tell apart and does no harm is told, but for what a request never has.
func TestEveryDifferenceIsANotice(t *testing.T) {
	text, err := json.Marshal((*retail.FeatureVector)(nil).TypedMLSchema())
	require.NoError(t, err)
	notices := func(edit func(*schema.Record)) []string {
		var trained schema.Record
		require.NoError(t, json.Unmarshal(text, &trained))
		edit(&trained)
		b := bundle(model.Info{})
		b.Files[model.SchemaFile], err = json.Marshal(&trained)
		require.NoError(t, err)
		m, err := predict.New[retail.FeatureVector](b)
		require.NoError(t, err)
		return m.Notices[1:] // the first tells of features that the model does not know
	}
	const was = " when model models:/amounts/1 was trained"
	assert.Empty(t, notices(func(*schema.Record) {}))
	assert.Equal(t, []string{
		"column customer_id (string) of churn.features, which is no feature, is new since model models:/amounts/1 was trained",
		"column transaction_amount has other rules in churn.features than" + was,
		"column transaction_count is int64 in churn.features, and was int16" + was,
		"column transaction_count has other rules in churn.features than" + was,
		"column remark (string), which is no feature, was there" + was + ", and is not in churn.features",
		"churn.features has other record checks than" + was,
	}, notices(func(r *schema.Record) {
		r.Checks = append(r.Checks, schema.Check{Name: "few", Source: "transaction_count < 5"})
		amount, count := r.Field("transaction_amount"), r.Field("transaction_count")
		amount.Constraints = amount.Constraints[:1]
		count.Type.Kind, count.Constraints = schema.Int16, nil
		r.Fields = append(r.Fields[1:],
			schema.Field{Key: "churned", Type: schema.Type{Kind: schema.Bool}, Role: schema.RoleLabel},
			schema.Field{Key: "remark", Type: schema.Type{Kind: schema.String}})
	}))
}
