package tree

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// lightgbmTree holds one tree as arrays over its splits and over its leaves. A child c of a split is the split c, or the
// leaf ^c when it is negative.
type lightgbmTree struct {
	feature, decision, left, right []int64
	threshold, gain                []float64
	leaves                         []float64
	boundaries, categories         []int64 // of the i-th set of categories: words boundaries[i] to boundaries[i+1] of 32 bits
}

// The bits of a decision type; two more bits from missingShift on say what is missing.
const (
	categoricalBit = 1
	defaultLeftBit = 2
	missingShift   = 2
	decisionTypes  = 16
)

// thresholds are the numbers that the splits of a model compare with, by feature and by what they are as float32.
type thresholds map[threshold][2]float64 // the least and the greatest

type threshold struct {
	feature uint32
	rounded float32
}

func (t thresholds) add(feature uint32, x float64) {
	at := threshold{feature, roundDown(x)}
	if known, ok := t[at]; ok {
		t[at] = [2]float64{min(known[0], x), max(known[1], x)}
	} else {
		t[at] = [2]float64{x, x}
	}
}

// apart refuses thresholds that float32 does not tell apart: values between them would go another way than in LightGBM.
func (t thresholds) apart(names []string) error {
	worst, found := threshold{}, false
	for at, x := range t {
		if x[0] != x[1] && (!found || at.feature < worst.feature || at.feature == worst.feature && at.rounded < worst.rounded) {
			worst, found = at, true
		}
	}
	if !found {
		return nil
	}
	x := t[worst]
	return &UnsupportedError{
		fmt.Sprintf("a model that tells %v from %v, which are one float32, by the feature %q", x[0], x[1], names[worst.feature]),
		"train on numbers that float32 holds, such as the time since a day instead of the time",
	}
}

// finer returns a threshold that lies where no two float32 have their middle, or nearly: what was trained on tells whole
// numbers apart that are one float32. found is false when there is none.
func (t thresholds) finer() (at threshold, x float64, found bool) {
	for key, limits := range t {
		for _, limit := range limits {
			if inside(limit) && (!found || key.feature < at.feature || key.feature == at.feature && limit < x) {
				at, x, found = key, limit, true
			}
		}
	}
	return at, x, found
}

// inside reports whether a number from 2^24 on is neither a float32, nor half between two of them, where the middles of
// neighbours are (LightGBM writes the double behind a middle).
func inside(x float64) bool {
	if math.Abs(x) < 1<<24 || math.Abs(x) >= math.MaxFloat32 {
		return false
	}
	low := float64(roundDown(x))
	half := (float64(math.Nextafter32(float32(low), float32(math.Inf(1)))) - low) / 2
	for _, y := range []float64{x, math.Nextafter(x, math.Inf(-1))} {
		if math.Mod(y-low, half) == 0 {
			return false
		}
	}
	return true
}

// tree checks a section and lays out its nodes breadth first.
func (s section) tree(width int, seen thresholds) (*splitTree, error) {
	if v := s["is_linear"]; v != "" && v != "0" {
		return nil, &UnsupportedError{"a tree with linear models in its leaves", "train with linear_tree=false"}
	}
	d, err := s.lightgbmTree()
	if err != nil {
		return nil, err
	}
	t := &splitTree{nodes: make([]splitNode, 1, 2*len(d.leaves)-1)}
	if len(d.leaves) == 1 {
		t.nodes[0].leaf = d.leaves[0]
		return t, nil
	}
	type visit struct {
		from      int64
		to, depth int
	}
	splits, leaves := make([]bool, len(d.feature)), make([]bool, len(d.leaves))
	queue := []visit{{0, 0, 0}}
	splits[0] = true
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		t.depth = max(t.depth, v.depth)
		if v.from < 0 {
			t.nodes[v.to].leaf = d.leaves[^v.from]
			continue
		}
		n, err := d.node(v.from, width)
		if err != nil {
			return nil, err
		}
		if n.categories == nil {
			seen.add(n.feature, d.threshold[v.from])
		}
		n.left = int32(len(t.nodes))
		for side, child := range [2]int64{d.left[v.from], d.right[v.from]} {
			if err := reachOnce(splits, leaves, v.from, child, v.depth+1); err != nil {
				return nil, err
			}
			queue = append(queue, visit{child, int(n.left) + side, v.depth + 1})
		}
		t.nodes = append(t.nodes, splitNode{}, splitNode{})
		t.nodes[v.to] = n
	}
	return t, nil
}

// reachOnce marks a child as visited; see treeDocument.reach.
func reachOnce(splits, leaves []bool, parent, child int64, depth int) error {
	where := fmt.Sprintf("split %d", parent)
	reached, i, what := splits, child, "split"
	if child < 0 {
		reached, i, what = leaves, ^child, "leaf"
	}
	switch {
	case i >= int64(len(reached)):
		return malformed(where, "its child is %s %d of %d", what, i, len(reached))
	case reached[i]:
		return malformed(where, "its child, %s %d, is reached twice", what, i)
	case depth > maxDepth:
		return malformed(where, "it lies deeper than %d levels", maxDepth)
	}
	reached[i] = true
	return nil
}

