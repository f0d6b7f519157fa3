package tag

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/format"
	"github.com/typedml/typedml/schema"
)

// Table is the vocabulary of one tag.
type Table struct {
	// Tag is the tag's name: "validate", "check".
	Tag  string
	rows map[string]row
	// bars says that | stands between alternatives.
	bars bool
	// aliases are words that stand for others.
	aliases map[string]string
	// other is the tag with the other vocabulary, others its words: they tell a user where a misplaced word belongs.
	other  string
	others map[string]row
	// users are the words of the user's rules.
	users []string
}

// Validate is the vocabulary of go-playground/validator/v10, as far as it is compiled. It stands in the tag "validate",
// or in another that the definition names, such as gin's "binding".
func Validate(name string) Table {
	return Table{Tag: name, rows: upstream(), bars: true, aliases: aliases(), other: "check", others: own()}
}

// With returns the table with further aliases: words that stand for others.
func (t Table) With(more map[string]string) Table {
	if len(more) == 0 {
		return t
	}
	t.aliases = maps.Clone(t.aliases)
	maps.Copy(t.aliases, more)
	return t
}

// Rules returns the table with the names of the user's rules, which stand in the tag check.
func (t Table) Rules(names []string) Table {
	t.users = names
	return t
}

// user is the row of a user's rule, nil when there is none of that name.
func (t Table) user(env Env, w Word) *row {
	if t.bars || !slices.Contains(t.users, w.Name) || env.Rule == nil {
		return nil
	}
	rule := env.Rule(w.Name)
	r := &row{name: w.Name, fits: func(Target) bool { return rule.Fits }, takes: rule.Takes}
	if rule.Argument {
		r.param = needsParam
	}
	r.lower = func(_ Env, _ Target, w Word) ([]schema.Constraint, error) {
		_, err := Parse(schema.String, w.Param)
		return one(schema.Constraint{Kind: schema.User, Text: w.Name, Argument: w.Param}, err)
	}
	return r
}

// Knows reports whether the table has the word.
func (t Table) Knows(word string) bool {
	_, is := t.rows[word]
	return is || t.aliases[word] != "" || structural[word] || refused[word] != ""
}

// Check is typedml's own vocabulary; name is the tag with upstream's.
func Check(name string) Table {
	return Table{Tag: "check", rows: own(), other: name, others: upstream()}
}

