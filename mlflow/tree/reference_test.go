package tree

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// referenceMargin is the slow, obvious evaluation of the document itself: the oracle of every faster one.
func referenceMargin(d *document, base float32, row []float32) float32 {
	sum := base
	for i := range d.Learner.GradientBooster.Model.Trees {
		t := &d.Learner.GradientBooster.Model.Trees[i]
		n := int32(0)
		for t.Left[n] >= 0 {
			if referenceLeft(t, n, row[t.Feature[n]]) {
				n = t.Left[n]
			} else {
				n = t.Right[n]
			}
		}
		sum += t.Condition[n]
	}
	return sum
}

func referenceLeft(t *treeDocument, n int32, x float32) bool {
	if math.IsNaN(float64(x)) {
		return t.DefaultLeft[n] != 0
	}
	if len(t.SplitType) == 0 || t.SplitType[n] == 0 {
		return x < t.Condition[n]
	}
	at := slices.Index(t.CategoriesNodes, n)
	set := t.Categories[t.CategoriesSegments[at]:][:t.CategoriesSizes[at]]
	return !(x >= 0 && x < maxCategory && slices.Contains(set, int32(x)))
}

// randomModel makes a document of random trees over features f0, f1 … of the given greatest depth.
func randomModel(r *rand.Rand, trees, features, depth int, categories bool) *document {
	d := &document{}
	doc := fmt.Sprintf(`{"learner":{"gradient_booster":{"name":"gbtree"},"objective":{"name":"binary:logistic"},
		"learner_model_param":{"base_score":"[5E-1]","num_feature":"%d"}}}`, features)
	if err := json.Unmarshal([]byte(doc), d); err != nil {
		panic(err)
	}
	for f := range features {
		d.Learner.FeatureNames = append(d.Learner.FeatureNames, fmt.Sprint("f", f))
	}
	for range trees {
		t := treeDocument{}
		t.grow(r, features, depth, categories)
		d.Learner.GradientBooster.Model.Trees = append(d.Learner.GradientBooster.Model.Trees, t)
	}
	return d
}

// grow appends a random subtree and returns its index.
func (d *treeDocument) grow(r *rand.Rand, features, depth int, categories bool) int32 {
	n := int32(len(d.Left))
	d.Left, d.Right = append(d.Left, -1), append(d.Right, -1)
	d.Feature = append(d.Feature, uint32(r.IntN(features)))
	d.Condition = append(d.Condition, float32(r.NormFloat64()))
	d.DefaultLeft = append(d.DefaultLeft, int32(r.IntN(2)))
	d.SplitType = append(d.SplitType, 0)
	d.Gain = append(d.Gain, r.Float32())
	if depth == 0 || r.IntN(8) == 0 {
		return n
	}
	if categories && r.IntN(3) == 0 {
		d.SplitType[n] = 1
		d.CategoriesNodes = append(d.CategoriesNodes, n)
		d.CategoriesSegments = append(d.CategoriesSegments, int64(len(d.Categories)))
		size := 1 + r.IntN(5)
		d.CategoriesSizes = append(d.CategoriesSizes, int64(size))
		for range size {
			d.Categories = append(d.Categories, int32(r.IntN(4)))
		}
	}
	left := d.grow(r, features, depth-1, categories)
	right := d.grow(r, features, depth-1, categories)
	d.Left[n], d.Right[n] = left, right
	return n
}

func randomRow(r *rand.Rand, d *document, features int) []float32 {
	row := make([]float32, features)
	trees := d.Learner.GradientBooster.Model.Trees
	for i := range row {
		t := &trees[r.IntN(len(trees))]
		threshold := t.Condition[r.IntN(len(t.Condition))]
		row[i] = []float32{
			float32(r.NormFloat64()), float32(math.NaN()), threshold, math.Nextafter32(threshold, 9), float32(r.IntN(5)),
			0, float32(math.Copysign(0, -1)), float32(math.Inf(1)), float32(math.Inf(-1)), -threshold,
		}[r.IntN(10)]
	}
	return row
}

func load(t testing.TB, d *document) *Model {
	t.Helper()
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	m, err := LoadXGBoost(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAgreesWithTheReference(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, c := range []struct {
		trees, features, depth int
		categories             bool
	}{
		{1, 1, 0, false},
		{1, 1, 1, false},
		{3, 5, 3, false},
		{4, 5, 3, false},
		{103, 30, 6, false},
		{9, 10, 8, false},
		{9, 10, 9, false}, // beyond the complete layout
		{7, 10, 14, false},
		{30, 6, 5, true},
		{5, 300, 8, false}, // beyond the scratch on the stack
		{40, 1000, 7, true},
	} {
		d := randomModel(r, c.trees, c.features, c.depth, c.categories)
		m := load(t, d)
		for range 500 {
			row := randomRow(r, d, c.features)
			want := float64(referenceMargin(d, m.xgboost.base, row))
			got, err := m.Margin(row)
			if err != nil || math.Float64bits(got) != math.Float64bits(want) {
				t.Fatalf("%+v: margin %v, %v; the reference says %v for %v", c, got, err, want, row)
			}
		}
	}
}

// A plan gives the model's answer for the same values in any order and among others.
func TestPlanAgreesWithTheModel(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, features := range []int{3, 47, 400} {
		d := randomModel(r, 20, features, 6, false)
		m := load(t, d)
		have := append(m.FeatureNames(), "extra_a", "extra_b")
		r.Shuffle(len(have), func(i, j int) { have[i], have[j] = have[j], have[i] })
		plan, err := m.Bind(have)
		if err != nil {
			t.Fatal(err)
		}
		if got := plan.Extra(); len(got) != 2 || plan.Width() != features+2 {
			t.Errorf("extra %q, width %d", got, plan.Width())
		}
		var flat []float32
		var wants []float64
		for range 200 {
			row := randomRow(r, d, features)
			want, err := m.Predict(row)
			if err != nil {
				t.Fatal(err)
			}
			mixed := make([]float32, len(have))
			for i, name := range have {
				if f := slices.Index(m.names, name); f >= 0 {
					mixed[i] = row[f]
				}
			}
			if got, err := plan.Predict(mixed); err != nil || got != want {
				t.Fatalf("plan %v, %v; model %v", got, err, want)
			}
			flat, wants = append(flat, mixed...), append(wants, want)
		}
		if got, err := plan.PredictBatch(nil, flat); err != nil || !slices.Equal(got, wants) {
			t.Errorf("the batch differs: %v", err)
		}
	}
}

func TestKeysKeepTheOrder(t *testing.T) {
	xs := []float32{
		float32(math.Inf(-1)), -math.MaxFloat32, -1, -math.SmallestNonzeroFloat32, 0, math.SmallestNonzeroFloat32, 1,
		math.MaxFloat32, float32(math.Inf(1)),
	}
	for i, x := range xs {
		if value(key(x)) != x {
			t.Errorf("value(key(%v)) = %v", x, value(key(x)))
		}
		if key(x) == missingLeft || key(x) == missingRight {
			t.Errorf("%v has the key of a missing value", x)
		}
		if i > 0 && key(xs[i-1]) >= key(x) {
			t.Errorf("key(%v) >= key(%v)", xs[i-1], x)
		}
	}
	if key(float32(math.Copysign(0, -1))) != key(0) {
		t.Error("-0 and 0 have different keys")
	}
}
