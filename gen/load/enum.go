package load

import (
	"go/constant"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
)

// enumValues returns the values of the constants of a named type, sorted and each once; none when the type is no enum.
// Strings and integers can be enums.
func enumValues(n *types.Named, kind schema.Kind) []schema.Literal {
	pkg := n.Obj().Pkg()
	if pkg == nil || kind != schema.String && !kind.Integer() {
		return nil
	}
	var out []schema.Literal
	for _, name := range pkg.Scope().Names() {
		c, ok := pkg.Scope().Lookup(name).(*types.Const)
		if !ok || name == "_" || !types.Identical(c.Type(), n) {
			continue
		}
		if v := literal(kind, c.Val()); !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, schema.Literal.Compare)
	return out
}

func literal(kind schema.Kind, v constant.Value) schema.Literal {
	l := schema.Literal{Kind: kind}
	switch {
	case kind == schema.String:
		l.Text = constant.StringVal(v)
	case kind.Signed():
		l.Int, _ = constant.Int64Val(v)
	default:
		l.Uint, _ = constant.Uint64Val(v)
	}
	return l
}

// implicit returns the rules that a type brings along: an enum's values, a decimal's digits.
func implicit(t schema.Type) []schema.Constraint {
	if t.Kind == schema.Decimal && t.Precision > 0 {
		param := strconv.Itoa(t.Precision) + "." + strconv.Itoa(t.Scale)
		return []schema.Constraint{{Kind: schema.Digits, Rule: "decimal", Param: param, Implicit: true}}
	}
	if t.Kind != schema.Enum {
		return nil
	}
	words := make([]string, len(t.Values))
	for i, v := range t.Values {
		words[i] = v.String()
	}
	return []schema.Constraint{{
		Kind: schema.OneOf, Rule: "enum", Param: strings.Join(words, ", "), Limits: t.Values, Implicit: true,
	}}
}
