package sql

import (
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
)

// noPath stands for a member of a JSON object that no path leads to.
const noPath = "json_extract(NULL, NULL)"

// jsonMember is the member key of the object x, a record r: of one that may be absent, what its absence stands for. A path
// grows by one step; any other object begins one.
func jsonMember(x string, r *schema.Record, key string) string {
	if x == noPath || strings.ContainsFunc(key, func(r rune) bool { return r == '"' || r == '\\' || r < ' ' }) {
		return noPath
	}
	step := `."` + strings.ReplaceAll(key, "'", "''") + `"')`
	if standsFor := jsonAbsent(r.Field(key)); standsFor != "null" {
		return "json_extract(json_insert(" + jsonObject(x) + ", '$" + strings.TrimSuffix(step, ")") + ", json(" + sqliteText(standsFor) + ")), '$" + step
	}
	if head, ok := strings.CutSuffix(x, "')"); ok && strings.HasPrefix(x, "json_extract(") {
		return head + step
	}
	return "json_extract(" + jsonOf(x, "object") + ", '$" + step
}

// jsonObject is the object x as JSON.
func jsonObject(x string) string {
	member, ok := strings.CutPrefix(x, "json_extract(")
	if !ok {
		return jsonOf(x, "object")
	}
	at := strings.LastIndex(member, ", '$") // no key holds one: its quotation marks are doubled
	return "(" + member[:at] + " -> " + strings.TrimSuffix(member[at+len(", "):], ")") + ")"
}

// jsonType is the type in JSON of a value, "" of what is none in JSON: a column, a key. What is a member or an element is
// seen from how jsonMember and wordElement spell it.
func jsonType(x string) string {
	if strings.HasPrefix(x, "json_extract(") {
		return "json_type(" + strings.TrimPrefix(x, "json_extract(")
	}
	if element, ok := strings.CutSuffix(x, ".value"); ok {
		return element + ".type"
	}
	return ""
}

// jsonKey reports whether x is the key of an object, which is never null.
func jsonKey(x string) bool { return strings.HasSuffix(x, ".key") }

// jsonOf is x where it is JSON of that type, else NULL.
func jsonOf(x, kind string) string {
	if t := jsonType(x); t != "" {
		return "CASE " + t + " WHEN '" + kind + "' THEN " + x + " END"
	}
	return "CASE WHEN json_valid(" + x + ") THEN CASE json_type(" + x + ") WHEN '" + kind + "' THEN " + x + " END END"
}

// list is the list x; where the engine keeps JSON, NULL when x is none.
func (c *compiler) list(x string) string { return c.stored(x, "array") }

// object is the map or record x; where the engine keeps JSON, NULL when x is none.
func (c *compiler) object(x string) string { return c.stored(x, "object") }

func (c *compiler) stored(x, kind string) string {
	if c.d.json {
		return jsonOf(x, kind)
	}
	return x
}

// jsonKinds are the types that values have in JSON; a list of them, as SQL's IN has it.
func jsonKinds(t schema.Type) string {
	switch k := t.Scalar(); {
	case k == schema.List:
		return "'array'"
	case k == schema.Map, k == schema.Struct:
		return "'object'"
	case k == schema.Bool:
		return "'true', 'false'"
	case k.Integer() && k != schema.Duration:
		return "'integer'"
	case k.Float(), k == schema.Decimal:
		return "'integer', 'real'"
	}
	return "'text'"
}

// legible says that the values of a type in JSON cannot be judged where the engine reads them inexactly, or not at all.
func (c *compiler) legible(t schema.Type, x string) {
	if !c.d.json {
		return
	}
	k := t.Scalar()
	switch nested := jsonType(x) != ""; {
	case k == schema.Decimal:
		c.cannot(c.d.Name + " has no decimals")
	case !nested:
	case k.Float():
		c.cannot(c.d.Name + " reads the numbers of JSON to 15 digits")
	case k == schema.Uint64:
		c.cannot(c.d.Name + " reads the integers of JSON beyond 2^63 as floats")
	case k == schema.Time, k == schema.Duration, k == schema.Bytes:
		c.cannot(c.d.Name + " does not read the text of a " + string(k) + " in JSON")
	}
}

// ordered is a form of x by which the engine orders values of the type: unsigned integers of 64 bits are texts of digits.
func (c *compiler) ordered(t schema.Type, x string) string {
	if c.d.json && t.Scalar() == schema.Uint64 {
		return c.say(wordDigits, x)
	}
	return x
}

// malformed lists the ways in which x is no value of the type where the engine's columns do not see to that themselves.
func (c *compiler) malformed(t schema.Type, x string) []undecoded {
	k, kind := t.Scalar(), jsonType(x)
	var out []undecoded
	misfit := func(rule, condition string) { out = append(out, undecoded{rule, and(isNotNull(x), condition)}) }
	held := k == schema.List || k == schema.Map || k == schema.Struct
	switch {
	case kind != "":
		misfit("type", "("+kind+" NOT IN ("+jsonKinds(t)+"))")
	case held:
		misfit("type", isNull(jsonOf(x, strings.Trim(jsonKinds(t), "'"))))
	}
	switch {
	case k == schema.List && t.Len > 0:
		misfit("type", binary(c.say(wordItems, c.list(x)), "<>", strconv.Itoa(t.Len)))
	case k == schema.String:
		misfit("type", "(instr("+x+", char(0)) > 0)")
	case k == schema.Date:
		misfit("type", "CASE WHEN "+x+" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN date("+x+") IS NOT "+x+" ELSE TRUE END")
	case k == schema.Bool && kind == "":
		misfit("type", "("+x+" NOT IN (0, 1))")
	case k == schema.Float32 && kind == "":
		misfit("overflow", and(binary("abs("+x+")", "<", c.say(wordInfinity)), binary("abs("+x+")", ">=", c.double(0x1.ffffffp127))))
	case k == schema.Uint64 && kind == "":
		misfit("type", or("("+x+" GLOB '*[^0-9]*')", binary(x, "=", "''"), "("+x+" GLOB '0?*')"))
		misfit("overflow", or("(length("+x+") > 20)", binary(c.ordered(t, x), ">", "'18446744073709551615'")))
	case k.Signed() || k.Unsigned() && k != schema.Uint64:
		out = append(out, c.beyond(k, x, kind)...)
	}
	return out
}

// beyond lists the integers that are none of the kind. An integer of JSON that has more than 64 bits is read as a float.
func (c *compiler) beyond(k schema.Kind, x, kind string) []undecoded {
	low, high := int64(0), int64(1)<<k.Bits()-1
	if k.Signed() {
		low, high = -1<<(k.Bits()-1), 1<<(k.Bits()-1)-1
	}
	condition := ""
	if k.Bits() < 64 {
		condition = c.outside(x, c.integer(low), c.integer(high)).condition
	}
	if kind != "" {
		condition = and("("+kind+" = 'integer')", or(condition, "(typeof("+x+") <> 'integer')"))
	}
	if condition == "" {
		return nil
	}
	return []undecoded{{"overflow", condition}}
}
