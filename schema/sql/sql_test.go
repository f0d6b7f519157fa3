package sql

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/typedml/typedml/schema"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// orders is a record with a rule of most kinds.
func orders() *schema.Record {
	f64 := func(key string, c ...schema.Constraint) schema.Field {
		return schema.Field{Name: key, Key: key, Type: schema.Type{Kind: schema.Float64}, Constraints: c}
	}
	gte0 := schema.Constraint{Kind: schema.Range, Rule: "gte", Param: "0", Op: schema.Gte, Limit: &schema.Literal{Kind: schema.Float64}}
	text := schema.Type{Kind: schema.String}
	item := &schema.Record{Name: "item", Fields: []schema.Field{f64("price", gte0)}}
	total := &schema.Expr{Op: schema.OpLte, Type: schema.Bool, Args: []*schema.Expr{
		{Op: schema.OpField, Type: schema.Float64, Path: "discount"}, {Op: schema.OpField, Type: schema.Float64, Path: "amount"},
	}}
	amount := f64("amount", gte0, schema.Constraint{Kind: schema.Decimals, Rule: "decimals", Count: 2})
	amount.Unit = "EUR"
	return &schema.Record{
		Name: "sample.orders", Doc: "Orders of one customer's.",
		Fields: []schema.Field{
			{Name: "ID", Key: "id", Type: text, Role: schema.RoleKey, Doc: "It's the key.", Constraints: []schema.Constraint{{Kind: schema.NotZero, Rule: "required"}}},
			amount,
			{Name: "Discount", Key: "discount", Type: schema.Type{Kind: schema.Float64}, Optional: true, Constraints: []schema.Constraint{{Kind: schema.Omit, Rule: "omitempty", Text: "empty"}, gte0}},
			{Name: "Count", Key: "count", Type: schema.Type{Kind: schema.Uint8}},
			{Name: "Mail", Key: "mail", Type: text, Sensitive: true, Constraints: []schema.Constraint{{Kind: schema.Format, Rule: "email", Text: "email"}, {Kind: schema.Pattern, Rule: "regex", Text: `^\w+@`}}},
			{Name: "Vector", Key: "vector", Type: schema.Type{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float64}}}, Constraints: []schema.Constraint{
				{Kind: schema.Length, Rule: "len", Op: schema.Eq, Count: 3},
				{Kind: schema.Norm, Rule: "norm", Limits: []schema.Literal{{Kind: schema.Float64, Float: 0.99}, {Kind: schema.Float64, Float: 1.01}}},
			}},
			{Name: "Items", Key: "items", Type: schema.Type{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: schema.Struct, Record: item}}}},
			{Name: "At", Key: "at", Type: schema.Type{Kind: schema.Time}, Role: schema.RoleTimestamp},
		},
		Checks: []schema.Check{{Name: "discount_below_amount", Source: "discount <= amount", Expr: total}},
	}
}

func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != text {
		t.Errorf("%s differs; -update rewrites it. Got:\n%s", path, text)
	}
}

// dialects are all of them, and properties that their tables take.
func dialects() map[*Dialect]map[string]string {
	return map[*Dialect]map[string]string{Spark(): {"typedml.version": "1.0.0"}, SQLite(): nil, DuckDB(): nil}
}

func TestTable(t *testing.T) {
	for d, properties := range dialects() {
		table, err := d.Table("main.ml.orders", orders(), properties)
		if err != nil {
			t.Fatal(err)
		}
		text := table.Create + ";\n"
		for _, c := range table.Checks {
			if c.Add != "" {
				text += c.Add + ";\n"
			}
		}
		for _, u := range table.Unexpressed {
			text += "-- not expressed: " + u.String() + "\n"
		}
		golden(t, strings.ToLower(d.Name)+"_table.sql", text)
	}
}

func TestAudit(t *testing.T) {
	for d := range dialects() {
		audit := d.Audit(d.Identifier("main", "ml", "orders"), orders(), 3)
		text := audit.Query + "\n"
		for _, u := range audit.Unexpressed {
			text += "-- not expressed: " + u.String() + "\n"
		}
		golden(t, strings.ToLower(d.Name)+"_audit.sql", text)
	}
}

// Nothing is left out in silence: each rule of the record is a predicate or unexpressed, in the table, too.
func TestNothingIsSilent(t *testing.T) {
	for d := range dialects() {
		t.Run(d.Name, func(t *testing.T) { nothingIsSilent(t, d) })
	}
}

