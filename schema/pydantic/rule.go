package pydantic

import (
	"math"
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/internal/pattern"
)

// demand sets rules: as arguments of Field where Pydantic has them and no rule before could end them, else as steps.
func (a *annotated) demand(cs []schema.Constraint, all bool, s scope) {
	behind := all
	for i := range cs {
		k := &cs[i]
		if !behind && a.native(k) {
			continue
		}
		w := words{m: a.m, el: a.el, moments: true, path: s.path}
		step, why := w.step(k)
		switch {
		case why == silent:
		case why != "":
			a.m.lose(place(k, a.el.Type, s), k.Rule, why)
		default:
			a.steps = append(a.steps, step)
			if (k.Kind == schema.Unique || k.Kind == schema.Sorted) && moment(a.el.Type.Elem.Type, k.Text) {
				a.m.lose(s.path, k.Rule, microseconds)
			}
		}
		behind = behind || why != silent && (k.Kind == schema.Omit || k.Kind == schema.NotZero || k.Kind == schema.Length && k.Shape(a.el.Type))
	}
}

// moment reports whether values of a type, or the fields of the key in its records, are instants or durations.
func moment(t schema.Type, key string) bool {
	if t.Record != nil && key != "" {
		t = t.Record.Field(key).Type
	}
	k := t.Innermost().Kind
	return k == schema.Time || k == schema.Duration
}

// place is where the violations of a rule are found: of some rules of lists, at their elements.
func place(k *schema.Constraint, t schema.Type, s scope) string {
	if each(k, t) {
		return s.below().path
	}
	return s.path
}

func each(k *schema.Constraint, t schema.Type) bool {
	return t.Kind == schema.List && (k.Kind == schema.Decimals || k.Kind == schema.Finite || k.Kind == schema.Interval)
}

// native sets a rule as an argument of Field, and reports whether it could.
func (a *annotated) native(k *schema.Constraint) bool {
	if k.Message != "" || k.When != nil || k.Limit != nil && noDay(*k.Limit) {
		return false
	}
	t := a.el.Type
	switch {
	case k.Kind == schema.NotZero && t.Scalar() == schema.String && !a.el.Optional && t.Kind != schema.Enum:
		return a.set("min_length", leaf("1"))
	case k.Kind == schema.Length && (t.Kind == schema.String || t.Kind == schema.List && t.Len == 0 || t.Kind == schema.Map):
		return a.length(k)
	case k.Kind == schema.Pattern && t.Kind == schema.String:
		p, looksAround, err := pattern.ECMA(k.Text)
		return err == nil && !looksAround && a.set("pattern", leaf(raw(p)))
	case k.Kind == schema.Range && (t.Kind.Number() || t.Kind == schema.Decimal || t.Kind == schema.Date):
		name := map[schema.Op]string{schema.Gte: "ge", schema.Gt: "gt", schema.Lte: "le", schema.Lt: "lt"}[k.Op]
		return name != "" && a.set(name, bound(a.m.value(*k.Limit)))
	}
	return false
}

// noDay reports whether a constant is a day that Python has not.
func noDay(l schema.Literal) bool {
	return l.Kind == schema.Date && strings.HasPrefix(l.String(), "0000")
}

// bound is a limit, a whole one without a fraction.
func bound(n node) node {
	n.open = strings.TrimSuffix(n.open, ".0")
	return n
}

// set sets an argument of Field that is not set yet.
func (a *annotated) set(name string, value node) bool {
	if a.has[name] {
		return false
	}
	if a.has == nil {
		a.has = map[string]bool{}
	}
	a.has[name] = true
	a.limit = append(a.limit, named(name, value))
	return true
}

func (a *annotated) length(k *schema.Constraint) bool {
	n := k.Count
	count := func(n int64) node { return leaf(strconv.FormatInt(n, 10)) }
	switch k.Op {
	case schema.Gte:
		return a.set("min_length", count(n))
	case schema.Gt:
		return n < math.MaxInt64 && a.set("min_length", count(n+1))
	case schema.Lte:
		return a.set("max_length", count(n))
	case schema.Lt:
		return n > 0 && a.set("max_length", count(n-1))
	case schema.Eq:
		if !a.has["min_length"] && !a.has["max_length"] {
			return a.set("min_length", count(n)) && a.set("max_length", count(n))
		}
	}
	return false
}

// silent is the reason why a rule needs no words: the type says it.
const silent = "-"

// words says rules of a value in Python.
type words struct {
	m    *module
	el   *schema.Element
	path string // of the value
	// moments says that instants and durations are whole nanoseconds, as before they are stored in the model.
	moments bool
}

