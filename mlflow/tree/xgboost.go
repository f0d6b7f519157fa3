package tree

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// document is the part of XGBoost's JSON model that prediction needs (its schema is doc/model.schema in XGBoost's
// repository). Parameters are strings there, also where they are numbers.
type document struct {
	Learner *struct {
		Attributes struct {
			BestIteration string `json:"best_iteration"`
		} `json:"attributes"`
		FeatureNames    []string `json:"feature_names"`
		GradientBooster struct {
			Name  string `json:"name"`
			Model struct {
				Cats struct {
					Enc []json.RawMessage `json:"enc"`
				} `json:"cats"`
				TreeInfo []int32        `json:"tree_info"`
				Trees    []treeDocument `json:"trees"`
			} `json:"model"`
		} `json:"gradient_booster"`
		Param struct {
			BaseScore  string `json:"base_score"`
			NumClass   string `json:"num_class"`
			NumFeature string `json:"num_feature"`
			NumTarget  string `json:"num_target"`
		} `json:"learner_model_param"`
		Objective struct {
			Name string `json:"name"`
		} `json:"objective"`
	} `json:"learner"`
}

// treeDocument holds one tree as arrays over its nodes.
type treeDocument struct {
	Left        []int32   `json:"left_children"`
	Right       []int32   `json:"right_children"`
	Feature     []uint32  `json:"split_indices"`
	Condition   []float32 `json:"split_conditions"` // of a leaf: its value
	DefaultLeft []int32   `json:"default_left"`
	SplitType   []int32   `json:"split_type"`
	Gain        []float32 `json:"loss_changes"`

	// The categories of node CategoriesNodes[i] are CategoriesSizes[i] entries from CategoriesSegments[i] on.
	Categories         []int32 `json:"categories"`
	CategoriesNodes    []int32 `json:"categories_nodes"`
	CategoriesSegments []int64 `json:"categories_segments"`
	CategoriesSizes    []int64 `json:"categories_sizes"`

	Param struct {
		SizeLeafVector string `json:"size_leaf_vector"`
	} `json:"tree_param"`
}

// maxFeatures bounds num_feature, so that a few bytes of JSON cannot ask for gigabytes.
const maxFeatures = 1 << 20

// LoadXGBoost reads a model that XGBoost saved as JSON (save_model("model.json"), or its C API with format "json") and
// checks all of it: each tree is a tree, each split names a feature that exists. It supports booster gbtree with the
// objectives binary:logistic and reg:squarederror. Errors are a *[FormatError] or an *[UnsupportedError]. The model
// keeps no reference to data; loading costs about 25 ms per megabyte.
func LoadXGBoost(data []byte) (*Model, error) {
	m, err := loadXGBoost(data)
	return m, damaged("XGBoost JSON model", err)
}

func loadXGBoost(data []byte) (*Model, error) {
	if err := refuseOtherFormats(data); err != nil {
		return nil, err
	}
	var doc document
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, malformed("", "%v", err)
	}
	if doc.Learner == nil {
		return nil, malformed("", `it has no "learner"`)
	}
	if err := doc.refuseUnsupported(); err != nil {
		return nil, err
	}
	m := &Model{objective: Objective(doc.Learner.Objective.Name), names: doc.Learner.FeatureNames}
	var err error
	if m.width, err = doc.numFeature(); err != nil {
		return nil, err
	}
	if err := checkNames(m.names, m.width); err != nil {
		return nil, err
	}
	base, err := doc.baseMargin(m.objective)
	if err != nil {
		return nil, err
	}
	trees, err := doc.trees(m.width)
	if err != nil {
		return nil, err
	}
	m.count, m.importance = len(trees), meanGains(trees, m.width)
	m.stopped = doc.Learner.Attributes.BestIteration != ""
	m.number(trees)
	m.xgboost, m.own = newEnsemble(base, trees), m.ownPlan()
	return m, nil
}

