package tree

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

func fixture(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/categories.json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The fixture holds XGBoost 3.2.0's own answers, for missing values, categories and codes it never saw.
func TestAgreesWithXGBoost(t *testing.T) {
	m, err := LoadXGBoost(fixture(t))
	if err != nil {
		t.Fatal(err)
	}
	var answers struct {
		Rows        [][]*float32
		Margins     []float32
		Predictions []float32
		Gain        map[string]float64
	}
	data, err := os.ReadFile("testdata/categories_rows.json")
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
		if got, err := m.Margin(row); err != nil || float32(got) != answers.Margins[i] {
			t.Errorf("row %d: margin %v, %v; XGBoost says %v", i, got, err, answers.Margins[i])
		}
		if got, err := m.Predict(row); err != nil || math.Abs(got-float64(answers.Predictions[i])) > 1.2e-7 {
			t.Errorf("row %d: prediction %v, %v; XGBoost says %v", i, got, err, answers.Predictions[i])
		}
	}
	var total float64
	for _, g := range answers.Gain {
		total += g
	}
	importance := m.Importance()
	if len(importance) != m.NumFeatures() {
		t.Errorf("importance has %d of %d features", len(importance), m.NumFeatures())
	}
	for name, got := range importance {
		if want := answers.Gain[name] / total; math.Abs(got-want) > 1e-6 {
			t.Errorf("importance of %s is %v; XGBoost says %v", name, got, want)
		}
	}
}

func TestModelDescribesItself(t *testing.T) {
	m, err := LoadXGBoost(fixture(t))
	if err != nil {
		t.Fatal(err)
	}
	if m.Objective() != BinaryLogistic || m.Trees() != 6 || m.NumFeatures() != 4 {
		t.Errorf("objective %s, %d trees, %d features", m.Objective(), m.Trees(), m.NumFeatures())
	}
	names := m.FeatureNames()
	if !slices.Equal(names, []string{"amount", "count", "days", "plan"}) {
		t.Errorf("names %q", names)
	}
	names[0] = "changed"
	if m.FeatureNames()[0] != "amount" {
		t.Error("the caller can change the model's names")
	}
}

// XGBoost's matrix prediction takes 46 of 47 columns, or 47 in reverse, without a word. Binding does not.
func TestBindRefusesByName(t *testing.T) {
	d := randomModel(rand.New(rand.NewPCG(1, 1)), 5, 47, 3, false)
	m := load(t, d)
	all := m.FeatureNames()
	for _, c := range []struct {
		name                     string
		have                     []string
		missing, extra, repeated []string
		want                     string
	}{
		{"46 of 47", all[:46], []string{"f46"}, nil, nil, `needs "f46"`},
		{"renamed", append([]string{"g0"}, all[1:]...), []string{"f0"}, []string{"g0"}, nil, `caller's "g0" is unknown`},
		{"twice", append([]string{"f3"}, all...), nil, nil, []string{"f3"}, `"f3" more than once`},
		{"none", nil, all, nil, nil, `"f9" and 37 more`},
	} {
		_, err := m.Bind(c.have)
		var e *BindError
		if !errors.As(err, &e) {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if !slices.Equal(e.Missing, c.missing) || !slices.Equal(e.Extra, c.extra) || !slices.Equal(e.Repeated, c.repeated) {
			t.Errorf("%s: %+v", c.name, e)
		}
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q does not say %q", c.name, err, c.want)
		}
	}
	plan, err := m.Bind(append(all, "f47"))
	if err != nil || !slices.Equal(plan.Extra(), []string{"f47"}) {
		t.Errorf("a caller of 48 and a model of 47: %v", err)
	}
}

