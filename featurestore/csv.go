package featurestore

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// CSVRow is what [ReadCSV] needs of a generated type.
type CSVRow[T any] interface {
	*T
	DecodeJSON([]byte, *validate.Report)
	TypedMLSchema() *schema.Record
}

// ReadCSV reads and validates every row of a CSV file (RFC 4180) with a header line. Columns are matched to fields by
// name, in any order: a column that T lacks or that the header lacks is a *schema.MismatchError, and no row is read.
// Rows that do not decode or break rules are one *[CSVError], which names their lines and wraps a *validate.Error with
// all of them. With an error no row is returned. name stands in errors.
//
// A cell is the text of its value (line ends in it are LF): numbers as in JSON, true or false, RFC 3339 times, "1m30s" durations, JSON for
// lists, maps and records. An empty cell is null for an optional field, missing for a field with a default and for one
// of a single value that may be absent (omitempty, omitzero), "" for a string. The word null is null, too, where the value is written as in JSON; in a string it is that word. The file is UTF-8,
// with or without a byte order mark; commas part its cells, or tabs, or semicolons, where the header has none of the former; its lines end with LF or CRLF; blank ones are no rows. Cost: one decode a row, the file's rows in memory.
func ReadCSV[T any, P CSVRow[T]](name string, r io.Reader) ([]T, error) {
	in, err := newCSVRows(name, r, P(nil).TypedMLSchema())
	if err != nil {
		return nil, err
	}
	var (
		rows   []T
		lines  []int
		report validate.Report
	)
	for i := 0; ; i++ {
		report.SetRow(i)
		var row T
		line, err := in.next(&report, P(&row).DecodeJSON)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		rows, lines = append(rows, row), append(lines, line)
	}
	if err := report.Take(); err != nil {
		return nil, &CSVError{Name: name, Lines: lines, Err: err}
	}
	return rows, nil
}

