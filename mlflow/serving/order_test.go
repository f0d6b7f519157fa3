package serving_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/schema"
)

//go:generate go run github.com/typedml/typedml/cmd/typedml generate

// order is a row with a feature of each shape.
//
//typedml:schema name=serving.orders version=1.2.0
//typedml:check discount "a discount needs an amount" amount > 0.0 || !premium
type order struct {
	ID       string     `json:"id" validate:"required" feature:"key"`
	Amount   float64    `json:"amount" validate:"gte=0" check:"decimals=2"`
	Count    int32      `json:"count" validate:"gte=0,lte=100"`
	Premium  bool       `json:"premium"`
	Rate     *float64   `json:"rate" validate:"omitempty,gte=0,lte=1"`
	Weights  [2]float64 `json:"weights"`
	Returned bool       `json:"returned" feature:"label"`
}

// bill is a row whose values no answer and no log may hold.
//
//typedml:schema name=serving.bills version=1.0.0
type bill struct {
	Patient string  `json:"patient" validate:"required" feature:"key,sensitive"`
	Amount  float64 `json:"amount" validate:"gte=0" feature:"sensitive"`
}

// billModel has one tree, on amount.
const billModel = `{"version": [3, 2, 0], "learner": {"feature_names": ["amount"],
	"learner_model_param": {"base_score": "[5E-1]", "num_class": "0", "num_feature": "1", "num_target": "1"}, "objective": {"name": "binary:logistic"},
	"gradient_booster": {"name": "gbtree", "model": {"tree_info": [0], "trees": [{"left_children": [1, -1, -1], "right_children": [2, -1, -1],
	"split_indices": [0, 0, 0], "split_conditions": [10.0, -1.0, 1.0], "default_left": [1, 0, 0], "tree_param": {"size_leaf_vector": "1"},
	"loss_changes": [1, 0, 0]}]}}}}`

// orderModel has two trees: on amount (missing goes left), and on count and then weights_1.
const orderModel = `{"version": [3, 2, 0], "learner": {
	"attributes": {},
	"feature_names": ["amount", "count", "premium", "rate", "weights_0", "weights_1"],
	"feature_types": ["float", "int", "i", "float", "float", "float"],
	"learner_model_param": {"base_score": "[5E-1]", "boost_from_average": "1", "num_class": "0", "num_feature": "6", "num_target": "1"},
	"objective": {"name": "binary:logistic", "reg_loss_param": {"scale_pos_weight": "1"}},
	"gradient_booster": {"name": "gbtree", "model": {
		"cats": {"enc": [], "feature_segments": [], "sorted_idx": []},
		"gbtree_model_param": {"num_parallel_tree": "1", "num_trees": "2"}, "iteration_indptr": [0, 1, 2], "tree_info": [0, 0],
		"trees": [
			{"id": 0, "tree_param": {"num_deleted": "0", "num_feature": "6", "num_nodes": "3", "size_leaf_vector": "1"},
				"left_children": [1, -1, -1], "right_children": [2, -1, -1], "parents": [2147483647, 0, 0],
				"split_indices": [0, 0, 0], "split_conditions": [10.0, -0.4, 0.6], "split_type": [0, 0, 0], "default_left": [1, 0, 0],
				"loss_changes": [1.0, 0.0, 0.0], "base_weights": [0.0, -0.4, 0.6], "sum_hessian": [3.0, 2.0, 1.0],
				"categories": [], "categories_nodes": [], "categories_segments": [], "categories_sizes": []},
			{"id": 1, "tree_param": {"num_deleted": "0", "num_feature": "6", "num_nodes": "5", "size_leaf_vector": "1"},
				"left_children": [1, 3, -1, -1, -1], "right_children": [2, 4, -1, -1, -1], "parents": [2147483647, 0, 0, 1, 1],
				"split_indices": [1, 5, 0, 0, 0], "split_conditions": [5.0, 0.5, 0.3, -0.2, 0.1], "split_type": [0, 0, 0, 0, 0],
				"default_left": [1, 0, 0, 0, 0], "loss_changes": [1.0, 1.0, 0.0, 0.0, 0.0], "base_weights": [0.0, 0.0, 0.3, -0.2, 0.1],
				"sum_hessian": [3.0, 2.0, 1.0, 1.0, 1.0], "categories": [], "categories_nodes": [], "categories_segments": [], "categories_sizes": []}
		]}}}}`

// bundle is a logged model of order.
func bundle() *model.Bundle { return bundleOf((*order)(nil).TypedMLSchema(), orderModel) }

func bundleOf(record *schema.Record, trees string) *model.Bundle {
	return &model.Bundle{
		Source: &model.Source{URI: "models:/returns@champion"},
		MLmodel: &model.MLmodel{
			Info: model.InfoOf(record), Signature: model.SignatureOf(record),
			Flavors: map[string]map[string]any{"xgboost": {"data": "model.json"}},
		},
		Files: map[string][]byte{"model.json": []byte(trees)},
	}
}

func loaded(t *testing.T) *predict.Model[orderRequest] {
	t.Helper()
	m, err := predict.New[orderRequest](bundle())
	require.NoError(t, err)
	return m
}
