package schema_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/typedml/typedml/schema"
)

func lit(n int64) *schema.Literal { return &schema.Literal{Kind: schema.Int16, Int: n} }

func bound(rule string, op schema.Op, n int64) schema.Constraint {
	return schema.Constraint{Kind: schema.Range, Rule: rule, Param: lit(n).String(), Op: op, Limit: lit(n)}
}

func size(rule string, op schema.Op, n int64) schema.Constraint {
	return schema.Constraint{Kind: schema.Length, Rule: rule, Param: lit(n).String(), Op: op, Count: n}
}

// TestDiff makes one edit at a time: what it is called, whom it breaks, and the bump.
func TestDiff(t *testing.T) {
	const nobody = ""
	for name, c := range map[string]struct {
		edit   func(*schema.Record)
		want   string // the edits in words, joined by "; "
		breaks string
		bump   schema.Bump
	}{
		"nothing":               {func(*schema.Record) {}, "", nobody, schema.NoBump},
		"version and name only": {func(r *schema.Record) { r.Version, r.Type = "9.0.0", "Other" }, "", nobody, schema.NoBump},
		"add":                   {add(schema.Field{Key: "tax", Type: schema.Type{Kind: schema.Float64}}), "tax: added, float64", "writers", schema.Major},
		"add, may be absent": {
			add(schema.Field{Key: "tax", Type: schema.Type{Kind: schema.Float64}, Optional: true, MayBeAbsent: true}), "tax: added, float64", nobody, schema.Minor,
		},
		"remove a feature": {remove("items"), "items: removed, was int16", "writers,readers,models", schema.Major},
		"remove a text":    {remove("note"), "note: removed, was string", "writers,readers", schema.Major},
		"rename": {
			func(r *schema.Record) { f := r.Field("items"); f.Key, f.Was = "count", "items" }, "count: renamed, from items to count",
			"writers,readers,models", schema.Major,
		},
		"rename without was": {
			func(r *schema.Record) { r.Field("items").Key = "count" }, "count: added, int16; items: removed, was int16", "writers,readers,models", schema.Major,
		},
		"retype": {
			func(r *schema.Record) { r.Field("items").Type.Kind = schema.String }, "items: retyped, from int16 to string", "writers,readers,models", schema.Major,
		},
		"widen":             {kind("items", schema.Int32), "items: widened, from int16 to int32", "readers", schema.Minor},
		"widen to a double": {kind("items", schema.Float64), "items: widened, from int16 to float64", "readers,models", schema.Major},
		"narrow":            {kind("items", schema.Int8), "items: narrowed, from int16 to int8", "writers", schema.Major},
		"narrow a float":    {kind("margin", schema.Float32), "margin: narrowed, from float64 to float32", "writers", schema.Major},
		"unsigned":          {kind("items", schema.Uint16), "items: retyped, from int16 to uint16", "writers,readers", schema.Major},
		"tighten":           {rules("items", bound("gte", schema.Gte, 2), bound("lte", schema.Lte, 99)), "items: tightened, from gte=1 to gte=2", "writers", schema.Major},
		"tighten by a rule": {rules("margin", schema.Constraint{Kind: schema.Finite, Rule: "finite"}), "margin: tightened, finite", "writers", schema.Major},
		"loosen":            {rules("items", bound("gte", schema.Gte, 1), bound("lte", schema.Lte, 100)), "items: loosened, from lte=99 to lte=100", "readers", schema.Minor},
		"loosen by a rule":  {rules("items", bound("gte", schema.Gte, 1)), "items: loosened, was lte=99", "readers", schema.Minor},
		"shift":             {rules("items", bound("gte", schema.Gte, 2), bound("lte", schema.Lte, 100)), "items: rules changed, from lte=99,gte=1 to lte=100,gte=2", "writers,readers", schema.Major},
		"spell otherwise":   {rules("items", bound("max", schema.Lte, 99), bound("gt", schema.Gt, 0)), "items: annotated", nobody, schema.Patch},
		"eq to a range":     {rules("items", bound("gte", schema.Gte, 1), bound("lte", schema.Lte, 99), bound("eq", schema.Eq, 5)), "items: tightened, from lte=99,gte=1 to eq=5", "writers", schema.Major},
		"length to a range": {
			func(r *schema.Record) {
				r.Field("note").Constraints = []schema.Constraint{size("min", schema.Gte, 3), size("max", schema.Lte, 10)}
			},
			"note: loosened, from len=5 to max=10,min=3", "readers", schema.Minor,
		},
		"omitempty": {rules("id", schema.Constraint{Kind: schema.Omit, Rule: "omitempty", Text: "empty"}, schema.Constraint{Kind: schema.NotZero, Rule: "required"}), "id: loosened, omitempty=empty", "readers", schema.Minor},
		"norm": {
			func(r *schema.Record) { r.Field("vector").Constraints[1].Limits[1].Float = 1.5 }, "vector: loosened, from norm=0.99..1.01 to norm=0.99..1.01", "readers", schema.Minor,
		},
		"fewer decimals": {
			func(r *schema.Record) {
				c := &r.Field("price").Type.Record.Fields[0].Constraints[0]
				c.Count, c.Param = 1, "1"
			},
			"price.amount: tightened, from decimals=2 to decimals=1", "writers", schema.Major,
		},
		"length": {
			func(r *schema.Record) { c := &r.Field("vector").Constraints[0]; c.Count, c.Param = 2, "2" },
			"vector: rules changed, from len=3 to len=2", "writers,readers,models", schema.Major,
		},
		"default":         {func(r *schema.Record) { r.Field("items").Default = lit(2) }, "items: default, from 1 to 2", nobody, schema.Minor},
		"default removed": {func(r *schema.Record) { f := r.Field("items"); f.Default, f.MayBeAbsent = nil, false }, "items: required; items: default, was 1", "writers", schema.Major},
		"default added": {func(r *schema.Record) {
			f := r.Field("margin")
			f.Default, f.MayBeAbsent = &schema.Literal{Kind: schema.Float64}, true
		}, "margin: default, 0", nobody, schema.Minor},
		"required":      {func(r *schema.Record) { r.Field("note").Optional = false }, "note: not null", "writers", schema.Major},
		"optional":      {func(r *schema.Record) { f := r.Field("margin"); f.Optional, f.MayBeAbsent = true, true }, "margin: nullable", "readers", schema.Minor},
		"may be absent": {func(r *schema.Record) { r.Field("margin").MayBeAbsent = true }, "margin: optional", nobody, schema.Minor},
		"enum value": {
			func(r *schema.Record) {
				f := r.Field("channel")
				f.Type.Values = append(f.Type.Values, schema.Literal{Kind: schema.String, Text: "shop"})
			},
			`channel: values added, "shop"`, "readers", schema.Minor,
		},
		"enum value removed": {
			func(r *schema.Record) { f := r.Field("channel"); f.Type.Values = f.Type.Values[:2] }, `channel: values removed, was "web[shop]"`, "writers,models", schema.Major,
		},
		"key":        {func(r *schema.Record) { r.Field("note").Role = schema.RoleKey }, "note: key, from feature to key", "writers,readers", schema.Major},
		"label":      {func(r *schema.Record) { r.Field("returned").Role = schema.RoleFeature }, "returned: role, from label to feature", "writers", schema.Major},
		"no feature": {func(r *schema.Record) { r.Field("items").Role = schema.RoleNone }, "items: role, from feature to no feature", "models", schema.Major},
		"unit": {
			func(r *schema.Record) { r.Field("weight").Unit = "g" }, "weight: unit, from kg to g", "writers,readers", schema.Major,
		},
		"unit told":      {func(r *schema.Record) { r.Field("items").Unit = "{item}" }, "items: unit, {item}", nobody, schema.Minor},
		"unit not told":  {func(r *schema.Record) { r.Field("weight").Unit = "" }, "weight: unit, was kg", nobody, schema.Minor},
		"feature's unit": {func(r *schema.Record) { r.Field("price").Type.Record.Field("amount").Unit = "USD" }, "price.amount: unit, from EUR to USD", "writers,readers,models", schema.Major},
		"check":          {func(r *schema.Record) { r.Checks = append(r.Checks, check("c", "m", "items > 1", "items")) }, "c: check added, items > 1", "writers", schema.Major},
		"check removed":  {func(r *schema.Record) { r.Checks = r.Checks[:1] }, "honest: check removed, was !returned || has(note)", "readers", schema.Minor},
		"check changed": {func(r *schema.Record) {
			r.Checks[0].Source, r.Checks[0].Expr = "true", &schema.Expr{Op: schema.OpLiteral, Value: &schema.Literal{Kind: schema.Bool, Int: 1}}
		}, "cheap: check changed, from price.amount < double(items) to true", "writers,readers", schema.Major},
		"check spaced":      {func(r *schema.Record) { r.Checks[0].Source = "price.amount<double(items)" }, "cheap: annotated, from price.amount < double(items) to price.amount<double(items)", nobody, schema.Patch},
		"message":           {func(r *schema.Record) { r.Checks[0].Message = "cheap" }, `cheap: annotated, from "items cost little" to "cheap"`, nobody, schema.Patch},
		"element's message": {func(r *schema.Record) { r.Field("codes").Type.Elem.Constraints[0].Message = "1 or 2" }, "codes: annotated", nobody, schema.Patch},
		"doc":               {func(r *schema.Record) { r.Field("items").Doc = "What was ordered." }, "items: annotated", nobody, schema.Patch},
		"record doc":        {func(r *schema.Record) { r.Doc = "Order." }, "annotated", nobody, schema.Patch},
		"order":             {func(r *schema.Record) { slices.Reverse(r.Fields) }, "annotated", nobody, schema.Patch},
		"unknown keys":      {func(r *schema.Record) { r.IgnoreUnknown = true }, "unknown keys ignored", nobody, schema.Minor},
		"element": {
			func(r *schema.Record) {
				r.Field("codes").Type.Elem.Constraints[0].Limits = r.Field("codes").Type.Elem.Constraints[0].Limits[:1]
			},
			"codes[]: tightened, from oneof=1 2 to oneof=1 2", "writers", schema.Major,
		},
		"element's type": {func(r *schema.Record) { r.Field("vector").Type.Elem.Type.Kind = schema.Int32 }, "vector[]: narrowed, from float64 to int32", "writers,models", schema.Major},
	} {
		old, next := order(), order()
		if name == "length to a range" {
			old.Field("note").Constraints = []schema.Constraint{size("len", schema.Eq, 5)}
		}
		c.edit(next)
		edits := schema.Diff(old, next)
		var said, breaks []string
		for _, e := range edits {
			said = append(said, e.String())
			for _, p := range e.Breaks {
				if !slices.Contains(breaks, string(p)) {
					breaks = append(breaks, string(p))
				}
			}
		}
		if got := strings.Join(said, "; "); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
		if got := strings.Join(breaks, ","); got != c.breaks {
			t.Errorf("%s breaks %q, want %q", name, got, c.breaks)
		}
		if got := schema.BumpOf(edits); got != c.bump {
			t.Errorf("%s: bump %v, want %v", name, got, c.bump)
		}
	}
}

