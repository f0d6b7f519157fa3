package columns

import (
	"reflect"
	"strings"
	"testing"

	"github.com/typedml/typedml/schema"
)

func TestFieldsOf(t *testing.T) {
	float := &schema.Element{Type: schema.Type{Kind: schema.Float64}}
	text := &schema.Element{Type: schema.Type{Kind: schema.String}}
	nested := &schema.Record{Name: "n", Fields: []schema.Field{{Key: "x", Type: schema.Type{Kind: schema.Uint8}}}}
	got, err := FieldsOf(&schema.Record{Name: "r", Fields: []schema.Field{
		{Key: "kind", Type: schema.Type{Kind: schema.Enum, Base: schema.Int8}},
		{Key: "at", Type: schema.Type{Kind: schema.Time}, Optional: true},
		{Key: "emb", Type: schema.Type{Kind: schema.List, Elem: float}},
		{Key: "arr", Type: schema.Type{Kind: schema.List, Elem: float, Len: 3}},
		{Key: "map", Type: schema.Type{Kind: schema.Map, Key: text, Elem: float}},
		{Key: "raw", Type: schema.Type{Kind: schema.Bytes}},
		{Key: "sub", Type: schema.Type{Kind: schema.Struct, Record: nested}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := []Field{
		{Name: "kind", Kind: Int8},
		{Name: "at", Kind: Timestamp, Nullable: true},
		{Name: "emb", Kind: List, Nullable: true, Elem: &Field{Name: "element", Kind: Float64}},
		{Name: "arr", Kind: FixedList, Length: 3, Elem: &Field{Name: "element", Kind: Float64}},
		{Name: "map", Kind: Map, Nullable: true, Elem: &Field{Name: "value", Kind: Float64}},
		{Name: "raw", Kind: Bytes, Nullable: true},
		{Name: "sub", Kind: Struct, Fields: []Field{{Name: "x", Kind: Uint8}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if _, err := NewBatch(got); err != nil {
		t.Error(err)
	}
}

func TestFieldsOfRefuses(t *testing.T) {
	number := &schema.Element{Type: schema.Type{Kind: schema.Int64}}
	for want, typ := range map[string]schema.Type{
		"string keys, not int64": {Kind: schema.Map, Key: number, Elem: number},
		"no type for complex":    {Kind: "complex"},
	} {
		_, err := FieldsOf(&schema.Record{Name: "r", Fields: []schema.Field{{Key: "f", Type: typ}}})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "field f") {
			t.Errorf("got %v, want …%s…", err, want)
		}
	}
}

// TestEveryKindHasAColumn fails when the IR gains a kind that FieldsOf does not know.
func TestEveryKindHasAColumn(t *testing.T) {
	for _, k := range []schema.Kind{
		schema.Bool, schema.Int8, schema.Int16, schema.Int32, schema.Int64, schema.Uint8, schema.Uint16, schema.Uint32, schema.Uint64,
		schema.Float32, schema.Float64, schema.String, schema.Bytes, schema.Time, schema.Duration,
	} {
		if _, err := fieldOf("f", schema.Type{Kind: k}, false); err != nil {
			t.Errorf("%s: %v", k, err)
		}
	}
}