// upstream are the words of validator/v10 that are compiled.
var upstream = sync.OnceValue(func() map[string]row {
	rows := []row{
		{name: "required", fits: anything, takes: "every type", lower: always(schema.Constraint{Kind: schema.NotZero})},
		{name: "isdefault", fits: anything, takes: "every type", lower: always(schema.Constraint{Kind: schema.Zero})},
		{name: "omitempty", fits: anything, takes: "every type", lower: always(schema.Constraint{Kind: schema.Omit, Text: "empty"})},
		{name: "omitnil", fits: anything, takes: "every type", lower: always(schema.Constraint{Kind: schema.Omit, Text: "nil"})},
		{name: "omitzero", fits: anything, takes: "every type", lower: always(schema.Constraint{Kind: schema.Omit, Text: "zero"})},
		{name: "nostructlevel", fits: isRecord, takes: "structs", lower: always(schema.Constraint{Kind: schema.Omit, Text: "always"})},
		{name: "structonly", fits: isRecord, takes: "structs", lower: structOnly},
		{name: "validateFn", param: mayHaveParam, fits: anything, takes: "types with the method", lower: method},
		{name: "postcode_iso3166_alpha2_field", param: needsParam, fits: isText, takes: takesText, lower: postcode},
		{name: "eq", param: needsParam, fits: equatable, takes: takesEquatable, lower: compare(schema.Eq)},
		{name: "ne", param: needsParam, fits: equatable, takes: takesEquatable, lower: compare(schema.Ne)},
		{name: "gt", param: needsLimit, fits: ordered, takes: takesOrdered, lower: compare(schema.Gt)},
		{name: "gte", param: needsLimit, fits: ordered, takes: takesOrdered, lower: compare(schema.Gte)},
		{name: "lt", param: needsLimit, fits: ordered, takes: takesOrdered, lower: compare(schema.Lt)},
		{name: "lte", param: needsLimit, fits: ordered, takes: takesOrdered, lower: compare(schema.Lte)},
		{name: "min", param: needsLimit, fits: ordered, takes: takesOrdered, lower: compare(schema.Gte)},
		{name: "max", param: needsLimit, fits: ordered, takes: takesOrdered, lower: compare(schema.Lte)},
		{name: "len", param: needsParam, fits: sized, takes: takesSized, lower: compare(schema.Eq)},
		{name: "unique", param: mayHaveParam, fits: collection, takes: "lists and maps of single values, lists of records, and single values beside another field", lower: unique},
		{name: "oneof", param: needsParam, fits: discrete, takes: "strings and integers", lower: oneOf("", false)},
		{name: "noneof", param: needsParam, fits: discrete, takes: "strings and integers", lower: oneOf(schema.Ne, false)},
		{name: "oneofci", param: needsParam, fits: isText, takes: takesText, lower: oneOf("", true)},
		{name: "noneofci", param: needsParam, fits: isText, takes: takesText, lower: oneOf(schema.Ne, true)},
		{name: "eq_ignore_case", param: needsParam, fits: isText, takes: takesText, lower: folded("")},
		{name: "ne_ignore_case", param: needsParam, fits: isText, takes: takesText, lower: folded(schema.Ne)},
		{name: "contains", param: needsParam, fits: isText, takes: takesText, lower: holds(schema.Contains, "")},
		{name: "containsany", param: needsParam, fits: isText, takes: takesText, lower: holds(schema.ContainsAny, "")},
		{name: "containsrune", param: needsParam, fits: isText, takes: takesText, lower: holdsRune("")},
		{name: "excludes", param: needsParam, fits: isText, takes: takesText, lower: holds(schema.Contains, schema.Ne)},
		{name: "excludesall", param: needsParam, fits: isText, takes: takesText, lower: holds(schema.ContainsAny, schema.Ne)},
		{name: "excludesrune", param: needsParam, fits: isText, takes: takesText, lower: holdsRune(schema.Ne)},
		{name: "startswith", param: needsParam, fits: isText, takes: takesText, lower: holds(schema.HasPrefix, "")},
		{name: "endswith", param: needsParam, fits: isText, takes: takesText, lower: holds(schema.HasSuffix, "")},
		{name: "startsnotwith", param: needsParam, fits: isText, takes: takesText, lower: holds(schema.HasPrefix, schema.Ne)},
		{name: "eqfield", param: needsParam, fits: anything, takes: "every type", lower: against(schema.Eq, false)},
		{name: "nefield", param: needsParam, fits: anything, takes: "every type", lower: against(schema.Ne, false)},
		{name: "gtfield", param: needsParam, fits: anything, takes: "every type", lower: against(schema.Gt, false)},
		{name: "gtefield", param: needsParam, fits: anything, takes: "every type", lower: against(schema.Gte, false)},
		{name: "ltfield", param: needsParam, fits: anything, takes: "every type", lower: against(schema.Lt, false)},
		{name: "ltefield", param: needsParam, fits: anything, takes: "every type", lower: against(schema.Lte, false)},
		{name: "eqcsfield", param: needsParam, fits: anything, takes: "every type", lower: against(schema.Eq, true)},
		{name: "necsfield", param: needsParam, fits: anything, takes: "every type", lower: against(schema.Ne, true)},
		{name: "gtcsfield", param: needsParam, fits: anything, takes: "every type", lower: against(schema.Gt, true)},
		{name: "gtecsfield", param: needsParam, fits: anything, takes: "every type", lower: against(schema.Gte, true)},
		{name: "ltcsfield", param: needsParam, fits: anything, takes: "every type", lower: against(schema.Lt, true)},
		{name: "ltecsfield", param: needsParam, fits: anything, takes: "every type", lower: against(schema.Lte, true)},
		{name: "fieldcontains", param: needsParam, fits: isText, takes: takesText, lower: holdsField("")},
		{name: "fieldexcludes", param: needsParam, fits: isText, takes: takesText, lower: holdsField(schema.Ne)},
		{name: "required_if", param: needsParam, fits: anything, takes: "every type", lower: equal(schema.NotZero, false)},
		{name: "required_unless", param: needsParam, fits: anything, takes: "every type", lower: equal(schema.NotZero, true)},
		{name: "skip_unless", param: needsParam, fits: anything, takes: "every type", lower: equal(schema.NotZero, false)},
		{name: "required_with", param: needsParam, fits: anything, takes: "every type", lower: present(schema.NotZero, false, false)},
		{name: "required_with_all", param: needsParam, fits: anything, takes: "every type", lower: present(schema.NotZero, false, true)},
		{name: "required_without", param: needsParam, fits: anything, takes: "every type", lower: present(schema.NotZero, true, false)},
		{name: "required_without_all", param: needsParam, fits: anything, takes: "every type", lower: present(schema.NotZero, true, true)},
		{name: "excluded_if", param: needsParam, fits: anything, takes: "every type", lower: equal(schema.Zero, false)},
		{name: "excluded_unless", param: needsParam, fits: anything, takes: "every type", lower: equal(schema.Zero, true)},
		{name: "excluded_with", param: needsParam, fits: anything, takes: "every type", lower: present(schema.Zero, false, false)},
		{name: "excluded_with_all", param: needsParam, fits: anything, takes: "every type", lower: present(schema.Zero, false, true)},
		{name: "excluded_without", param: needsParam, fits: anything, takes: "every type", lower: present(schema.Zero, true, false)},
		{name: "excluded_without_all", param: needsParam, fits: anything, takes: "every type", lower: present(schema.Zero, true, true)},
		{name: "endsnotwith", param: needsParam, fits: isText, takes: takesText, lower: holds(schema.HasSuffix, schema.Ne)},
	}
	return index(append(rows, formatRows(false)...)...)
})