func refuseOtherFormats(data []byte) error {
	trimmed := bytes.TrimLeft(data, " \t\r\n")
	switch {
	case len(trimmed) == 0:
		return malformed("", "it is empty")
	case len(trimmed) > 1 && trimmed[0] == '{' && (trimmed[1] == 'L' || trimmed[1] == 'i' || trimmed[1] == '$'):
		return &UnsupportedError{"XGBoost's binary format (UBJSON)", `save the model under a name that ends in ".json"; MLflow's log_model does with model_format="json"`}
	case trimmed[0] != '{':
		return malformed("", "it does not start with '{'")
	}
	return nil
}

func (d *document) refuseUnsupported() error {
	l := d.Learner
	booster := l.GradientBooster
	switch {
	case booster.Name != "gbtree":
		return &UnsupportedError{fmt.Sprintf("booster %q", booster.Name), "train with booster=gbtree"}
	case moreThanOne(l.Param.NumClass):
		return &UnsupportedError{"a model of " + l.Param.NumClass + " classes", "train one binary model a class"}
	case moreThanOne(l.Param.NumTarget):
		return &UnsupportedError{"a model of " + l.Param.NumTarget + " targets", "train one model a target"}
	case len(booster.Model.Cats.Enc) > 0:
		return &UnsupportedError{"a model that holds category names of a data frame", "train on integer category codes"}
	}
	switch Objective(l.Objective.Name) {
	case BinaryLogistic, SquaredError:
		return nil
	}
	return &UnsupportedError{
		fmt.Sprintf("objective %q", l.Objective.Name),
		fmt.Sprintf("train with %s or %s", BinaryLogistic, SquaredError),
	}
}

func moreThanOne(param string) bool { return param != "" && param != "0" && param != "1" }

func (d *document) numFeature() (int, error) {
	n, err := strconv.Atoi(d.Learner.Param.NumFeature)
	if err != nil || n < 0 || n > maxFeatures {
		return 0, malformed("learner_model_param", "num_feature %q is not a count up to %d", d.Learner.Param.NumFeature, maxFeatures)
	}
	return n, nil
}

func checkNames(names []string, width int) error {
	if len(names) == 0 {
		return nil
	}
	if len(names) != width {
		return malformed("feature_names", "%d names for %d features", len(names), width)
	}
	seen := make(map[string]bool, len(names))
	for _, n := range names {
		if seen[n] {
			return malformed("feature_names", "%q stands there twice", n)
		}
		seen[n] = true
	}
	return nil
}

// baseMargin reads base_score, "5E-1" or since XGBoost 3.1 a list "[5E-1]", and takes it to the space of margins in
// float32, as XGBoost does.
func (d *document) baseMargin(o Objective) (float32, error) {
	text := d.Learner.Param.BaseScore
	text = strings.TrimSuffix(strings.TrimPrefix(text, "["), "]")
	wide, err := strconv.ParseFloat(text, 32)
	base := float32(wide)
	if err != nil || math.IsNaN(wide) || math.IsInf(wide, 0) {
		return 0, malformed("learner_model_param", "base_score %q is not one finite number", d.Learner.Param.BaseScore)
	}
	if o != BinaryLogistic {
		return base, nil
	}
	if !(base > 0 && base < 1) {
		return 0, malformed("learner_model_param", "base_score %q is not a probability between 0 and 1", d.Learner.Param.BaseScore)
	}
	return logit(base), nil
}

func (d *document) trees(width int) ([]*splitTree, error) {
	docs := d.Learner.GradientBooster.Model.Trees
	for i, group := range d.Learner.GradientBooster.Model.TreeInfo {
		if group != 0 {
			return nil, malformed(fmt.Sprintf("tree %d", i), "it belongs to output %d of a model with one", group)
		}
	}
	trees := make([]*splitTree, len(docs))
	for i := range docs {
		t, err := docs[i].tree(width)
		if err != nil {
			return nil, inTree(i, err)
		}
		trees[i] = t
	}
	return trees, nil
}
