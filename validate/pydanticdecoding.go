package validate

import (
	"math"
	"strconv"
	"strings"
)

// pydanticDecoding names what a decoder reports.
func (v *Violation) pydanticDecoding() (string, map[string]any) {
	p := v.rule.Param
	switch v.rule.Name {
	case RuleMissing:
		return "missing", nil
	case RuleUnknown:
		return "extra_forbidden", nil
	case RuleSyntax:
		return "json_invalid", map[string]any{"error": v.Message()}
	case RuleUTF8:
		return "string_unicode", nil
	case RuleOverflow:
		return pydanticOverflow(p, v.value.text())
	case RuleType:
		return pydanticMistyped(p, v.value)
	}
	return "", nil
}

// pydanticMistyped names a value of another type than the wanted one. A text for a time or a duration is of the right type and
// does not parse.
func pydanticMistyped(wanted string, got Value) (string, map[string]any) {
	wanted, _, _ = strings.Cut(wanted, "<")
	wanted, _, _ = strings.Cut(wanted, "(")
	text := got.tag() == KindString || strings.HasPrefix(got.text(), `"`)
	switch wanted {
	case "time":
		if text {
			return "datetime_parsing", nil
		}
		return "datetime_type", nil
	case "date", "decimal":
		if text {
			return wanted + "_parsing", nil
		}
		return wanted + "_type", nil
	case "duration":
		if text {
			return "time_delta_parsing", nil
		}
		return "time_delta_type", nil
	case "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64":
		return "int_type", nil
	case "float32", "float64":
		return "float_type", nil
	}
	return pydanticTypes[wanted], nil
}

// pydanticTypes are Pydantic's names of a value of another type, by the type that is wanted.
var pydanticTypes = map[string]string{
	"string": "string_type", "bool": "bool_type", "bytes": "bytes_type", "list": "list_type", "map": "dict_type", "struct": "model_type", "record": "model_type",
	"enum": "enum",
}

// pydanticOverflow names a number that does not fit: of an integer it is the limit on its side, as a model in Python would
// have it, where Python's integers have none.
func pydanticOverflow(typ, text string) (string, map[string]any) {
	if strings.HasPrefix(typ, "decimal") {
		return "decimal_max_digits", map[string]any{"max_digits": MaxDigits}
	}
	typ = strings.TrimSuffix(strings.TrimPrefix(typ, "enum<"), ">")
	base, signed := strings.CutPrefix(typ, "int")
	if !signed {
		base = strings.TrimPrefix(typ, "uint")
	}
	bits, err := strconv.Atoi(base)
	switch {
	case err != nil:
		return "finite_number", nil
	case signed && strings.HasPrefix(text, "-"):
		return "greater_than_equal", map[string]any{"ge": int64(math.MinInt64) >> (64 - bits)}
	case strings.HasPrefix(text, "-"):
		return "greater_than_equal", map[string]any{"ge": int64(0)}
	case signed:
		return "less_than_equal", map[string]any{"le": int64(math.MaxInt64) >> (64 - bits)}
	}
	return "less_than_equal", map[string]any{"le": uint64(math.MaxUint64) >> (64 - bits)}
}
