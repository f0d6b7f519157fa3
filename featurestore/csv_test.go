package featurestore_test

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

func customers(text string) ([]retail.Customer, error) {
	return featurestore.ReadCSV[retail.Customer]("customers.csv", strings.NewReader(text))
}

func TestReadCSV(t *testing.T) {
	want := []retail.Customer{{ID: 1, Repeats: 2, LastPurchase: 30.43, Age: 38.86, MeanSpend: 22.35}, {ID: 2, Age: 27}}
	for name, text := range map[string]string{
		"as it is":                      "ID,x,t_x,T,zbar\n1,2,30.43,38.86,22.35\n2,0,0,27,0\n",
		"CRLF, no final line break":     "ID,x,t_x,T,zbar\r\n1,2,30.43,38.86,22.35\r\n2,0,0,27,0",
		"byte order mark, other order":  "\uFEFFT,ID,x,t_x,zbar\n38.86,1,2,30.43,22.35\n27,2,0,0,0\n",
		"byte order mark, quoted":       "\uFEFF\"ID\",\"x\",t_x,T,zbar\n1,2,30.43,38.86,22.35\n2,0,0,27,0\n",
		"quoted, blank lines, integral": "ID,x,t_x,T,zbar\n\n\"1\",2,30.43,38.86,22.35\n\n2,0.0,0,2.7e1,0\n",
		"semicolons":                    "\r\n\"ID\";x;t_x;T;zbar\r\n1;2;30.43;38.86;22.35\r\n2;0;0;27;0\r\n",
		"tabs":                          "\uFEFFID\tx\tt_x\tT\tzbar\n1\t2\t30.43\t38.86\t22.35\n2\t0\t0\t27\t0\n",
		"commas beside quoted others":   "ID,x,t_x,T,zbar\n1,2,30.43,38.86,\"22.35\"\n2,0,0,27,0\n",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := customers(text)
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
}

// The same rows one by one: bad ones are told with their lines, and the others come.
func TestCSV(t *testing.T) {
	var got []string
	text := "ID,x,t_x,T,zbar\n1,2,3,4,5\n\n2,x,3,4,5\n3,2\n4,2,3.001,4,5\n5,2,3,4,5"
	for row, err := range featurestore.CSV[retail.Customer]("customers.csv", strings.NewReader(text)) {
		var bad *jsonio.RowError
		switch {
		case errors.As(err, &bad):
			var broken *validate.Error
			require.ErrorAs(t, err, &broken)
			assert.Equal(t, bad.Row, broken.Violations[0].Row())
			got = append(got, fmt.Sprintf("%d: %d %s", row.ID, bad.Line, broken.Violations[0].Rule()))
		default:
			require.NoError(t, err)
			got = append(got, fmt.Sprint(row.ID))
		}
	}
	assert.Equal(t, []string{"1", "0: 4 type", "0: 5 syntax", "4: 6 decimals", "5"}, got)
	for _, text := range []string{"ID,x\n1,2\n", "ID,x,t_x,T,zbar\n1,\"2,3,4,5\n"} {
		n := 0
		for _, err := range featurestore.CSV[retail.Customer]("customers.csv", strings.NewReader(text)) {
			n++
			var bad *jsonio.RowError
			assert.Error(t, err)
			assert.False(t, errors.As(err, &bad), err)
		}
		assert.Equal(t, 1, n, text)
	}
	for range featurestore.CSV[retail.Customer]("customers.csv", strings.NewReader(text)) {
		break
	}
}

func TestReadCSVNullIsAWordInText(t *testing.T) {
	got, err := featurestore.ReadCSV[sample.Address]("a.csv", strings.NewReader("city,zip\nnull,1\n"))
	require.NoError(t, err)
	assert.Equal(t, []sample.Address{{City: "null", Zip: 1}}, got)
}

// noted has a text that may be null, one that may not, a number that may be, and a number and a list that may be absent.
type noted struct {
	Note  *string         `json:"note"`
	Text  string          `json:"text"`
	Count *int            `json:"count"`
	Left  json.RawMessage `json:"left"`
	List  json.RawMessage `json:"list"`
}

func (*noted) TypedMLSchema() *schema.Record {
	field := func(key string, kind schema.Kind, optional bool) schema.Field {
		return schema.Field{Name: key, Key: key, Type: schema.Type{Kind: kind}, Optional: optional}
	}
	return &schema.Record{Name: "noted", Fields: []schema.Field{
		field("note", schema.String, true), field("text", schema.String, false), field("count", schema.Int64, true),
		{Name: "left", Key: "left", Type: schema.Type{Kind: schema.Int64}, MayBeAbsent: true},
		{Name: "list", Key: "list", Type: schema.Type{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: schema.Int64}}}, MayBeAbsent: true},
	}}
}

func (n *noted) DecodeJSON(text []byte, r *validate.Report) {
	if err := json.Unmarshal(text, n); err != nil {
		r.Add(&validate.Rule{Name: validate.RuleSyntax, Message: err.Error()}, validate.Null())
	}
}

func TestReadCSVEmptyCells(t *testing.T) {
	note, count := "a", 3
	got, err := featurestore.ReadCSV[noted]("n.csv", strings.NewReader("note,text,count,left,list\n,,,,\na,b,3,4,[5]\n"))
	require.NoError(t, err)
	assert.Equal(t, []noted{
		{List: json.RawMessage("null")},
		{Note: &note, Text: "b", Count: &count, Left: json.RawMessage("4"), List: json.RawMessage("[5]")},
	}, got)
}