// lightgbmTree reads the arrays and compares their lengths.
func (s section) lightgbmTree() (*lightgbmTree, error) {
	n, err := strconv.Atoi(s["num_leaves"])
	if err != nil || n < 1 || n > math.MaxInt32/2 {
		return nil, malformed("", "num_leaves %s is not a number of leaves", quotedPart(s["num_leaves"]))
	}
	d := &lightgbmTree{}
	sets := 0
	if v, ok := s["num_cat"]; ok {
		if sets, err = strconv.Atoi(v); err != nil || sets < 0 || sets > math.MaxInt32 {
			return nil, malformed("", "num_cat %s is not a count", quotedPart(v))
		}
	}
	if d.leaves, err = array(s, "leaf_value", n, parseFinite); err != nil || n == 1 {
		return d, err
	}
	for _, a := range []struct {
		name string
		to   *[]int64
	}{{"split_feature", &d.feature}, {"decision_type", &d.decision}, {"left_child", &d.left}, {"right_child", &d.right}} {
		if *a.to, err = array(s, a.name, n-1, parseInt); err != nil {
			return nil, err
		}
	}
	if d.threshold, err = array(s, "threshold", n-1, parseThreshold); err != nil {
		return nil, err
	}
	if _, ok := s["split_gain"]; ok {
		if d.gain, err = array(s, "split_gain", n-1, parseFinite); err != nil {
			return nil, err
		}
	}
	if sets == 0 {
		return d, nil
	}
	if d.boundaries, err = array(s, "cat_boundaries", sets+1, parseInt); err != nil {
		return nil, err
	}
	d.categories, err = array(s, "cat_threshold", -1, parseInt)
	return d, err
}

func (d *lightgbmTree) node(i int64, width int) (splitNode, error) {
	where := fmt.Sprintf("split %d", i)
	feature, decision := d.feature[i], d.decision[i]
	switch {
	case feature < 0 || feature >= int64(width):
		return splitNode{}, malformed(where, "it tests feature %d of %d", feature, width)
	case decision < 0 || decision >= decisionTypes || decision>>missingShift == 3:
		return splitNode{}, malformed(where, "its decision type is %d", decision)
	}
	n := splitNode{feature: uint32(feature)}
	if d.gain != nil {
		n.gain = max(d.gain[i], 0)
	}
	if decision&categoricalBit != 0 {
		var err error
		n.categories, err = d.categorySet(d.threshold[i])
		if err != nil {
			return splitNode{}, malformed(where, "%v", err)
		}
		return n, nil // a missing value goes right
	}
	n.missing = [...]missing{missingNone, missingZero, missingNaN}[decision>>missingShift]
	n.defaultLeft = decision&defaultLeftBit != 0
	n.right = key(roundDown(d.threshold[i])) + 1 // a value goes left when it is not greater
	return n, nil
}

// roundDown returns the greatest float32 that is not greater than x.
func roundDown(x float64) float32 {
	f := float32(x)
	if float64(f) > x {
		return math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

// categorySet reads the set whose number stands where a numeric split has its threshold.
func (d *lightgbmTree) categorySet(number float64) (*categorySet, error) {
	i := int(number)
	if float64(i) != number || i < 0 || i+1 >= len(d.boundaries) {
		return nil, fmt.Errorf("it has no set of categories %v", number)
	}
	from, to := d.boundaries[i], d.boundaries[i+1]
	if from < 0 || from > to || to > int64(len(d.categories)) || to-from > maxCategory/32 {
		return nil, fmt.Errorf("its categories are words %d to %d of %d", from, to, len(d.categories))
	}
	s := &categorySet{left: true, bits: make([]uint64, (to-from+1)/2)}
	for k, word := range d.categories[from:to] {
		if word < 0 || word > math.MaxUint32 {
			return nil, fmt.Errorf("its categories hold %d, which has not 32 bits", word)
		}
		s.bits[k/2] |= uint64(word) << (32 * (k % 2))
	}
	return s, nil
}

// array reads the numbers of a line, as many as length says, or any number of them when it is negative.
func array[N int64 | float64](s section, name string, length int, parse func(string) (N, error)) ([]N, error) {
	text, ok := s[name]
	if !ok {
		return nil, malformed(name, "it is missing")
	}
	var out []N
	for field := range strings.FieldsSeq(text) {
		x, err := parse(field)
		if err != nil {
			return nil, malformed(name, "%s is not a number that belongs there", quotedPart(field))
		}
		out = append(out, x)
	}
	if length >= 0 && len(out) != length {
		return nil, malformed(name, "it has %d entries, not %d", len(out), length)
	}
	return out, nil
}

func parseInt(s string) (int64, error) { return strconv.ParseInt(s, 10, 64) }

// parseThreshold takes infinity, by which LightGBM parts numbers from missing values.
func parseThreshold(s string) (float64, error) {
	x, err := strconv.ParseFloat(s, 64)
	if err == nil && math.IsNaN(x) {
		return 0, strconv.ErrRange
	}
	return x, err
}

func parseFinite(s string) (float64, error) {
	x, err := strconv.ParseFloat(s, 64)
	if err == nil && (math.IsNaN(x) || math.IsInf(x, 0)) {
		return 0, strconv.ErrRange
	}
	return x, err
}