// lost are the kinds of rules that Python cannot say, and why.
var lost = map[schema.ConstraintKind]string{
	schema.User: "the rule is a function of Go's",
}

// operators are those of Python.
var operators = map[schema.Op]string{schema.Eq: "==", schema.Ne: "!=", schema.Lt: "<", schema.Lte: "<=", schema.Gt: ">", schema.Gte: ">="}

// step is a rule as a call of _rules. Why says why it cannot be said, "" when it is.
func (w words) step(k *schema.Constraint) (n node, why string) {
	n, why = w.bare(k)
	if why != "" {
		return n, why
	}
	w.m.use("", "rules")
	n.open = "rules." + n.open
	if each(k, w.el.Type) {
		n = n.then(".of_each()")
	}
	if k.Message != "" {
		n = n.then(".says(" + text(w.message(k)) + ")")
	}
	return n, ""
}

// message is the user's words, with what is known of them before there is a value.
func (w words) message(k *schema.Constraint) string {
	field := strings.TrimSuffix(w.path, "[]")
	field = field[strings.LastIndexByte(field, '.')+1:]
	known := []string{"{limit}", k.Param, "{rule}", k.Rule, "{path}", w.path, "{field}", field}
	if w.m.sensitive {
		known = append(known, "{value}", "…")
	}
	return strings.NewReplacer(known...).Replace(k.Message)
}

func (w words) bare(k *schema.Constraint) (node, string) {
	word := leaf(text(k.Rule))
	t := w.el.Type
	rule := func(function string, args ...node) (node, string) {
		return call(function, append([]node{word}, args...)...), ""
	}
	switch k.Kind {
	case schema.Omit:
		return w.omit(k)
	case schema.NotZero:
		return w.notZero(k)
	case schema.Zero:
		return rule("zero", leaf("lambda v: "+w.isZero(w.el.Optional, "v")))
	case schema.Range:
		if noDay(*k.Limit) {
			return node{}, "Python has no year 0"
		}
		return rule("compare", leaf(text(operators[k.Op])), w.limit(*k.Limit))
	case schema.Length:
		args := []node{leaf(text(operators[k.Op])), leaf(strconv.FormatInt(k.Count, 10))}
		if k.Shape(t) {
			args = append(args, leaf("last=True"))
		}
		return rule("length", args...)
	case schema.OneOf:
		return w.oneOf(k)
	case schema.Unique:
		return w.unique(k)
	case schema.Clock:
		args := []node{leaf(text(operators[k.Op]))}
		if k.Limit != nil {
			args = append(args, leaf(strconv.FormatInt(k.Limit.Int, 10)))
		}
		return rule("clock", args...)
	case schema.Format:
		return w.format(k)
	case schema.AnyOf:
		return w.anyOf(k)
	case schema.Pattern, schema.Contains, schema.ContainsAny, schema.HasPrefix, schema.HasSuffix:
		return w.onText(k)
	case schema.Finite, schema.Decimals, schema.Digits, schema.Norm, schema.Sum, schema.Interval, schema.Sorted, schema.OneHot:
		return w.onNumbers(k)
	}
	if why := lost[k.Kind]; why != "" {
		return node{}, why
	}
	return node{}, "Python has no word for " + strings.ReplaceAll(string(k.Kind), "_", " ")
}

// onText is a rule on what a text holds.
func (w words) onText(k *schema.Constraint) (node, string) {
	if k.Kind == schema.Pattern {
		p, err := pattern.Python(k.Text)
		if err != nil {
			return node{}, err.Error()
		}
		return call("matches", leaf(text(k.Rule)), leaf(raw(p))), ""
	}
	function := map[schema.ConstraintKind]string{
		schema.Contains: "contains", schema.ContainsAny: "contains_any", schema.HasPrefix: "starts_with", schema.HasSuffix: "ends_with",
	}[k.Kind]
	args := []node{leaf(text(k.Rule)), leaf(text(k.Text))}
	if k.Op == schema.Ne {
		args = append(args, leaf("not_=True"))
	}
	return call(function, args...), ""
}

// onNumbers is a rule on the digits of a number, or on the numbers of a list.
func (w words) onNumbers(k *schema.Constraint) (node, string) {
	function, args := "", []node{leaf(text(k.Rule))}
	switch k.Kind {
	case schema.Finite:
		return node{}, silent
	case schema.Decimals:
		function, args = "decimals", append(args, leaf(strconv.FormatInt(k.Count, 10)))
		if held(w.el.Type).Scalar() == schema.Float32 {
			args = append(args, leaf("bits=32"))
		}
	case schema.Digits:
		function, args = "decimal_digits", append(args, leaf(strconv.Itoa(w.el.Type.Precision)), leaf(strconv.Itoa(w.el.Type.Scale)))
	case schema.Norm, schema.Sum, schema.Interval:
		function = map[schema.ConstraintKind]string{schema.Norm: "norm", schema.Sum: "total", schema.Interval: "interval"}[k.Kind]
		args = append(args, leaf(number(k.Limits[0].Float)), leaf(number(k.Limits[1].Float)))
	case schema.Sorted:
		function, args = "in_order", append(args, leaf(text(operators[k.Op])))
	case schema.OneHot:
		function = "one_hot"
	}
	return call(function, args...), ""
}

