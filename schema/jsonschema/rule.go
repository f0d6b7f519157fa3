package jsonschema

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/internal/pattern"
)

// cannot are the kinds of constraints that no keyword says, and why.
var cannot = map[schema.ConstraintKind]string{
	schema.Format:   "validators take format for a note, or for another form than the rule's",
	schema.Decimals: "multipleOf divides binary fractions: 19.99 is no multiple of 0.01",
	schema.Digits:   "no keyword counts digits, and those of a text are not compared",
	schema.Norm:     "no keyword adds",
	schema.Sum:      "no keyword adds",
	schema.Clock:    "no keyword knows the time",
	schema.Interval: "it is one rule on both limits, or on every item of a list",
	schema.Sorted:   "no keyword compares items",
	schema.OneHot:   "no keyword counts the items beside the hot one",
	schema.User:     "the rule is a function of Go's",
	schema.Against:  "no keyword relates fields",
}

// rules demands the constraints of a value.
func (c *compiler) rules(n *node, el *schema.Element, cs []schema.Constraint, s scope) {
	for i := range cs {
		rule := &cs[i]
		why := s.open
		n.said = false
		if why == "" {
			why = c.rule(n, el, rule)
		}
		if why == "" || why == silent {
			continue
		}
		c.lose(place(*rule, el.Type, s), rule.Rule, why)
		if !rule.Implicit && !n.said {
			n.carried = append(n.carried, bare(*rule))
		}
	}
}

// bare is a rule without the user's words for what its other members say. Words that name fields of Go mean nothing elsewhere.
func bare(rule schema.Constraint) schema.Constraint {
	if rule.Kind != schema.Unique {
		rule.Param = ""
	}
	any := rule.Any
	rule.Any = nil
	for _, all := range any {
		alternative := make([]schema.Constraint, len(all))
		for i := range all {
			alternative[i] = bare(all[i])
		}
		rule.Any = append(rule.Any, alternative)
	}
	return rule
}

// place is where the violations of a rule are found: of some rules of lists, at their elements.
func place(rule schema.Constraint, t schema.Type, s scope) string {
	if t.Kind == schema.List && (rule.Kind == schema.Decimals || rule.Kind == schema.Finite || rule.Kind == schema.Interval) {
		return below(s).path
	}
	return s.path
}

// silent is the reason why a rule needs no keyword: the type says it, or null is refused.
const silent = "-"

// rule demands one constraint. It returns why it cannot be said, "" when it is.
func (c *compiler) rule(n *node, el *schema.Element, rule *schema.Constraint) (why string) {
	if rule.When != nil && len(rule.When.Tests) > 0 {
		return "it applies on a condition on other fields"
	}
	if rule.Path != "" {
		return cannot[schema.Against]
	}
	k := el.Type.Scalar()
	switch rule.Kind {
	case schema.NotZero:
		return notZero(n, el, rule)
	case schema.Zero:
		return zero(n, el)
	case schema.Range:
		return limited(n, k, rule)
	case schema.Length:
		return length(n, k, rule)
	case schema.OneOf:
		return oneOf(n, rule)
	case schema.Pattern:
		return matches(n, rule)
	case schema.Contains, schema.ContainsAny, schema.HasPrefix, schema.HasSuffix:
		marked(n, rule, patterned(textPattern(rule), rule.Op))
		return ""
	case schema.Finite:
		n.carried = append(n.carried, bare(*rule))
		return silent
	case schema.Unique:
		return unique(n, el.Type, rule)
	case schema.AnyOf:
		return c.anyOf(n, el, rule)
	case schema.Format:
		if word := formats[rule.Text]; word != "" && !n.members.Has("format") {
			n.add("format", word)
		}
	}
	if why = cannot[rule.Kind]; why == "" {
		why = "no keyword means " + strings.ReplaceAll(string(rule.Kind), "_", " ")
	}
	return why
}

