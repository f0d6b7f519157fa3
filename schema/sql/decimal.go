package sql

import "github.com/typedml/typedml/schema"

// comparable says that two decimals cannot be compared where no decimal has the digits of both: SQL would round one of them.
func (c *compiler) comparable(a, b schema.Type) {
	if a.Kind == schema.Decimal && b.Kind == schema.Decimal && !together(a, b) {
		c.cannot("no decimal holds the digits of both sides of the comparison, " + a.String() + " and " + b.String())
	}
}

// together reports whether some decimal has the digits of all.
func together(all ...schema.Type) bool {
	whole, places := 0, 0
	for _, t := range all {
		whole, places = max(whole, t.Precision-t.Scale), max(places, t.Scale)
	}
	return whole+places <= schema.MaxDigits
}

// decimals says that decimal operands cannot be compared where no decimal has the digits of all.
func (x expression) decimals(operands ...*schema.Expr) {
	var all []schema.Type
	for _, e := range operands {
		switch {
		case e.Type != schema.Decimal:
			return
		case e.Op == schema.OpLiteral:
			all = append(all, e.Value.Type())
		default:
			ways := x.ways(e.Path)
			all = append(all, ways[len(ways)-1].field.Type)
		}
	}
	if !together(all...) {
		x.cannot("no decimal holds the digits of all that is compared")
	}
}
