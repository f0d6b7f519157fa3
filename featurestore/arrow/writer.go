package arrow

import (
	"fmt"
	"io"
	"slices"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// Compression is how Parquet pages are compressed.
type Compression uint8

// Compressions: Snappy, the zero value, is what Spark writes; Zstd is smaller and slower to write.
const (
	Snappy Compression = iota
	Zstd
	Uncompressed
)

var codecs = map[Compression]compress.Compression{
	Snappy: compress.Codecs.Snappy, Zstd: compress.Codecs.Zstd, Uncompressed: compress.Codecs.Uncompressed,
}

// WriteOptions shape a Parquet file. The zero value is readable by every engine.
type WriteOptions struct {
	Compression Compression
	// ByteStreamSplit splits the bytes of lists of floats into streams, which makes embeddings about a tenth smaller.
	// pyarrow, deltalake, DuckDB and arrow-go read it; older Spark readers do not.
	ByteStreamSplit bool
	// RowGroup is the largest number of rows of a row group, which is held in memory until it is full; 0 means 131072.
	RowGroup int
	// Metadata is stored in the file's footer.
	Metadata map[string]string
}

// Writer writes records to one Parquet file. It is not safe for concurrent use.
type Writer struct {
	w    *pqarrow.FileWriter
	rows int64
	// given is the schema of the records, written the one of the file.
	given, written *goarrow.Schema
}

// NewWriter begins a file with the schema; every record written must have exactly it. The file is complete after Close,
// which leaves w itself open.
func NewWriter(w io.Writer, s *goarrow.Schema, opts WriteOptions) (*Writer, error) {
	given := s
	s = writable(given)
	props, err := writerProperties(s, opts)
	if err != nil {
		return nil, err
	}
	fw, err := pqarrow.NewFileWriter(s, struct{ io.Writer }{w}, props, pqarrow.NewArrowWriterProperties())
	if err != nil {
		return nil, fmt.Errorf("arrow: begin a Parquet file: %w", err)
	}
	for k, v := range opts.Metadata {
		if err := fw.AppendKeyValueMetadata(k, v); err != nil {
			return nil, fmt.Errorf("arrow: Parquet metadata %s: %w", k, err)
		}
	}
	return &Writer{w: fw, given: given, written: s}, nil
}

// writable is the schema with lists for fixed-size lists, which Parquet does not have: where it cuts a record in two, the
// Parquet library would write those of other rows.
func writable(s *goarrow.Schema) *goarrow.Schema {
	fields := s.Fields()
	for i := range fields {
		fields[i].Type = listed(fields[i].Type)
	}
	meta := s.Metadata()
	return goarrow.NewSchema(fields, &meta)
}

func listed(t goarrow.DataType) goarrow.DataType {
	switch t := t.(type) {
	case *goarrow.StructType:
		fields := t.Fields()
		for i := range fields {
			fields[i].Type = listed(fields[i].Type)
		}
		return goarrow.StructOf(fields...)
	case *goarrow.MapType:
		value := t.ItemField()
		value.Type = listed(value.Type)
		return goarrow.MapOfFields(t.KeyField(), value)
	case *goarrow.FixedSizeListType, *goarrow.ListType:
		elem := t.(goarrow.ListLikeType).ElemField()
		elem.Type = listed(elem.Type)
		return goarrow.ListOfField(elem)
	}
	return t
}

// settled is a record with the columns of the file.
func (w *Writer) settled(rec goarrow.RecordBatch) (goarrow.RecordBatch, error) {
	if !rec.Schema().Equal(w.given) {
		return nil, fmt.Errorf("arrow: the file was begun with the schema\n%s\nand the record has\n%s", w.given, rec.Schema())
	}
	cols := slices.Clone(rec.Columns())
	for i, f := range w.written.Fields() {
		d, err := convert(nulled(cols[i].Data()), f.Type, func(int, *step, string) {}) // every value fits
		if err != nil {
			return nil, fmt.Errorf("arrow: column %s: %w", f.Name, err)
		}
		cols[i] = array.MakeFromData(d)
	}
	return array.NewRecordBatch(w.written, cols, rec.NumRows()), nil
}

// nulled makes the decimals in a record null wherever that is: the Parquet library writes decimals without regard to the
// records around them.
func nulled(d goarrow.ArrayData) goarrow.ArrayData {
	if !holdsDecimal(d.DataType(), false) {
		return d
	}
	var children []goarrow.ArrayData
	for i, c := range d.Children() {
		if d.DataType().ID() == goarrow.STRUCT {
			c = under(d, i)
		}
		children = append(children, nulled(c))
	}
	if d.DataType().ID() == goarrow.STRUCT {
		return array.NewData(d.DataType(), d.Len(), []*memory.Buffer{validity(d)}, children, d.NullN(), 0)
	}
	if children == nil {
		return d
	}
	return array.NewData(d.DataType(), d.Len(), d.Buffers(), children, d.NullN(), d.Offset())
}

// holdsDecimal reports whether a type is, or holds, a decimal in a record.
func holdsDecimal(t goarrow.DataType, inside bool) bool {
	switch t := t.(type) {
	case *goarrow.StructType:
		return slices.ContainsFunc(t.Fields(), func(f goarrow.Field) bool { return holdsDecimal(f.Type, true) })
	case goarrow.ListLikeType:
		return holdsDecimal(t.Elem(), inside)
	}
	return inside && t.ID() == goarrow.DECIMAL128
}

// writerProperties chooses the encoding of each leaf: dictionaries for texts and bytes, plain or split values for the
// rest.
func writerProperties(s *goarrow.Schema, opts WriteOptions) (*parquet.WriterProperties, error) {
	codec, ok := codecs[opts.Compression]
	if !ok {
		return nil, fmt.Errorf("arrow: unknown compression %d", opts.Compression)
	}
	rows := int64(opts.RowGroup)
	if rows <= 0 {
		rows = 131072
	}
	props := []parquet.WriterProperty{
		parquet.WithCompression(codec), parquet.WithMaxRowGroupLength(rows), parquet.WithDictionaryDefault(false),
		parquet.WithCreatedBy("typedml"), parquet.WithStats(true),
	}
	leaves, err := pqarrow.ToParquet(s, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
	if err != nil {
		return nil, fmt.Errorf("arrow: no Parquet schema: %w", err)
	}
	for i := range leaves.NumColumns() {
		leaf := leaves.Column(i)
		switch t := leaf.PhysicalType(); {
		case t == parquet.Types.ByteArray:
			props = append(props, parquet.WithDictionaryFor(leaf.Path(), true))
		case opts.ByteStreamSplit && leaf.MaxRepetitionLevel() > 0 && (t == parquet.Types.Double || t == parquet.Types.Float):
			props = append(props, parquet.WithEncodingFor(leaf.Path(), parquet.Encodings.ByteStreamSplit))
		}
	}
	return parquet.NewWriterProperties(props...), nil
}

// Write appends the record's rows.
func (w *Writer) Write(rec goarrow.RecordBatch) (err error) {
	defer recovered(&err, "write a Parquet file")
	if rec.NumRows() == 0 {
		return nil
	}
	rec, err = w.settled(rec)
	if err != nil {
		return err
	}
	if err := w.w.WriteBuffered(rec); err != nil {
		return fmt.Errorf("arrow: write a Parquet file: %w", err)
	}
	w.rows += rec.NumRows()
	return nil
}

// Rows returns the number of rows written so far.
func (w *Writer) Rows() int64 { return w.rows }

// Close writes what is buffered and the footer.
func (w *Writer) Close() (err error) {
	defer recovered(&err, "complete a Parquet file")
	if err := w.w.Close(); err != nil {
		return fmt.Errorf("arrow: complete a Parquet file: %w", err)
	}
	return nil
}

// recovered turns a panic of the Parquet library, which some corrupt files cause, into an error.
func recovered(err *error, op string) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("arrow: %s: %v", op, p)
	}
}
