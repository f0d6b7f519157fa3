package pydantic

import (
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/internal/pattern"
)

// check writes a check as a method, and its call.
func (m *module) check(body, methods *strings.Builder, r *schema.Record, k *schema.Check, s scope) {
	if k.Expr == nil { // of a record that was read from a file without it
		m.lose(s.path, k.Name, "it is not compiled")
		return
	}
	w := checkWriter{m: m, r: r, root: k.Expr}
	holds := w.expr(k.Expr, false)
	if w.why != "" {
		m.lose(s.path, k.Name, w.why)
		return
	}
	if w.moments {
		m.lose(s.path, k.Name, microseconds)
	}
	method := identifier("holds_"+k.Name, map[string]bool{})
	for slices.ContainsFunc(r.Fields, func(f schema.Field) bool { return m.attributes(r)[f.Key] == method }) {
		method += "_"
	}
	methods.WriteString("\n    def _" + method + "(self) -> bool:\n" + docstring(k.Source, 8))
	for _, condition := range w.absent() {
		methods.WriteString("        if " + condition + ":\n            return True\n")
	}
	methods.WriteString("        return ")
	w.whole(methods, k.Expr, holds)
	methods.WriteByte('\n')
	body.WriteString("        ")
	call("related.check", leaf(text(k.Name)), leaf(text(k.Message)), leaf("self._"+method)).write(body, 8, 8, 0)
	body.WriteByte('\n')
}

// whole writes the expression of a check behind return: on one line where it fits, else a side of && or || a line.
func (w *checkWriter) whole(b *strings.Builder, e *schema.Expr, flat string) {
	const indent = "\n            "
	logic := e.Op == schema.OpAnd || e.Op == schema.OpOr
	switch {
	case len("        return ")+len([]rune(flat)) <= width:
		b.WriteString(flat)
	case logic && w.fallible(e):
		name, _, _ := cut(flat)
		b.WriteString(name + "(" + indent + w.lambda(e.Args[0]) + "," + indent + w.lambda(e.Args[1]) + ",\n        )")
	case logic && len(indent)-1+len([]rune(flat)) > width:
		word := map[schema.ExprOp]string{schema.OpAnd: "and ", schema.OpOr: "or "}[e.Op]
		b.WriteString("(" + indent + strings.Join(w.sides(e, e.Op), indent+word) + "\n        )")
	default:
		b.WriteString("(" + indent + flat + "\n        )")
	}
}

// sides are what && or || joins, however often.
func (w *checkWriter) sides(e *schema.Expr, op schema.ExprOp) []string {
	if e.Op == op {
		return append(w.sides(e.Args[0], op), w.sides(e.Args[1], op)...)
	}
	_, compares := infix[e.Op]
	return []string{w.expr(e, !compares && e.Op != schema.OpNot)}
}

// checkWriter says an expression of a check in Python.
type checkWriter struct {
	m       *module
	r       *schema.Record
	root    *schema.Expr
	moments bool   // it reads instants or durations
	why     string // it cannot be said
	inside  int    // so many lambdas
}

// nilable reports whether a field on a way may be None.
func nilable(f *schema.Field) bool { return f.Optional || f.Type.TakesNull() }

// absent are the conditions under which the check does not apply: a value that it reads is null, but for those that it
// tests with has, and what is below these.
func (w *checkWriter) absent() (out []string) {
	for _, path := range w.root.Paths() {
		if !w.root.Reads(path) {
			continue
		}
		value, key := "self", ""
		var there []string
		rec := w.r
		for _, f := range w.r.Resolve(path) {
			value += "." + w.m.attributes(rec)[f.Key]
			if key != "" {
				key += "."
			}
			key += f.Key
			switch {
			case !nilable(f):
			case w.root.Guards(key):
				there = append(there, value+" is not None")
			default:
				if condition := strings.Join(append(slices.Clone(there), value+" is None"), " and "); !slices.Contains(out, condition) {
					out = append(out, condition)
				}
			}
			rec = f.Type.Record
		}
	}
	return out
}

