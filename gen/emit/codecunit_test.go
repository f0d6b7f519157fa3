package emit

import (
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// bound is a field with its Go side.
type bound struct {
	schema schema.Field
	unit   unit.Field
}

func record(name string, fields ...bound) *unit.Struct {
	s := &unit.Struct{Name: name, Record: &schema.Record{Name: "codec." + name, Type: name}}
	for _, f := range fields {
		s.Record.Fields = append(s.Record.Fields, f.schema)
		s.Fields = append(s.Fields, f.unit)
	}
	return s
}

func member(name string, goes unit.Type, t schema.Type, options ...func(*schema.Field)) bound {
	b := bound{schema.Field{Name: name, Key: strings.ToLower(name), Type: t}, unit.Field{Selector: name, Type: goes}}
	for _, option := range options {
		option(&b.schema)
	}
	return b
}

func plain(name string) unit.Type { return unit.Type{Name: name, Basic: name} }

func pointer(t unit.Type) unit.Type { return unit.Type{Form: unit.Pointer, Elem: &t} }

func opt(t unit.Type) unit.Type { return unit.Type{Form: unit.Opt, Elem: &t} }

func slice(t unit.Type) unit.Type { return unit.Type{Form: unit.Slice, Elem: &t} }

func array(n int, t unit.Type) unit.Type { return unit.Type{Form: unit.Array, Len: n, Elem: &t} }

func mapOf(k, t unit.Type) unit.Type { return unit.Type{Form: unit.Map, Key: &k, Elem: &t} }

func kind(k schema.Kind) schema.Type { return schema.Type{Kind: k} }

func listOf(t schema.Type) schema.Type {
	return schema.Type{Kind: schema.List, Elem: &schema.Element{Type: t}}
}

func fixed(n int, t schema.Type) schema.Type {
	return schema.Type{Kind: schema.List, Len: n, Elem: &schema.Element{Type: t}}
}

func mapType(k, t schema.Type) schema.Type {
	return schema.Type{Kind: schema.Map, Key: &schema.Element{Type: k}, Elem: &schema.Element{Type: t}}
}

func optional(f *schema.Field) { f.Optional, f.MayBeAbsent = true, true }

func omitEmpty(f *schema.Field) { f.OmitEmpty, f.MayBeAbsent = true, true }

func omitZero(f *schema.Field) { f.OmitZero, f.MayBeAbsent = true, true }

func sensitive(f *schema.Field) { f.Sensitive = true }

func keyed(key string) func(*schema.Field) {
	return func(f *schema.Field) { f.Key = key }
}

func defaulted(l schema.Literal) func(*schema.Field) {
	return func(f *schema.Field) { f.Default, f.MayBeAbsent = &l, true }
}

func limit(rule string, op schema.Op, value float64) func(*schema.Field) {
	return func(f *schema.Field) {
		l := schema.Literal{Kind: schema.Float64, Float: value}
		f.Constraints = append(f.Constraints, schema.Constraint{Kind: schema.Range, Rule: rule, Param: l.String(), Op: op, Limit: &l})
	}
}

func limitInt(rule string, op schema.Op, value int64) func(*schema.Field) {
	return func(f *schema.Field) {
		l := schema.Literal{Kind: schema.Int64, Int: value}
		f.Constraints = append(f.Constraints, schema.Constraint{
			Kind: schema.Range, Rule: rule, Param: strconv.FormatInt(value, 10), Op: op, Limit: &l,
		})
	}
}

func sized(rule string, op schema.Op, count int64) func(*schema.Field) {
	return func(f *schema.Field) { f.Constraints = append(f.Constraints, length(rule, op, count)) }
}

func length(rule string, op schema.Op, count int64) schema.Constraint {
	return schema.Constraint{Kind: schema.Length, Rule: rule, Param: strconv.FormatInt(count, 10), Op: op, Count: count}
}

func oneOf(t schema.Type) func(*schema.Field) {
	return func(f *schema.Field) {
		var words []string
		for _, v := range t.Values {
			words = append(words, v.String())
		}
		f.Constraints = append(f.Constraints, schema.Constraint{
			Kind: schema.OneOf, Rule: "enum", Param: strings.Join(words, " "), Limits: t.Values, Implicit: true,
		})
	}
}