// CSV yields the rows of a CSV file one by one, each as [ReadCSV] reads it, and holds one of them at a time. A row that does
// not decode or breaks rules is a *[jsonio.RowError] with its line, and the rows behind it follow; beside the error stands
// the row when it decoded. Any other error (a header that does not fit, a quote that is open, a failure of r) is the last.
func CSV[T any, P CSVRow[T]](name string, r io.Reader) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		in, err := newCSVRows(name, r, P(nil).TypedMLSchema())
		if err != nil {
			yield(*new(T), err)
			return
		}
		for i := 0; ; i++ {
			var report validate.Report
			report.SetRow(i)
			var row T
			line, err := in.next(&report, P(&row).DecodeJSON)
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(*new(T), err)
				return
			}
			if err := report.Take(); err != nil {
				if !yield(row, &jsonio.RowError{Row: i, Line: line, Err: err}) {
					return
				}
				continue
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// csvRows are the rows of a file whose header fits the record.
type csvRows struct {
	name    string
	in      *csv.Reader
	columns []*schema.Field
	object  bytes.Buffer
	ragged  validate.Rule
}

func newCSVRows(name string, r io.Reader, record *schema.Record) (*csvRows, error) {
	text, delimiter, err := csvText(name, r)
	if err != nil {
		return nil, err
	}
	in := csv.NewReader(text)
	in.Comma = delimiter
	in.FieldsPerRecord = -1
	in.ReuseRecord = true
	columns, err := csvHeader(name, in, record)
	if err != nil {
		return nil, err
	}
	return &csvRows{name: name, in: in, columns: columns, ragged: validate.Rule{
		Name: validate.RuleSyntax, Param: strconv.Itoa(len(columns)),
		Message: fmt.Sprintf("has another number of cells than the header, which has %d; a cell that holds a %s stands in quotation marks",
			len(columns), map[rune]string{'\t': "tab", ',': "comma", ';': "semicolon"}[delimiter]),
	}}, nil
}

// next decodes the next row, which starts at line; the error is io.EOF behind the last one.
func (c *csvRows) next(report *validate.Report, decode func([]byte, *validate.Report)) (line int, err error) {
	cells, err := c.in.Read()
	if err == io.EOF {
		return 0, io.EOF
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w", c.name, err)
	}
	line, _ = c.in.FieldPos(0)
	if len(cells) != len(c.columns) {
		report.Add(&c.ragged, validate.Items(len(cells)))
		return line, nil
	}
	csvObject(&c.object, c.columns, cells)
	before := report.Len()
	decode(c.object.Bytes(), report)
	report.Displace(before)
	return line, nil
}

// CSVError says that rows of a CSV file break rules; it wraps the *validate.Error, whose rows are counted from 0.
type CSVError struct {
	Name string
	// Lines are the line numbers of the file that the rows start at, by row.
	Lines []int
	Err   error
}

// maxLines is how many line numbers CSVError prints.
const maxLines = 10

// Error names the lines of the bad rows, the first ten, and summarizes the violations.
func (e *CSVError) Error() string {
	var broken *validate.Error
	if !errors.As(e.Err, &broken) {
		return fmt.Sprintf("%s: %v", e.Name, e.Err)
	}
	var where []string
	for i, row := range broken.Rows() {
		if i == maxLines {
			where = append(where, "…")
			break
		}
		where = append(where, strconv.Itoa(e.Lines[row]))
	}
	word := "line"
	if len(where) > 1 {
		word = "lines"
	}
	return fmt.Sprintf("%s, %s %s: %v", e.Name, word, strings.Join(where, ", "), e.Err)
}

// Unwrap returns the *validate.Error.
func (e *CSVError) Unwrap() error { return e.Err }

// csvHeader reads the header and returns the field of each column.
func csvHeader(name string, in *csv.Reader, record *schema.Record) ([]*schema.Field, error) {
	header, err := in.Read()
	if err == io.EOF {
		return nil, fmt.Errorf("%s is empty: the first line must be a header with the columns of %s", name, record.Name)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	header = slices.Clone(header)
	mismatch := &schema.MismatchError{Subject: name, Record: record.Name}
	columns := make([]*schema.Field, len(header))
	for i, column := range header {
		f := record.Field(column)
		if f == nil && !record.IgnoreUnknown {
			mismatch.Changes = append(mismatch.Changes, schema.Change{Kind: schema.Extra, Column: column, Have: "text"})
		}
		if f != nil && slices.Contains(header[:i], column) {
			return nil, fmt.Errorf("%s: the header has the column %s twice", name, column)
		}
		columns[i] = f
	}
	for i := range record.Fields {
		if f := &record.Fields[i]; !f.MayBeAbsent && !slices.Contains(header, f.Key) {
			mismatch.Changes = append(mismatch.Changes, schema.Change{Kind: schema.Absent, Column: f.Key, Want: f.Type.String()})
		}
	}
	if len(mismatch.Changes) > 0 {
		mismatch.Remedy = "rename the columns in the header, or the json tags of the struct"
		return nil, mismatch
	}
	return columns, nil
}

// csvObject writes the cells as a JSON object, which the generated decoder then judges.
func csvObject(b *bytes.Buffer, columns []*schema.Field, cells []string) {
	b.Reset()
	b.WriteByte('{')
	for i, f := range columns {
		if f == nil || cells[i] == "" && missing(f) {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		writeText(b, f.Key)
		b.WriteByte(':')
		csvCell(b, f, cells[i])
	}
	b.WriteByte('}')
}

// missing reports whether an empty cell is a value that is left out: one with a default, or one that may be absent and not null.
func missing(f *schema.Field) bool {
	return f.Default != nil || f.MayBeAbsent && !f.Optional && !f.Type.TakesNull() && f.Type.Scalar() != schema.String
}

// csvCell writes one cell. What is no JSON of the field's type is written as a string: the decoder refuses it, showing
// the text.
func csvCell(b *bytes.Buffer, f *schema.Field, cell string) {
	switch k := f.Type.Scalar(); {
	case cell == "" && (f.Optional || k != schema.String):
		b.WriteString("null")
	case k == schema.String || k == schema.Time || k == schema.Duration || k == schema.Bytes:
		writeText(b, cell)
	case json.Valid([]byte(cell)) && cell[0] != '"':
		b.WriteString(cell)
	default:
		writeText(b, strings.ToValidUTF8(cell, "\uFFFD"))
	}
}

func writeText(b *bytes.Buffer, s string) { b.Write(jsonio.AppendText(b.AvailableBuffer(), s)) }
