package random

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/schema"
)

// rules draws rules that fit a type and that some value meets: others are refused.
func (s *Source) rules(t schema.Type) []schema.Constraint {
	for {
		cs := s.draw(t)
		if s.evaluator.Contradiction(&schema.Element{Type: t, Constraints: cs}) == nil && !nearZero(cs) && !beyond(t, cs) && s.roomy(t, cs) {
			return cs
		}
	}
}

// roomy reports whether a text of some pattern or format meets the rules of a string beside a pattern, and no rule demands
// the zero that another refuses.
func (s *Source) roomy(t schema.Type, cs []schema.Constraint) bool {
	has := func(kind schema.ConstraintKind) bool {
		return slices.ContainsFunc(cs, func(c schema.Constraint) bool { return c.Kind == kind })
	}
	if has(schema.NotZero) && has(schema.Zero) {
		return false
	}
	if t.Kind != schema.String || !has(schema.Pattern) {
		return true
	}
	e := &schema.Element{Type: t, Constraints: slices.DeleteFunc(slices.Clone(cs), func(c schema.Constraint) bool { return c.Kind == schema.Omit })}
	meets := func(text string) bool { return len(s.evaluator.EvaluateElement(e, text)) == 0 }
	for _, p := range patterns {
		if slices.ContainsFunc(p.texts, meets) {
			return true
		}
	}
	for _, all := range formats {
		if slices.ContainsFunc(all, meets) {
			return true
		}
	}
	return false
}

// nearZero reports whether required stands beside a limit that may leave only the zero, which is refused.
func nearZero(cs []schema.Constraint) bool {
	required, low := false, false
	for _, c := range cs {
		atMost := c.Op == schema.Lt || c.Op == schema.Lte || c.Op == schema.Eq
		required = required || c.Kind == schema.NotZero
		low = low || c.Kind == schema.Length && atMost && c.Count <= 1 ||
			c.Kind == schema.Range && atMost && c.Limit != nil && c.Limit.Kind != schema.String && c.Limit.Float64() >= 0 && c.Limit.Float64() <= 1
	}
	return required && low
}

// draw draws rules that fit a type: validator/v10's before typedml's, as the tags have them, the type's own last.
func (s *Source) draw(t schema.Type) []schema.Constraint {
	var out []schema.Constraint
	if s.oneIn(3) {
		out = append(out, s.presence())
	}
	if s.rng.IntN(4) > 0 {
		out = append(out, s.validate(t)...)
	}
	if s.oneIn(10) {
		out = append(out, s.presence())
	}
	if t.Kind == schema.Struct && s.oneIn(6) {
		out = append(out, schema.Constraint{Kind: schema.Omit, Rule: "nostructlevel", Text: "always"})
	}
	out = append(out, s.check(t, out)...)
	if t.Kind == schema.Decimal {
		param := strconv.Itoa(t.Precision) + "." + strconv.Itoa(t.Scale)
		out = append(out, schema.Constraint{Kind: schema.Digits, Rule: "decimal", Param: param, Implicit: true})
	}
	if t.Kind == schema.Enum {
		out = append(out, schema.Constraint{Kind: schema.OneOf, Rule: "enum", Implicit: true, Limits: t.Values})
	}
	return out
}

func (s *Source) presence() schema.Constraint {
	if s.oneIn(3) {
		return schema.Constraint{Kind: schema.NotZero, Rule: "required"}
	}
	if s.oneIn(8) {
		return schema.Constraint{Kind: schema.Zero, Rule: "isdefault"}
	}
	condition := pick(s, "empty", "nil", "zero")
	return schema.Constraint{Kind: schema.Omit, Rule: "omit" + condition, Text: condition}
}

