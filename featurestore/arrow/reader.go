package arrow

import (
	"context"
	"fmt"
	"io"
	"iter"
	"runtime"
	"slices"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"golang.org/x/sync/errgroup"
)

// ReadOptions choose what of a Parquet file is read.
type ReadOptions struct {
	// Columns are the names of the columns to read, those that the file lacks are passed over; nil means all.
	Columns []string
	// RowGroups are the row groups to read, in this order; nil means all.
	RowGroups []int
	// BatchRows is the largest number of rows of a record; 0 means 65536.
	BatchRows int
	// Parallel is how many columns are decoded at once; 0 means GOMAXPROCS.
	Parallel int
}

// Reader reads one Parquet file as records. Its methods may be called concurrently.
type Reader struct {
	file *pqarrow.FileReader
	opts ReadOptions
	cols []field
}

// field is a column of the file with its leaves.
type field struct {
	arrow  goarrow.Field
	leaves []int
}

// NewReader reads the footer of a file. A file that is truncated or no Parquet is an error. r must stay open while
// records are read.
func NewReader(r parquet.ReaderAtSeeker, opts ReadOptions) (_ *Reader, err error) {
	defer recovered(&err, "open a Parquet file")
	pr, err := file.NewParquetReader(struct {
		io.ReaderAt
		io.Seeker
	}{r, r})
	if err != nil {
		return nil, fmt.Errorf("arrow: open a Parquet file: %w", err)
	}
	props := pqarrow.ArrowReadProperties{BatchSize: int64(opts.BatchRows), PreAllocBinaryData: true}
	if props.BatchSize <= 0 {
		props.BatchSize = 65536
	}
	fr, err := pqarrow.NewFileReader(pr, props, memory.DefaultAllocator)
	if err != nil {
		return nil, fmt.Errorf("arrow: open a Parquet file: %w", err)
	}
	rd := &Reader{file: fr, opts: opts}
	for i := range fr.Manifest.Fields {
		f := &fr.Manifest.Fields[i]
		if opts.Columns == nil || slices.Contains(opts.Columns, f.Field.Name) {
			rd.cols = append(rd.cols, field{*f.Field, leavesOf(f, nil)})
		}
	}
	return rd, nil
}

func leavesOf(f *pqarrow.SchemaField, leaves []int) []int {
	if len(f.Children) == 0 {
		return append(leaves, f.ColIndex)
	}
	for i := range f.Children {
		leaves = leavesOf(&f.Children[i], leaves)
	}
	return leaves
}

// NumRows returns the number of rows of the whole file.
func (r *Reader) NumRows() int64 { return r.file.ParquetReader().NumRows() }

// NumRowGroups returns the number of row groups of the file.
func (r *Reader) NumRowGroups() int { return r.file.ParquetReader().NumRowGroups() }

// Schema returns the schema of the columns that are read, in the file's order.
func (r *Reader) Schema() *goarrow.Schema {
	fields := make([]goarrow.Field, len(r.cols))
	for i, c := range r.cols {
		fields[i] = c.arrow
	}
	return goarrow.NewSchema(fields, nil)
}

// Records reads the rows in order. Columns are decoded in parallel, one record ahead of nobody: memory is one record.
// The first error, or ctx's end, ends the sequence. Records need not be released.
func (r *Reader) Records(ctx context.Context) iter.Seq2[goarrow.RecordBatch, error] {
	return func(yield func(goarrow.RecordBatch, error) bool) {
		groups := r.opts.RowGroups
		if groups == nil {
			for g := range r.NumRowGroups() {
				groups = append(groups, g)
			}
		}
		for _, g := range groups {
			if !r.readGroup(ctx, g, yield) {
				return
			}
		}
	}
}

// readGroup yields one row group; it reports whether to go on.
func (r *Reader) readGroup(ctx context.Context, group int, yield func(goarrow.RecordBatch, error) bool) bool {
	if group < 0 || group >= r.NumRowGroups() {
		yield(nil, fmt.Errorf("arrow: row group %d of a file with %d", group, r.NumRowGroups()))
		return false
	}
	left := r.file.ParquetReader().MetaData().RowGroup(group).NumRows()
	if len(r.cols) == 0 {
		return left == 0 || yield(array.NewRecordBatch(r.Schema(), nil, left), nil)
	}
	readers, err := r.columnReaders(ctx, group)
	if err != nil {
		yield(nil, err)
		return false
	}
	for left > 0 {
		rec, err := r.next(ctx, readers)
		if err == nil && (rec.NumRows() == 0 || rec.NumRows() > left) {
			err = fmt.Errorf("arrow: row group %d ends with %d rows missing: the Parquet file is corrupt", group, left)
		}
		if err != nil {
			yield(nil, err)
			return false
		}
		left -= rec.NumRows()
		if !yield(rec, nil) {
			return false
		}
	}
	return true
}

func (r *Reader) columnReaders(ctx context.Context, group int) (readers []pqarrow.RecordReader, err error) {
	defer recovered(&err, "read a Parquet file")
	for _, c := range r.cols {
		rr, err := r.file.GetRecordReader(ctx, c.leaves, []int{group})
		if err != nil {
			return nil, fmt.Errorf("arrow: column %s: %w", c.arrow.Name, err)
		}
		readers = append(readers, rr)
	}
	return readers, nil
}

// next decodes the next record: one column a goroutine.
func (r *Reader) next(ctx context.Context, readers []pqarrow.RecordReader) (goarrow.RecordBatch, error) {
	arrs := make([]goarrow.Array, len(readers))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(r.parallel())
	for i, rr := range readers {
		g.Go(func() (err error) {
			defer recovered(&err, "read column "+r.cols[i].arrow.Name)
			if err := ctx.Err(); err != nil {
				return err
			}
			rec, err := rr.Read()
			if err != nil {
				return fmt.Errorf("arrow: column %s: %w", r.cols[i].arrow.Name, err)
			}
			arrs[i] = rec.Column(0)
			arrs[i].Retain()
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	for i, a := range arrs {
		if a.Len() != arrs[0].Len() {
			return nil, fmt.Errorf("arrow: column %s has %d values where %s has %d: the Parquet file is corrupt",
				r.cols[i].arrow.Name, a.Len(), r.cols[0].arrow.Name, arrs[0].Len())
		}
	}
	fields := make([]goarrow.Field, len(arrs))
	for i, rr := range readers {
		fields[i] = rr.Schema().Field(0)
	}
	return array.NewRecordBatch(goarrow.NewSchema(fields, nil), arrs, int64(arrs[0].Len())), nil
}

func (r *Reader) parallel() int {
	if r.opts.Parallel > 0 {
		return r.opts.Parallel
	}
	return runtime.GOMAXPROCS(0)
}
