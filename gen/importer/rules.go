package importer

import (
	"encoding/json"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

// rules reads the keywords that demand something of a value.
func (r *reader) rules(el *schema.Element, s *view, at place) {
	k := el.Type.Scalar()
	r.wellFormed(s.Object, at)
	r.tell(s, at)
	r.limits(el, s, at)
	r.lengths(el, s, at)
	r.listed(el, s, at)
	if pattern, ok := untaken[string](s, "pattern"); ok {
		_, err := regexp.Compile(pattern)
		switch {
		case k != schema.String:
			r.note(at.pointer, "the pattern %q is not imported: it demands nothing of a %s", pattern, k)
		case err != nil:
			r.note(at.pointer, "the pattern %q is not imported: Go's regular expressions have no such", pattern)
		default:
			el.Constraints = append(el.Constraints, schema.Constraint{Kind: schema.Pattern, Rule: "regex", Param: pattern, Text: pattern})
		}
	}
	if s.get("uniqueItems") == true {
		r.unique(el, at)
	}
	r.multiple(el, s, at)
	r.refusals(el, s, at)
	r.omitted(el, s, at)
	r.all(el, s, at)
	if list, ok := s.get("x-typedml-constraints").([]any); ok {
		s.take("format") // a hint beside the rule
		for i, item := range list {
			r.carry(el, item, at.below("x-typedml-constraints", strconv.Itoa(i)))
		}
	}
	r.format(el, s, at)
	r.tenable(el, s, at)
}

// tell notes what the schema itself says that it leaves out: Pydantic's does.
func (r *reader) tell(s *view, at place) {
	list, _ := s.get("x-typedml-told").([]any)
	for _, item := range list {
		if text, ok := item.(string); ok {
			r.note(at.pointer, "%s", text)
			r.told = append(r.told, text)
		}
	}
}

// untaken takes a keyword of the type that no other reader has taken.
func untaken[T any](s *view, key string) (v T, ok bool) {
	if v, ok = s.Get(key).(T); !ok || s.taken[key] {
		return v, false
	}
	s.take(key)
	return v, true
}

func (r *reader) add(el *schema.Element, c schema.Constraint) {
	el.Constraints = append(el.Constraints, c)
}

// limits reads the limits of numbers. Those that the type has anyhow are no rules.
func (r *reader) limits(el *schema.Element, s *view, at place) {
	k := el.Type.Scalar()
	if k.Number() && r.empty(s, at) {
		return
	}
	for _, w := range []struct {
		key, rule string
		op        schema.Op
		round     int
	}{
		{"minimum", "gte", schema.Gte, 1},
		{"exclusiveMinimum", "gt", schema.Gt, -1},
		{"maximum", "lte", schema.Lte, -1},
		{"exclusiveMaximum", "lt", schema.Lt, 1},
	} {
		n, ok := untaken[json.Number](s, w.key)
		if !ok {
			continue
		}
		if !k.Number() {
			r.note(at.pointer, "%s of a %s is not imported", w.key, k)
			continue
		}
		if k == schema.Float32 && strings.TrimPrefix(string(n), "-") == "3.4028235677973366e+38" {
			continue
		}
		l, ok := literal(k, n)
		if k.Integer() {
			var x *big.Int
			if x, ok = integer(n, w.round); ok {
				low, high := reach(k)
				if one := big.NewInt(1); w.key == "minimum" && x.Cmp(low) < 0 || w.key == "maximum" && x.Cmp(high) > 0 ||
					w.key == "exclusiveMinimum" && new(big.Int).Add(x, one).Cmp(low) < 0 || w.key == "exclusiveMaximum" && new(big.Int).Sub(x, one).Cmp(high) > 0 {
					r.note(at.pointer, "the %s %s lies beyond %s, from %s to %s", w.key, n, k, low, high)
				}
				switch below, above := x.Cmp(low), x.Cmp(high); {
				case w.op == schema.Gte && below <= 0, w.op == schema.Gt && below < 0, w.op == schema.Lte && above >= 0, w.op == schema.Lt && above > 0:
					continue
				}
				if ok = fits(k, x); ok {
					l = integral(k, x)
				}
			}
		}
		if !ok {
			r.note(at.pointer, "no %s reaches the %s %s", k, w.key, n)
			continue
		}
		r.add(el, schema.Constraint{Kind: schema.Range, Rule: w.rule, Param: l.String(), Op: w.op, Limit: &l})
	}
}

// empty notes limits that no number is between, and takes them.
func (r *reader) empty(s *view, at place) bool {
	for _, low := range []string{"minimum", "exclusiveMinimum"} {
		for _, high := range []string{"maximum", "exclusiveMaximum"} {
			a, hasLow := s.Get(low).(json.Number)
			b, hasHigh := s.Get(high).(json.Number)
			x, okLow := rational(a)
			y, okHigh := rational(b)
			if !hasLow || !hasHigh || !okLow || !okHigh || x.Cmp(y) < 0 || x.Cmp(y) == 0 && low == "minimum" && high == "maximum" {
				continue
			}
			s.take("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum")
			r.note(at.pointer, "no value is between the %s %s and the %s %s: no limit is imported", low, a, high, b)
			return true
		}
	}
	return false
}

// lengths reads the limits of texts, lists and maps.
func (r *reader) lengths(el *schema.Element, s *view, at place) {
	what := map[schema.Kind]string{schema.String: "Length", schema.List: "Items", schema.Map: "Properties"}[el.Type.Scalar()]
	if what == "" {
		for _, key := range []string{"minLength", "maxLength"} {
			if s.Has(key) && el.Type.Kind != schema.Struct {
				s.take(key)
				r.note(at.pointer, "%s of a %s is not imported", key, el.Type.Kind)
			}
		}
		return
	}
	count := func(key string) (int64, bool) {
		n, ok := untaken[json.Number](s, key)
		if !ok {
			return 0, false
		}
		x, ok := integer(n, 0)
		if !ok || !x.IsInt64() || x.Sign() < 0 || x.Int64() > 1<<40 {
			r.note(at.pointer, "%s %s is no number of them", key, n)
			return 0, false
		}
		return x.Int64(), true
	}
	low, hasLow := count("min" + what)
	high, hasHigh := count("max" + what)
	length := func(rule string, op schema.Op, n int64) {
		r.add(el, schema.Constraint{Kind: schema.Length, Rule: rule, Param: strconv.FormatInt(n, 10), Op: op, Count: n})
	}
	switch {
	case hasLow && hasHigh && low == high:
		length("len", schema.Eq, low)
		return
	case hasLow && hasHigh && low > high:
		r.note(at.pointer, "no value has from %d to %d of them: neither is imported", low, high)
		return
	}
	if hasLow && low > 0 {
		length("min", schema.Gte, low)
	}
	if hasHigh {
		length("max", schema.Lte, high)
	}
}

// listed reads enum and const.
func (r *reader) listed(el *schema.Element, s *view, at place) {
	k := el.Type.Scalar()
	if v := s.Get("const"); s.Has("const") && !s.taken["const"] {
		s.take("const")
		l, ok := literal(k, v)
		switch {
		case !ok || k == schema.Duration:
			r.note(at.pointer, "const %s is not imported", short(v))
		case k == schema.String && !sayable(l.Text):
			r.add(el, schema.Constraint{Kind: schema.OneOf, Rule: "oneof", Limits: []schema.Literal{l}})
		default:
			r.add(el, schema.Constraint{Kind: schema.Range, Rule: "eq", Param: l.String(), Op: schema.Eq, Limit: &l})
		}
	}
	values, ok := untaken[[]any](s, "enum")
	if !ok {
		return
	}
	r.oneOf(el, values, "", at)
}

// sayable reports whether a tag says a text as a limit.
func sayable(text string) bool {
	return text != "" && !strings.Contains(text, "0x2C") && !strings.Contains(text, "0x7C")
}

// oneOf reads a list of values that are taken, or with Ne refused.
func (r *reader) oneOf(el *schema.Element, values []any, op schema.Op, at place) {
	k := el.Type.Scalar()
	c := schema.Constraint{Kind: schema.OneOf, Rule: "oneof", Op: op}
	if op == schema.Ne {
		c.Rule = "noneof"
	}
	for _, v := range values {
		if v == nil {
			continue
		}
		l, ok := literal(k, v)
		switch {
		case k == schema.Bool && ok && len(values) == 1:
			r.add(el, schema.Constraint{Kind: schema.Range, Rule: "eq", Param: l.String(), Op: schema.Eq, Limit: &l})
			return
		case !ok || !k.Integer() && k != schema.String || strings.Contains(l.Text, "'") || strings.Contains(l.Text, "0x2C") || strings.Contains(l.Text, "0x7C"):
			r.note(at.pointer, "no tag lists %s of a %s", short(v), k)
			return
		}
		c.Limits = append(c.Limits, l)
	}
	if len(c.Limits) > 0 {
		r.add(el, c)
	}
}

// unique reads uniqueItems.
func (r *reader) unique(el *schema.Element, at place) {
	if el.Type.Kind == schema.List {
		switch k := el.Type.Elem.Type.Scalar(); {
		case k.Number(), k == schema.String, k == schema.Bool, k == schema.Bytes, k == schema.Date:
			r.add(el, schema.Constraint{Kind: schema.Unique, Rule: "unique"})
			return
		}
	}
	r.note(at.pointer, "uniqueItems of a %s is not imported", el.Type)
}

// multiple reads multipleOf: a power of ten is a number of decimals.
func (r *reader) multiple(el *schema.Element, s *view, at place) {
	n, ok := s.number("multipleOf")
	if !ok {
		return
	}
	x, isNumber := rational(n)
	for places := int64(0); isNumber && places <= 15 && el.Type.Kind.Float(); places++ {
		if x.Cmp(new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(places), nil))) == 0 {
			r.add(el, schema.Constraint{Kind: schema.Decimals, Rule: "decimals", Param: strconv.FormatInt(places, 10), Count: places})
			return
		}
	}
	if !isNumber || x.Cmp(big.NewRat(1, 1)) != 0 || !el.Type.Kind.Integer() {
		r.note(at.pointer, "multipleOf %s is not imported", n)
	}
}