// validate draws rules of validator/v10's vocabulary.
func (s *Source) validate(t schema.Type) []schema.Constraint {
	k := t.Scalar()
	if (k == schema.String || k.Integer()) && s.oneIn(5) {
		return []schema.Constraint{s.oneOf(t)}
	}
	if s.oneIn(8) {
		if any, ok := s.anyOf(t); ok {
			return []schema.Constraint{any}
		}
	}
	if (k.Number() || k == schema.String) && s.oneIn(10) {
		if cs := s.named(t); len(cs) > 0 {
			return cs
		}
	}
	if t.Elem != nil && single(t.Elem.Type) && s.oneIn(3) {
		return append(s.lengths(t.Len), schema.Constraint{Kind: schema.Unique, Rule: "unique"})
	}
	switch {
	case k == schema.Time:
		word := pick(s, "gt", "gte", "lt", "lte", "min", "max")
		return []schema.Constraint{{Kind: schema.Clock, Rule: word, Op: opOf[word]}}
	case k == schema.String && s.oneIn(3):
		return []schema.Constraint{s.textRule()}
	case k == schema.String && s.oneIn(3):
		return []schema.Constraint{s.format()}
	case k == schema.Bool:
		return []schema.Constraint{compare(pick(s, "eq", "ne"), schema.Literal{Kind: k, Int: int64(s.rng.IntN(2))})}
	case k == schema.String:
		if s.oneIn(5) {
			return []schema.Constraint{compare(pick(s, "eq", "ne"), schema.Literal{Kind: k, Text: pick(s, texts...)})}
		}
		return s.lengths(0)
	case k == schema.Bytes, k == schema.List, k == schema.Map:
		return s.lengths(t.Len)
	case k.Number(), k == schema.Duration, k == schema.Date, k == schema.Decimal:
		return s.ranges(k)
	}
	return nil
}

// texts are limits, alternatives and values.
var texts = []string{"red", "deep blue", "é", "0", "a,b", "x|y", "\"", "null", "漢字", "back`quote", "a\\d"}

// single reports whether values of the type are single ones, which unique compares.
func single(t schema.Type) bool {
	k := t.Scalar()
	return k.Number() || k == schema.String || k == schema.Bool || k == schema.Time || k == schema.Duration || k == schema.Date || k == schema.Decimal
}

// textRules are the words that look for a text in another.
var textRules = []schema.Constraint{
	{Kind: schema.Contains, Rule: "contains"},
	{Kind: schema.Contains, Rule: "excludes", Op: schema.Ne},
	{Kind: schema.ContainsAny, Rule: "containsany"},
	{Kind: schema.ContainsAny, Rule: "excludesall", Op: schema.Ne},
	{Kind: schema.HasPrefix, Rule: "startswith"},
	{Kind: schema.HasPrefix, Rule: "startsnotwith", Op: schema.Ne},
	{Kind: schema.HasSuffix, Rule: "endswith"},
	{Kind: schema.HasSuffix, Rule: "endsnotwith", Op: schema.Ne},
}

func (s *Source) textRule() schema.Constraint {
	c := pick(s, textRules...)
	c.Text = pick(s, "a", "é", "e", "a,b", "%", "\\d", "\"", "|y")
	c.Param = c.Text
	return c
}

// formats are formats with texts that have them; values are these, changed a little at times.
var formats = map[string][]string{
	"email": {"a@b.co"}, "uuid4": {"57b73598-8764-4ad0-a76a-679bb6640eb1"}, "ipv4": {"1.2.3.4"}, "semver": {"1.2.3-a"}, "iso4217": {"EUR"},
	"numeric": {"-1.5"}, "alphaunicode": {"é漢"}, "e164": {"+4915112345678"}, "hexcolor": {"#0aF"}, "fqdn": {"a.bc"}, "json": {"[1]"},
	"rgb": {"rgb(1,2,3)"}, "rgba": {"rgba(1,2,3,0.5)"}, "hsl": {"hsl(1,2%,3%)"}, "hsla": {"hsla(1,2%,3%,0.5)"}, "cmyk": {"cmyk(1%,2%,3%,4%)"},
	"iso3166_1_alpha2": {"DE"}, "iso3166_1_alpha3": {"DEU"}, "iso3166_1_alpha_numeric": {"276"},
	"iso3166_1_alpha2_eu": {"DE"}, "iso3166_1_alpha3_eu": {"DEU"}, "iso3166_1_alpha_numeric_eu": {"276"},
}

func (s *Source) format() schema.Constraint {
	name := pick(s, slices.Sorted(maps.Keys(formats))...)
	return schema.Constraint{Kind: schema.Format, Rule: name, Text: name}
}

