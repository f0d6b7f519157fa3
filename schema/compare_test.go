package schema_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/typedml/typedml/schema"
)

// compared is what [schema.Compare] says of order against an edited order.
func compared(edit func(*schema.Record)) []string {
	have := order()
	edit(have)
	var out []string
	for _, c := range schema.Compare(order(), have) {
		out = append(out, string(c.Kind)+" "+c.Column)
	}
	return out
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(*schema.Record)
		want []string
	}{
		{"equal", func(*schema.Record) {}, nil},
		{"absent", func(r *schema.Record) { r.Fields = r.Fields[1:] }, []string{"absent id"}},
		{"extra", func(r *schema.Record) {
			r.Fields = append([]schema.Field{{Key: "tax", Type: schema.Type{Kind: schema.Float64}}}, r.Fields...)
		}, []string{"extra tax"}},
		{"renamed", func(r *schema.Record) { r.Fields[0].Key = "ID" }, []string{"absent id", "extra ID"}},
		{"reordered", func(r *schema.Record) { slices.Reverse(r.Fields) }, nil},
		{"retyped", func(r *schema.Record) { r.Field("items").Type.Kind = schema.Int64 }, []string{"retyped items"}},
		{"retyped element", func(r *schema.Record) { r.Field("vector").Type.Elem.Type.Kind = schema.Float32 }, []string{"retyped vector"}},
		{"array of another length", func(r *schema.Record) { r.Field("flags").Type.Len = 3 }, []string{"retyped flags"}},
		{"may be null", func(r *schema.Record) { r.Field("items").Optional = true }, []string{"nullable items"}},
		{"may no longer be null", func(r *schema.Record) { r.Field("note").Optional = false }, []string{"required note"}},
		{"rules", func(r *schema.Record) { r.Field("items").Constraints = nil }, []string{"rules items"}},
		{"enum values", func(r *schema.Record) { r.Field("channel").Type.Values = nil }, []string{"rules channel"}},
		{"role", func(r *schema.Record) { r.Field("items").Role = schema.RoleNone }, []string{"rules items"}},
		{"unit", func(r *schema.Record) { r.Field("weight").Unit = "g" }, []string{"units weight"}},
		{"nested", func(r *schema.Record) {
			p := r.Field("price").Type.Record
			p.Fields[0].Constraints = nil
			p.Fields = append(p.Fields[:1], schema.Field{Key: "vat", Type: schema.Type{Kind: schema.Bool}})
		}, []string{"rules price.amount", "absent price.discount", "extra price.vat"}},
		{"checks", func(r *schema.Record) { r.Checks = nil }, []string{"checks "}},
		{"several", func(r *schema.Record) {
			r.Fields[2].Type.Kind = schema.String
			r.Fields = r.Fields[1:]
			r.Checks[0].Source = "true"
		}, []string{"absent id", "retyped items", "checks "}},
	} {
		if got := compared(c.edit); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// An unsigned integer's column is one wider: a reader validates what it finds there.
func TestCompareNarrowed(t *testing.T) {
	list := func(k schema.Kind) schema.Type {
		return schema.Type{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: k}}}
	}
	array := list(schema.Uint8)
	array.Len = 2
	for _, c := range []struct {
		want, have schema.Type
		kind       schema.ChangeKind
	}{
		{schema.Type{Kind: schema.Uint16}, schema.Type{Kind: schema.Int32}, schema.Narrowed},
		{list(schema.Uint8), list(schema.Int16), schema.Narrowed},
		{schema.Type{Kind: schema.Int32}, schema.Type{Kind: schema.Uint16}, schema.Retyped},
		{schema.Type{Kind: schema.Uint16}, schema.Type{Kind: schema.Int64}, schema.Retyped},
		{list(schema.Uint8), list(schema.Uint16), schema.Retyped},
		{array, list(schema.Uint8), schema.Narrowed},
		{array, list(schema.Int16), schema.Narrowed},
		{list(schema.Uint8), array, schema.Retyped},
		{list(schema.Uint8), schema.Type{Kind: schema.Int16}, schema.Retyped},
	} {
		record := func(t schema.Type) *schema.Record {
			return &schema.Record{Name: "r", Fields: []schema.Field{{Key: "f", Type: t}}}
		}
		changes := schema.Compare(record(c.want), record(c.have))
		if len(changes) != 1 || changes[0].Kind != c.kind || changes[0].Breaking() != (c.kind == schema.Retyped) {
			t.Errorf("%s from %s: %+v, want %s", c.want, c.have, changes, c.kind)
		}
	}
}

// What only words differ in is equal; what a promise differs in is found, unless the stored side promises more.
func TestCompareFollowsFingerprints(t *testing.T) {
	for _, e := range words() {
		if got := compared(e.make); got != nil {
			t.Errorf("%s: %q", e.name, got)
		}
	}
	harmless := []string{"order of fields", "unknown keys ignored"}
	for _, e := range promises() {
		if got := compared(e.make); (len(got) == 0) != slices.Contains(harmless, e.name) {
			t.Errorf("%s: %q", e.name, got)
		}
	}
}

func TestMismatch(t *testing.T) {
	want, have := order(), order()
	have.Name = "whatever"
	have.Field("items").Type.Kind = schema.Int64
	have.Field("note").Key = "remark" // optional: a decoder does without it
	have.Field("weight").Key = "mass"
	have.Field("at").Optional = true
	notices, mismatch := schema.Mismatch("table delta:///data/orders", want, have)
	if mismatch == nil {
		t.Fatal("no mismatch")
	}
	mismatch.Remedy = "Rename the column."
	text := "table delta:///data/orders does not fit shop.order: column items is int64, the struct has int16; column weight (float64) is absent. Rename the column."
	if mismatch.Error() != text {
		t.Errorf("got  %s\nwant %s", mismatch.Error(), text)
	}
	if got := mismatch.Columns(); !slices.Equal(got, []string{"items", "weight"}) {
		t.Errorf("columns %q", got)
	}
	var said []string
	for _, n := range notices {
		said = append(said, n.String())
	}
	if want := "column at may hold null, the struct's may not|column note (string) is absent|column remark (string) is not in the struct|column mass (float64) is not in the struct"; strings.Join(said, "|") != want {
		t.Errorf("notices %q", said)
	}
	var found *schema.MismatchError
	if !errors.As(fmt.Errorf("opening: %w", mismatch), &found) {
		t.Error("a *MismatchError is not found by its type")
	}
	if n, m := schema.Mismatch("x", want, order()); n != nil || m != nil {
		t.Errorf("equal records: %v, %v", n, m)
	}
	have = order()
	have.Checks = nil
	have.Field("items").Constraints = nil
	notices, mismatch = schema.Mismatch("x", want, have)
	if len(notices) != 2 || mismatch != nil {
		t.Errorf("other rules: %v, %v", notices, mismatch)
	}
}