func nothingIsSilent(t *testing.T, d *Dialect) {
	predicates, unexpressed := d.Predicates(orders())
	var all []string
	for _, p := range predicates {
		all = append(all, p.Path+" "+p.Rule)
	}
	for _, u := range unexpressed {
		all = append(all, u.Path+" "+u.Rule)
	}
	for _, want := range []string{
		"id required", "id null", "amount gte", "amount decimals", "discount gte", "count overflow", "mail email", "mail regex",
		"vector len", "vector norm", "items[].price gte", "items[].price null", " discount_below_amount", " check_error",
	} {
		if !slices.Contains(all, want) {
			t.Errorf("no %q in %q", want, all)
		}
	}
	table, err := d.Table("t", orders(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, u := range table.Unexpressed {
		said = append(said, u.Path+" "+u.Rule)
	}
	for _, p := range predicates {
		held := slices.ContainsFunc(table.Checks, func(c Check) bool { return strings.Contains(c.Condition, p.Broken) })
		if !held && !slices.Contains(said, p.Path+" "+p.Rule) && p.Rule != "null" {
			t.Errorf("%s %s is neither in a CHECK nor listed", p.Path, p.Rule)
		}
	}
}

// A kind of constraint that is added must be rendered, or said to be impossible.
func TestEveryKindHasAPredicate(t *testing.T) {
	for d := range dialects() {
		t.Run(d.Name, func(t *testing.T) { everyKind(t, d) })
	}
}

func everyKind(t *testing.T, d *Dialect) {
	list := schema.Type{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float64}}}
	limits := []schema.Literal{{Kind: schema.Float64}, {Kind: schema.Float64, Float: 1}}
	types := map[schema.ConstraintKind]schema.Type{schema.Norm: list, schema.Sum: list, schema.Sorted: list, schema.OneHot: list, schema.Unique: list, schema.Length: list, schema.Pattern: {Kind: schema.String}, schema.Format: {Kind: schema.String}}
	for _, kind := range schema.ConstraintKinds() {
		if kind == schema.Digits {
			continue // a column has no room for what breaks it
		}
		typ, ok := types[kind]
		if !ok {
			typ = schema.Type{Kind: schema.Float64}
		}
		rule := schema.Constraint{Kind: kind, Rule: "rule", Op: schema.Eq, Limit: &limits[0], Limits: limits, Text: "empty"}
		switch kind {
		case schema.Unique:
			rule.Text = ""
		case schema.Against:
			rule.Text, rule.Path = "", "x"
		case schema.AnyOf:
			rule.Any = [][]schema.Constraint{{{Kind: schema.Range, Op: schema.Eq, Limit: &limits[0]}}, {{Kind: schema.Finite}}}
		}
		r := &schema.Record{Name: "r", Fields: []schema.Field{{Name: "X", Key: "x", Type: typ, Constraints: []schema.Constraint{rule}}}}
		predicates, unexpressed := d.Predicates(r)
		rendered := slices.ContainsFunc(predicates, func(p Predicate) bool { return p.Rule == "rule" })
		listed := slices.ContainsFunc(unexpressed, func(u Unexpressed) bool { return u.Rule == "rule" && !strings.Contains(u.Why, "has no predicate") })
		if !rendered && !listed && kind != schema.Omit {
			t.Errorf("%s has no predicate in %s: %v", kind, d.Name, unexpressed)
		}
	}
}

// A dialect that lacks a word makes the rules that need it unexpressed, and no others.
func TestMissingWord(t *testing.T) {
	d := Spark()
	d.words = map[word]string{}
	for w, template := range sparkWords {
		if w != wordIsNaN {
			d.words[w] = template
		}
	}
	predicates, unexpressed := d.Predicates(orders())
	if !slices.ContainsFunc(unexpressed, func(u Unexpressed) bool {
		return u.Path == "amount" && u.Rule == "gte" && u.Why == "Spark has no is NaN"
	}) {
		t.Errorf("unexpressed: %v", unexpressed)
	}
	if !slices.ContainsFunc(predicates, func(p Predicate) bool { return p.Path == "id" && p.Rule == "required" }) {
		t.Error("a rule without the word is gone")
	}
}