// refusals reads not.
func (r *reader) refusals(el *schema.Element, s *view, at place) {
	o, ok := untaken[jsonschema.Object](s, "not")
	if !ok {
		return
	}
	k := el.Type.Scalar()
	what := map[schema.Kind]string{schema.List: "Items", schema.Map: "Properties"}[k]
	switch {
	case len(o) == 1 && o[0].Key == "const":
		if l, ok := literal(k, o[0].Value); ok && (k.Number() || k == schema.Bool || k == schema.String && sayable(l.Text)) {
			r.add(el, schema.Constraint{Kind: schema.Range, Rule: "ne", Param: l.String(), Op: schema.Ne, Limit: &l})
			return
		} else if ok && k == schema.String && l.Text == "" {
			r.add(el, schema.Constraint{Kind: schema.NotZero, Rule: "required"})
			return
		}
	case len(o) == 1 && o[0].Key == "enum":
		if values, ok := o[0].Value.([]any); ok {
			r.oneOf(el, values, schema.Ne, at.below("not"))
			return
		}
	case len(o) == 2 && what != "" && o.Has("min"+what) && o.Get("min"+what) == o.Get("max"+what):
		if n, ok := literal(schema.Int64, o.Get("min"+what)); ok && n.Int >= 0 {
			r.add(el, schema.Constraint{Kind: schema.Length, Rule: "ne", Param: n.String(), Op: schema.Ne, Count: n.Int})
			return
		}
	}
	r.note(at.pointer, "not %s is not imported", short(o))
}