func add(f schema.Field) func(*schema.Record) {
	return func(r *schema.Record) { r.Fields = append(r.Fields, f) }
}

func remove(key string) func(*schema.Record) {
	return func(r *schema.Record) {
		r.Fields = slices.DeleteFunc(r.Fields, func(f schema.Field) bool { return f.Key == key })
	}
}

func kind(key string, k schema.Kind) func(*schema.Record) {
	return func(r *schema.Record) { r.Field(key).Type.Kind = k }
}

func rules(key string, cs ...schema.Constraint) func(*schema.Record) {
	return func(r *schema.Record) { r.Field(key).Constraints = cs }
}

func TestCovers(t *testing.T) {
	for _, c := range []struct {
		from string
		bump schema.Bump
		next string
	}{
		{"1.2.3", schema.NoBump, "1.2.3"},
		{"1.2.3", schema.Patch, "1.2.4"},
		{"1.2.3", schema.Minor, "1.3.0"},
		{"1.2.3", schema.Major, "2.0.0"},
		{"0.2.3", schema.Major, "0.3.0"},
		{"0.2.3", schema.Minor, "0.2.4"},
		{"0.2.3", schema.Patch, "0.2.4"},
	} {
		next, err := schema.NextVersion(c.from, c.bump)
		if err != nil || next != c.next {
			t.Errorf("%s raised by %v: %s, %v, want %s", c.from, c.bump, next, err, c.next)
		}
		for to, want := range map[string]bool{c.next: true, "9.0.0": true, "0.0.1": false} {
			if got, err := schema.Covers(c.from, to, c.bump); err != nil || got != want {
				t.Errorf("%s to %s covers %v: %v, %v", c.from, to, c.bump, got, err)
			}
		}
	}
	for _, bad := range []string{"", "1.2", "1.2.x", "1.2.-3", "v1.2.3"} {
		if _, err := schema.Covers(bad, "1.0.0", schema.Patch); err == nil {
			t.Errorf("version %q is taken", bad)
		}
		if _, err := schema.Covers("1.0.0", bad, schema.Patch); err == nil {
			t.Errorf("version %q is taken", bad)
		}
	}
}