func TestTableRefuses(t *testing.T) {
	text := schema.Type{Kind: schema.String}
	number := &schema.Element{Type: schema.Type{Kind: schema.Int64}}
	for want, fields := range map[string][]schema.Field{
		"differ by case only":   {{Name: "A", Key: "a", Type: text}, {Name: "B", Key: "A", Type: text}},
		"do not allow the":      {{Name: "A", Key: "a b", Type: text}},
		"field v: field A: tab": {{Name: "V", Key: "v", Type: schema.Type{Kind: schema.Struct, Record: &schema.Record{Fields: []schema.Field{{Name: "A", Key: "a b", Type: text}}}}}},
		"string keys, not int":  {{Name: "A", Key: "a", Type: schema.Type{Kind: schema.Map, Key: number, Elem: number}}},
		"field a: field b: a t": {{Name: "A", Key: "a", Type: schema.Type{Kind: schema.Struct, Record: &schema.Record{Fields: []schema.Field{{Key: "b", Type: schema.Type{Kind: "x"}}}}}}},
	} {
		_, err := Spark().Table("t", &schema.Record{Name: "r", Fields: fields}, nil)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// A record without fields is no table, and no column where columns are structs.
func TestTableOfNothing(t *testing.T) {
	none := &schema.Record{Name: "m.Opts"}
	holder := &schema.Record{Name: "m.Job", Fields: []schema.Field{{Name: "Opts", Key: "opts", Type: schema.Type{Kind: schema.Struct, Record: none}}}}
	for _, d := range []*Dialect{Spark(), SQLite(), DuckDB()} {
		if _, err := d.Table("t", none, nil); err == nil || !strings.Contains(err.Error(), "record m.Opts has no fields, and a table of "+d.Name) {
			t.Errorf("%s: %v", d.Name, err)
		}
		_, err := d.Table("t", holder, nil)
		if want := "record m.Job: field opts: record m.Opts has no fields"; d.Name == "SQLite" && err != nil || d.Name != "SQLite" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: a column of it: %v", d.Name, err)
		}
	}
}

func TestNamesAreFree(t *testing.T) {
	taken := map[string]bool{}
	for _, want := range [][2]string{{"a.B", "a_b"}, {"a_b", "a_b_2"}, {"ä", "_"}, {"a-b", "a_b_3"}} {
		if got := free(taken, want[0]); got != want[1] {
			t.Errorf("%s: %s, want %s", want[0], got, want[1])
		}
	}
}

func TestJavaPattern(t *testing.T) {
	for text, want := range map[string]string{
		`^a.b$`:        `\Aa[^\n]b\z`,
		`(?i)ab`:       `[Aa][Bb]`,
		`(?s)a.`:       `a[\x{0}-\x{10ffff}]`,
		`[^a-c]`:       `[\x{0}-\x{60}d-\x{10ffff}]`,
		`(a|bc)+?`:     `(?:(?:a|bc))+`,
		`a{2,}`:        `(?:a){2,}`,
		`\.\$'`:        `\x{2e}\x{24}\x{27}`,
		`(?m)^a$`:      `(?:\A|(?<=\n))a(?=\n|\z)`,
		`[[:^ascii:]]`: `[\x{80}-\x{10ffff}]`,
	} {
		got, err := javaPattern(text)
		if err != nil || got != want {
			t.Errorf("%s: %s, want %s (%v)", text, got, want, err)
		}
	}
	if _, err := javaPattern("("); err == nil {
		t.Error("( is no pattern")
	}
}

// SQLite's parser had a stack of 100 entries until 3.46: what is said of lists, maps and records within each other does not nest
// as they do.
func TestNesting(t *testing.T) {
	held := &schema.Record{Type: "R0", Fields: []schema.Field{{Name: "X", Key: "x", Type: schema.Type{Kind: schema.Int8}}}}
	for i := range 6 {
		in := &schema.Element{Type: schema.Type{Kind: schema.Struct, Record: held}}
		typ := schema.Type{Kind: schema.Map, Key: &schema.Element{Type: schema.Type{Kind: schema.String}}, Elem: in}
		if i%2 == 1 {
			typ = schema.Type{Kind: schema.List, Elem: in}
		}
		held = &schema.Record{Type: "R" + strconv.Itoa(i+1), Fields: []schema.Field{{Name: "X", Key: "x", Type: typ}}}
	}
	predicates, unexpressed := SQLite().Predicates(held)
	if len(unexpressed) > 0 || len(predicates) == 0 {
		t.Fatal(unexpressed)
	}
	for _, p := range predicates {
		deepest, depth := 0, 0
		for _, b := range p.Broken {
			switch b {
			case '(':
				depth++
				deepest = max(deepest, depth)
			case ')':
				depth--
			}
		}
		if deepest > 20 {
			t.Errorf("%s %s nests %d deep: %s", p.Path, p.Rule, deepest, p.Broken)
		}
	}
}
