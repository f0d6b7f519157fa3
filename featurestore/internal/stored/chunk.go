// Package stored reads what a back end stores as the columns of a struct.
package stored

import (
	"fmt"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/arrow"
	"github.com/typedml/typedml/featurestore/columns"
)

// Chunk converts the stored types of a record to the fields' own; columns that it lacks are absent.
func Chunk(rec goarrow.RecordBatch, fields []columns.Field) (featurestore.Chunk, error) {
	var c featurestore.Chunk
	var arrs []goarrow.Array
	var out []goarrow.Field
	for i := range fields {
		f := &fields[i]
		at := rec.Schema().FieldIndices(f.Name)
		if len(at) == 0 {
			continue
		}
		to := arrow.Has(rec.Column(at[0]).DataType(), arrow.DataType(f))
		a, misfits, err := arrow.Convert(rec.Column(at[0]), to)
		if err != nil {
			return c, fmt.Errorf("column %s: %w", f.Name, err)
		}
		for _, m := range misfits {
			c.Misfits = append(c.Misfits, featurestore.Misfit{Row: m.Index, Column: f.Name, Path: m.Path, Type: m.Type})
		}
		arrs = append(arrs, a)
		out = append(out, goarrow.Field{Name: f.Name, Type: to, Nullable: true})
	}
	natural := array.NewRecordBatch(goarrow.NewSchema(out, nil), arrs, rec.NumRows())
	b, err := arrow.Batch(natural, fields)
	c.Batch = b
	return c, err
}
