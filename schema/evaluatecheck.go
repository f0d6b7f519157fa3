package schema

import (
	"errors"
	"slices"
	"strings"
)

// check evaluates a record check. It does not apply when a field that it reads is null, or did not decode.
func (w *evaluation) check(path string, rec *Record, c *Check, fields map[string]any) {
	value := func(operand string) any { return w.fieldAt(rec, operand, fields) }
	for _, operand := range c.Expr.Paths() {
		if w.touches(joinKey(path, operand)) || !w.applies(c.Expr, rec, operand, fields) {
			return
		}
	}
	switch result, err := c.Expr.Evaluate(value); {
	case err != nil:
		w.broke(path, ruleCheck)
	case result != true:
		w.broke(path, c.Name)
	}
}

// touches reports whether the value at path, one that it holds or one that holds it did not decode.
func (w *evaluation) touches(path string) bool {
	return slices.ContainsFunc(w.failed, func(failed string) bool {
		return failed == path || below(failed, path) || below(path, failed)
	})
}

// below reports whether a path leads into the value at another.
func below(path, holder string) bool {
	rest, ok := strings.CutPrefix(path, holder)
	return ok && rest != "" && (rest[0] == '.' || rest[0] == '[')
}

// applies reports whether no value on the way of an operand is null, beside those that the check tests with has, and
// what is below a null one of these.
func (w *evaluation) applies(e *Expr, rec *Record, operand string, fields map[string]any) bool {
	if !e.Reads(operand) {
		return true
	}
	path := ""
	for _, f := range rec.Resolve(operand) {
		path = joinKey(path, f.Key)
		if w.fieldAt(rec, path, fields) == nil {
			return e.Guards(path)
		}
	}
	return true
}

// fieldAt returns the value of a dotted path in the form that expressions read, nil when it or a record on its way is
// null. Of a decoder's input, absent keys have their defaults.
func (w *evaluation) fieldAt(rec *Record, path string, fields map[string]any) any {
	var v any = fields
	for _, f := range rec.Resolve(path) {
		held, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		value, there := held[f.Key]
		if !there && w.input && f.Default != nil {
			value = f.Default.Any()
		}
		if value == nil && f.Optional {
			return nil
		}
		v, _ = normalize(f.Type, value)
	}
	if isNil(v) {
		return nil
	}
	return v
}

var (
	errOverflow = errors.New("overflow")
	errZero     = errors.New("division by zero")
	errNull     = errors.New("the value is null")
)
