package arrow_test

import (
	"testing"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore/arrow"
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
		"column v is list<item: utf8, nullable>, the struct has list<element: float64>",
		"column gone (bool) is absent", "column more (utf8) is not in the struct",
	}, said)
}
