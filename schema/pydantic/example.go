package pydantic

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/schema"
)

// present is the instant that rules about time compare with in the tests.
var present = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

// examples draws values near the limits of rules, from a source that is the same in each run.
type examples struct {
	evaluator schema.Evaluator
	state     uint64
	whole     bool // times and durations are whole microseconds
	null      []broken
}

func newExamples() *examples {
	return &examples{evaluator: schema.Evaluator{Format: make(compiled).hasForm, Now: present}, state: 1}
}

// draw is a number below n.
func (e *examples) draw(n int) int {
	e.state = e.state*6364136223846793005 + 1442695040888963407
	return int(e.state >> 33 % uint64(n))
}

// found is what the model of a record finds in a value: what the record does, but for what is lost.
func (e *examples) found(r *schema.Record, value map[string]any, lost func(schema.Finding) bool) []schema.Finding {
	return slices.DeleteFunc(e.evaluator.EvaluateInput(r, value), func(f schema.Finding) bool {
		return lost(f) && !(isNull(value, f.Path) && slices.Contains(e.null, broken{schema.GeneralPath(f.Path), f.Rule}))
	})
}

// isNull reports whether null, or nothing, stands at the path of a finding.
func isNull(value any, path string) bool {
	path = strings.TrimPrefix(path, ".")
	switch v := value.(type) {
	case nil:
		return path == ""
	case map[string]any:
		if quoted, err := strconv.QuotedPrefix(strings.TrimPrefix(path, "[")); err == nil && path[0] == '[' {
			key, _ := strconv.Unquote(quoted) // it was cut at its end
			return isNull(v[key], path[len("[]")+len(quoted):])
		}
		for key, item := range v {
			if within(path, key) {
				return isNull(item, path[len(key):])
			}
		}
		return path != ""
	case []any:
		index, rest, _ := strings.Cut(strings.TrimPrefix(path, "["), "]")
		i, err := strconv.Atoi(index)
		return err == nil && i < len(v) && isNull(v[i], rest)
	}
	return false
}

// valid is a value of a record that its rules take, but for those that are lost; ok is false when none was found.
func (e *examples) valid(r *schema.Record, lost func(schema.Finding) bool) (value map[string]any, ok bool) {
	value = map[string]any{}
	choices := map[string][]any{}
	for i := range r.Fields {
		f := &r.Fields[i]
		all := e.values(&schema.Element{Type: f.Type, Optional: f.Optional, Constraints: f.Constraints}, lost)
		if e.hopeless(f, all, lost) {
			return nil, false
		}
		choices[f.Key], value[f.Key] = all, all[0]
	}
	count := func() int { return len(e.found(r, value, lost)) }
	for best, tries := count(), 0; best > 0; tries++ {
		if tries == 500 || len(r.Fields) == 0 {
			return nil, false
		}
		f := &r.Fields[e.draw(len(r.Fields))]
		key := f.Key
		before, there := value[key]
		peers := peers(f, value)
		if i := e.draw(len(choices[key]) + len(peers)); i < len(peers) {
			value[key] = peers[i]
		} else {
			value[key] = choices[key][i-len(peers)]
		}
		switch now := count(); {
		case now <= best:
			best = now
		case there:
			value[key] = before
		}
	}
	return value, true
}

// peers are the values that rules compare a field with.
func peers(f *schema.Field, value map[string]any) []any {
	var out []any
	for _, k := range alternatives(f.Constraints) {
		if v, there := value[k.Path]; there && k.Path != "" {
			out = append(out, v)
		}
	}
	return out
}

// hopeless reports whether each of the values breaks a rule of the field that reads no other one.
func (e *examples) hopeless(f *schema.Field, values []any, lost func(schema.Finding) bool) bool {
	own, _ := split(f.Constraints)
	alone := &schema.Record{Fields: []schema.Field{{Key: f.Key, Type: f.Type, Optional: f.Optional, Constraints: own}}}
	return !slices.ContainsFunc(values, func(v any) bool {
		return len(e.found(alone, map[string]any{f.Key: v}, lost)) == 0
	})
}