// formats are the names in JSON Schema of formats that mean nearly the same: a hint for people and tools.
var formats = map[string]string{
	"email": "email", "hostname_rfc1123": "hostname", "ipv4": "ipv4", "ipv6": "ipv6", "uri": "uri", "url": "uri", "uuid": "uuid",
	"uuid4_rfc4122": "uuid", "uuid_rfc4122": "uuid",
}

// marked demands keywords that say a constraint, and carries it beside them.
func marked(n *node, rule *schema.Constraint, o Object) {
	n.all = append(n.all, append(o, Member{"x-typedml-constraint", raw(bare(*rule))}))
}

func patterned(text string, op schema.Op) Object {
	if op == schema.Ne {
		return Object{{"not", Object{{"pattern", text}}}}
	}
	return Object{{"pattern", text}}
}

// textPattern is the pattern of a rule that looks for a text.
func textPattern(rule *schema.Constraint) string {
	switch rule.Kind {
	case schema.HasPrefix:
		return "^" + pattern.Quote(rule.Text)
	case schema.HasSuffix:
		return pattern.Quote(rule.Text) + "$"
	case schema.ContainsAny:
		return pattern.Class(rule.Text)
	}
	return pattern.Quote(rule.Text)
}

func matches(n *node, rule *schema.Constraint) string {
	text, looksAround, err := pattern.ECMA(rule.Text)
	switch {
	case err != nil:
		return err.Error()
	case looksAround:
		marked(n, rule, Object{{"pattern", text}})
	default:
		n.add("pattern", text)
	}
	return ""
}

// notZero refuses the zero of a type. A nil list, map or optional value is null, which is refused already.
func notZero(n *node, el *schema.Element, rule *schema.Constraint) string {
	switch k := el.Type.Scalar(); {
	case el.Optional || el.Type.TakesNull() || k == schema.Struct && rule.When == nil:
		return silent
	case k == schema.String:
		n.least("minLength", "1")
	case k == schema.Bool:
		n.add("const", true)
	case k.Number():
		n.add("not", Object{{"const", json.Number("0")}})
	case k == schema.Time:
		marked(n, rule, Object{{"not", Object{{"const", "0001-01-01T00:00:00Z"}}}})
		n.said = true
		return "the zero time is refused in UTC only"
	case k == schema.Duration:
		marked(n, rule, Object{{"not", Object{{"const", "0s"}}}})
		n.said = true
		return "a duration of zero has many spellings"
	default:
		return "no keyword says that not all of it is zero"
	}
	return ""
}

// zero demands the zero of a type.
func zero(n *node, el *schema.Element) string {
	if o, has := zeroSchema(&schema.Element{Type: el.Type}, "empty"); has && !el.Optional {
		n.add("const", o[0].Value)
		return ""
	}
	return "no keyword says that it is nil, or zero with all that it holds"
}

// limited compares with a limit.
func limited(n *node, k schema.Kind, rule *schema.Constraint) string {
	v, ok := value(*rule.Limit)
	if !ok || k == schema.Time || k == schema.Duration || k == schema.Date {
		return "no keyword compares a " + string(k)
	}
	if k == schema.Decimal {
		return limitedDecimal(n, rule)
	}
	limit, isNumber := v.(json.Number)
	if k == schema.Float32 && isNumber {
		limit = outer(rule.Op, rule.Limit.Float, limit)
	}
	switch {
	case rule.Op == schema.Eq && k == schema.Float32:
		n.least("minimum", outer(schema.Gte, rule.Limit.Float, limit)) // both spellings are it
		n.most("maximum", outer(schema.Lte, rule.Limit.Float, limit))
	case rule.Op == schema.Eq:
		n.add("const", v)
	case rule.Op == schema.Ne:
		n.add("not", Object{{"const", v}})
	case !isNumber:
		return "no keyword compares a " + string(k)
	case rule.Op == schema.Gte:
		n.least("minimum", limit)
	case rule.Op == schema.Gt:
		n.least("exclusiveMinimum", limit)
	case rule.Op == schema.Lte:
		n.most("maximum", limit)
	case rule.Op == schema.Lt:
		n.most("exclusiveMaximum", limit)
	}
	if k == schema.Float32 {
		n.said = true
		return "a number is rounded to float32 before it is compared"
	}
	return ""
}

