package schema

import (
	"math"
	"slices"
)

// decided reports whether the fields that a constraint reads did decode. Of an element alone, none is known.
func (w *evaluation) decided(c Constraint) bool {
	operands := c.Operands()
	return len(operands) == 0 || w.around != nil && !slices.ContainsFunc(operands, func(path string) bool { return !w.decodes(path) })
}

// met reports whether a condition, whose fields did decode, is met; none always is.
func (w *evaluation) met(when *Condition) bool {
	meets := func(t Test) bool { return w.meets(t) != t.Not }
	switch {
	case when == nil:
		return true
	case when.Any:
		return slices.ContainsFunc(when.Tests, meets)
	}
	return !slices.ContainsFunc(when.Tests, func(t Test) bool { return !meets(t) })
}

// meets reports whether the field of a test meets its constraint.
func (w *evaluation) meets(t Test) bool {
	fields := w.around.rec.Resolve(t.Path)
	holder, there := w.holder(fields)
	if !there {
		return false
	}
	f := fields[len(fields)-1]
	v := w.value(f, holder)
	switch {
	case f.Optional && v == nil:
		return t.Is.Kind == Zero
	case t.Is.Kind == NotZero:
		return f.Optional || !w.isZero(f.Type, v)
	case t.Is.Kind == Zero:
		return !f.Optional && isNil(v)
	}
	return w.evaluator.holds(t.Is, f.Type, v)
}

// compares holds a value against that of another field.
func (w *evaluation) compares(c Constraint, t Type, v any) bool {
	other, there := w.operand(c.Path)
	if !there {
		return c.Op == Ne
	}
	switch c.Text {
	case "length":
		return ordered(c.Op, compare64(int64(length(v)), int64(length(other))))
	case "bytes":
		return ordered(c.Op, compare64(int64(len(v.(string))), int64(len(other.(string)))))
	}
	if a, ok := v.(float64); ok && (math.IsNaN(a) || math.IsNaN(other.(float64))) {
		return c.Op == Ne
	}
	return ordered(c.Op, order(v, other))
}

// operand returns the value of another field; there is false when it, or a record on its way, is nil.
func (w *evaluation) operand(path string) (v any, there bool) {
	fields := w.around.rec.Resolve(path)
	holder, there := w.holder(fields)
	if !there {
		return nil, false
	}
	f := fields[len(fields)-1]
	v = w.value(f, holder)
	return v, !f.Optional || v != nil
}

// holder returns the record that holds the last of the fields; there is false when one on the way is nil.
func (w *evaluation) holder(fields []*Field) (holder map[string]any, there bool) {
	holder = w.around.value
	for _, f := range fields[:len(fields)-1] {
		held, ok := w.value(f, holder).(map[string]any)
		if !ok {
			return nil, false
		}
		holder = held
	}
	return holder, true
}

// value returns a field's value in the form that rules read, nil for an optional one that is nil.
func (w *evaluation) value(f *Field, holder map[string]any) any {
	v, there := holder[f.Key]
	if !there && w.input {
		v = absent(f)
	}
	if v == nil && f.Optional {
		return nil
	}
	v, _ = normalize(f.Type, v)
	return v
}

// decodes reports whether the field at a path, what it holds and what holds it decode.
func (w *evaluation) decodes(path string) bool {
	holder := w.around.value
	fields := w.around.rec.Resolve(path)
	for i, f := range fields {
		alone := evaluation{evaluator: w.evaluator, input: w.input}
		v, ok := alone.member("", f, holder)
		if !ok {
			return false
		}
		el := &Element{Type: f.Type, Optional: f.Optional}
		if i < len(fields)-1 {
			held, isRecord := v.(map[string]any)
			switch {
			case v == nil && f.Optional:
				return true
			case v != nil && !isRecord:
				return false
			}
			if _, rule := alone.normal(el, v); rule != "" {
				return false
			}
			holder = held
			continue
		}
		alone.element("", el, v)
		return len(alone.failed) == 0
	}
	return false
}
