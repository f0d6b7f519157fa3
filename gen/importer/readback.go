package importer

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/sql"
)

// Checks are the CHECK constraints of a Delta table, by name, among its properties.
func Checks(properties map[string]string) map[string]string {
	out := map[string]string{}
	for key, condition := range properties {
		if name, ok := strings.CutPrefix(key, "delta.constraints."); ok {
			out[name] = condition
		}
	}
	return out
}

// readChecks gives the columns that typedml did not write the rules of which it makes the CHECK constraints that they have.
func (a *adoption) readChecks(c *Columns) {
	rec := *c.Record
	rec.Fields = slices.Clone(rec.Fields)
	for i := range rec.Fields {
		f := &rec.Fields[i]
		if c.Written[f.Key] {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(c.Checks)) {
			if !strings.HasSuffix(name, "_rules") {
				continue
			}
			if read, ok := readBack(*f, c.Checks[name]); ok {
				*f = read
				a.checked[f.Key] = true
				break
			}
		}
	}
	c.Record = &rec
}

// carried tells of the CHECK constraints that are not of the record's own rules: those a program writes that did not know
// typedml.
func (a *adoption) carried(rec *schema.Record, checks map[string]string) {
	if len(checks) == 0 {
		return
	}
	own := map[string]string{}
	plain := *rec
	plain.Checks = nil
	if table, err := sql.Spark().Table("t", &plain, nil); err == nil {
		for _, c := range table.Checks {
			own[c.Name] = sql.Spaceless(c.Condition)
		}
	}
	for _, c := range rec.Checks { // their conditions were compiled from the same source
		own[c.Name+"_check"], own["check_errors"] = "", ""
	}
	for _, name := range slices.Sorted(maps.Keys(checks)) {
		condition := checks[name]
		if same, ok := own[name]; ok && (same == "" || same == sql.Spaceless(condition)) {
			continue
		}
		text := fmt.Sprintf("the CHECK constraint %s is no rule of typedml's: write it as one, or as a //typedml:check: %s", name, strings.Join(strings.Fields(condition), " "))
		a.note("(all)", "%s", text)
		a.left[rec] = append(a.left[rec], comment(text))
	}
}

// readBack finds the rules of which typedml's dialect of Spark makes the condition of a column's CHECK: it tries, and compares
// what the dialect makes of a try. ok is false when no rules do.
func readBack(f schema.Field, condition string) (read schema.Field, ok bool) {
	condition = sql.Spaceless(condition)
	want := pieces(condition)
	if len(want) == 0 || len(condition) > maxCheck || !strings.Contains(condition, "`"+strings.ReplaceAll(f.Key, "`", "``")+"`") {
		return f, false
	}
	for _, try := range starts(f, condition) {
		for range len(want) + 1 {
			have := rendered(try)
			if slices.Equal(have, want) {
				return try, true
			}
			next, found := extended(try, have, want, condition)
			if !found {
				break
			}
			try = next
		}
	}
	return f, false
}

// maxCheck is how long a condition may be for rules to be looked for: each try renders one.
const maxCheck = 4096

// rendered are the pieces of the CHECK of one field.
func rendered(f schema.Field) []string {
	table, err := sql.Spark().Table("t", &schema.Record{Fields: []schema.Field{f}}, nil)
	if err != nil || len(table.Checks) != 1 {
		return nil
	}
	return pieces(sql.Spaceless(table.Checks[0].Condition))
}

// pieces are the alternatives of NOT (a OR b), each what breaks a rule.
func pieces(condition string) []string {
	inner, ok := strings.CutPrefix(condition, "NOT(")
	inner, closed := strings.CutSuffix(inner, ")")
	if !ok || !closed {
		return nil
	}
	var out []string
	depth, start, quote, literal := 0, 0, byte(0), false
	for i := range len(inner) {
		switch b := inner[i]; {
		case literal:
			literal = false
		case quote == '\'' && b == '\\':
			literal = true
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '\'' || b == '`':
			quote = b
		case b == '(':
			depth++
		case b == ')':
			depth--
		case depth == 0 && i > start && inner[i-1] == ')' && strings.HasPrefix(inner[i:], "OR"):
			out = append(out, inner[start:i])
			start = i + len("OR")
		}
	}
	return append(out, inner[start:])
}

