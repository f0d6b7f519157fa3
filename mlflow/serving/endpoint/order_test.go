package endpoint_test

//go:generate go run github.com/typedml/typedml/cmd/typedml generate

// order is a row with a feature of each shape.
//
//typedml:schema name=endpoint.orders version=1.0.0
type order struct {
	ID       string     `json:"id" validate:"required" feature:"key"`
	Amount   float64    `json:"amount" validate:"gte=0" check:"decimals=2"`
	Count    int32      `json:"count" validate:"gte=0,lte=100"`
	Channel  channel    `json:"channel"`
	Premium  bool       `json:"premium"`
	Rate     *float64   `json:"rate" validate:"omitempty,gte=0,lte=1"`
	Weights  [2]float64 `json:"weights"`
	Returned bool       `json:"returned" feature:"label"`
}

type channel string

const (
	shop channel = "shop"
	web  channel = "web"
)

// orderModel is one tree for each of amount, count, channel=web, premium, rate and weights_1: a leaf says which way a row went.
const orderModel = `{"version": [3, 2, 0], "learner": {
	"attributes": {},
	"feature_names": ["amount", "count", "channel=shop", "channel=web", "premium", "rate", "weights_0", "weights_1"],
	"feature_types": ["float", "int", "i", "i", "i", "float", "float", "float"],
	"learner_model_param": {"base_score": "[5E-1]", "boost_from_average": "1", "num_class": "0", "num_feature": "8", "num_target": "1"},
	"objective": {"name": "binary:logistic", "reg_loss_param": {"scale_pos_weight": "1"}},
	"gradient_booster": {"name": "gbtree", "model": {
		"cats": {"enc": [], "feature_segments": [], "sorted_idx": []},
		"gbtree_model_param": {"num_parallel_tree": "1", "num_trees": "6"}, "iteration_indptr": [0, 1, 2, 3, 4, 5, 6], "tree_info": [0, 0, 0, 0, 0, 0],
		"trees": [@TREES@]}}}}`

const orderTree = `{"id": @ID@, "tree_param": {"num_deleted": "0", "num_feature": "8", "num_nodes": "3", "size_leaf_vector": "1"},
	"left_children": [1, -1, -1], "right_children": [2, -1, -1], "parents": [2147483647, 0, 0],
	"split_indices": [@FEATURE@, 0, 0], "split_conditions": [@AT@, -@LEAF@, @LEAF@], "split_type": [0, 0, 0], "default_left": [1, 0, 0],
	"loss_changes": [1.0, 0.0, 0.0], "base_weights": [0.0, -0.4, 0.6], "sum_hessian": [3.0, 2.0, 1.0],
	"categories": [], "categories_nodes": [], "categories_segments": [], "categories_sizes": []}`