// held is the type of a list's items, or the type itself.
func held(t schema.Type) schema.Type {
	if t.Kind == schema.List {
		return t.Elem.Type
	}
	return t
}

// limit is a constant that values are compared with.
func (w words) limit(l schema.Literal) node {
	if w.moments && l.Kind == schema.Duration {
		return leaf(strconv.FormatInt(l.Int, 10))
	}
	return w.m.value(l)
}

// omit ends the rules of a value that is there.
func (w words) omit(k *schema.Constraint) (node, string) {
	test := ""
	switch {
	case k.Text == "always":
		test = "True"
	case w.el.Optional && k.Text != "zero":
		return node{}, silent
	case w.el.Type.TakesNull() && k.Text == "zero":
		test = "not v"
	case w.el.Type.TakesNull():
		if w.moments { // None has no rules there
			return node{}, silent
		}
		test = "v is None"
	case k.Text == "nil":
		return node{}, silent
	default:
		test = w.isZero(false, "v")
	}
	return call("omit", leaf(text(k.Rule)), leaf("lambda v: "+test)), ""
}

func (w words) notZero(k *schema.Constraint) (node, string) {
	t := w.el.Type
	if w.el.Optional || t.Kind == schema.Struct && k.When == nil || t.TakesNull() && w.moments {
		return node{}, silent
	}
	return call("not_zero", leaf(text(k.Rule)), leaf("lambda v: "+w.isZero(false, "v"))), ""
}

// isZero is the condition that a value is its type's zero.
func (w words) isZero(optional bool, v string) string {
	switch {
	case optional:
		return v + " is None"
	case w.moments && w.el.Type.Kind == schema.Time:
		return v + " == -62135596800 * 10**9"
	}
	return w.m.zero(w.el.Type, v)
}

func (w words) oneOf(k *schema.Constraint) (node, string) {
	word := leaf(text(k.Rule))
	if k.Fold {
		texts := make([]string, len(k.Limits))
		for i, l := range k.Limits {
			texts[i] = pattern.Folded(l.Text)
		}
		args := []node{word, leaf(raw(`^(?:` + strings.Join(texts, "|") + `)\Z`))}
		if k.Op == schema.Ne {
			args = append(args, leaf("not_=True"))
		}
		return call("matches", args...), ""
	}
	args := []node{word}
	for _, l := range k.Limits {
		args = append(args, w.limit(l))
	}
	n := call("one_of", args...)
	if k.Op == schema.Ne {
		n = call("none_of", args...)
	}
	if k.Implicit {
		n = n.then(".implied()")
	}
	return n, ""
}

func (w words) unique(k *schema.Constraint) (node, string) {
	word := leaf(text(k.Rule))
	if k.Text == "" {
		return call("unique", word), ""
	}
	attribute := w.m.attributes(w.el.Type.Elem.Type.Record)[k.Text]
	return call("unique", word, leaf("lambda item: item."+attribute)), ""
}

// format demands a form that expressions say exactly.
func (w words) format(k *schema.Constraint) (node, string) {
	if _, known := formats[k.Text]; !known || k.Argument != "" || w.el.Type.Scalar() == schema.Bytes {
		return node{}, "no expression says the format"
	}
	args := []node{leaf(text(k.Rule))}
	if k.Text != k.Rule {
		args = append(args, leaf(text(k.Text)))
	}
	return call("has_form", args...), ""
}

// anyOf demands one of the alternatives; all must be said.
func (w words) anyOf(k *schema.Constraint) (node, string) {
	args := []node{leaf(text(k.Rule))}
	for _, all := range k.Any {
		steps := make([]node, 0, len(all))
		for i := range all {
			step, why := w.step(&all[i])
			if why == silent {
				step, why = w.m.always(), ""
			}
			if why != "" {
				return node{}, "of " + all[i].Rule + ": " + why
			}
			steps = append(steps, step)
		}
		args = append(args, subscript("", steps...))
	}
	return call("any_of", args...), ""
}

func leafInt(n int64) string { return strconv.FormatInt(n, 10) }

func (m *module) always() node {
	m.use("", "rules")
	return leaf(`rules.rule("", lambda v: True)`)
}