// starts are a field without rules in the forms that it may have had: with what omits a nil, unsigned, an enum.
func starts(f schema.Field, condition string) []schema.Field {
	f.Constraints = nil
	out := []schema.Field{f}
	wider := map[schema.Kind]schema.Kind{schema.Int16: schema.Uint8, schema.Int32: schema.Uint16, schema.Int64: schema.Uint32}
	if narrow, ok := wider[f.Type.Kind]; ok {
		unsigned := f
		unsigned.Type = schema.Type{Kind: narrow}
		out = append(out, unsigned)
	}
	if texts := textsOf(condition); f.Type.Kind == schema.String && len(texts) > 0 {
		enum := f
		enum.Type = schema.Type{Kind: schema.Enum, Base: schema.String}
		for _, text := range texts {
			enum.Type.Values = append(enum.Type.Values, schema.Literal{Kind: schema.String, Text: text})
		}
		slices.SortFunc(enum.Type.Values, schema.Literal.Compare)
		out = append(out, enum)
	}
	if f.Optional {
		for _, try := range out {
			try.Constraints = []schema.Constraint{omitEmpty()}
			out = append(out, try)
		}
	}
	return out
}

// extended adds a rule that explains more of the pieces, and nothing that is not there.
func extended(f schema.Field, have, want []string, condition string) (schema.Field, bool) {
	for _, c := range candidates(f.Type, condition) {
		try := f
		try.Constraints = append(slices.Clone(f.Constraints), c)
		made := rendered(try)
		strange := slices.ContainsFunc(made, func(p string) bool { return !slices.Contains(want, p) })
		twice := len(slices.Compact(slices.Sorted(slices.Values(made)))) < len(made)
		if len(made) > len(have) && !strange && !twice {
			return try, true
		}
	}
	return f, false
}

var (
	inCheck = regexp.MustCompile(`-?[0-9][0-9.]*(?:E[+-]?[0-9]+)?`)
	quoted  = regexp.MustCompile(`'((?:[^'\\]|\\.)*)'`)
)

// textsOf are the texts that a condition has in quotes, without those that the dialect itself writes.
func textsOf(condition string) []string {
	var out []string
	for _, m := range quoted.FindAllStringSubmatch(condition, -1) {
		text := escaped.ReplaceAllString(m[1], "$1")
		if !slices.Contains([]string{"Infinity", "-Infinity", "-0.0"}, text) && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// comparisons are the rules that compare, by operator.
var comparisons = []struct {
	rule, length string
	op           schema.Op
}{
	{"gte", "min", schema.Gte}, {"gt", "gt", schema.Gt}, {"lte", "max", schema.Lte}, {"lt", "lt", schema.Lt}, {"eq", "len", schema.Eq}, {"ne", "ne", schema.Ne},
}

// affixes are the rules about what a text holds.
var affixes = []struct {
	rule string
	kind schema.ConstraintKind
}{{"startswith", schema.HasPrefix}, {"endswith", schema.HasSuffix}, {"contains", schema.Contains}}

// escaped is what SQL writes for a quote or a backslash in a text.
var escaped = regexp.MustCompile(`\\(.)`)

// candidates are rules of a type with the constants of a condition.
func candidates(t schema.Type, condition string) []schema.Constraint {
	var out []schema.Constraint
	k := t.Scalar()
	words := textsOf(condition)
	if k != schema.String && k != schema.Date {
		words = inCheck.FindAllString(condition, -1)
	}
	var limits []schema.Literal
	for _, w := range words {
		l, err := tag.Parse(k, w)
		if err != nil || !parses(l) || slices.Contains(limits, l) || k == schema.String && !sayable(w) {
			continue
		}
		limits = append(limits, l)
		for _, c := range comparisons {
			out = append(out, schema.Constraint{Kind: schema.Range, Rule: c.rule, Param: l.String(), Op: c.op, Limit: &l})
		}
	}
	listed := !slices.ContainsFunc(limits, func(l schema.Literal) bool { return strings.Contains(l.Text, "'") }) // no tag lists those
	if (k == schema.String || k.Integer()) && t.Kind != schema.Enum && len(limits) > 0 && listed {
		out = append(out, schema.Constraint{Kind: schema.OneOf, Rule: "oneof", Limits: limits})
	}
	if k == schema.String || k == schema.List || k == schema.Map {
		for _, w := range inCheck.FindAllString(condition, -1) {
			n, err := strconv.ParseInt(w, 10, 32)
			for _, c := range comparisons {
				if err == nil && n >= 0 {
					out = append(out, schema.Constraint{Kind: schema.Length, Rule: c.length, Param: w, Op: c.op, Count: n})
				}
			}
		}
	}
	if k == schema.String {
		for _, l := range limits {
			text := l.Text
			for _, c := range affixes {
				out = append(out, schema.Constraint{Kind: c.kind, Rule: c.rule, Param: text, Text: text})
			}
		}
	}
	if k.Float() {
		for n := range int64(16) {
			out = append(out, schema.Constraint{Kind: schema.Decimals, Rule: "decimals", Param: strconv.FormatInt(n, 10), Count: n})
		}
		out = append(out, schema.Constraint{Kind: schema.Finite, Rule: "finite"})
	}
	return append(out, schema.Constraint{Kind: schema.NotZero, Rule: "required"})
}
