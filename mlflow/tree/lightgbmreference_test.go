package tree

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// referenceText is the slow, obvious evaluation of a text model itself, in float64, as LightGBM's sources have it
// (Tree::NumericalDecision and CategoricalDecision): the oracle of the faster one.
func referenceText(t testing.TB, text string, row []float32) float64 {
	t.Helper()
	_, sections, err := lightgbmSections(text)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, s := range sections {
		d, err := s.lightgbmTree()
		if err != nil {
			t.Fatal(err)
		}
		n := int64(0)
		if len(d.leaves) == 1 {
			n = -1
		}
		for n >= 0 {
			x := float64(row[d.feature[n]])
			if math.Abs(x) <= float64(zeroThreshold) {
				x = 0
			}
			if d.referenceLeft(n, x) {
				n = d.left[n]
			} else {
				n = d.right[n]
			}
		}
		sum += d.leaves[^n]
	}
	return sum
}

func (d *lightgbmTree) referenceLeft(n int64, x float64) bool {
	if d.decision[n]&categoricalBit != 0 {
		if math.IsNaN(x) || math.Trunc(x) < 0 || x >= 1<<31 {
			return false
		}
		code, set := int64(x), int64(d.threshold[n])
		word := d.boundaries[set] + code/32
		return word < d.boundaries[set+1] && d.categories[word]&(1<<(code%32)) != 0
	}
	kind := d.decision[n] >> missingShift
	if math.IsNaN(x) && kind != 2 {
		x = 0
	}
	if kind == 1 && x == 0 || kind == 2 && math.IsNaN(x) {
		return d.decision[n]&defaultLeftBit != 0
	}
	return x <= d.threshold[n]
}

// randomText makes a text model of random trees over features f0, f1 … of the given greatest depth, with splits of
// every kind.
func randomText(r *rand.Rand, trees, features, depth int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=%d\nobjective=binary sigmoid:1\nfeature_names=", features-1)
	for f := range features {
		fmt.Fprintf(&b, "f%d ", f)
	}
	b.WriteString("\n\n")
	for i := range trees {
		d := &lightgbmTree{boundaries: []int64{0}}
		d.grow(r, features, depth)
		fmt.Fprintf(&b, "Tree=%d\nnum_leaves=%d\nnum_cat=%d\nleaf_value=%s\n", i, len(d.leaves), len(d.boundaries)-1, numbers(d.leaves))
		if len(d.leaves) > 1 {
			fmt.Fprintf(&b, "split_feature=%s\ndecision_type=%s\nleft_child=%s\nright_child=%s\nthreshold=%s\nsplit_gain=%s\ncat_boundaries=%s\ncat_threshold=%s\n",
				numbers(d.feature), numbers(d.decision), numbers(d.left), numbers(d.right), numbers(d.threshold), numbers(d.gain),
				numbers(d.boundaries), numbers(d.categories))
		}
		b.WriteString("\n")
	}
	return b.String() + "end of trees\n"
}

func numbers[N int64 | float64](values []N) string {
	fields := make([]string, len(values))
	for i, v := range values {
		fields[i] = fmt.Sprint(v)
		if f := float64(v); f != math.Trunc(f) {
			fields[i] = strconv.FormatFloat(f, 'g', -1, 64)
		}
	}
	return strings.Join(fields, " ")
}

// grow appends a random subtree and returns its number.
func (d *lightgbmTree) grow(r *rand.Rand, features, depth int) int64 {
	if depth == 0 || r.IntN(8) == 0 {
		d.leaves = append(d.leaves, r.NormFloat64())
		return -int64(len(d.leaves))
	}
	n := len(d.feature)
	d.feature = append(d.feature, int64(r.IntN(features)))
	d.gain = append(d.gain, r.Float64())
	decision, threshold := int64(r.IntN(3)<<missingShift|r.IntN(2)*defaultLeftBit), r.NormFloat64()
	switch r.IntN(6) {
	case 0:
		decision |= categoricalBit
		threshold = float64(len(d.boundaries) - 1)
		for range 1 + r.IntN(3) {
			d.categories = append(d.categories, int64(r.Uint32()))
		}
		d.boundaries = append(d.boundaries, int64(len(d.categories)))
	case 1:
		threshold = []float64{0, float64(zeroThreshold), -float64(zeroThreshold), math.Inf(1), 1e300, 1, -1e300, 1e-40}[r.IntN(8)]
	}
	d.decision, d.threshold = append(d.decision, decision), append(d.threshold, threshold)
	d.left, d.right = append(d.left, 0), append(d.right, 0)
	left, right := d.grow(r, features, depth-1), d.grow(r, features, depth-1)
	d.left[n], d.right[n] = left, right
	return int64(n)
}

func randomTextRow(r *rand.Rand, thresholds []float64, features int) []float32 {
	row := make([]float32, features)
	for i := range row {
		x := float32(thresholds[r.IntN(len(thresholds))])
		row[i] = []float32{
			float32(r.NormFloat64()), float32(math.NaN()), x, math.Nextafter32(x, 9e9), math.Nextafter32(x, -9e9), float32(r.IntN(100)),
			0, float32(math.Copysign(0, -1)), float32(math.Inf(1)), float32(math.Inf(-1)), -.5, 1e-36, -1e-35, 3e9, 1.5,
		}[r.IntN(15)]
	}
	return row
}

func TestAgreesWithTheTextsReference(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, c := range []struct{ trees, features, depth int }{
		{1, 1, 0},
		{1, 1, 1},
		{3, 5, 3},
		{4, 5, 3},
		{103, 30, 6},
		{9, 10, 8},
		{7, 10, 14}, // beyond the complete layout
		{5, 300, 8}, // beyond the scratch on the stack
	} {
		text := randomText(r, c.trees, c.features, c.depth)
		m := loadText(t, text)
		thresholds := []float64{1}
		_, sections, _ := lightgbmSections(text)
		for _, s := range sections {
			d, err := s.lightgbmTree()
			if err != nil {
				t.Fatal(err)
			}
			thresholds = append(thresholds, d.threshold...)
		}
		for range 60 {
			row := randomTextRow(r, thresholds, c.features)
			want := referenceText(t, text, row)
			got, err := m.Margin(row)
			if err != nil || math.Float64bits(got) != math.Float64bits(want) {
				t.Fatalf("%+v: margin %v, %v; the reference says %v for %v", c, got, err, want, row)
			}
			if p, err := m.Predict(row); err != nil || p != 1/(1+math.Exp(-want)) {
				t.Fatalf("%+v: prediction %v, %v for the margin %v", c, p, err, want)
			}
		}
	}
}

// Whatever is loaded can be evaluated, terminates, and gives the reference's answer.
func FuzzLoadLightGBM(f *testing.F) {
	f.Add([]byte(smallText))
	r := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		f.Add([]byte(randomText(r, 2, 2, 3)))
	}
	f.Add([]byte(strings.Replace(smallText, "left_child=1 ", "left_child=0 ", 1)))
	f.Add([]byte(strings.Replace(smallText, "label_index=0", "average_output", 1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := LoadLightGBM(data)
		if err != nil {
			return
		}
		for _, x := range []float32{float32(math.NaN()), 0, 1, -2, 1e30, -.5} {
			row := make([]float32, m.NumFeatures())
			for i := range row {
				row[i] = x
			}
			got, err := m.Margin(row)
			if err != nil {
				t.Fatal(err)
			}
			if want := referenceText(t, string(data), row) / m.parts; got != want && (got == got || want == want) {
				t.Fatalf("margin %v, the reference says %v", got, want)
			}
		}
		m.Importance()
	})
}
