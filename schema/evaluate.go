package schema

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Finding is one broken rule: where, and the rule's word, as validate.Violation's Path and Rule have them.
type Finding struct {
	Path string `json:"path"`
	Rule string `json:"rule"`
}

// Evaluator is the meaning of a record's rules: slow and obvious, the oracle that every target is tested against.
// It is plain data; concurrent use is fine.
type Evaluator struct {
	// Format decides the constraint Format: whether a text has the named format, as is.Format of package validate/is says.
	// Nil takes every text for one that has.
	Format func(name, argument, text string) bool
	// User decides the constraint User: whether a value meets the rule of that name. Of a list or record the value is what
	// Evaluate takes; a number is an int64, a uint64 or a float64. Nil takes every value for one that does.
	User func(rule, argument string, value any) bool
	// Now is the instant that rules about time compare with.
	Now time.Time
}

// Evaluate returns every broken rule of a value: fields in order, elements in order, map entries in the order of their
// keys, then the checks. It returns nil for a valid value.
//
// The value maps keys to nil (null), bool, integers, float32, float64, string, []byte, time.Time, time.Duration,
// []any and map[string]any; decimals are json.Number or text, dates text such as "2006-01-02". As in a Go struct an absent key is the type's zero; presence is the matter of
// [Evaluator.EvaluateInput]. A value of another type than the field's is a finding of the rule "type" or "overflow".
//
// The rules of a value run in order. Omit ends them, and those of what the value holds, wherever among the rules it
// stands. A nil optional value breaks the first rule and no other; see [Constraint.Implicit]. A broken
// [Constraint.Shape] ends the rules of that value, but not those of its elements. Every other broken rule is reported. A rule
// that reads a field which did not decode is not, and where it could end the value's rules, neither are those behind it.
func (e *Evaluator) Evaluate(rec *Record, value map[string]any) []Finding {
	w := evaluation{evaluator: e}
	w.record("", rec, value)
	return w.findings
}

// EvaluateElement returns the broken rules of one value with the rules of an element, its own path being "".
func (e *Evaluator) EvaluateElement(el *Element, value any) []Finding {
	w := evaluation{evaluator: e}
	w.element("", el, value)
	return w.findings
}

// evaluation collects the findings of one value.
type evaluation struct {
	evaluator *Evaluator
	findings  []Finding
	// failed are the paths of the values that did not decode: their rules do not run.
	failed []string
	// input says that the value is what a decoder meets: absent is not zero, and null is not nil.
	input bool
	// sensitive says that the field being evaluated is: the keys of its maps are not told.
	sensitive bool
	// omitted says that a value around the one being evaluated is: only what does not decode is told of it.
	omitted bool
	// around is the record whose field is being evaluated, nil for an element alone.
	around *around
}

// around is a record with its value and its path.
type around struct {
	path  string
	rec   *Record
	value map[string]any
}

func (w *evaluation) found(path, rule string) {
	w.findings = append(w.findings, Finding{Path: path, Rule: rule})
}

// broke tells of a rule that a value broke, unless the value is in an omitted one.
func (w *evaluation) broke(path, rule string) {
	if !w.omitted {
		w.found(path, rule)
	}
}

func (w *evaluation) fail(path, rule string) {
	w.found(path, rule)
	w.failed = append(w.failed, path)
}

// record evaluates the fields and then the checks.
func (w *evaluation) record(path string, rec *Record, value map[string]any) {
	fields := map[string]any{}
	outside := w.around
	defer func() { w.around = outside }()
	for i := range rec.Fields {
		w.around = &around{path, rec, value}
		f := &rec.Fields[i]
		at := joinKey(path, f.Key)
		v, ok := w.member(at, f, value)
		if !ok {
			continue
		}
		outer := w.sensitive
		w.sensitive = f.Sensitive
		w.element(at, &Element{Type: f.Type, Optional: f.Optional, Constraints: f.Constraints}, v)
		w.sensitive = outer
		fields[f.Key] = v
	}
	w.unknown(path, rec, value)
	for i := range rec.Checks {
		w.check(path, rec, &rec.Checks[i], fields)
	}
}

// element evaluates a value with rules of its own: a field's, a list's element, a map's key or entry.
func (w *evaluation) element(path string, el *Element, value any) {
	v, rule := w.normal(el, value)
	if rule != "" {
		w.fail(path, rule)
		w.misfits(path, el.Type, value)
		return
	}
	if v == nil && el.Optional {
		w.absent(path, el)
		return
	}
	// What a value holds decides whether its own rules can run, but is reported after them.
	findings, failed := w.findings, len(w.failed)
	w.findings = nil
	w.below(path, el.Type, v, w.omits(el, v))
	below := w.findings
	w.findings = findings
	w.rules(path, el, v, w.failed[failed:])
	w.findings = append(w.findings, below...)
}

// misfits tells which elements of an array of another length did not decode.
func (w *evaluation) misfits(path string, t Type, value any) {
	items, ok := value.([]any)
	if !ok || !w.input || t.Kind != List || t.Len == 0 {
		return
	}
	w.below(path, t, items[:min(len(items), t.Len)], true)
}

