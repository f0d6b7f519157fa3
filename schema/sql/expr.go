package sql

import (
	"strings"

	"github.com/typedml/typedml/schema"
)

// check makes the two rules of a record check: it is false, or it cannot be evaluated. NULL stands for an error of
// evaluation: SQL's AND and OR absorb it as CEL's do.
func (c *compiler) check(r *schema.Record, k *schema.Check, s scope) {
	c.begin()
	x := expression{compiler: c, record: r, scope: s}
	applies := x.applies(k.Expr)
	value := x.text(k.Expr)
	words, why := c.words, c.why
	c.broke(s, k.Name, and(applies, not(value)), "")
	c.words, c.why = words, why
	c.broke(s, "check_error", and(applies, isNull(value)), "")
}

// expression renders one expression over the fields of a record. Integers are BIGINT, unsigned ones DECIMAL(20,0), times
// TIMESTAMP where they are fields or literals, and DECIMAL(38,0) nanoseconds where they are calculated.
type expression struct {
	*compiler
	record *schema.Record
	scope  scope
}

// way is a field on the way of an operand.
type way struct {
	field *schema.Field
	path  string // of keys
	sql   string
}

func (x expression) ways(path string) []way {
	var out []way
	s, at := x.scope, ""
	for _, f := range x.record.Resolve(path) {
		if at != "" {
			at += "."
		}
		at += f.Key
		w := way{f, at, x.member(s, f.Key)}
		s.row, s.base, s.held = false, w.sql, f.Type.Record
		out = append(out, w)
	}
	return out
}

// applies is true when no operand is null or does not decode, beside those that the check tests with has.
func (x expression) applies(e *schema.Expr) string {
	var all []string
	for _, operand := range e.Paths() {
		ways := x.ways(operand)
		for i, w := range ways {
			bad := x.misfit(elementOf(w.field), w.sql)
			if i == len(ways)-1 {
				bad = x.broken(elementOf(w.field), w.sql)
			}
			if bad != "" && i > 0 {
				bad = and(isNotNull(ways[i-1].sql), bad)
			}
			all = append(all, not(bad))
		}
		if e.Reads(operand) {
			all = append(all, there(e, ways))
		}
	}
	return and(all...)
}

// there is true when no value on the way is null, beside those that e tests with has and what is below a null one of these.
func there(e *schema.Expr, ways []way) string {
	if len(ways) == 0 {
		return ""
	}
	w, rest := ways[0], there(e, ways[1:])
	switch {
	case !w.field.Optional && !w.field.Type.TakesNull():
		return rest
	case !e.Guards(w.path):
		return and(isNotNull(w.sql), rest)
	case rest == "":
		return ""
	}
	return or(isNull(w.sql), rest)
}

// text renders an expression; NULL is an error.
func (x expression) text(e *schema.Expr) string {
	if x.d.json && e.Type == schema.Uint64 {
		return x.natural64(e)
	}
	switch e.Op {
	case schema.OpField:
		return x.field(e)
	case schema.OpLiteral:
		if e.Type == schema.Uint64 && x.d.words[wordWideQuotient] != "" {
			return x.say(wordToDecimal, x.literal(*e.Value)) // as fields are
		}
		return x.literal(*e.Value)
	case schema.OpHas:
		ways := x.ways(e.Path)
		return isNotNull(ways[len(ways)-1].sql)
	case schema.OpNot:
		return not(x.text(e.Args[0]))
	case schema.OpAnd:
		return and(x.text(e.Args[0]), x.text(e.Args[1]))
	case schema.OpOr:
		return or(x.text(e.Args[0]), x.text(e.Args[1]))
	case schema.OpCond:
		return x.choice(e)
	case schema.OpEq, schema.OpNe, schema.OpLt, schema.OpLte, schema.OpGt, schema.OpGte:
		return x.comparison(e)
	case schema.OpIn:
		return x.oneOf(e)
	case schema.OpSize:
		return x.size(e.Args[0])
	case schema.OpStartsWith, schema.OpEndsWith, schema.OpContains, schema.OpMatches:
		return x.ofText(e)
	case schema.OpDouble, schema.OpInt:
		return x.conversion(e)
	}
	return x.arithmetic(e)
}

// field widens a field's own type to the expression's.
func (x expression) field(e *schema.Expr) string {
	ways := x.ways(e.Path)
	w := ways[len(ways)-1]
	x.legible(w.field.Type, w.sql)
	switch k := w.field.Type.Scalar(); {
	case k.Unsigned() && x.d.json:
		return w.sql
	case k.Unsigned():
		return x.say(wordToDecimal, w.sql)
	case k.Signed() && k != schema.Int64:
		return x.say(wordToInt, w.sql)
	case k == schema.Float32:
		return x.say(wordToDouble, w.sql)
	}
	return w.sql
}

func (x expression) choice(e *schema.Expr) string {
	c := x.text(e.Args[0])
	a, b := x.operand(e.Args[1], e.Type), x.operand(e.Args[2], e.Type)
	return "CASE WHEN " + c + " THEN " + a + " WHEN " + not(c) + " THEN " + b + " END"
}