// values are values of a type near the limits of the rules, those that the rules take alone first; never none.
func (e *examples) values(el *schema.Element, lost func(schema.Finding) bool) []any {
	all := e.any(el, lost)
	if el.Optional || el.Type.TakesNull() {
		all = append(all, nil)
	}
	own, _ := split(el.Constraints)
	alone := &schema.Record{Fields: []schema.Field{{Key: "v", Type: el.Type, Optional: el.Optional, Constraints: own}}}
	type judged struct {
		value  any
		broken int
	}
	sorted := make([]judged, len(all))
	for i, v := range all {
		sorted[i] = judged{v, len(e.evaluator.EvaluateInput(alone, map[string]any{"v": v}))}
	}
	slices.SortStableFunc(sorted, func(a, b judged) int { return a.broken - b.broken })
	for i := range sorted {
		all[i] = sorted[i].value
	}
	return all
}

func (e *examples) any(el *schema.Element, lost func(schema.Finding) bool) []any {
	t, rules := el.Type, alternatives(el.Constraints)
	switch k := t.Scalar(); {
	case k == schema.Bool:
		return []any{true, false}
	case k == schema.String:
		return texts(rules)
	case k.Integer():
		return integers(k, rules)
	case k.Float():
		return floats(k, rules)
	case k == schema.Struct:
		if v, ok := e.valid(t.Record, func(schema.Finding) bool { return false }); ok {
			return []any{v}
		}
		return []any{map[string]any{}}
	case k == schema.List:
		return e.lists(t, rules, lost)
	case k == schema.Map:
		return e.maps(t, rules, lost)
	case k == schema.Bytes:
		return mapped(lengths(rules), func(n int) any { return base64.StdEncoding.EncodeToString(make([]byte, n)) })
	}
	return points(t, rules)
}

// alternatives are rules and the alternatives among them.
func alternatives(rules []schema.Constraint) []schema.Constraint {
	out := slices.Clone(rules)
	for _, k := range rules {
		for _, all := range k.Any {
			out = append(out, all...)
		}
	}
	return out
}

func mapped[T any](list []T, f func(T) any) []any {
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}

// lengths are those at the limits of rules, and a few small ones.
func lengths(rules []schema.Constraint) []int {
	var out []int
	for _, k := range rules {
		if k.Kind == schema.Length && k.Count < 2000 {
			out = append(out, int(k.Count), int(k.Count)+1, max(int(k.Count)-1, 0))
		}
	}
	return append(out, 1, 2, 0, 3)
}

// limits are the constants of rules.
func limits(rules []schema.Constraint) []schema.Literal {
	var out []schema.Literal
	for _, k := range rules {
		if k.Limit != nil && k.Kind == schema.Range {
			out = append(out, *k.Limit)
		}
		if k.Kind == schema.OneOf || k.Kind == schema.Interval {
			out = append(out, k.Limits...)
		}
	}
	return out
}

// integers are those at the limits, and those of the type.
func integers(k schema.Kind, rules []schema.Constraint) []any {
	var out []any
	for _, l := range limits(rules) {
		n, _ := new(big.Int).SetString(l.String(), 10)
		if n == nil {
			continue
		}
		for _, d := range []int64{0, 1, -1} {
			out = append(out, json.Number(new(big.Int).Add(n, big.NewInt(d)).String()))
		}
	}
	high := new(big.Int).Lsh(big.NewInt(1), uint(k.Bits()))
	if k.Signed() {
		high.Rsh(high, 1)
	}
	return append(out, json.Number("1"), json.Number("0"), json.Number("2"), json.Number("100"), json.Number("-1"), json.Number(new(big.Int).Sub(high, big.NewInt(1)).String()))
}

// floats are those at the limits and beside them.
func floats(k schema.Kind, rules []schema.Constraint) []any {
	var out []any
	add := func(x float64) {
		if !math.IsInf(x, 0) && !math.IsNaN(x) {
			out = append(out, json.Number(strconv.FormatFloat(x, 'g', -1, 64)))
		}
	}
	for _, l := range limits(rules) {
		x := l.Float
		add(x)
		add(x + 1)
		add(x - 1)
		if k == schema.Float32 {
			add(float64(math.Nextafter32(float32(x), float32(math.Inf(1)))))
			add(float64(math.Nextafter32(float32(x), float32(math.Inf(-1)))))
		} else {
			add(math.Nextafter(x, math.Inf(1)))
			add(math.Nextafter(x, math.Inf(-1)))
		}
	}
	for _, r := range rules {
		if r.Kind == schema.Decimals && r.Count < 15 { // a place more than it may have
			out = append(out, json.Number("0."+strings.Repeat("0", int(r.Count))+"1"), json.Number("1."+strings.Repeat("0", max(int(r.Count)-1, 0))+"1"))
		}
	}
	return append(out, json.Number("0.5"), json.Number("1"), json.Number("0"), json.Number("19.99"), json.Number("0.123456789012345"), json.Number("-1"))
}

