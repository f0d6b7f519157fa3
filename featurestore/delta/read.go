package delta

import (
	"context"
	"fmt"
	"iter"
	"os"
	"slices"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/typedml/typedml/featurestore/arrow"
)

// Records reads the rows of the version as Arrow records with the schema's types, file by file in the order of
// [Snapshot.Files]. columns are the ones to read, in that order; nil means all, one that the table lacks is an error. A
// column that an old file lacks is null there, a partition column has the file's value. The first error ends the
// sequence and names the file.
func (s *Snapshot) Records(ctx context.Context, columns []string) iter.Seq2[goarrow.RecordBatch, error] {
	return func(yield func(goarrow.RecordBatch, error) bool) {
		want, err := s.project(columns)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, add := range s.Files() {
			for rec, err := range s.file(ctx, add, want) {
				if err != nil {
					yield(nil, fmt.Errorf("delta: table %s: data file %s: %w", s.table, add.Path, err))
					return
				}
				if !yield(rec, nil) {
					return
				}
			}
		}
	}
}

// project returns the fields of the columns.
func (s *Snapshot) project(columns []string) (*Schema, error) {
	if columns == nil {
		_, err := s.Schema.Arrow()
		return s.Schema, err
	}
	p := &Schema{}
	for _, c := range columns {
		f := s.Schema.Field(c)
		if f == nil {
			return nil, fmt.Errorf("delta: table %s has no column %s", s.table, c)
		}
		p.Fields = append(p.Fields, *f)
	}
	_, err := p.Arrow()
	return p, err
}

// file reads one data file.
func (s *Snapshot) file(ctx context.Context, add *Add, want *Schema) iter.Seq2[goarrow.RecordBatch, error] {
	return func(yield func(goarrow.RecordBatch, error) bool) {
		path, err := s.resolve(add.Path)
		if err != nil {
			yield(nil, err)
			return
		}
		f, err := os.Open(path)
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close()
		if err := sameSize(f, add); err != nil {
			yield(nil, err)
			return
		}
		r, err := arrow.NewReader(f, arrow.ReadOptions{Columns: s.stored(want)})
		if err != nil {
			yield(nil, err)
			return
		}
		for rec, err := range r.Records(ctx) {
			if err == nil {
				rec, err = s.conform(rec, add, want)
			}
			if !yield(rec, err) || err != nil {
				return
			}
		}
	}
}

// sameSize refuses a data file that is not the one that was committed, as far as its size tells.
func sameSize(f *os.File, add *Add) error {
	st, err := f.Stat()
	if err == nil && add.Size > 0 && st.Size() != add.Size {
		err = fmt.Errorf("it has %d bytes, and was committed with %d: restore it from a backup", st.Size(), add.Size)
	}
	return err
}

// stored returns the names of the columns that are in the files.
func (s *Snapshot) stored(want *Schema) []string {
	names := []string{}
	for _, f := range want.Fields {
		if !slices.Contains(s.MetaData.PartitionColumns, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

// conform gives a file's record the columns and types of want.
func (s *Snapshot) conform(rec goarrow.RecordBatch, add *Add, want *Schema) (goarrow.RecordBatch, error) {
	schema, err := want.Arrow()
	if err != nil {
		return nil, err
	}
	n := int(rec.NumRows())
	arrs := make([]goarrow.Array, len(want.Fields))
	for i, f := range want.Fields {
		if slices.Contains(s.MetaData.PartitionColumns, f.Name) {
			if arrs[i], err = partitionColumn(f.Type, add.PartitionValues[f.Name], n); err != nil {
				return nil, fmt.Errorf("column %s: %w", f.Name, err)
			}
			continue
		}
		at := rec.Schema().FieldIndices(f.Name)
		if len(at) == 0 {
			arrs[i] = array.MakeArrayOfNull(memory.DefaultAllocator, schema.Field(i).Type, n)
			continue
		}
		a, misfits, err := arrow.Convert(rec.Column(at[0]), schema.Field(i).Type)
		if err == nil && len(misfits) > 0 {
			err = fmt.Errorf("%d values do not fit %s", len(misfits), f.Type)
		}
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", f.Name, err)
		}
		arrs[i] = a
	}
	return array.NewRecordBatch(schema, arrs, int64(n)), nil
}