// operand renders an operand of an operation, times as nanoseconds.
func (x expression) operand(e *schema.Expr, k schema.Kind) string {
	if k == schema.Time {
		return x.nanoseconds(e)
	}
	return x.text(e)
}

// leaf reports whether an expression is a field or literal: a time is then a TIMESTAMP.
func leaf(e *schema.Expr) bool { return e.Op == schema.OpField || e.Op == schema.OpLiteral }

// nanoseconds renders a time as a DECIMAL(38,0).
func (x expression) nanoseconds(e *schema.Expr) string {
	if !leaf(e) {
		return x.text(e)
	}
	return binary(x.say(wordToWide, x.say(wordMicros, x.text(e))), "*", x.say(wordWideInt, "1000"))
}

func (x expression) comparison(e *schema.Expr) string {
	l, r := e.Args[0], e.Args[1]
	x.decimals(l, r)
	a, b := x.compared(l, r)
	if l.Type == schema.Time && !(leaf(l) && leaf(r)) {
		a, b = x.nanoseconds(l), x.nanoseconds(r)
	}
	sign := map[schema.ExprOp]string{
		schema.OpEq: "=", schema.OpNe: "=", schema.OpLt: "<", schema.OpLte: "<=", schema.OpGt: ">", schema.OpGte: ">=",
	}[e.Op]
	text := binary(a, sign, b)
	switch {
	case l.Type == schema.Float64 && x.d.json:
		text = x.unlessNaN(text, e.Args...)
	case l.Type == schema.Float64:
		text = x.compareDoubles(e, a, sign, b)
	}
	if e.Op == schema.OpNe {
		return not(text)
	}
	return text
}

// compareDoubles makes a comparison of doubles false when one is NaN, and NULL when one is NULL; whether the engine orders NaN as
// the greatest or nowhere does not matter. Literals are neither.
func (x expression) compareDoubles(e *schema.Expr, a, sign, b string) string {
	var null, nan []string
	for i, text := range []string{a, b} {
		if e.Args[i].Op != schema.OpLiteral {
			null = append(null, isNull(text))
			nan = append(nan, x.say(wordIsNaN, text))
		}
	}
	if len(null) == 0 {
		return binary(a, sign, b)
	}
	return "CASE WHEN " + or(null...) + " THEN NULL WHEN " + or(nan...) + " THEN FALSE ELSE " + binary(a, sign, b) + " END"
}

func (x expression) oneOf(e *schema.Expr) string {
	x.decimals(e.Args...)
	a := x.text(e.Args[0])
	var literals, equal []string
	forms := map[string]bool{}
	for _, l := range e.Args[1:] {
		var literal string
		a, literal = x.compared(e.Args[0], l)
		forms[a] = true
		literals, equal = append(literals, literal), append(equal, binary(a, "=", literal))
	}
	if len(forms) > 1 { // wide literals beside narrow ones
		return or(equal...)
	}
	if len(literals) == 0 {
		return "CASE WHEN " + a + " IS NOT NULL THEN FALSE END"
	}
	if e.Args[0].Type == schema.Time && !leaf(e.Args[0]) {
		for i, l := range e.Args[1:] {
			literals[i] = x.nanoseconds(l)
		}
	}
	text := "(" + a + " IN (" + strings.Join(literals, ", ") + "))"
	if e.Args[0].Type == schema.Float64 && x.d.json {
		return x.unlessNaN(text, e.Args[0])
	}
	return text
}

func (x expression) size(e *schema.Expr) string {
	a := x.text(e)
	switch e.Type {
	case schema.List, schema.Map:
		return "CASE WHEN " + a + " IS NOT NULL THEN " + x.say(wordToInt, x.count(e.Type, a)) + " END"
	case schema.String:
		return x.say(wordToInt, x.say(wordRunes, a))
	}
	return x.say(wordToInt, x.say(wordOctets, a))
}

func (x expression) ofText(e *schema.Expr) string {
	a := x.text(e.Args[0])
	if e.Op == schema.OpMatches {
		if e.Args[1].Op != schema.OpLiteral {
			return x.cannot("a regular expression that is no literal")
		}
		return x.matches(a, e.Args[1].Value.Text)
	}
	w := map[schema.ExprOp]word{schema.OpStartsWith: wordStarts, schema.OpEndsWith: wordEnds, schema.OpContains: wordContains}[e.Op]
	return x.say(w, a, x.text(e.Args[1]))
}

// conversion renders double() and int(); what does not fit is NULL.
func (x expression) conversion(e *schema.Expr) string {
	from := e.Args[0]
	if from.Type == schema.Uint64 && x.d.json {
		return x.fromNatural(e.Op, from)
	}
	a := x.text(from)
	switch {
	case e.Op == schema.OpDouble && from.Type == schema.Float64, e.Op == schema.OpInt && from.Type == schema.Int64:
		return a
	case e.Op == schema.OpDouble:
		return x.say(wordToDouble, x.whole(from))
	case from.Type == schema.Float64: // -2^63 itself does not fit, as CEL has it
		limit := x.double(1 << 63)
		return "CASE WHEN " + binary(a, ">", "-"+limit) + " AND " + binary(a, "<", limit) + " THEN " + x.say(wordTruncate, a) + " END"
	}
	return x.say(wordTryInt, a)
}
