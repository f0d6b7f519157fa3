package sql

import "github.com/typedml/typedml/schema"

// comparable says that two decimals cannot be compared where no decimal has the digits of both: SQL would round one of them.
func (c *compiler) comparable(a, b schema.Type) {
	if a.Kind != schema.Decimal || b.Kind != schema.Decimal {
		return
	}
	if whole := max(a.Precision-a.Scale, b.Precision-b.Scale); whole+max(a.Scale, b.Scale) > schema.MaxDigits {
		c.cannot("no decimal holds the digits of both sides of the comparison, " + a.String() + " and " + b.String())
	}
}