// anyOf draws alternatives: rules of their own that fit the type, and of which some value breaks all.
func (s *Source) anyOf(t schema.Type) (schema.Constraint, bool) {
	c := schema.Constraint{Kind: schema.AnyOf}
	for range 2 + s.rng.IntN(2) {
		if cs := s.validate(t); len(cs) > 0 && (cs[0].Kind != schema.AnyOf || t.Scalar().Number() && !strings.Contains(cs[0].Rule, "|")) && cs[0].Kind != schema.OneOf {
			c.Any = append(c.Any, cs[:1])
		}
	}
	if s.oneIn(5) {
		c.Any = append(c.Any, []schema.Constraint{{Kind: schema.Zero, Rule: "isdefault"}})
	}
	if len(c.Any) < 2 || schema.Always(t, false, c.Any) { // which is no rule
		return c, false
	}
	words := make([]string, len(c.Any))
	for i, all := range c.Any {
		words[i] = strings.TrimSuffix(all[0].Rule+"="+all[0].Param, "=")
		c.Param = all[0].Param
	}
	c.Rule = strings.Join(words, "|")
	return c, true
}

// named draws a word that means several rules: a format of numbers, such as port, or one that stands for formats of texts.
func (s *Source) named(t schema.Type) []schema.Constraint {
	word := pick(s, "port", "latitude", "longitude")
	if t.Scalar() == schema.String {
		word = pick(s, "iscolor", "country_code", "eu_country_code")
	}
	table := tag.Validate("validate")
	return table.Lower(tag.Env{}, tag.Target{Type: t}, table.Split(word)).Constraints
}

func (s *Source) oneOf(t schema.Type) schema.Constraint {
	c := schema.Constraint{Kind: schema.OneOf, Rule: "oneof"}
	switch {
	case t.Kind == schema.Enum:
	case t.Scalar() == schema.String && s.oneIn(3):
		c.Rule, c.Fold = "oneofci", true
		if s.oneIn(2) {
			c.Rule, c.Op = "noneofci", schema.Ne
		}
	case s.oneIn(3):
		c.Rule, c.Op = "noneof", schema.Ne
	}
	for range 1 + s.rng.IntN(3) {
		l := s.limit(t.Scalar())
		if t.Scalar() == schema.String {
			l = schema.Literal{Kind: schema.String, Text: pick(s, append(texts, "")...)}
		}
		if !slices.Contains(c.Limits, l) { // twice in a tag is once in a record
			c.Limits = append(c.Limits, l)
		}
	}
	return c
}

// opOf has the operator of each comparing word.
var opOf = map[string]schema.Op{
	"eq": schema.Eq, "len": schema.Eq, "ne": schema.Ne, "gt": schema.Gt, "gte": schema.Gte, "min": schema.Gte,
	"lt": schema.Lt, "lte": schema.Lte, "max": schema.Lte,
}

func compare(word string, l schema.Literal) schema.Constraint {
	return schema.Constraint{Kind: schema.Range, Rule: word, Param: l.String(), Op: opOf[word], Limit: &l}
}

func length(word string, n int) schema.Constraint {
	return schema.Constraint{Kind: schema.Length, Rule: word, Param: strconv.Itoa(n), Op: opOf[word], Count: int64(n)}
}

// lengths draws rules on a length that some value meets; an array has its own.
func (s *Source) lengths(array int) []schema.Constraint {
	n := s.rng.IntN(5)
	if array > 0 {
		return []schema.Constraint{length(pick(s, "len", "min", "max", "gte", "lte"), array), length("ne", array+1)}[:1+s.rng.IntN(2)]
	}
	if s.oneIn(3) {
		return []schema.Constraint{length(pick(s, "min", "gte"), n), length(pick(s, "max", "lte"), n+s.rng.IntN(4))}
	}
	if word := pick(s, "len", "eq", "ne", "min", "max", "gt", "gte", "lte"); word != "eq" && word != "ne" {
		return []schema.Constraint{length(word, n)}
	}
	return []schema.Constraint{length("len", n)}
}

// ranges draws one or two comparisons that some value meets.
func (s *Source) ranges(k schema.Kind) []schema.Constraint {
	a, b := s.limit(k), s.limit(k)
	if b.Less(a) {
		a, b = b, a
	}
	low, high := pick(s, "gte", "min"), pick(s, "lte", "max")
	if wide(k, a, b) && s.oneIn(2) {
		low, high = pick(s, "gt", low), pick(s, "lt", high)
	}
	switch s.rng.IntN(6) {
	case 0:
		return []schema.Constraint{compare(pick(s, "eq", "len"), a)}
	case 1:
		return []schema.Constraint{compare("ne", a), compare("ne", b)}
	case 2:
		return []schema.Constraint{compare(low, a)}
	case 3:
		return []schema.Constraint{compare(high, b)}
	}
	out := []schema.Constraint{compare(low, a), compare(high, b)}
	if s.oneIn(2) {
		slices.Reverse(out)
	}
	return out
}

