package importer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/importer"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/sql"
)

// checked is a record with rules of which a CHECK is made.
func checked() *schema.Record {
	limit := func(k schema.Kind, rule string, op schema.Op, l schema.Literal) schema.Constraint {
		l.Kind = k
		return schema.Constraint{Kind: schema.Range, Rule: rule, Param: l.String(), Op: op, Limit: &l}
	}
	length := func(rule string, op schema.Op, n int64) schema.Constraint {
		return schema.Constraint{Kind: schema.Length, Rule: rule, Op: op, Count: n}
	}
	field := func(key string, k schema.Kind, cs ...schema.Constraint) schema.Field {
		return schema.Field{Name: strings.ToUpper(key[:1]) + key[1:], Key: key, Type: schema.Type{Kind: k}, Constraints: cs}
	}
	list := field("list", schema.List, schema.Constraint{Kind: schema.NotZero, Rule: "required"}, length("max", schema.Lte, 9))
	list.Type.Elem = &schema.Element{Type: schema.Type{Kind: schema.String}}
	maybe := field("maybe", schema.Float64, schema.Constraint{Kind: schema.Omit, Rule: "omitempty", Text: "empty"}, limit(schema.Float64, "lte", schema.Lte, schema.Literal{Float: 0.1}))
	maybe.Optional, maybe.MayBeAbsent = true, true
	price := field("price", schema.Decimal, limit(schema.Decimal, "gt", schema.Gt, schema.Literal{Text: "-5.25"}), schema.Constraint{Kind: schema.Digits, Rule: "decimal", Param: "9.2", Implicit: true})
	price.Type.Precision, price.Type.Scale = 9, 2
	return &schema.Record{Type: "Row", Name: "features.Row", Fields: []schema.Field{
		field("id", schema.String, schema.Constraint{Kind: schema.NotZero, Rule: "required"}, length("max", schema.Lte, 36)),
		field("amount", schema.Float64, limit(schema.Float64, "gte", schema.Gte, schema.Literal{}), schema.Constraint{Kind: schema.Decimals, Rule: "decimals", Count: 2}),
		field("count", schema.Int64, limit(schema.Int64, "gt", schema.Gt, schema.Literal{Int: -3}), limit(schema.Int64, "lt", schema.Lt, schema.Literal{Int: 1e12})),
		field("small", schema.Uint8),
		field("state", schema.String, schema.Constraint{Kind: schema.OneOf, Rule: "oneof", Limits: []schema.Literal{{Kind: schema.String, Text: "as new"}, {Kind: schema.String, Text: "new"}}}),
		field("code", schema.String, schema.Constraint{Kind: schema.HasPrefix, Rule: "startswith", Text: "it's-"}),
		field("ratio", schema.Float64, schema.Constraint{Kind: schema.Finite, Rule: "finite"}),
		field("day", schema.Date, limit(schema.Date, "gte", schema.Gte, schema.Literal{Int: 20000})),
		field("plain", schema.Bool), price, maybe, list,
	}}
}

// bare is the record as the types of a table's columns tell of it.
func bare(rec *schema.Record) *schema.Record {
	out := *rec
	out.Fields = slices.Clone(rec.Fields)
	for i := range out.Fields {
		f := &out.Fields[i]
		f.Constraints, f.MayBeAbsent = nil, false
		if f.Type.Kind == schema.Uint8 {
			f.Type.Kind = schema.Int16
		}
	}
	return &out
}

// A table that was made by the statements of typedml schema --as spark has no definition in its properties; its CHECK
// constraints are read back as the rules that they are made of, however Delta spaces them.
func TestChecksReadBack(t *testing.T) {
	want := checked()
	table, err := sql.Spark().Table("t", want, nil)
	require.NoError(t, err)
	properties := map[string]string{"delta.appendOnly": "true"}
	for _, c := range table.Checks {
		properties["delta.constraints."+c.Name] = strings.NewReplacer("(", "( ", ")", " )", "<", " < ").Replace(c.Condition)
	}
	res, err := importer.Table(importer.Columns{Record: bare(want), Checks: importer.Checks(properties)}, importer.Options{File: "t"})
	require.NoError(t, err)
	assert.Empty(t, res.Notes)
	got := generates(t, res)
	assert.Equal(t, want.Canonical(), got.Canonical(), "%s", res.Source)
}

// What is no rule of typedml's is told, and stands in the struct as a comment.
func TestForeignChecks(t *testing.T) {
	rec := checked()
	for name, condition := range map[string]string{
		"amount_rules": "NOT (coalesce((amount < 0), FALSE))",
		"id_rules":     "NOT (coalesce(((`id` IS NOT NULL) AND (`id` = '')), FALSE) OR (1 = 1))",
		"big":          "amount >\n  5",
		"count_rules":  "NOT (",
		"list_rules":   strings.Repeat("(", 5000),
	} {
		res, err := importer.Table(importer.Columns{Record: bare(rec), Checks: map[string]string{name: condition}}, importer.Options{File: "t"})
		require.NoError(t, err)
		assert.NotContains(t, string(res.Source), "max=36")
		require.Len(t, res.Notes, 1, name)
		assert.Contains(t, res.Notes[0].What, "the CHECK constraint "+name+" is no rule of typedml's: write it as one, or as a //typedml:check: ")
		assert.Contains(t, string(res.Source), "\n\t// the CHECK constraint "+name)
	}
}