// TestDiffOfLargeIntegers: limits that are one float64 are two integers.
func TestDiffOfLargeIntegers(t *testing.T) {
	u := func(op schema.Op, n uint64) schema.Constraint {
		return schema.Constraint{Kind: schema.Range, Rule: string(op), Op: op, Limit: &schema.Literal{Kind: schema.Uint64, Uint: n}}
	}
	i := func(op schema.Op, n int64) schema.Constraint { return bound(string(op), op, n) }
	for _, c := range []struct {
		kind      schema.Kind
		old, next schema.Constraint
		want      schema.EditKind // "" when they allow the same
	}{
		{schema.Int64, i(schema.Lte, 1<<53+1), i(schema.Lte, 1<<53), schema.RulesTightened},
		{schema.Int64, i(schema.Gte, 1<<53+1), i(schema.Gte, 1<<53), schema.RulesLoosened},
		{schema.Int64, i(schema.Gt, 1<<53), i(schema.Gte, 1<<53+1), ""},
		{schema.Int64, i(schema.Lt, math.MinInt64), i(schema.Lte, math.MinInt64), schema.RulesLoosened},
		{schema.Int64, i(schema.Lte, math.MaxInt64), i(schema.Lte, math.MaxInt64-1), schema.RulesTightened},
		{schema.Uint64, u(schema.Lte, math.MaxUint64), u(schema.Lte, math.MaxUint64-1), schema.RulesTightened},
		{schema.Uint64, u(schema.Lt, 1<<63+1), u(schema.Lte, 1<<63), ""},
		{schema.Uint64, u(schema.Gt, math.MaxUint64), u(schema.Gte, math.MaxUint64), schema.RulesLoosened},
		{schema.Uint64, u(schema.Gt, math.MaxInt64), u(schema.Gte, 1<<63), ""},
	} {
		record := func(rule schema.Constraint) *schema.Record {
			return &schema.Record{Name: "r", Version: "1.0.0", Fields: []schema.Field{
				{Name: "N", Key: "n", Type: schema.Type{Kind: c.kind}, Constraints: []schema.Constraint{rule}},
			}}
		}
		var got schema.EditKind
		for _, e := range schema.Diff(record(c.old), record(c.next)) {
			if e.Kind != schema.Annotated {
				got = e.Kind
			}
		}
		if got != c.want {
			t.Errorf("%s %s %s → %s %s: %q, want %q", c.kind, c.old.Op, c.old.Limit, c.next.Op, c.next.Limit, got, c.want)
		}
	}
}

