package tree

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// smallText is a model of two trees, for tests that damage it.
const smallText = `tree
version=v4
num_class=1
num_tree_per_iteration=1
label_index=0
max_feature_idx=2
objective=binary sigmoid:1
feature_names=a b=x%2Cy%20z c
feature_infos=[0:1] [0:1] none
tree_sizes=1 1

Tree=0
num_leaves=3
num_cat=1
split_feature=1 2
split_gain=3 1
threshold=0.5 0
decision_type=10 1
left_child=1 -1
right_child=-2 -3
leaf_value=-0.25 0.5 0.125
cat_boundaries=0 1
cat_threshold=5
is_linear=0
shrinkage=1


Tree=1
num_leaves=1
num_cat=0
leaf_value=0.75
is_linear=0
shrinkage=1


end of trees

feature_importances:
b=x%2Cy%20z=3

parameters:
[boosting: gbdt]
[boosting: gbdt]
end of parameters

pandas_categorical:[["a", "b"]]
`

// The fixture holds LightGBM 4.7.0's own answers, for missing values, categories and codes it never saw.
func TestAgreesWithLightGBM(t *testing.T) {
	m := loadText(t, fixtureText(t))
	var answers struct {
		Rows                 [][]*float32
		Margins, Predictions []float64
		Gain                 []float64
	}
	data, err := os.ReadFile("testdata/lightgbm_rows.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &answers); err != nil {
		t.Fatal(err)
	}
	for i, values := range answers.Rows {
		row := make([]float32, len(values))
		for j, v := range values {
			row[j] = float32(math.NaN())
			if v != nil {
				row[j] = *v
			}
		}
		if got, err := m.Margin(row); err != nil || got != answers.Margins[i] {
			t.Errorf("row %d: margin %v, %v; LightGBM says %v", i, got, err, answers.Margins[i])
		}
		if got, err := m.Predict(row); err != nil || math.Abs(got-answers.Predictions[i]) > 1e-15 {
			t.Errorf("row %d: prediction %v, %v; LightGBM says %v", i, got, err, answers.Predictions[i])
		}
	}
	names := []string{"amount", "count", "purpose=radio/tv, new", "plan"}
	if got := m.FeatureNames(); !slices.Equal(got, names) {
		t.Errorf("names %q", got)
	}
	var total float64
	for _, g := range answers.Gain {
		total += g
	}
	importance := m.Importance()
	for i, name := range names {
		if math.Abs(importance[name]-answers.Gain[i]/total) > 1e-6 {
			t.Errorf("importance of %s is %v; LightGBM says %v", name, importance[name], answers.Gain[i]/total)
		}
	}
	if m.Objective() != BinaryLogistic || m.Trees() != 6 || m.NumFeatures() != 4 || len(importance) != 4 {
		t.Errorf("objective %s, %d trees, %d features, importance %v", m.Objective(), m.Trees(), m.NumFeatures(), importance)
	}
}