// points are times, durations, dates and decimals.
func points(t schema.Type, rules []schema.Constraint) []any {
	var out []any
	clock := func(d time.Duration) { out = append(out, present.Add(d).Format(time.RFC3339Nano)) }
	switch t.Kind {
	case schema.Time:
		for _, k := range rules {
			if k.Kind == schema.Clock && k.Limit != nil {
				for _, d := range []int64{-1000, 0, 1000} {
					clock(time.Duration(k.Limit.Int + d))
				}
			}
		}
		clock(-time.Hour)
		clock(time.Hour)
		clock(0)
		return append(out, "2024-02-29T12:00:00.5+02:00", "0001-01-01T00:00:00Z")
	case schema.Duration:
		for _, l := range limits(rules) {
			for _, d := range []int64{0, 1, -1, 1000} {
				out = append(out, time.Duration(l.Int+d).String())
			}
		}
		return append(out, "1h30m", "0s", "-1s", "1µs")
	case schema.Date:
		for _, l := range limits(rules) {
			for _, d := range []int64{0, 1, -1} {
				out = append(out, schema.Literal{Kind: schema.Date, Int: l.Int + d}.String())
			}
		}
		return append(out, "2024-02-29", "0001-01-01")
	case schema.Decimal:
		for _, l := range limits(rules) {
			x, _ := new(big.Rat).SetString(l.Text)
			step := big.NewRat(1, 1)
			for range t.Scale {
				step.Quo(step, big.NewRat(10, 1))
			}
			out = append(out, json.Number(l.Text), json.Number(new(big.Rat).Add(x, step).FloatString(t.Scale)), json.Number(new(big.Rat).Sub(x, step).FloatString(t.Scale)))
		}
		return append(out, json.Number("1"), json.Number("0"), json.Number("0.1"), json.Number("1e30"), json.Number("0.00000000000001"))
	}
	return []any{""}
}

// lists are lists of the lengths at the limits: of one item, of several, and of those that norms and sums ask for.
func (e *examples) lists(t schema.Type, rules []schema.Constraint, lost func(schema.Finding) bool) []any {
	items := e.values(t.Elem, lost)
	sizes := lengths(rules)
	if t.Len > 0 {
		sizes = []int{t.Len}
	}
	var out []any
	for _, n := range sizes {
		out = append(out, slices.Repeat([]any{items[0]}, n))
		several := make([]any, n)
		for i := range several {
			several[i] = items[i%len(items)]
		}
		out = append(out, several)
		if !t.Elem.Type.Kind.Number() || n == 0 {
			continue
		}
		number := func(x float64) any { return json.Number(strconv.FormatFloat(x, 'g', -1, 64)) }
		hot := slices.Repeat([]any{any(json.Number("0"))}, n)
		hot[n-1] = json.Number("1")
		rising := make([]any, n)
		for i := range rising {
			rising[i] = json.Number(strconv.Itoa(i))
		}
		falling := slices.Clone(rising)
		slices.Reverse(falling)
		out = append(out, hot, rising, falling)
		for _, k := range rules {
			if k.Kind != schema.Norm && k.Kind != schema.Sum {
				continue
			}
			middle := (max(k.Limits[0].Float, -1e6) + min(k.Limits[1].Float, 1e6)) / 2
			each := middle / float64(n)
			if k.Kind == schema.Norm {
				each = middle / math.Sqrt(float64(n))
			}
			single := slices.Repeat([]any{any(json.Number("0"))}, n)
			single[0] = number(middle)
			out = append(out, slices.Repeat([]any{number(each)}, n), single)
		}
	}
	return out
}

// maps are maps of the sizes at the limits.
func (e *examples) maps(t schema.Type, rules []schema.Constraint, lost func(schema.Finding) bool) []any {
	keys, items := e.values(t.Key, lost), e.values(t.Elem, lost)
	var out []any
	for _, n := range lengths(rules) {
		for _, item := range []any{items[0], items[len(items)-1]} {
			m := map[string]any{}
			for i := 0; len(m) < n && i < n+len(keys); i++ {
				key := fmt.Sprint(keys[min(i, len(keys)-1)])
				if i >= len(keys) {
					key = fmt.Sprint(keys[0]) + strings.Repeat("a", i)
				}
				m[key] = item
			}
			out = append(out, m)
		}
	}
	return append(out, map[string]any{})
}
