package delta

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/google/uuid"

	"github.com/typedml/typedml/featurestore/arrow"
	"github.com/typedml/typedml/featurestore/columns"
)

// fileBytes is how much Arrow memory goes into one data file before the next is begun.
const fileBytes = 512 << 20

// dataWriter writes batches to data files of a table. The files have their final names after finish and are no part of
// the table until they are committed; abort removes them.
type dataWriter struct {
	folder string
	schema *Schema
	arrow  *goarrow.Schema
	opts   arrow.WriteOptions
	limit  int // leaf columns with statistics

	open  *openFile
	rows  int64
	adds  []Add
	files []string // complete
}

// openFile is the file that is being written, under a name that every engine passes over.
type openFile struct {
	f     *os.File
	buf   *bufio.Writer
	w     *arrow.Writer
	stats *stats
	size  uint64
}

func newDataWriter(folder string, s *Schema, configuration map[string]string) (*dataWriter, error) {
	as, err := s.Arrow()
	if err != nil {
		return nil, err
	}
	d := &dataWriter{folder: folder, schema: s, arrow: as, limit: statsColumns}
	if text := configuration["delta.dataSkippingNumIndexedCols"]; text != "" {
		if n, err := strconv.Atoi(text); err == nil {
			d.limit = n
			if n < 0 {
				d.limit = 1 << 30
			}
		}
	}
	return d, nil
}

// write appends a batch.
func (d *dataWriter) write(ctx context.Context, b *columns.Batch) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if b.Len() == 0 {
		return nil
	}
	natural, err := arrow.Record(b)
	if err != nil {
		return err
	}
	rec, err := d.conform(natural)
	if err != nil {
		return err
	}
	if d.open == nil {
		if err := d.begin(); err != nil {
			return err
		}
	}
	if err := d.open.w.Write(rec); err != nil {
		return fmt.Errorf("delta: %s: %w", d.open.f.Name(), err)
	}
	d.open.stats.update(rec)
	d.rows += rec.NumRows()
	for _, c := range rec.Columns() {
		d.open.size += c.Data().SizeInBytes()
	}
	if d.open.size >= fileBytes {
		return d.end()
	}
	return nil
}

// notNull refuses nulls where the table declares NOT NULL, also inside of records, lists and maps. there says which values
// stand in something that is not null itself; nil means all.
func notNull(column string, f goarrow.Field, a goarrow.Array, there func(i int) bool) error {
	if !f.Nullable && a.NullN() > 0 {
		n := 0
		for i := range a.Len() {
			if a.IsNull(i) && (there == nil || there(i)) {
				n++
			}
		}
		if n > 0 {
			return fmt.Errorf("delta: column %s: %d nulls in a column that the table declares NOT NULL", column, n)
		}
	}
	switch a := a.(type) {
	case *array.Struct:
		here := func(i int) bool { return a.IsValid(i) && (there == nil || there(i)) }
		for i, child := range f.Type.(*goarrow.StructType).Fields() {
			if err := notNull(column+"."+child.Name, child, a.Field(i), here); err != nil {
				return err
			}
		}
	case *array.Map:
		return notNull(column+"[]", f.Type.(*goarrow.MapType).ItemField(), elements(a, a.Items()), nil)
	case *array.List:
		return notNull(column+"[]", f.Type.(*goarrow.ListType).ElemField(), elements(a, a.ListValues()), nil)
	}
	return nil
}

// elements are the values that lists refer to.
func elements(lists array.ListLike, values goarrow.Array) goarrow.Array {
	if lists.Len() == 0 {
		return array.NewSlice(values, 0, 0)
	}
	start, _ := lists.ValueOffsets(0)
	_, end := lists.ValueOffsets(lists.Len() - 1)
	return array.NewSlice(values, start, end)
}

// conform gives the record the table's columns and types.
func (d *dataWriter) conform(rec goarrow.RecordBatch) (goarrow.RecordBatch, error) {
	arrs := make([]goarrow.Array, d.arrow.NumFields())
	for i, f := range d.arrow.Fields() {
		at := rec.Schema().FieldIndices(f.Name)
		if len(at) == 0 {
			arrs[i] = array.MakeArrayOfNull(memory.DefaultAllocator, f.Type, int(rec.NumRows()))
			continue
		}
		a, misfits, err := arrow.Convert(rec.Column(at[0]), f.Type)
		if err == nil && len(misfits) > 0 {
			err = fmt.Errorf("%d values do not fit the table's %s", len(misfits), d.schema.Fields[i].Type)
		}
		if err != nil {
			return nil, fmt.Errorf("delta: column %s: %w", f.Name, err)
		}
		if err := notNull(f.Name, f, a, nil); err != nil {
			return nil, err
		}
		arrs[i] = a
	}
	return array.NewRecordBatch(d.arrow, arrs, rec.NumRows()), nil
}

func (d *dataWriter) begin() error {
	if err := os.MkdirAll(d.folder, 0o755); err != nil {
		return fmt.Errorf("delta: create the folder of a table: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(d.folder, tempPrefix+uuid.NewString()+".parquet"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("delta: begin a data file: %w", err)
	}
	d.open = &openFile{f: f, buf: bufio.NewWriterSize(f, 1<<20), stats: newStats(d.schema, d.limit)}
	d.open.w, err = arrow.NewWriter(d.open.buf, d.arrow, d.opts)
	return err
}

// end completes the open file: footer, fsync, rename.
func (d *dataWriter) end() error {
	o := d.open
	if o == nil {
		return nil
	}
	if err := errors.Join(o.w.Close(), o.buf.Flush(), o.f.Sync()); err != nil {
		return fmt.Errorf("delta: complete data file %s: %w", o.f.Name(), err)
	}
	size, err := o.f.Seek(0, io.SeekCurrent)
	if err != nil {
		return fmt.Errorf("delta: size of %s: %w", o.f.Name(), err)
	}
	if err := o.f.Close(); err != nil {
		return fmt.Errorf("delta: close %s: %w", o.f.Name(), err)
	}
	text, err := o.stats.json()
	if err != nil {
		return err
	}
	name := fmt.Sprintf("part-%05d-%s-c000.%sparquet", len(d.adds), uuid.NewString(), codecSuffix[d.opts.Compression])
	path := filepath.Join(d.folder, name)
	if err := os.Rename(o.f.Name(), path); err != nil {
		return fmt.Errorf("delta: name data file %s: %w", name, err)
	}
	d.open = nil
	d.files = append(d.files, path)
	d.adds = append(d.adds, Add{
		Path: url.PathEscape(name), PartitionValues: map[string]*string{}, Size: size,
		ModificationTime: time.Now().UnixMilli(), DataChange: true, Stats: text,
	})
	return nil
}

var codecSuffix = map[arrow.Compression]string{arrow.Snappy: "snappy.", arrow.Zstd: "zstd."}

// finish completes the last file and makes the names of all durable.
func (d *dataWriter) finish() error {
	if err := d.end(); err != nil {
		return err
	}
	if len(d.files) == 0 {
		return nil
	}
	return syncDir(d.folder)
}

// abort removes every file that was written.
func (d *dataWriter) abort() {
	if d.open != nil {
		_ = d.open.f.Close() // the file is thrown away
		_ = os.Remove(d.open.f.Name())
		d.open = nil
	}
	for _, f := range d.files {
		_ = os.Remove(f)
	}
	d.files = nil
}