// formatRows are the words of the formats that are typedml's own, or upstream's.
func formatRows(own bool) []row {
	var rows []row
	for _, f := range format.All() {
		if f.Own == own {
			rows = append(rows, formatRow(f))
		}
	}
	return rows
}

// formatRow is the word of a format.
func formatRow(f format.Format) row {
	r := row{name: f.Name, lower: formatted(f), takes: f.Types()}
	r.fits = func(t Target) bool { return f.Fits(t.Type.Scalar()) }
	switch {
	case len(f.Choices) > 0:
		r.param = mayHaveParam
	case f.Argument != "":
		r.param = needsParam
	}
	return r
}

// aliases are upstream's own.
var aliases = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, a := range format.Aliases() {
		out[a.Name] = a.Text
	}
	return out
})

// structural are the words that say what becomes of later ones or of values below.
var structural = map[string]bool{
	"dive": true, "keys": true, "endkeys": true, "omitempty": true, "omitnil": true, "omitzero": true, "structonly": true, "nostructlevel": true, "isdefault": true,
}

// own are the words of the tag check.
var own = sync.OnceValue(func() map[string]row {
	return index(append(formatRows(true),
		row{name: "decimals", param: needsParam, fits: floats, takes: "float32, float64 and lists of them", lower: decimals},
		row{name: "decimal", param: needsParam, fits: isDecimal, takes: "validate.Decimal (decimals=2 limits the places of a float)", lower: size},
		row{name: "finite", fits: floats, takes: "float32, float64 and lists of them", lower: always(schema.Constraint{Kind: schema.Finite})},
		row{name: "norm", param: needsParam, fits: floatList, takes: "lists of float32 or float64", lower: interval(schema.Norm)},
		row{name: "sum", param: needsParam, fits: numberList, takes: "lists of numbers", lower: interval(schema.Sum)},
		row{name: "probability", fits: floats, takes: "float32, float64 and lists of them", lower: always(unitInterval)},
		row{name: "simplex", param: mayHaveParam, fits: floatList, takes: "lists of float32 or float64", lower: simplex},
		row{name: "one_hot", fits: hotList, takes: "lists of numbers or bools", lower: always(schema.Constraint{Kind: schema.OneHot})},
		row{name: "sorted", param: mayHaveParam, fits: sortable, takes: takesSortable, lower: sorted("", "asc", "desc")},
		row{name: "monotonic", param: needsParam, fits: sortable, takes: takesSortable, lower: sorted("increasing", "decreasing", "nondecreasing", "nonincreasing")},
		row{name: "past", fits: isTime, takes: "times", lower: always(schema.Constraint{Kind: schema.Clock, Op: schema.Lt})},
		row{name: "future", fits: isTime, takes: "times", lower: always(schema.Constraint{Kind: schema.Clock, Op: schema.Gt})},
		row{name: "max_age", param: needsParam, fits: isTime, takes: "times", lower: window(schema.Gte, -1)},
		row{name: "min_age", param: needsParam, fits: isTime, takes: "times", lower: window(schema.Lte, -1)},
		row{name: "max_ahead", param: needsParam, fits: isTime, takes: "times", lower: window(schema.Lte, 1)},
		row{name: "within", param: needsParam, fits: isTime, takes: "times", lower: around},
		row{name: "unit", param: needsParam, fits: measured, takes: "numbers, decimals, and lists and maps of them", lower: unit},
		row{name: "regex", param: needsParam, fits: isText, takes: takesText, lower: pattern},
	)...)
})