// outer is the limit of a float32 in its short form, or as the exact double where that lets more numbers in.
func outer(op schema.Op, x float64, short json.Number) json.Number {
	exact := number(schema.Literal{Kind: schema.Float64, Float: x})
	order := compare(short, exact)
	if (op == schema.Gte || op == schema.Gt) && order > 0 || (op == schema.Lte || op == schema.Lt) && order < 0 {
		return exact
	}
	return short
}

// bounds adds the limits of a type where no rule has narrower ones.
func bounds(n *node, k schema.Kind) {
	if !k.Integer() && k != schema.Float32 {
		return
	}
	low, high := limits(k)
	if !n.members.Has("exclusiveMinimum") {
		n.least("minimum", low)
	}
	if !n.members.Has("exclusiveMaximum") {
		n.most("maximum", high)
	}
}

// length compares a number of runes, items or entries.
func length(n *node, k schema.Kind, rule *schema.Constraint) string {
	what := map[schema.Kind]string{schema.String: "Length", schema.List: "Items", schema.Map: "Properties"}[k]
	if what == "" {
		return "no keyword counts bytes"
	}
	count := func(x int64) json.Number { return json.Number(strconv.FormatInt(x, 10)) }
	switch rule.Op {
	case schema.Eq:
		n.least("min"+what, count(rule.Count))
		n.most("max"+what, count(rule.Count))
	case schema.Ne:
		n.add("not", Object{{"min" + what, count(rule.Count)}, {"max" + what, count(rule.Count)}})
	case schema.Gte:
		n.least("min"+what, count(rule.Count))
	case schema.Gt:
		n.least("min"+what, count(min(rule.Count, math.MaxInt64-1)+1)) // no length is above the largest
	case schema.Lte:
		n.most("max"+what, count(rule.Count))
	case schema.Lt:
		n.most("max"+what, count(max(rule.Count-1, 0)))
	}
	return ""
}

func oneOf(n *node, rule *schema.Constraint) string {
	if rule.Fold {
		texts := make([]string, len(rule.Limits))
		for i, l := range rule.Limits {
			texts[i] = pattern.Folded(l.Text)
		}
		marked(n, rule, patterned("^(?:"+strings.Join(texts, "|")+")$", rule.Op))
		return ""
	}
	sorted := slices.Clone(rule.Limits)
	slices.SortFunc(sorted, schema.Literal.Compare)
	var all []any
	for _, l := range sorted {
		v, ok := value(l)
		if !ok || l.Kind == schema.Duration || l.Kind == schema.Time {
			return "no keyword compares a " + string(l.Kind)
		}
		all = append(all, v)
	}
	switch {
	case rule.Op == schema.Ne:
		n.add("not", Object{{"enum", all}})
	case len(all) == 1:
		n.add("const", all[0])
	default:
		n.add("enum", all)
	}
	return ""
}

// unique demands items that differ.
func unique(n *node, t schema.Type, rule *schema.Constraint) string {
	if t.Kind != schema.List || rule.Text != "" {
		return "uniqueItems compares the items of a list as a whole"
	}
	switch k := t.Elem.Type.Scalar(); k {
	case schema.Float32, schema.Time, schema.Duration, schema.Decimal, schema.Struct, schema.List, schema.Map:
		return "uniqueItems compares what JSON says, and a " + string(k) + " has many spellings"
	}
	n.members.set("uniqueItems", true)
	return ""
}

// anyOf demands one of the alternatives; all must be said.
func (c *compiler) anyOf(n *node, el *schema.Element, rule *schema.Constraint) string {
	list := make([]any, len(rule.Any))
	for i, all := range rule.Any {
		var alone node
		for k := range all {
			if why := c.rule(&alone, el, &all[k]); why != "" {
				return "of " + all[k].Rule + ": " + strings.Replace(why, silent, "it is always met", 1)
			}
		}
		list[i] = alone.object()
	}
	marked(n, rule, Object{{"anyOf", list}})
	return ""
}