func fixtureText(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("testdata/lightgbm.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func loadText(t testing.TB, text string) *Model {
	t.Helper()
	m, err := LoadLightGBM([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestLoadLightGBMRefuses(t *testing.T) {
	loadText(t, smallText)
	for _, c := range []struct{ name, old, new, want string }{
		{"empty", smallText, "", "it is empty"},
		{"JSON", smallText, small, `not with the line "tree"`},
		{"no trees", "Tree=0", "Trie=0", "stands where Tree=0 should"},
		{"cut off", smallText[strings.Index(smallText, "end of trees"):], "", "it is cut off"},
		{"trees out of order", "Tree=1", "Tree=2", `"Tree=2" stands where Tree=1 should`},
		{"a line twice", "num_cat=1\n", "num_cat=1\nnum_cat=1\n", `tree 0: "num_cat" stands there twice`},
		{"no leaves", "num_leaves=3", "num_leaves=0", "num_leaves"},
		{"leaves beyond counting", "num_leaves=3", "num_leaves=99999999999999999999", "num_leaves"},
		{"leaves that are not there", "num_leaves=3", "num_leaves=1000000000", "leaf_value: it has 3 entries, not 1000000000"},
		{"sets beyond counting", "num_cat=1", "num_cat=9223372036854775807", "num_cat"},
		{"a short array", "left_child=1 -1", "left_child=1", "left_child: it has 1 entries, not 2"},
		{"no array", "split_feature=", "split_feat=", "split_feature: it is missing"},
		{"a cycle", "left_child=1 ", "left_child=0 ", "split 0: its child, split 0, is reached twice"},
		{"two parents", "right_child=-2 -3", "right_child=-2 -2", "its child, leaf 1, is reached twice"},
		{"a leaf beyond", "right_child=-2 -3", "right_child=-2 -4", "its child is leaf 3 of 3"},
		{"the least leaf", "right_child=-2 -3", "right_child=-2 -9223372036854775808", "leaf 9223372036854775807 of 3"},
		{"a split beyond", "left_child=1 ", "left_child=2 ", "its child is split 2 of 2"},
		{"a feature beyond", "split_feature=1 2", "split_feature=1 3", "it tests feature 3 of 3"},
		{"a negative feature", "split_feature=1 2", "split_feature=1 -1", "it tests feature -1 of 3"},
		{"an unknown decision", "decision_type=10", "decision_type=14", "its decision type is 14"},
		{"a great decision", "decision_type=10", "decision_type=266", "its decision type is 266"},
		{"a word for a number", "threshold=0.5", "threshold=half", `threshold: "half"`},
		{"a threshold of NaN", "threshold=0.5", "threshold=nan", `threshold: "nan"`},
		{"an infinite leaf", "leaf_value=-0.25", "leaf_value=inf", `leaf_value: "inf"`},
		{"a set that is not there", "threshold=0.5 0", "threshold=0.5 1", "no set of categories 1"},
		{"half a set", "threshold=0.5 0", "threshold=0.5 .5", "no set of categories 0.5"},
		{"categories beyond", "cat_boundaries=0 1", "cat_boundaries=0 2", "words 0 to 2 of 1"},
		{"categories backwards", "cat_boundaries=0 1", "cat_boundaries=1 0", "words 1 to 0 of 1"},
		{"a word of 33 bits", "cat_threshold=5", "cat_threshold=4294967296", "has not 32 bits"},
		{"features beyond counting", "max_feature_idx=2", "max_feature_idx=4000000000", "max_feature_idx"},
		{"names and features", "max_feature_idx=2", "max_feature_idx=3", "3 names for 4 features"},
		{"no names", "feature_names=", "names=", "no feature_names"},
		{"a repeated name", " c\n", " a\n", `"a" stands there twice`},
		{"a steepness of 0", "sigmoid:1", "sigmoid:0", "sigmoid"},
		{"an unknown word", "sigmoid:1", "slope:1", "sigmoid"},
		{"classes", "num_class=1", "num_class=3", "a model of \"3\" classes is not supported"},
		{"trees an iteration", "iteration=1", "iteration=3", "trees an iteration"},
		{"another objective", "objective=binary sigmoid:1", "objective=lambdarank", `objective "lambdarank" is not supported; train with`},
		{"a root of the label", "objective=binary sigmoid:1", "objective=regression sqrt", `objective "regression sqrt"`},
		{"no objective", "objective=binary sigmoid:1\n", "", `objective ""`},
		{"linear leaves", "is_linear=0", "is_linear=1", "linear models in its leaves"},
		{
			"thresholds of one float32", "split_feature=1 2\nsplit_gain=3 1\nthreshold=0.5 0\ndecision_type=10 1",
			"split_feature=1 1\nsplit_gain=3 1\nthreshold=1700000010.5 1700000074.5\ndecision_type=10 10",
			`1.7000000105e+09 from 1.7000000745e+09, which are one float32, by the feature "b=x,y z"`,
		},
		{"an old format", "version=v4", "version=v2", `format "v2"`},
	} {
		damaged := strings.Replace(smallText, c.old, c.new, 1)
		if damaged == smallText {
			t.Errorf("%s: nothing was damaged", c.name)
		}
		m, err := LoadLightGBM([]byte(damaged))
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

// TestOfDoubles: a threshold between whole numbers that are one float32 tells what the model was trained on.
func TestOfDoubles(t *testing.T) {
	for at, doubles := range map[string]bool{
		"0.25": false, "16777215.5": false, "16777217": false, "16777216.5": true, "16777217.5": true, "20230615.5": true, "33554434.000000004": false,
		"1700035354.5": true, "1700035392": false, "1700035392.0000002": false, "-1700035354.5": true, "1e300": false,
	} {
		text := strings.Replace(smallText, "threshold=0.5 0", "threshold="+at+" 0", 1)
		m, err := LoadLightGBM([]byte(text))
		if err != nil || text == smallText {
			t.Fatal(at, err)
		}
		if got := m.OfDoubles(); (got != nil) != doubles {
			t.Errorf("%s: %v", at, got)
		}
	}
}

func TestTruncatedLightGBMModelsAreRefused(t *testing.T) {
	whole := strings.Index(smallText, "end of trees") + len("end of trees")
	for i := range whole {
		if _, err := LoadLightGBM([]byte(smallText[:i])); err == nil {
			t.Fatalf("the first %d bytes were loaded", i)
		}
	}
	loadText(t, smallText[:whole])
	loadText(t, strings.ReplaceAll(smallText, "\n", "\r\n"))
}

func TestDeepLightGBMTreesAreBounded(t *testing.T) {
	n := maxDepth + 10
	var left, right, features, decisions, thresholds, leaves []string
	for i := range n {
		left, right = append(left, strconv.Itoa(-i-1)), append(right, strconv.Itoa(i+1))
		features, decisions, thresholds = append(features, "0"), append(decisions, "0"), append(thresholds, "0")
		leaves = append(leaves, "1")
	}
	right[n-1] = strconv.Itoa(-n - 1)
	join := func(a []string) string { return strings.Join(a, " ") }
	i, j := strings.Index(smallText, "Tree=0"), strings.Index(smallText, "Tree=1")
	text := smallText[:i] + fmt.Sprintf("Tree=0\nnum_leaves=%d\nsplit_feature=%s\ndecision_type=%s\nthreshold=%s\nleft_child=%s\nright_child=%s\nleaf_value=%s\n\n",
		n+1, join(features), join(decisions), join(thresholds), join(left), join(right), join(append(leaves, "1"))) + smallText[j:]
	if _, err := LoadLightGBM([]byte(text)); err == nil || !strings.Contains(err.Error(), "deeper than") {
		t.Errorf("a chain of %d: %v", n, err)
	}
}

func TestLightGBMNames(t *testing.T) {
	for name, want := range map[string]string{
		"amount": "amount", "a b": "a%20b", `"x,y:z"{}`: "%22x%2Cy%3Az%22%7B%7D", "größe": "größe", "a\tb\n\x7f": "a%09b%0A%7F",
		"purpose=50%25 %5Bnew%5D": "purpose=50%25%20%5Bnew%5D", "p=%252C": "p=%252C", "a%": "a%", "a%2": "a%2", "a%2c": "a%2c",
	} {
		got, err := LightGBMName(name)
		if err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", name, got, err, want)
		}
		if back := decodeLightGBMName(got); back != name {
			t.Errorf("%q comes back as %q", name, back)
		}
	}
	for _, name := range []string{"a%2Cb", "%20", "a[0]", "\xff"} {
		if got, err := LightGBMName(name); err == nil {
			t.Errorf("%q is taken, as %q", name, got)
		}
	}
}

func FuzzLightGBMName(f *testing.F) {
	f.Add("purpose=radio/tv, new %5B")
	f.Fuzz(func(t *testing.T, name string) {
		encoded, err := LightGBMName(name)
		if err != nil {
			return
		}
		if back := decodeLightGBMName(encoded); back != name || strings.ContainsAny(encoded, " \n\r\",:[]{}") {
			t.Errorf("%q is %q and comes back as %q", name, encoded, back)
		}
	})
}

func TestLightGBMPredictionsDoNotAllocate(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, features := range []int{30, 400} {
		m := loadText(t, randomText(r, 100, features, 6))
		plan, err := m.Bind(append([]string{"extra"}, m.FeatureNames()...))
		if err != nil {
			t.Fatal(err)
		}
		row, batch := make([]float32, features+1), make([]float32, 8*(features+1))
		dst := make([]float64, 0, 8)
		for name, predict := range map[string]func(){
			"Model.Predict":     func() { _, _ = m.Predict(row[1:]) },
			"Plan.Predict":      func() { _, _ = plan.Predict(row) },
			"Plan.PredictBatch": func() { _, _ = plan.PredictBatch(dst, batch) },
		} {
			if n := testing.AllocsPerRun(100, predict); n != 0 {
				t.Errorf("%s of %d features: %v allocations", name, features, n)
			}
		}
	}
}

func TestLoadByFlavor(t *testing.T) {
	for _, flavor := range Flavors() {
		data := small
		if flavor == LightGBM {
			data = smallText
		}
		if _, err := Load(flavor, []byte(data)); err != nil {
			t.Error(err)
		}
	}
	_, err := Load("sklearn", []byte(small))
	var unsupported *UnsupportedError
	if !errors.As(err, &unsupported) || !strings.Contains(err.Error(), `flavor "sklearn" is not supported`) {
		t.Error(err)
	}
}
