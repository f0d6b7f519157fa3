package sql

import (
	"encoding/json"
	"math"
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
)

// jsonAbsent is what the absence of a field stands for, in JSON: its default, or Go's zero; null of one that may not be absent.
func jsonAbsent(f *schema.Field) string {
	if f.Default == nil && !f.MayBeAbsent {
		return "null"
	}
	return jsonInitial(f)
}

// jsonInitial is the value of a field that is not read: its default, or Go's zero.
func jsonInitial(f *schema.Field) string {
	if f.Default != nil {
		return jsonLiteral(*f.Default)
	}
	return jsonZero(f.Type, f.Optional)
}

func jsonLiteral(l schema.Literal) string {
	switch k := l.Kind; {
	case math.IsInf(l.Float, 1):
		return "9e999"
	case math.IsInf(l.Float, -1):
		return "-9e999"
	case k == schema.String, k == schema.Time, k == schema.Date, k == schema.Duration:
		return quotedJSON(l.String())
	}
	return l.String()
}

// jsonZero is the zero of a type, with the defaults of the records in it.
func jsonZero(t schema.Type, optional bool) string {
	if optional || t.TakesNull() {
		return "null"
	}
	switch k := t.Scalar(); k {
	case schema.Bool:
		return "false"
	case schema.String:
		return `""`
	case schema.Duration:
		return `"0s"`
	case schema.Time:
		return quotedJSON(schema.Literal{Kind: k, Int: yearOne}.String())
	case schema.Date:
		return quotedJSON(schema.Literal{Kind: k, Int: yearOne / microsOfDay}.String())
	case schema.List:
		return "[" + strings.Join(slices.Repeat([]string{jsonZero(t.Elem.Type, t.Elem.Optional)}, t.Len), ",") + "]"
	case schema.Struct:
		members := make([]string, len(t.Record.Fields))
		for i := range t.Record.Fields {
			f := &t.Record.Fields[i]
			members[i] = quotedJSON(f.Key) + ":" + jsonInitial(f)
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	return "0"
}

func quotedJSON(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		return "null"
	}
	return string(text)
}
