package validate

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// PydanticError is a violation as an entry of Pydantic's errors(): front ends and tests that read those read these, too.
// What Pydantic's entry has beyond it is left out: the url, the "[key]" in the loc of a map's key, and the input of a missing
// or unknown key, of a list or map whose length is wrong, and of a sensitive field, which a violation does not hold.
type PydanticError struct {
	// Type is Pydantic's where it has one with the rule's meaning, such as "greater_than_equal", else the rule's word.
	Type string
	// Loc is the place: a string is the key of a field or map, an int the element of a list; in a batch, the row is first.
	Loc []any
	// Msg is the violation's message.
	Msg string
	// Input is the value; of kind KindNone where none is held.
	Input Value
	// Ctx has the limit under Pydantic's name for it, such as "ge"; of a rule that Pydantic does not have as "limit". Beside it
	// stands the "unit" that the field has, which is not Pydantic's.
	Ctx map[string]any
}

// MarshalJSON writes {type, loc, msg, input, ctx}: no input where none is held, no ctx without entries.
func (p PydanticError) MarshalJSON() ([]byte, error) {
	j := struct {
		Type  string          `json:"type"`
		Loc   []any           `json:"loc"`
		Msg   string          `json:"msg"`
		Input json.RawMessage `json:"input,omitempty"`
		Ctx   map[string]any  `json:"ctx,omitempty"`
	}{Type: p.Type, Loc: p.Loc, Msg: p.Msg, Ctx: p.Ctx}
	if k := p.Input.Kind(); k != KindNone && k != KindItems {
		j.Input = p.Input.raw()
	}
	return json.Marshal(j)
}

// raw returns v as JSON: what did not decode as it stood in the input, when that was JSON.
func (v Value) raw() json.RawMessage {
	if v.tag() == KindJSON && json.Valid([]byte(v.text())) {
		return json.RawMessage(v.text())
	}
	raw, _ := json.Marshal(v.json()) // scalars and texts have a form
	return raw
}

// Pydantic returns the violations in the form of Pydantic's errors(), with messages in the language of the catalogue; nil is
// English.
func (e *Error) Pydantic(words Catalog) []PydanticError {
	out := make([]PydanticError, len(e.Violations))
	for i := range e.Violations {
		out[i] = e.Violations[i].Pydantic(words)
	}
	return out
}

// Pydantic returns the violation in the form of an entry of Pydantic's errors(); nil words are English.
func (v *Violation) Pydantic(words Catalog) PydanticError {
	p := PydanticError{Loc: v.loc(), Msg: v.MessageIn(words), Input: v.value}
	p.Type, p.Ctx = v.pydanticType()
	if p.Type == "" {
		p.Type = v.rule.Name
		if v.rule.Param != "" {
			p.Ctx = map[string]any{"limit": v.rule.Param}
		}
	}
	if unit := v.Unit(); unit != "" && len(p.Ctx) > 0 {
		p.Ctx["unit"] = unit
	}
	return p
}

// loc is the path as Pydantic spells it; never nil.
func (v *Violation) loc() []any {
	loc := []any{}
	if v.row > 0 {
		loc = append(loc, v.Row())
	}
	for _, s := range v.Steps() {
		if s.Name != "" || s.Kind == StepInput {
			loc = append(loc, s.Name)
		}
		switch s.Kind {
		case StepIndex:
			loc = append(loc, s.Index)
		case StepKey:
			loc = append(loc, s.Key)
		}
	}
	return loc
}

// pydanticType returns Pydantic's name of the rule and its context, "" where it has none with the same meaning.
func (v *Violation) pydanticType() (string, map[string]any) {
	name, p := v.rule.word(), v.rule.Param
	if v.rule.Decoding() {
		return v.pydanticDecoding()
	}
	switch shape := v.value.shape(); {
	case shape == KindTime && p == "":
		return pydanticMoments[name], nil
	case shape == KindItems || shape == KindString && sizes[name] != "" && !compares[name]:
		return v.pydanticSize(shape)
	case pydanticLimits[name].typ != "" && shape != KindString:
		limit := pydanticLimits[name]
		if d, err := ParseDecimal(p); shape == KindDecimal && err == nil { // a double has other digits
			return limit.typ, map[string]any{limit.ctx: d}
		}
		return limit.typ, map[string]any{limit.ctx: number(p)}
	}
	switch name {
	case "enum":
		return "enum", map[string]any{"expected": alternatives(v.rule.choices(), v.value.shape())}
	case "oneof":
		return "literal_error", map[string]any{"expected": alternatives(v.rule.choices(), v.value.shape())}
	case "regex":
		return "string_pattern_mismatch", map[string]any{"pattern": p}
	case "decimal":
		return v.pydanticDigits()
	case "decimals":
		return "decimal_max_places", map[string]any{"decimal_places": number(p)}
	}
	return pydanticFormats[name], nil
}

