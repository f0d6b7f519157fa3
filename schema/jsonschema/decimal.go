package jsonschema

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
)

// decimal writes the schema of a decimal: a number, or a text that holds one. Validators take the number for a double, so that
// what is said of it is no narrower than the rule.
func (c *compiler) decimal(n *node, t schema.Type, s scope) {
	n.add("type", []any{"number", "string"})
	n.add("pattern", DecimalPattern)
	n.add("x-typedml-type", t.String())
	if s.open == "" { // the digits are a rule
		edge := "1" + strings.Repeat("0", t.Precision-t.Scale)
		n.least("minimum", outside("-"+edge, -1))
		n.most("maximum", outside(edge, 1))
	}
	c.lose(s.path, "overflow", "a schema has numbers of any size: one of more than "+strconv.Itoa(schema.MaxDigits)+" digits passes")
}

// outside is the double that is, or is next to, a limit on the side that it closes.
func outside(limit string, side int) json.Number {
	x, err := strconv.ParseFloat(limit, 64)
	if err != nil { // 38 digits are within the range of a double
		return json.Number(limit)
	}
	if math.Abs(x) >= 1<<53 && compare(exact(x), json.Number(limit))*side < 0 { // some readers keep the digits of whole numbers
		x = math.Nextafter(x, math.Inf(side))
	}
	return number(schema.Literal{Kind: schema.Float64, Float: x})
}

// exact spells a double that is a whole number, as those from 2^53 on are, with all of its digits.
func exact(x float64) json.Number {
	return json.Number(new(big.Float).SetFloat64(x).Text('f', 0))
}

// limitedDecimal compares a decimal with a limit, which counts as one of its numbers: a number close to it is the same double.
func limitedDecimal(n *node, rule *schema.Constraint) string {
	switch rule.Op {
	case schema.Gte, schema.Gt:
		n.least("minimum", outside(rule.Limit.Text, -1))
	case schema.Lte, schema.Lt:
		n.most("maximum", outside(rule.Limit.Text, 1))
	case schema.Eq:
		n.least("minimum", outside(rule.Limit.Text, -1))
		n.most("maximum", outside(rule.Limit.Text, 1))
	}
	return "validators compare doubles, and no texts"
}