// lambda is an expression that is evaluated later: what is not None before it may be something else by then, to checkers of types.
func (w *checkWriter) lambda(e *schema.Expr) string {
	w.inside++
	defer func() { w.inside-- }()
	return "lambda: " + w.expr(e, false)
}

// field is the value at a path. One that the check tests with has may be None, which is an error.
func (w *checkWriter) field(path string) string {
	value, asked := "self", w.tested(path)
	var keys []string
	rec := w.r
	for _, f := range w.r.Resolve(path) {
		attribute := w.m.attributes(rec)[f.Key]
		value += "." + attribute
		keys = append(keys, text(attribute))
		asked = asked || nilable(f) && w.inside > 0
		rec = f.Type.Record
	}
	if asked {
		w.m.use("", "checks")
		return "checks.value(self, " + strings.Join(keys, ", ") + ")"
	}
	return value
}

// tested reports whether the check tests with has what is on the way.
func (w *checkWriter) tested(path string) bool {
	key := ""
	return slices.ContainsFunc(w.r.Resolve(path), func(f *schema.Field) bool {
		key = strings.TrimPrefix(key+"."+f.Key, ".")
		return nilable(f) && w.root.Guards(key)
	})
}

// has is the condition that a value is there.
func (w *checkWriter) has(path string) string {
	value := "self"
	var there []string
	rec := w.r
	for _, f := range w.r.Resolve(path) {
		value += "." + w.m.attributes(rec)[f.Key]
		if nilable(f) {
			there = append(there, value+" is not None")
		}
		rec = f.Type.Record
	}
	if len(there) == 0 {
		return "True"
	}
	return "(" + strings.Join(there, " and ") + ")"
}

// fallible reports whether an expression may be an error.
func (w *checkWriter) fallible(e *schema.Expr) bool {
	switch e.Op {
	case schema.OpAdd, schema.OpSub, schema.OpMul, schema.OpDiv, schema.OpMod, schema.OpNeg, schema.OpAbs, schema.OpInt:
		if e.Type != schema.Float64 {
			return true
		}
	case schema.OpField:
		return w.tested(e.Path)
	}
	return slices.ContainsFunc(e.Args, w.fallible)
}

func (w *checkWriter) helper(name string, args ...string) string {
	w.m.use("", "checks")
	return "checks." + name + "(" + strings.Join(args, ", ") + ")"
}

// infix are operations between two values that Python has as they are.
var infix = map[schema.ExprOp]string{
	schema.OpEq: " == ", schema.OpNe: " != ", schema.OpLt: " < ", schema.OpLte: " <= ", schema.OpGt: " > ", schema.OpGte: " >= ",
	schema.OpAdd: " + ", schema.OpSub: " - ", schema.OpMul: " * ",
}

// expr says an expression; with inner it is an operand, and stands in parentheses where it has operators.
func (w *checkWriter) expr(e *schema.Expr, inner bool) string {
	w.moments = w.moments || e.Type == schema.Time || e.Type == schema.Duration
	arg := func(i int) string { return w.expr(e.Args[i], true) }
	whole := func(i int) string { return w.expr(e.Args[i], false) }
	grouped := func(s string) string {
		if inner {
			return "(" + s + ")"
		}
		return s
	}
	switch e.Op {
	case schema.OpLiteral:
		if noDay(*e.Value) {
			w.why = "Python has no year 0"
		}
		return w.m.value(*e.Value).flat()
	case schema.OpField:
		return w.field(e.Path)
	case schema.OpHas:
		return w.has(e.Path)
	case schema.OpNot:
		return grouped("not " + arg(0))
	case schema.OpAnd, schema.OpOr:
		return w.logic(e, grouped)
	case schema.OpCond:
		return grouped(arg(1) + " if " + arg(0) + " else " + arg(2))
	case schema.OpIn:
		all := make([]string, len(e.Args)-1)
		for i := range all {
			all[i] = whole(i + 1)
		}
		list := strings.Join(all, ", ")
		if len(all) == 1 {
			list += ","
		}
		return grouped(arg(0) + " in (" + list + ")")
	case schema.OpSize:
		return "len(" + whole(0) + ")"
	case schema.OpStartsWith:
		return arg(0) + ".startswith(" + whole(1) + ")"
	case schema.OpEndsWith:
		return arg(0) + ".endswith(" + whole(1) + ")"
	case schema.OpContains:
		return grouped(arg(1) + " in " + arg(0))
	case schema.OpMatches:
		return w.matches(e, grouped)
	case schema.OpDouble:
		return "float(" + whole(0) + ")"
	case schema.OpInt:
		if e.Args[0].Type == schema.Float64 {
			return w.helper("truncated", whole(0))
		}
		return w.helper("int64", whole(0))
	case schema.OpEq, schema.OpNe, schema.OpLt, schema.OpLte, schema.OpGt, schema.OpGte:
		return grouped(w.expr(e.Args[0], !summed(e.Args[0])) + infix[e.Op] + w.expr(e.Args[1], !summed(e.Args[1])))
	}
	return w.arithmetic(e, grouped)
}