func TestUnnamedModels(t *testing.T) {
	d := randomModel(rand.New(rand.NewPCG(1, 1)), 5, 3, 3, false)
	d.Learner.FeatureNames = nil
	m := load(t, d)
	_, err := m.Bind([]string{"a", "b", "c"})
	var e *BindError
	if !errors.As(err, &e) || !e.Unnamed || !strings.Contains(err.Error(), "WithFeatureNames") {
		t.Errorf("binding an unnamed model: %v", err)
	}
	if _, ok := m.Importance()["f2"]; !ok {
		t.Errorf("importance %v", m.Importance())
	}
	if _, err := m.WithFeatureNames([]string{"a", "b"}); err == nil {
		t.Error("two names for three features were accepted")
	}
	if _, err := m.WithFeatureNames([]string{"a", "b", "b"}); err == nil {
		t.Error("a repeated name was accepted")
	}
	named, err := m.WithFeatureNames([]string{"a", "b", "c"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := named.Bind([]string{"c", "b", "a"}); err != nil {
		t.Error(err)
	}
	if _, err := named.WithFeatureNames([]string{"x", "y", "z"}); err == nil {
		t.Error("a named model was renamed")
	}
	if len(m.FeatureNames()) != 0 {
		t.Error("naming changed the original")
	}
}

func TestRowsOfAnotherWidthAreRefused(t *testing.T) {
	m := load(t, randomModel(rand.New(rand.NewPCG(1, 1)), 5, 3, 3, false))
	for _, n := range []int{0, 2, 4} {
		if _, err := m.Predict(make([]float32, n)); err == nil || !strings.Contains(err.Error(), "by name") {
			t.Errorf("%d values for 3 features: %v", n, err)
		}
	}
	dst := []float64{1}
	if got, err := m.PredictBatch(dst, make([]float32, 7)); err == nil || len(got) != 1 {
		t.Errorf("7 values as rows of 3: %v, %v", got, err)
	}
	if got, err := m.PredictBatch(dst, make([]float32, 6)); err != nil || len(got) != 3 || got[0] != 1 {
		t.Errorf("two rows: %v, %v", got, err)
	}
}

func TestRegressionAndExtremes(t *testing.T) {
	d := randomModel(rand.New(rand.NewPCG(1, 1)), 5, 3, 3, false)
	d.Learner.Objective.Name = string(SquaredError)
	d.Learner.Param.BaseScore = "4.25E0"
	m := load(t, d)
	margin, _ := m.Margin([]float32{1, 2, 3})
	if p, err := m.Predict([]float32{1, 2, 3}); err != nil || p != margin {
		t.Errorf("prediction %v, margin %v: %v", p, margin, err)
	}
	for _, x := range []float32{-200, -1, 0, 1, 200} {
		if p := sigmoid(x); !(p >= 0 && p <= 1) {
			t.Errorf("sigmoid(%v) = %v", x, p)
		}
	}
	if sigmoid(0) != .5 || sigmoid(200) != 1 {
		t.Errorf("sigmoid(0) = %v, sigmoid(200) = %v", sigmoid(0), sigmoid(200))
	}
	if sigmoid(-200) != sigmoid(-88.7) || sigmoid(-200) == 0 {
		t.Errorf("sigmoid(-200) = %v: the exponent is not clamped as XGBoost clamps it", sigmoid(-200))
	}
}

func TestPredictionsDoNotAllocate(t *testing.T) {
	for _, features := range []int{30, 400} {
		m := load(t, randomModel(rand.New(rand.NewPCG(1, 1)), 100, features, 6, true))
		plan, err := m.Bind(append([]string{"extra"}, m.FeatureNames()...))
		if err != nil {
			t.Fatal(err)
		}
		row, batch := make([]float32, features+1), make([]float32, 8*(features+1))
		dst := make([]float64, 0, 8)
		for name, predict := range map[string]func(){
			"Model.Predict":     func() { _, _ = m.Predict(row[1:]) },
			"Model.Margin":      func() { _, _ = m.Margin(row[1:]) },
			"Plan.Predict":      func() { _, _ = plan.Predict(row) },
			"Plan.PredictBatch": func() { _, _ = plan.PredictBatch(dst, batch) },
		} {
			if n := testing.AllocsPerRun(100, predict); n != 0 {
				t.Errorf("%s of %d features: %v allocations", name, features, n)
			}
		}
	}
}

func Example() {
	data, err := os.ReadFile("testdata/categories.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := LoadXGBoost(data)
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := m.Bind([]string{"amount", "count", "plan"}); err != nil {
		fmt.Println(err)
	}
	plan, err := m.Bind([]string{"plan", "days", "count", "amount", "region"})
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := plan.Predict([]float32{2, -.5, .25, 1.5, 7})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.4f, without %q\n", p, plan.Extra())
	// Output:
	// tree: features do not fit: the model needs "days", which the caller does not have
	// 0.8980, without ["region"]
}