// wide reports whether values lie strictly between two limits.
func wide(k schema.Kind, a, b schema.Literal) bool {
	switch {
	case k.Float():
		return a.Float < b.Float
	case k == schema.Decimal:
		return a.Less(b)
	}
	return a.Float64()+3 < b.Float64()
}

// check draws rules of typedml's own beside those of validator/v10.
func (s *Source) check(t schema.Type, beside []schema.Constraint) []schema.Constraint {
	out := s.lists(t)
	has := func(k schema.ConstraintKind) bool {
		return slices.ContainsFunc(alternatives(beside), func(c schema.Constraint) bool { return c.Kind == k })
	}
	if t.Kind.Float() && !has(schema.Range) && s.oneIn(5) {
		out = append(out, probability)
	}
	if rule := users[t.Kind]; rule != "" && s.oneIn(6) {
		out = append(out, schema.Constraint{Kind: schema.User, Rule: rule, Text: rule})
	}
	if t.Kind == schema.Time && !has(schema.Clock) && s.oneIn(2) {
		out = append(out, s.window())
	}
	elem := schema.Kind("")
	if t.Kind == schema.List {
		elem = t.Elem.Type.Kind
	}
	if t.Kind.Float() || elem.Float() {
		if s.oneIn(3) {
			n := int64(pick(s, 0, 1, 2, 2, 3, 6, 15))
			out = append(out, schema.Constraint{Kind: schema.Decimals, Rule: "decimals", Param: strconv.FormatInt(n, 10), Count: n})
		}
		if s.oneIn(4) {
			out = append(out, schema.Constraint{Kind: schema.Finite, Rule: "finite"})
		}
	}
	if elem.Float() && s.oneIn(2) {
		out = append(out, s.interval(schema.Norm))
	}
	if elem.Number() && s.oneIn(3) {
		out = append(out, s.interval(schema.Sum))
	}
	if t.Scalar() == schema.String && s.oneIn(3) {
		out = append(out, schema.Constraint{Kind: schema.Pattern, Rule: "regex", Text: pick(s, patterns...).expr})
	}
	if t.Kind == schema.List { // of a rule that a list and its elements have alike, a violation does not say whose it is
		out = slices.DeleteFunc(out, func(c schema.Constraint) bool {
			return slices.ContainsFunc(t.Elem.Constraints, func(e schema.Constraint) bool { return e.Rule == c.Rule && e.Param == c.Param })
		})
	}
	return out
}

func (s *Source) interval(k schema.ConstraintKind) schema.Constraint {
	low := pick(s, 0, 0.99, 1, 3, s.rng.Float64()*10)
	high := low + pick(s, 0, 0.02, 1, s.rng.Float64())
	limits := []schema.Literal{{Kind: schema.Float64, Float: low}, {Kind: schema.Float64, Float: high}}
	return schema.Constraint{
		Kind: k, Rule: strings.ToLower(string(k)), Param: limits[0].String() + ".." + limits[1].String(), Limits: limits,
	}
}

// patterns are regular expressions, each with texts that meet it and texts that nearly do.
var patterns = []struct {
	expr  string
	texts []string
}{
	{`^[a-z][a-z0-9_]*$`, []string{"a", "model_1", "A", "a\n", "", "é"}},
	{`^\d+\.\d+\.\d+$`, []string{"1.2.3", "1.2", "1.2.3\n", "١.٢.٣"}},
	{`^[A-Z]{1,3}$`, []string{"A", "ABC", "ABCD", ""}},
	{`a|b`, []string{"a", "xbx", "c", ""}},
	{`^.$`, []string{"a", "𝄞", "\n", "ab", "\xff"}},
	{`(?i)straße`, []string{"STRAßE", "straße", "STRASSE"}},
	{``, []string{"", "x"}},
	{`\bend\z`, []string{"end", "the end", "endless", "end\n"}},
}