// omitted reads the alternatives of a zero value and of rules for every other.
func (r *reader) omitted(el *schema.Element, s *view, at place) {
	list, ok := untaken[[]any](s, "anyOf")
	if !ok {
		return
	}
	if len(list) == 2 {
		zero, _ := list[0].(jsonschema.Object)
		rest, isObject := list[1].(jsonschema.Object)
		if word := omitsZero(el.Type.Scalar(), zero); isObject && word != "" {
			r.add(el, schema.Constraint{Kind: schema.Omit, Rule: "omit" + word, Text: word})
			inner := &view{Object: rest}
			r.rules(el, inner, at.below("anyOf", "1"))
			r.unused(inner, at.below("anyOf", "1"))
			return
		}
	}
	r.note(at.pointer, "alternatives (anyOf) are not imported")
}

// omitsZero is the condition, empty or zero, under which a value is omitted that the schema takes; "" when it is another
// schema.
func omitsZero(k schema.Kind, zero jsonschema.Object) string {
	if len(zero) != 1 {
		return ""
	}
	switch v := zero[0].Value; zero[0].Key {
	case "const":
		l, ok := literal(k, v)
		if ok && l == (schema.Literal{Kind: k}) && (k.Number() || k == schema.String || k == schema.Bool) {
			return "empty"
		}
	case "maxItems":
		if k == schema.List && v == json.Number("0") {
			return "zero"
		}
	case "maxProperties":
		if k == schema.Map && v == json.Number("0") {
			return "zero"
		}
	}
	return ""
}

// all reads allOf: each entry demands more of the same value.
func (r *reader) all(el *schema.Element, s *view, at place) {
	list, ok := untaken[[]any](s, "allOf")
	if !ok {
		return
	}
	for i, item := range list {
		inner := at.below("allOf", strconv.Itoa(i))
		o, ok := item.(jsonschema.Object)
		switch {
		case !ok:
		case o.Has("x-typedml-constraint"):
			r.carry(el, o.Get("x-typedml-constraint"), inner)
		default:
			v := &view{Object: o}
			if ref, has := v.get("$ref").(string); has {
				r.note(inner.pointer, "what %q demands beside others is not imported", ref)
			}
			if word, _, why := r.typeWord(v); why == "" && word == "object" {
				r.note(inner.pointer, "an object beside others is not imported")
				continue
			}
			if o.Has("default") {
				r.note(inner.pointer, "the default %s is not imported", short(o.Get("default")))
			}
			r.rules(el, v, inner)
			r.unused(v, inner)
		}
	}
}

// formatRules are the rules for formats of JSON Schema.
var formatRules = map[string]string{
	"email": "email", "hostname": "hostname_rfc1123", "ipv4": "ipv4", "ipv6": "ipv6", "uri": "uri", "uuid": "uuid",
}

// format reads a format that is no type.
func (r *reader) format(el *schema.Element, s *view, at place) {
	word, ok := untaken[string](s, "format")
	if !ok {
		return
	}
	rule, known := formatRules[word]
	switch {
	case word == "password": // the field is sensitive
	case word == "double" && el.Type.Kind == schema.Float64 || word == string(el.Type.Kind):
	case known && el.Type.Kind == schema.String:
		r.add(el, schema.Constraint{Kind: schema.Format, Rule: rule, Text: rule})
	default:
		r.note(at.pointer, "the format %q is not checked", word)
	}
}