// pydanticDigits names what a decimal has too many of: digits behind the point, or before it; of one that is hidden, digits.
func (v *Violation) pydanticDigits() (string, map[string]any) {
	first, second, _ := strings.Cut(v.rule.Param, ".")
	precision, _ := strconv.Atoi(first)
	scale, _ := strconv.Atoi(second)
	switch d := v.value.decimal(); {
	case v.value.Kind() != KindDecimal:
		return "decimal_max_digits", map[string]any{"max_digits": precision}
	case d.Scale() > scale:
		return "decimal_max_places", map[string]any{"decimal_places": scale}
	}
	return "decimal_whole_digits", map[string]any{"whole_digits": precision - scale}
}

// pydanticLimits are Pydantic's names of limits of numbers, times and durations, and of their entries in ctx.
var pydanticLimits = map[string]struct{ typ, ctx string }{
	"gte": {"greater_than_equal", "ge"}, "min": {"greater_than_equal", "ge"}, "gt": {"greater_than", "gt"},
	"lte": {"less_than_equal", "le"}, "max": {"less_than_equal", "le"}, "lt": {"less_than", "lt"},
}

// pydanticMoments are Pydantic's names of comparisons with the present.
var pydanticMoments = map[string]string{"gt": "datetime_future", "future": "datetime_future", "lt": "datetime_past", "past": "datetime_past"}

// pydanticFormats are Pydantic's names of formats and of rules without a limit.
var pydanticFormats = map[string]string{
	"finite": "finite_number", "uuid": "uuid_parsing", "uuid3": "uuid_version", "uuid4": "uuid_version", "uuid5": "uuid_version", "uuid7": "uuid_version",
	"url": "url_parsing", "ip": "ip_any_address", "ipv4": "ip_v4_address", "ipv6": "ip_v6_address",
	"cidr": "ip_any_network", "cidrv4": "ip_v4_network", "cidrv6": "ip_v6_network", "json": "json_invalid",
}

// pydanticSize names a limit of a length: Pydantic has a lower and an upper one, both closed. For an exact length it depends
// on the value which of the two is broken; where that is hidden, none is named.
func (v *Violation) pydanticSize(shape ValueKind) (string, map[string]any) {
	n, err := strconv.ParseInt(v.rule.Param, 0, 64)
	if err != nil {
		return "", nil
	}
	known, has := v.value.Kind() != KindNone, int64(v.value.num)
	if shape == KindString {
		has = int64(utf8.RuneCountInString(v.value.text()))
	}
	below := known && has < n
	switch v.rule.word() {
	case "gt":
		n, below = n+1, true
	case "lt":
		n, below = n-1, false
	case "gte", "min":
		below = true
	case "lte", "max":
		below = false
	case "eq", "len":
		if !known {
			return "", nil
		}
	default:
		return "", nil
	}
	typ, ctx := "too_long", map[string]any{}
	if below {
		typ = "too_short"
		ctx["min_length"] = n
	} else {
		ctx["max_length"] = n
	}
	if shape == KindString {
		return "string_" + typ, ctx
	}
	if known {
		ctx["actual_length"] = has
	}
	return typ, ctx
}

// number is a limit as a number where it is one, else the text as the tag has it, such as 1h30m.
func number(p string) any {
	if n, err := strconv.ParseInt(p, 0, 64); err == nil {
		return n
	}
	if f, err := strconv.ParseFloat(p, 64); err == nil && f-f == 0 {
		return f
	}
	return p
}
