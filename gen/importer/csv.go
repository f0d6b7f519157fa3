package importer

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/schema"
)

// CSV reads a table with a header: the type of a column is the narrowest that every row has, of whole numbers, numbers,
// bools, dates, RFC 3339 times and texts; with empty cells it is optional. The comment of a field says what was seen. Nothing seen
// becomes a rule.
func CSV(data []byte, o Options) (Result, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if at := invalid(data); at >= 0 {
		return Result{}, positioned(o.File, data, at, errors.New("this is no UTF-8: convert the file, as with iconv -f latin1 -t utf-8"))
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = delimiter(data)
	header, err := r.Read()
	if err == io.EOF {
		return Result{}, positioned(o.File, data, 0, errors.New("the file is empty: a header names the columns"))
	}
	columns := make([]column, len(header))
	seen := map[string]bool{}
	for i, key := range header {
		if seen[key] {
			return Result{}, positioned(o.File, data, 0, fmt.Errorf("the column %q stands twice", key))
		}
		seen[key] = true
		columns[i] = newColumn(key)
	}
	rows := 0
	for err == nil {
		var row []string
		if row, err = r.Read(); err == nil {
			rows++
			for i := range columns {
				columns[i].see(row[i])
			}
		}
	}
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return Result{}, &PositionError{File: o.File, Line: parse.Line, Column: max(parse.Column, 1), Err: parse.Err}
	}
	if rows == 0 {
		return Result{}, positioned(o.File, data, len(data), errors.New("the table has no row, which would say what its columns hold"))
	}
	return o.table(columns, rows)
}

// delimiter is what parts the columns of the header: a semicolon or a tab where it has no comma.
func delimiter(data []byte) rune {
	header, _, _ := bytes.Cut(data, []byte("\n"))
	for _, b := range []byte{',', '\t', ';'} {
		if bytes.IndexByte(header, b) >= 0 {
			return rune(b)
		}
	}
	return ','
}

// table writes the record of the columns.
func (o Options) table(columns []column, rows int) (Result, error) {
	base := filepath.Base(o.File)
	rec := &schema.Record{
		Type: gosource.Exported(strings.TrimSuffix(base, filepath.Ext(base))),
		Doc:  comment(fmt.Sprintf("Read from %s, %d rows: the types fit all of them, and the comments say what was seen.", base, rows)),
	}
	var notes []Note
	var left []string
	taken := reserved()
	for _, c := range columns {
		if !jsonKey(c.key) {
			n := Note{Path: strconv.Quote(c.key), What: "no struct tag names the column: it is left out"}
			notes, left = append(notes, n), append(left, comment(n.String()))
			rec.IgnoreUnknown = true // as that column is
			continue
		}
		if c.wide {
			notes = append(notes, Note{Path: c.key, What: "its whole numbers are beyond int64 and uint64, and a float64 rounds them: it is a text"})
		}
		if c.bare != "" && !c.worded {
			notes = append(notes, Note{Path: c.key, What: "no decoder takes the number " + c.bare + ", with no digit on a side of its point: it is a text"})
		}
		f := schema.Field{Name: unused(gosource.Exported(c.key), taken), Key: c.key, Doc: comment(c.told()), Type: schema.Type{Kind: c.kind()}}
		if c.empty > 0 {
			f.Optional, f.MayBeAbsent = true, true
		}
		rec.Fields = append(rec.Fields, f)
	}
	return o.write(reading{rec: rec, left: map[*schema.Record][]string{rec: left}, notes: notes})
}

// manyDistinct is from where distinct values are no longer counted.
const manyDistinct = 1000

// column is what was seen of one.
type column struct {
	key       string
	empty     int
	low, high string // by number, or by time
	distinct  map[string]bool
	wide      bool          // with a whole number that no number of Go's holds
	bare      string        // the first number with a point and no digit on a side of it
	worded    bool          // with a cell that is no number
	kinds     []schema.Kind // that all values have so far, the narrowest first
}

func newColumn(key string) column {
	return column{key: key, distinct: map[string]bool{}, kinds: []schema.Kind{
		schema.Int64, schema.Uint64, schema.Float64, schema.Bool, schema.Date, schema.Time, schema.String,
	}}
}

// kind is the narrowest; of a column without a value it is text.
func (c *column) kind() schema.Kind {
	if len(c.distinct) == 0 {
		return schema.String
	}
	return c.kinds[0]
}

// see takes one cell.
func (c *column) see(cell string) {
	if cell == "" {
		c.empty++
		return
	}
	if _, err := strconv.ParseFloat(cell, 64); err != nil {
		c.worded = true
	} else if c.bare == "" && bare(cell) {
		c.bare = cell
	}
	var kept []schema.Kind
	for _, k := range c.kinds {
		if spells(k, cell) {
			kept = append(kept, k)
		}
	}
	c.kinds = kept
	if n, isWhole := whole(cell); isWhole && len(kept) == 1 && !spells(schema.Float64, cell) && n.BitLen() > 63 {
		c.wide = true
	}
	first := len(c.distinct) == 0
	if len(c.distinct) < manyDistinct {
		c.distinct[cell] = true
	}
	number := c.kinds[0].Number()
	if first || ordered(number, cell, c.low) < 0 {
		c.low = cell
	}
	if first || ordered(number, cell, c.high) > 0 {
		c.high = cell
	}
}

// ordered compares numbers by value, and times, as texts, by what is written.
func ordered(number bool, a, b string) int {
	if number {
		x, _ := strconv.ParseFloat(a, 64)
		y, _ := strconv.ParseFloat(b, 64)
		return cmp.Compare(x, y)
	}
	return cmp.Compare(a, b)
}

// told says what was seen.
func (c *column) told() string {
	if len(c.distinct) == 0 {
		return "Seen: no value."
	}
	distinct := strconv.Itoa(len(c.distinct))
	if len(c.distinct) == manyDistinct {
		distinct = "at least " + distinct
	}
	text := "Seen: "
	switch c.kind() {
	case schema.Int64, schema.Uint64, schema.Float64, schema.Date, schema.Time:
		text += c.low + " to " + c.high + ", "
	}
	text += distinct + " distinct"
	if c.empty > 0 {
		text += ", " + strconv.Itoa(c.empty) + " empty"
	}
	return text + "."
}
