package sql

import (
	"fmt"
	"math"
	"strconv"

	"github.com/typedml/typedml/schema"
)

// literal spells a constant: the signed kinds and durations as 64-bit integers, the unsigned ones as decimals, which keep their
// digits.
func (c *compiler) literal(l schema.Literal) string {
	switch k := l.Kind; {
	case k == schema.Bool:
		return map[bool]string{true: "TRUE", false: "FALSE"}[l.Int != 0]
	case k.Signed(), k == schema.Duration:
		return c.integer(l.Int)
	case k == schema.Decimal:
		return c.decimal(l.Text)
	case k == schema.Date:
		return c.say(wordDate, l.String())
	case k == schema.Uint64 && c.d.json:
		return c.d.Text(fmt.Sprintf("%020d", l.Uint))
	case k.Unsigned() && c.d.json:
		return c.integer(int64(l.Uint))
	case k.Unsigned():
		return c.decimal(strconv.FormatUint(l.Uint, 10))
	case k.Float():
		return c.double(l.Float)
	case k == schema.String:
		return c.d.Text(l.Text)
	case k == schema.Time:
		return c.say(wordTime, strconv.FormatInt(l.Int, 10))
	}
	return c.cannot("no literal of type " + string(l.Kind))
}

func (c *compiler) decimal(text string) string {
	if c.d.decimal != nil {
		return c.d.decimal(text)
	}
	return c.say(wordDecimal, text)
}

func (c *compiler) integer(n int64) string { return c.say(wordInt, strconv.FormatInt(n, 10)) }

func (c *compiler) double(x float64) string {
	switch {
	case math.IsInf(x, 1):
		return c.say(wordInfinity)
	case math.IsInf(x, -1):
		return c.say(wordMinusInf)
	case math.IsNaN(x):
		return c.cannot("NaN as a limit")
	case c.d.double != nil:
		return c.d.double(x)
	}
	text := strconv.FormatFloat(x, 'f', -1, 64)
	if a := math.Abs(x); a != 0 && (a < 1e-6 || a >= 1e15) {
		text = strconv.FormatFloat(x, 'E', -1, 64)
	}
	return c.say(wordDouble, text)
}
