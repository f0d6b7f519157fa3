package predict_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/mlflow/predict"
)

// amountsText is a model of one tree on transaction_amount, as LightGBM writes it.
const amountsText = `tree
version=v4
num_class=1
num_tree_per_iteration=1
max_feature_idx=0
objective=binary sigmoid:1
feature_names=transaction_amount

Tree=0
num_leaves=2
num_cat=0
split_feature=0
threshold=10
decision_type=2
left_child=-1
right_child=-2
leaf_value=-1 1

end of trees
`

func TestTheFlavorChoosesTheEvaluator(t *testing.T) {
	b := bundle(model.Info{})
	b.MLmodel.Flavors = map[string]map[string]any{"python_function": {}, "lightgbm": {"data": "model.txt"}}
	b.Files = map[string][]byte{"model.txt": []byte(amountsText)}
	m, err := predict.New[retail.FeatureVector](b)
	require.NoError(t, err)
	x := row()
	for amount, want := range map[float64]float64{10: 1 / (1 + math.E), 12.5: 1 / (1 + math.Exp(-1))} {
		x.TransactionAmount = amount
		p, err := m.Predict(x)
		require.NoError(t, err)
		assert.InDelta(t, want, p, 1e-15)
	}
	assert.Zero(t, testing.AllocsPerRun(100, func() { _, err = m.Score(x) }))
	require.NoError(t, err)

	b.Files = nil
	_, err = predict.New[retail.FeatureVector](b)
	assert.ErrorContains(t, err, "the file model.txt of flavor lightgbm is missing")

	b.MLmodel.Flavors = map[string]map[string]any{"python_function": {}, "sklearn": {}}
	_, err = predict.New[retail.FeatureVector](b)
	assert.ErrorContains(t, err, `model models:/amounts/1 has the flavors ["sklearn"]: Go evaluates ["xgboost" "lightgbm"]`)
}