// Words returns the table's words, sorted, its aliases among them.
func (t Table) Words() []string {
	words := slices.Collect(maps.Keys(t.rows))
	if !t.bars {
		words = append(words, t.users...)
	}
	return slices.Sorted(slices.Values(slices.AppendSeq(words, maps.Keys(t.aliases))))
}

func index(rows ...row) map[string]row {
	out := make(map[string]row, len(rows))
	for _, r := range rows {
		out[r.name] = r
	}
	return out
}

// unknown words the diagnostic of a word that the table lacks: it stands in the other tag, needs I/O, is not compiled
// yet, or is misspelt.
func (t Table) unknown(w Word) Problem {
	p := Problem{Code: diag.UnknownRule, Message: fmt.Sprintf("unknown rule %q in the tag %s", w.Name, t.Tag)}
	_, misplaced := t.others[w.Name]
	misplaced = misplaced || t.bars && slices.Contains(t.users, w.Name)
	switch {
	case w.Name == "":
		p.Message, p.Remedy = "an empty rule in the tag "+t.Tag, "remove the comma or bar beside it"
	case !t.bars && strings.Contains(w.Name, "|"):
		p.Message = fmt.Sprintf("the tag %s has no alternatives: %q", t.Tag, text(w))
		p.Remedy = "write them as one expression, //typedml:check NAME \"MESSAGE\" A || B above the struct, or as one function, //typedml:rule"
	case w.Name == "keys" || w.Name == "endkeys":
		p.Message = w.Name + " stands where no keys are"
		p.Remedy = "on a map write dive,keys,RULES OF THE KEYS,endkeys,RULES OF THE VALUES"
	case misplaced:
		p.Remedy = fmt.Sprintf("write it in the tag %s:%s", t.other, strconv.Quote(text(w)))
	case refused[w.Name] != "":
		p.Code, p.Message = diag.RefusedRule, fmt.Sprintf("rule %q is refused: it %s", w.Name, refused[w.Name])
		p.Remedy = "check it where the program has the means, in a method Check(*validate.Report)"
	default:
		t.suggest(&p, w)
	}
	return p
}

// refused are upstream's words that do I/O, with what they do.
var refused = map[string]string{
	"file": "reads the file system", "filepath": "reads the file system", "dir": "reads the file system",
	"dirpath": "reads the file system", "image": "reads the file system", "mimetype": "reads the file system",
	"uds_exists": "reads the file system", "tcp_addr": "resolves names", "tcp4_addr": "resolves names",
	"tcp6_addr": "resolves names", "udp_addr": "resolves names", "udp4_addr": "resolves names",
	"udp6_addr": "resolves names", "ip_addr": "resolves names", "ip4_addr": "resolves names",
	"ip6_addr": "resolves names", "unix_addr": "resolves names",
}
