package tree

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// small is a model of one tree with one split, for tests that damage it.
const small = `{"learner":{"feature_names":["a","b"],"gradient_booster":{"name":"gbtree","model":{"tree_info":[0],"trees":[
{"left_children":[1,-1,-1],"right_children":[2,-1,-1],"split_indices":[1,0,0],"split_conditions":[0.5,-1,1],
"default_left":[0,0,0],"split_type":[0,0,0],"loss_changes":[3,0,0],"categories":[],"categories_nodes":[],
"categories_segments":[],"categories_sizes":[],"tree_param":{"size_leaf_vector":"1"}}]}},
"learner_model_param":{"base_score":"[5E-1]","num_class":"0","num_feature":"2","num_target":"1"},
"objective":{"name":"binary:logistic"}},"version":[3,2,0]}`

func TestLoadRefuses(t *testing.T) {
	if _, err := LoadXGBoost([]byte(small)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"empty", small, "", "it is empty"},
		{"text", small, "booster", "does not start with '{'"},
		{"UBJSON", small, "{L\x00\x00", "UBJSON"},
		{"no learner", `"learner"`, `"lerner"`, `no "learner"`},
		{"brackets", small, "{" + strings.Repeat(`"a":{`, 20000), "exceeded max depth"},
		{"a cycle", `[1,-1,-1]`, `[0,-1,-1]`, "tree 0, node 0: its child 0 is reached twice"},
		{"two parents", `"right_children":[2,`, `"right_children":[1,`, "child 1 is reached twice"},
		{"a child beyond", `"right_children":[2,`, `"right_children":[3,`, "child 3 is not one of 3 nodes"},
		{"one child", `"right_children":[2,`, `"right_children":[-1,`, "it has one child"},
		{"no nodes", `[1,-1,-1]`, `[]`, "it has 0 nodes"},
		{"a short array", `"default_left":[0,0,0]`, `"default_left":[0,0]`, "default_left has 2 entries for 3 nodes"},
		{"a feature beyond", `"split_indices":[1`, `"split_indices":[2`, "splits on feature 2 of 2"},
		{"a negative feature", `"split_indices":[1`, `"split_indices":[-1`, "cannot unmarshal number -1"},
		{"a threshold beyond float32", `[0.5,-1,1]`, `[1e39,-1,1]`, "cannot unmarshal number 1e39"},
		{"categories that are not there", `"split_type":[0`, `"split_type":[1`, "lists none"},
		{"categories beyond", `"categories_nodes":[],
"categories_segments":[],"categories_sizes":[]`, `"categories_nodes":[0],
"categories_segments":[5],"categories_sizes":[9223372036854775807]`, "of 0"},
		{"half of the categories", `"categories_nodes":[]`, `"categories_nodes":[0]`, "have 1, 0 and 0 entries"},
		{"names and features", `["a","b"]`, `["a"]`, "1 names for 2 features"},
		{"a repeated name", `["a","b"]`, `["a","a"]`, `"a" stands there twice`},
		{"features beyond counting", `"num_feature":"2"`, `"num_feature":"4000000000"`, "num_feature"},
		{"features below counting", `"num_feature":"2"`, `"num_feature":"-1"`, "num_feature"},
		{"a base score of 1", `[5E-1]`, `[1E0]`, "not a probability"},
		{"base scores", `[5E-1]`, `[5E-1,5E-1]`, "not one finite number"},
		{"a base score of NaN", `[5E-1]`, `[nan]`, "not one finite number"},
		{"another group", `"tree_info":[0]`, `"tree_info":[1]`, "output 1"},
		{"dart", `"gbtree"`, `"dart"`, `booster "dart" is not supported; train with booster=gbtree`},
		{"classes", `"num_class":"0"`, `"num_class":"3"`, "a model of 3 classes"},
		{"targets", `"num_target":"1"`, `"num_target":"2"`, "a model of 2 targets"},
		{"leaf vectors", `"size_leaf_vector":"1"`, `"size_leaf_vector":"3"`, "leaf vectors of 3"},
		{"another objective", `binary:logistic`, `rank:ndcg`, `objective "rank:ndcg" is not supported; train with binary:logistic`},
		{"category names", `"tree_info"`, `"cats":{"enc":[{"values":["red"]}]},"tree_info"`, "category names"},
	} {
		damaged := strings.Replace(small, c.old, c.new, 1)
		if damaged == small {
			t.Errorf("%s: nothing was damaged", c.name)
		}
		m, err := LoadXGBoost([]byte(damaged))
		var format *FormatError
		var unsupported *UnsupportedError
		switch {
		case err == nil || m != nil:
			t.Errorf("%s: it was loaded", c.name)
		case !errors.As(err, &format) && !errors.As(err, &unsupported):
			t.Errorf("%s: %T", c.name, err)
		case !strings.Contains(err.Error(), c.want):
			t.Errorf("%s: %q does not say %q", c.name, err, c.want)
		}
	}
}

func TestTruncatedModelsAreRefused(t *testing.T) {
	for i := range len(small) {
		if _, err := LoadXGBoost([]byte(small[:i])); err == nil {
			t.Fatalf("the first %d bytes were loaded", i)
		}
	}
}

func TestDeepTreesAreBounded(t *testing.T) {
	d := randomModel(rand.New(rand.NewPCG(1, 1)), 1, 1, 0, false)
	chain := &d.Learner.GradientBooster.Model.Trees[0]
	*chain = treeDocument{}
	for i := range int32(2*maxDepth + 10) {
		left, right := int32(-1), int32(-1)
		if i%2 == 0 && i < 2*maxDepth+8 {
			left, right = i+2, i+1
		}
		chain.Left, chain.Right = append(chain.Left, left), append(chain.Right, right)
		chain.Feature, chain.Condition = append(chain.Feature, 0), append(chain.Condition, 0)
		chain.DefaultLeft = append(chain.DefaultLeft, 0)
	}
	chain.Left[len(chain.Left)-2] = -1
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LoadXGBoost(data); err == nil || !strings.Contains(err.Error(), "deeper than") {
		t.Errorf("a chain of %d: %v", maxDepth+4, err)
	}
}

// Whatever is loaded can be evaluated, terminates, and gives the reference's answer.
func FuzzLoadXGBoost(f *testing.F) {
	f.Add([]byte(small))
	r := rand.New(rand.NewPCG(1, 2))
	for _, categories := range []bool{false, true} {
		data, err := json.Marshal(randomModel(r, 2, 2, 2, categories))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(strings.Replace(small, `[1,-1,-1]`, `[0,-1,-1]`, 1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := LoadXGBoost(data)
		if err != nil {
			return
		}
		var d document
		if err := json.NewDecoder(bytes.NewReader(data)).Decode(&d); err != nil {
			t.Fatal(err)
		}
		nan := float32(math.NaN())
		for _, x := range []float32{nan, 0, 1, -2, 1e30} {
			row := make([]float32, m.NumFeatures())
			for i := range row {
				row[i] = x
			}
			got, err := m.Margin(row)
			if err != nil {
				t.Fatal(err)
			}
			want := float64(referenceMargin(&d, m.xgboost.base, row))
			if got != want && (got == got || want == want) {
				t.Fatalf("margin %v, the reference says %v", got, want)
			}
		}
		m.Importance()
	})
}