// absent evaluates a nil optional value: the first rule is broken, as upstream has it, unless it omits.
func (w *evaluation) absent(path string, el *Element) {
	for i, c := range el.Constraints {
		decided := w.decided(c)
		switch {
		case !decided && c.Kind != Zero: // it may have been the one
			return
		case !decided || !w.met(c.When):
		case c.Kind == Omit && c.Text != "always", c.Kind == Zero && i == 0 && c.When == nil:
			return
		case c.Kind == Zero:
		case !c.Implicit:
			w.broke(path, c.Rule)
			return
		}
	}
}

// omits reports whether one of the constraints omits a value that is there.
func (w *evaluation) omits(el *Element, v any) bool {
	return slices.ContainsFunc(el.Constraints, func(c Constraint) bool { return c.Kind == Omit && w.omit(c, el, v) })
}

// omit reports whether Omit ends the rules of a value that is there.
func (w *evaluation) omit(c Constraint, el *Element, v any) bool {
	switch {
	case c.Text == "always":
		return true
	case el.Optional && c.Text != "zero":
		return false
	case el.Type.TakesNull():
		return isNil(v) || c.Text == "zero" && length(v) == 0
	}
	return c.Text != "nil" && w.isZero(el.Type, v)
}

// rules evaluates the constraints of a value that is there. Of a value that holds one that did not decode (failed),
// only the rules on the other elements run.
func (w *evaluation) rules(path string, el *Element, v any, failed []string) {
	for _, c := range el.Constraints {
		decided := w.decided(c)
		switch {
		case !decided && c.Shape(el.Type): // it may have ended them
			return
		case !decided || !w.met(c.When):
		case c.Kind == Omit:
			if w.omit(c, el, v) {
				return
			}
		case perElement(c, el.Type):
			w.each(path, el.Type, c, v, failed)
		case w.holds(c, el, v):
		default:
			if len(failed) == 0 {
				w.broke(path, c.Rule)
			}
			if c.Shape(el.Type) {
				return
			}
		}
	}
}

// holds reports whether a value that is there meets the constraint. An optional one is not zero; neither is a record by
// value to NotZero without a condition, where upstream ignores required.
func (w *evaluation) holds(c Constraint, el *Element, v any) bool {
	switch c.Kind {
	case NotZero:
		return el.Optional || el.Type.Kind == Struct && c.When == nil || !w.isZero(el.Type, v)
	case Zero:
		return !el.Optional && w.isZero(el.Type, v)
	case Against:
		return w.compares(c, el.Type, v)
	case Format:
		if c.Path != "" {
			argument, there := w.operand(c.Path)
			return there && (w.evaluator.Format == nil || w.evaluator.Format(c.Text, argument.(string), digits(v)))
		}
	case Contains:
		if c.Path != "" {
			other, there := w.operand(c.Path)
			return there && strings.Contains(v.(string), other.(string)) == (c.Op != Ne) || !there && c.Op == Ne
		}
	case AnyOf:
		return slices.ContainsFunc(c.Any, func(all []Constraint) bool {
			return !slices.ContainsFunc(all, func(one Constraint) bool { return !w.holds(one, el, v) })
		})
	}
	return w.evaluator.holds(c, el.Type, v)
}

// each evaluates a rule of a list that is one on each element.
func (w *evaluation) each(path string, t Type, c Constraint, v any, failed []string) {
	for i, item := range v.([]any) {
		at := path + "[" + strconv.Itoa(i) + "]"
		if x, _ := normalize(t.Elem.Type, item); !slices.Contains(failed, at) && !w.evaluator.holds(c, t.Elem.Type, x) {
			w.broke(at, c.Rule)
		}
	}
}

// perElement reports whether the constraint of a list is a rule on each of its elements.
func perElement(c Constraint, t Type) bool {
	return t.Kind == List && (c.Kind == Decimals || c.Kind == Finite || c.Kind == Interval)
}

// below evaluates what a value holds. Of what an omitted one holds only what does not decode is told.
func (w *evaluation) below(path string, t Type, v any, omitted bool) {
	outer := w.omitted
	w.omitted = outer || omitted
	defer func() { w.omitted = outer }()
	switch t.Kind {
	case Struct:
		w.record(path, t.Record, v.(map[string]any))
	case List:
		for i, item := range v.([]any) {
			w.element(path+"["+strconv.Itoa(i)+"]", t.Elem, item)
		}
	case Map:
		entries := v.(map[string]any)
		for _, k := range sortedKeys(entries) {
			at := path
			if !w.sensitive {
				at = entryPath(path, k)
			}
			w.entry(at, t, k, entries[k])
		}
	}
}

// entry evaluates one entry of a map: its key, then its value. Rules on the key have the value's path; they do not run
// where the value, or one that it holds, did not decode.
func (w *evaluation) entry(path string, t Type, key string, value any) {
	findings, failed := w.findings, len(w.failed)
	w.findings = nil
	w.element(path, t.Elem, value)
	below := w.findings
	w.findings = findings
	if len(w.failed) == failed {
		w.element(path, t.Key, key)
	}
	w.findings = append(w.findings, below...)
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