func TestReadCSVNamesColumns(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		columns []string
	}{
		"renamed":      {"ID,count,t_x,T,zbar\n1,2,3,4,5\n", []string{"count", "x"}},
		"CR in quotes": {"ID,\"x\ry\",t_x,T,zbar\n1,2,3,4,5\n", []string{"x\ry", "x"}},
		"absent":       {"ID,x,t_x,T\n1,2,3,4\n", []string{"zbar"}},
		"further":      {"ID,x,t_x,T,zbar,more\n1,2,3,4,5,6\n", []string{"more"}},
	} {
		t.Run(name, func(t *testing.T) {
			rows, err := customers(c.text)
			var mismatch *schema.MismatchError
			require.ErrorAs(t, err, &mismatch)
			assert.Equal(t, c.columns, mismatch.Columns())
			assert.Empty(t, rows)
		})
	}
}

func TestReadCSVRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":           {"", "customers.csv is empty: the first line must be a header"},
		"a mark alone":    {"\uFEFF", "customers.csv is empty: the first line must be a header"},
		"column twice":    {"ID,x,t_x,T,zbar,x\n", "the header has the column x twice"},
		"open quote":      {"ID,x,t_x,T,zbar\n1,\"2,3,4,5\n", "customers.csv: "},
		"text":            {"ID,x,t_x,T,zbar\n1,two,3,4,5\n", `customers.csv, line 2: `},
		"fraction":        {"ID,x,t_x,T,zbar\n1,1.5,3,4,5\n", "x: must be an int32, got 1.5"},
		"empty number":    {"ID,x,t_x,T,zbar\n1,,3,4,5\n", "x: must not be null"},
		"null number":     {"ID,x,t_x,T,zbar\n1,null,3,4,5\n", "x: must not be null"},
		"not UTF-8":       {"ID,x,t_x,T,zbar\n1,\xff,3,4,5\n", "x: "},
		"rule":            {"ID,x,t_x,T,zbar\n\n1,2,3.001,4,5\n", "customers.csv, line 3: "},
		"bars":            {"ID|x|t_x|T|zbar\n1|2|3|4|5\n", "column ID (int32) is absent"},
		"CR alone":        {"ID,x,t_x,T,zbar\r1,2,3,4,5\r", "customers.csv ends its lines with CR alone: convert them to LF"},
		"CR, quoted":      {"\uFEFF\"ID\",\"x\",t_x,T,zbar\r1,2,3,4,5", "customers.csv ends its lines with CR alone: convert them to LF"},
		"UTF-16":          {utf16Text(binary.LittleEndian, "\uFEFFID,x,t_x,T,zbar\n"), "customers.csv is UTF-16, and CSV is read as UTF-8: convert it"},
		"UTF-16 BE":       {utf16Text(binary.BigEndian, "\uFEFFID,x,t_x,T,zbar\n"), "customers.csv is UTF-16, and CSV is read as UTF-8: convert it"},
		"UTF-16, bare":    {utf16Text(binary.LittleEndian, "ID,x,t_x,T,zbar\n1,2,3,4,5\n"), "NUL bytes in its first line), and CSV is read as UTF-8: convert it"},
		"UTF-16 BE, bare": {utf16Text(binary.BigEndian, "ID,x"), "NUL bytes in its first line), and CSV is read as UTF-8: convert it"},
		"a second value":  {"ID,x,t_x,T,zbar\n1,2 3,3,4,5\n", "x: must be an int32"},
	} {
		t.Run(name, func(t *testing.T) {
			rows, err := customers(c.text)
			require.ErrorContains(t, err, c.want)
			assert.Empty(t, rows)
		})
	}
}

func utf16Text(order binary.AppendByteOrder, text string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

func TestReadCSVGroupsRaggedRows(t *testing.T) {
	_, err := customers("ID,x,t_x,T,zbar\n1,2\n1,2,3,4,5\n1,2,3\n1\n1,2,3,4,5,6\n")
	var broken *validate.Error
	require.ErrorAs(t, err, &broken)
	groups := broken.Groups()
	require.Len(t, groups, 1)
	assert.Equal(t, 4, groups[0].Count)
	assert.Equal(t, []int{0, 2, 3, 4}, broken.Rows())
	assert.ErrorContains(t, err, "lines 2, 4, 5, 6")
	assert.ErrorContains(t, err, "which has 5")
}

func TestReadCSVKeepsWhatRowsHold(t *testing.T) {
	rows := sample.Rows(3)
	var b strings.Builder
	b.WriteString("id")
	_, err := featurestore.ReadCSV[sample.Order]("orders.csv", strings.NewReader(b.String()))
	var mismatch *schema.MismatchError
	require.ErrorAs(t, err, &mismatch, "columns that may be absent are not asked for")
	for _, column := range mismatch.Columns() {
		f := rows[0].TypedMLSchema().Field(column)
		assert.True(t, f == nil || !f.MayBeAbsent, column)
	}
}

// A reader whose error wraps io.EOF has failed; the end of a file is io.EOF itself.
func TestCSVFailingReader(t *testing.T) {
	lost := fmt.Errorf("the connection is gone: %w", io.EOF)
	file := func() io.Reader {
		return io.MultiReader(strings.NewReader("city,zip\nRome,1\n"), iotest.ErrReader(lost))
	}
	rows, err := featurestore.ReadCSV[sample.Address]("a.csv", file())
	require.ErrorIs(t, err, lost)
	assert.Empty(t, rows)
	var last error
	for _, err := range featurestore.CSV[sample.Address]("a.csv", file()) {
		last = err
	}
	require.ErrorIs(t, last, lost)
}