// logic says && and ||, where one side may decide though the other is an error.
func (w *checkWriter) logic(e *schema.Expr, grouped func(string) string) string {
	word, function := " and ", "both"
	if e.Op == schema.OpOr {
		word, function = " or ", "either"
	}
	if !w.fallible(e) {
		side := func(e *schema.Expr, is schema.ExprOp) string {
			_, compares := infix[e.Op] // it binds stronger
			return w.expr(e, !compares && e.Op != is && e.Op != schema.OpNot)
		}
		return grouped(side(e.Args[0], e.Op) + word + side(e.Args[1], e.Op))
	}
	return w.helper(function, w.lambda(e.Args[0]), w.lambda(e.Args[1]))
}

func (w *checkWriter) matches(e *schema.Expr, grouped func(string) string) string {
	p, err := pattern.Python(e.Args[1].Value.Text)
	if err != nil {
		w.why = err.Error()
		return ""
	}
	w.m.use("re", "re")
	return grouped("re.search(" + raw(p) + ", " + w.expr(e.Args[0], false) + ") is not None")
}

// summed reports whether an expression is one of doubles that Python has as it is; it binds stronger than a comparison.
func summed(e *schema.Expr) bool {
	return e.Type == schema.Float64 && (e.Op == schema.OpAdd || e.Op == schema.OpSub || e.Op == schema.OpMul)
}

// arithmetic says operations that must fit their type.
func (w *checkWriter) arithmetic(e *schema.Expr, grouped func(string) string) string {
	args := make([]string, len(e.Args))
	for i, a := range e.Args {
		first := i == 0 && e.Type == schema.Float64 && summed(a) && (e.Op == schema.OpAdd || e.Op == schema.OpSub || a.Op == schema.OpMul)
		args[i] = w.expr(a, !first || e.Op == schema.OpNeg)
	}
	switch {
	case e.Type == schema.Float64 && e.Op == schema.OpDiv:
		return w.helper("divide", args...)
	case e.Type == schema.Float64 && e.Op == schema.OpNeg:
		return grouped("-" + args[0])
	case e.Op == schema.OpAbs:
		args[0] = "abs(" + w.expr(e.Args[0], false) + ")"
		if e.Type == schema.Float64 {
			return args[0]
		}
		return w.helper(string(e.Type), args[0])
	case e.Type == schema.Float64:
		return grouped(args[0] + infix[e.Op] + args[1])
	case e.Type == schema.Time && e.Args[0].Type == schema.Duration:
		return w.helper("later", args[1], args[0])
	case e.Type == schema.Time && e.Op == schema.OpSub:
		return w.helper("later", args[0], w.helper("duration", "-"+args[1]))
	case e.Type == schema.Time:
		return w.helper("later", args...)
	case e.Op == schema.OpNeg:
		return w.helper(string(e.Type), "-"+args[0])
	case e.Op == schema.OpDiv:
		return w.helper(string(e.Type), w.helper("quotient", args...))
	case e.Op == schema.OpMod:
		return w.helper(string(e.Type), w.helper("remainder", args...))
	case infix[e.Op] != "":
		return w.helper(string(e.Type), args[0]+infix[e.Op]+args[1])
	}
	w.why = "Python has no word for " + string(e.Op)
	return ""
}
