package arrow_test

import (
	"testing"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore/arrow"
	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/schema"
)

func TestCompare(t *testing.T) {
	field := func(key string, k schema.Kind) schema.Field {
		return schema.Field{Name: key, Key: key, Type: schema.Type{Kind: k}}
	}
	list := schema.Type{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float64}}}
	record := &schema.Record{Fields: []schema.Field{
		field("id", schema.String), field("n", schema.Int32), field("small", schema.Uint8), field("x", schema.Float64),
		field("at", schema.Time),
		{Name: "v", Key: "v", Type: list},
		field("gone", schema.Bool),
	}}
	good := []goarrow.Field{
		{Name: "v", Type: goarrow.ListOf(goarrow.PrimitiveTypes.Float32), Nullable: true},
		{Name: "at", Type: goarrow.FixedWidthTypes.Timestamp_ns},
		{Name: "x", Type: goarrow.PrimitiveTypes.Float32},
		{Name: "small", Type: goarrow.PrimitiveTypes.Int16},
		{Name: "n", Type: goarrow.PrimitiveTypes.Int16},
		{Name: "id", Type: goarrow.BinaryTypes.String},
		{Name: "gone", Type: goarrow.FixedWidthTypes.Boolean},
	}
	changes, err := arrow.Compare(record, goarrow.NewSchema(good, nil))
	require.NoError(t, err)
	assert.Empty(t, changes)

	changes, err = arrow.Compare(record, goarrow.NewSchema([]goarrow.Field{
		{Name: "id", Type: goarrow.PrimitiveTypes.Int64},
		{Name: "n", Type: goarrow.PrimitiveTypes.Int64},
		{Name: "small", Type: goarrow.PrimitiveTypes.Int32},
		{Name: "x", Type: goarrow.PrimitiveTypes.Float64, Nullable: true},
		{Name: "at", Type: goarrow.BinaryTypes.String},
		{Name: "v", Type: goarrow.ListOf(goarrow.BinaryTypes.String)},
		{Name: "more", Type: goarrow.BinaryTypes.String},
	}, nil))
	require.NoError(t, err)
	var said []string
	for _, c := range changes {
		said = append(said, c.String())
	}
	assert.Equal(t, []string{
		"column id is int64, the struct has utf8", "column n is int64, the struct has int32", "column small is int32, the struct has uint8",
		"column x may hold null, the struct's may not", "column at is utf8, the struct has timestamp[us, tz=UTC]",
		"column v[] is utf8, the struct has float64",
		"column gone (bool) is absent", "column more (utf8) is not in the struct",
	}, said)
}

// TestLayouts: how a writer laid out its values in memory is no difference, and what Compare passes is converted.
func TestLayouts(t *testing.T) {
	text := func(b array.Builder) goarrow.Array {
		require.NoError(t, b.AppendValueFromString("a"))
		b.AppendNull()
		return b.NewArray()
	}
	list := array.NewLargeListBuilder(memory.DefaultAllocator, goarrow.PrimitiveTypes.Float64)
	list.Append(true)
	list.ValueBuilder().(*array.Float64Builder).Append(1.5)
	large := list.NewArray()
	fixed := array.NewFixedSizeListBuilder(memory.DefaultAllocator, 1, goarrow.PrimitiveTypes.Float64)
	fixed.Append(true)
	fixed.ValueBuilder().(*array.Float64Builder).Append(1.5)
	sized := fixed.NewArray()
	floats := schema.Type{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float64}}}
	one, two := floats, floats
	one.Len, two.Len = 1, 2
	for name, c := range map[string]struct {
		stored goarrow.Array
		want   schema.Type
		text   string // of the converted array; "" where Compare tells another type
	}{
		"large text":        {text(array.NewLargeStringBuilder(memory.DefaultAllocator)), schema.Type{Kind: schema.String}, `["a" (null)]`},
		"viewed text":       {text(array.NewStringViewBuilder(memory.DefaultAllocator)), schema.Type{Kind: schema.String}, `["a" (null)]`},
		"categories":        {text(array.NewDictionaryBuilder(memory.DefaultAllocator, &goarrow.DictionaryType{IndexType: goarrow.PrimitiveTypes.Int8, ValueType: goarrow.BinaryTypes.String})), schema.Type{Kind: schema.String}, `["a" (null)]`},
		"large list":        {large, floats, "[[1.5]]"},
		"list of one":       {sized, one, "[[1.5]]"},
		"of another size":   {sized, two, ""},
		"of any size":       {sized, floats, "[[1.5]]"},
		"large of any size": {large, one, "[[1.5]]"},
	} {
		record := &schema.Record{Fields: []schema.Field{{Name: "F", Key: "f", Optional: true, Type: c.want}}}
		changes, err := arrow.Compare(record, goarrow.NewSchema([]goarrow.Field{{Name: "f", Type: c.stored.DataType(), Nullable: true}}, nil))
		require.NoError(t, err)
		if c.text == "" {
			assert.Len(t, changes, 1, name)
			continue
		}
		assert.Empty(t, changes, name)
		fields, err := columns.FieldsOf(record)
		require.NoError(t, err)
		got, misfits, err := arrow.Convert(c.stored, arrow.DataType(&fields[0]))
		require.NoError(t, err, name)
		assert.Empty(t, misfits, name)
		assert.Equal(t, c.text, got.String(), name)
	}
}