// TestDiffOfAnArrayThatBecomesASlice: its elements are compared all the same.
func TestDiffOfAnArrayThatBecomesASlice(t *testing.T) {
	list := func(n int, fields ...schema.Field) schema.Record {
		item := &schema.Record{Name: "item", Fields: fields}
		return schema.Record{Name: "r", Fields: []schema.Field{{
			Name: "Items", Key: "items",
			Type: schema.Type{Kind: schema.List, Len: n, Elem: &schema.Element{Type: schema.Type{Kind: schema.Struct, Record: item}}},
		}}}
	}
	a := schema.Field{Name: "A", Key: "a", Type: schema.Type{Kind: schema.Int64}}
	b := schema.Field{Name: "B", Key: "b", Type: schema.Type{Kind: schema.Int64}}
	old, same, more := list(2, a), list(0, a), list(0, a, b)
	kinds := func(edits []schema.Edit) (out []string) {
		for _, e := range edits {
			out = append(out, e.Column+" "+string(e.Kind))
		}
		return out
	}
	if got := kinds(schema.Diff(&old, &same)); !slices.Equal(got, []string{"items widened"}) {
		t.Errorf("%q", got)
	}
	if got := kinds(schema.Diff(&old, &more)); !slices.Equal(got, []string{"items widened", "items[].b added"}) {
		t.Errorf("%q", got)
	}
	if got := schema.BumpOf(schema.Diff(&old, &more)); got != schema.Major {
		t.Errorf("%v", got)
	}
}
