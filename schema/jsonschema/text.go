package jsonschema

import "github.com/typedml/typedml/schema"

// Patterns of the types that JSON holds as texts.
const (
	// TimePattern is that of an instant, but for the lengths of the months.
	TimePattern = `^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9}0*)?` +
		`(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$`
	// DatePattern is that of a day, but for the lengths of the months.
	DatePattern = `^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$`
	// DecimalPattern is that of a decimal as a text.
	DecimalPattern  = `^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$`
	durationPattern = `^[+-]?(?:0|(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+)$`
	// BytesPattern is that of padded base64, whose spare bits are 0.
	BytesPattern = `^(?:[+/-9A-Za-z]{4})*(?:[+/-9A-Za-z][AQgw]==|[+/-9A-Za-z]{2}[048AEIMQUYcgkosw]=)?$`
)

// text writes the schema of a type that JSON holds as text.
func (c *compiler) text(n *node, t schema.Type, s scope) {
	n.add("type", "string")
	switch t.Kind {
	case schema.Time:
		c.calendar(n, s, "date-time", TimePattern)
	case schema.Date:
		c.calendar(n, s, "date", DatePattern)
	case schema.Duration:
		n.add("x-typedml-type", "duration")
		n.add("pattern", durationPattern)
		c.lose(s.path, "type", "the pattern takes durations beyond 292 years")
	case schema.Bytes:
		n.add("contentEncoding", "base64")
		n.add("pattern", BytesPattern)
	default:
		n.add("x-typedml-type", string(t.Kind))
		c.lose(s.path, "type", "no keyword says the form of a "+t.String())
	}
}

// calendar writes a format of days, for validators that check formats, and its pattern for the others.
func (c *compiler) calendar(n *node, s scope, format, pattern string) {
	n.add("format", format)
	n.add("pattern", pattern)
	c.lose(s.path, "type", "the pattern takes the 30th of February, which a validator refuses that checks the format "+format)
}
