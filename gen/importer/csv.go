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
// bools, RFC 3339 times and texts; with empty cells it is optional. The comment of a field says what was seen. Nothing seen
// becomes a rule.
func CSV(data []byte, o Options) (Result, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
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
			continue
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
	kinds     []schema.Kind // that all values have so far, the narrowest first
}

func newColumn(key string) column {
	return column{key: key, distinct: map[string]bool{}, kinds: []schema.Kind{schema.Int64, schema.Float64, schema.Bool, schema.Time, schema.String}}
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
	var kept []schema.Kind
	for _, k := range c.kinds {
		if spells(k, cell) {
			kept = append(kept, k)
		}
	}
	c.kinds = kept
	first := len(c.distinct) == 0
	if len(c.distinct) < manyDistinct {
		c.distinct[cell] = true
	}
	number := c.kinds[0] == schema.Int64 || c.kinds[0] == schema.Float64
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

// spells reports whether a cell is a value of the kind. Digits behind a zero are a text: a code, not a number.
func spells(k schema.Kind, cell string) bool {
	digits := strings.TrimLeft(cell, "+-")
	coded := len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9'
	var err error
	switch k {
	case schema.Int64:
		_, err = strconv.ParseInt(cell, 10, 64)
		return err == nil && !coded && cell[0] != '+'
	case schema.Float64:
		x, err := strconv.ParseFloat(cell, 64)
		return err == nil && x-x == 0 && !coded && !strings.ContainsAny(cell, "_xX+") || err == nil && x-x == 0 && strings.Contains(cell, "e+") && !coded
	case schema.Bool:
		return cell == "true" || cell == "false"
	case schema.Time:
		_, err = schema.ParseTime([]byte(cell))
		return err == nil
	}
	return true
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
	case schema.Int64, schema.Float64, schema.Time:
		text += c.low + " to " + c.high + ", "
	}
	text += distinct + " distinct"
	if c.empty > 0 {
		text += ", " + strconv.Itoa(c.empty) + " empty"
	}
	return text + "."
}
