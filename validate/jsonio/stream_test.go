package jsonio

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/typedml/typedml/validate"
)

// counted decodes {"n": int}, which must be positive, as generated code does.
type counted struct{ n int }

var (
	countedN    = NewField("n", "N", "int64")
	countedRule = validate.Rule{Path: "n", Field: "N", Name: "gt", Param: "0"}
)

func (x *counted) DecodeJSON(data []byte, r *validate.Report) {
	d := NewDecoder(data, r)
	var y counted
	var seen uint64
	for ok := d.Record(); ok && d.NextKey(); {
		if string(d.Key()) != "n" {
			d.Unknown()
		} else if d.First(&seen, 0, &countedN) {
			y.n = d.Int(&countedN)
		}
	}
	if d.End(r) && d.Decoded() {
		if y.n <= 0 {
			r.Add(&countedRule, validate.Int(y.n))
		}
		*x = y
	}
}

// drained is a stream as words: values, and errors with row, line and rules.
func drained(rows iter.Seq2[counted, error]) string {
	var b strings.Builder
	for x, err := range rows {
		var row *RowError
		var broken *validate.Error
		switch {
		case err == nil:
			fmt.Fprintf(&b, "%d ", x.n)
		case errors.As(err, &row) && errors.As(err, &broken):
			fmt.Fprintf(&b, "row %d line %d", row.Row, row.Line)
			for i := range broken.Violations {
				v := &broken.Violations[i]
				if v.Row() != row.Row {
					fmt.Fprintf(&b, " (row %d)", v.Row())
				}
				b.WriteString(" " + strings.TrimSpace(v.Path()+" "+v.Rule()))
			}
			b.WriteString("; ")
		default:
			fmt.Fprintf(&b, "error %v; ", err)
		}
	}
	return strings.TrimSpace(b.String())
}

// TestLines has rows that are bad in the midst of others: they are told with their lines, and the others come.
func TestLines(t *testing.T) {
	long := `{"n":` + strings.Repeat(" ", 200_000) + `1}`
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"blank", "\n \r\n\t", ""},
		{"rows", "{\"n\":1}\n{\"n\":2}\r\n\n{\"n\":3}", "1 2 3"},
		{"a rule, then a type", "{\"n\":1}\n{\"n\":0}\n{\"n\":\"x\"}\n{\"n\":4}\n", "1 row 1 line 2 n gt; row 2 line 3 n type; 4"},
		{"no JSON", "{\"n\":1}\n\n{\"n\":\n{\"n\":3}\n]\n", "1 row 1 line 3 syntax; 3 row 3 line 5 syntax;"},
		{"two on a line", "{\"n\":1} {\"n\":2}\n{\"n\":3}", "row 0 line 1 syntax; 3"},
		{"too long", "{\"n\":1}\n" + long + "\n{\"n\":3}", "1 row 1 line 2 syntax; 3"},
		{"too long, the last", long, "row 0 line 1 syntax;"},
		{"another value", "[]\n{\"n\":1}", "row 0 line 1 type; 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := drained(Lines[counted](strings.NewReader(c.text), 1000)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if got := drained(Lines[counted](iotest.OneByteReader(strings.NewReader(c.text)), 1000)); got != c.want {
				t.Errorf("byte by byte: %s", got)
			}
		})
	}
	if got := drained(Lines[counted](strings.NewReader(long), 0)); got != "1" {
		t.Errorf("a long line by default: %s", got)
	}
	exact := `{"n":12}`
	if got := drained(Lines[counted](strings.NewReader(exact+"\n"+exact+" \n"+exact), len(exact))); got != "12 row 1 line 2 syntax; 12" {
		t.Errorf("a row of just the size: %s", got)
	}
	for _, end := range []string{"\n", "\r\n", ""} {
		if got := drained(Lines[counted](strings.NewReader(exact+end), len(exact))); got != "12" {
			t.Errorf("a row of just the size before %q: %s", end, got)
		}
		if got := drained(Lines[counted](strings.NewReader(exact+end), len(exact)-1)); got != "row 0 line 1 syntax;" {
			t.Errorf("a row a byte longer before %q: %s", end, got)
		}
	}
}

// TestArray has arrays whose elements are bad, and arrays that are no JSON: those end there.
func TestArray(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing in it", " [ ] \n", ""},
		{"rows", "[{\"n\":1},\n {\"n\":2}\n,{\"n\":3}]", "1 2 3"},
		{"brackets in texts", `[{"]}\"":"[{,\\"},{"n":2}]`, `row 0 line 1 ["]}\""] unknown; 2`},
		{"a rule, then a type", "[{\"n\":0},\n{\"n\":[{}]},{\"n\":4}]", "row 0 line 1 n gt; row 1 line 2 n type; 4"},
		{"another value", `[1,null,{"n":1}]`, "row 0 line 1 type; row 1 line 1 null; 1"},
		{"empty", "", "row 0 line 1 syntax;"},
		{"no array", `{"n":1}`, "row 0 line 1 syntax;"},
		{"no end", "[{\"n\":1},\n", "1 row 1 line 2 syntax;"},
		{"an element without an end", "[{\"n\":1},{\"n\"", "1 row 1 line 1 syntax;"},
		{"a comma at the end", `[{"n":1},]`, "1 row 1 line 1 syntax;"},
		{"no comma", `[{"n":1} {"n":2}]`, "row 0 line 1 syntax;"},
		{"two commas", `[{"n":1},,{"n":2}]`, "1 row 1 line 1 syntax;"},
		{"a comma first", `[,{"n":2}]`, "row 0 line 1 syntax;"},
		{"something behind", `[{"n":1}] x`, "1 row 1 line 1 syntax;"},
		{"an element that is no JSON", `[{"n":1},{"n":},{"n":3}]`, "1 row 1 line 1 syntax;"},
		{"another bracket", `[{"n":1}}`, "1 row 1 line 1 syntax;"},
		{"too long", `[{"n":1},{"n":` + strings.Repeat(" ", 1000) + `2},{"n":3}]`, "1 row 1 line 1 syntax; 3"},
		{"too long, with brackets and lines", `[{"n":"]}` + strings.Repeat("\n", 1000) + `\""},{"n":3},{"n":0}]`, "row 0 line 1 syntax; 3 row 2 line 1001 n gt;"},
		{"too long, the last", `[{"n":1},{"n":` + strings.Repeat(" ", 1000) + `2}]`, "1 row 1 line 1 syntax;"},
		{"too long, without an end", `[{"n":1},{"n":` + strings.Repeat(" ", 1000), "1 row 1 line 1 syntax;"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := drained(Array[counted](strings.NewReader(c.text), 1000)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	exact := `{"n":12}`
	if got := drained(Array[counted](strings.NewReader("["+exact+","+exact[:6]+" 2},"+exact+"]"), len(exact))); got != "12 row 1 line 1 syntax; 12" {
		t.Errorf("an element of just the size: %s", got)
	}
}

// The position of what a row lacks is in its line, whatever ends the line.
func TestLinesPositions(t *testing.T) {
	for _, end := range []string{"", "\n", "\r\n"} {
		for _, err := range Lines[counted](strings.NewReader(`{"n":1`+end), 0) {
			var broken *validate.Error
			if !errors.As(err, &broken) {
				t.Fatalf("%q: %v", end, err)
			}
			if offset, line, column, ok := broken.Violations[0].Position(); !ok || offset != 6 || line != 1 || column != 7 {
				t.Errorf("%q: offset %d, %d:%d", end, offset, line, column)
			}
		}
	}
}

// TestArrayWithoutAnElement says what stands in the place of one.
func TestArrayWithoutAnElement(t *testing.T) {
	for text, want := range map[string]string{
		"[,]": "',' stands where a value should", `[{"n":1},,{"n":2}]`: "',' stands where a value should", "[}]": "'}' stands where a value should",
	} {
		var last error
		for _, err := range Array[counted](strings.NewReader(text), 0) {
			last = err
		}
		if last == nil || !strings.Contains(last.Error(), want) {
			t.Errorf("%s: %v", text, last)
		}
	}
}

// TestRowErrorText prints the first ten violations of a row.
func TestRowErrorText(t *testing.T) {
	for text, want := range map[string]string{
		`{"n":0}`:                         "line 1: n: must be greater than 0 (gt=0), got 0",
		"{":                               `line 1: is not well-formed JSON at byte 1 (1:2): the text ends where a key in quotes should stand`,
		"{" + repeated(`"u":1`, 12) + "}": "line 1: " + strings.Repeat("u: is unknown: the record has no such key; ", 10) + "… and 2 more",
	} {
		for _, err := range Lines[counted](strings.NewReader(text), 0) {
			if err == nil || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		}
	}
}

// TestStreamsEnd has readers that fail, and callers that have seen enough.
func TestStreamsEnd(t *testing.T) {
	broken := fmt.Errorf("the connection is gone: %w", io.EOF) // a failure: the end is io.EOF itself
	for name, rows := range map[string]iter.Seq2[counted, error]{
		"lines": Lines[counted](io.MultiReader(strings.NewReader("{\"n\":1}\n"), iotest.ErrReader(broken)), 0),
		"array": Array[counted](io.MultiReader(strings.NewReader("[{\"n\":1},"), iotest.ErrReader(broken)), 0),

		"within a line":     Lines[counted](io.MultiReader(strings.NewReader("{\"n\":1}\n{\"n"), iotest.ErrReader(broken)), 0),
		"within an element": Array[counted](io.MultiReader(strings.NewReader("[{\"n\":1},{\"n"), iotest.ErrReader(broken)), 0),
	} {
		n, told := 0, []error{}
		for x, err := range rows {
			if n += x.n; err != nil {
				told = append(told, err)
			}
		}
		var row *RowError
		if n != 1 || len(told) != 1 || !errors.Is(told[0], broken) || errors.As(told[0], &row) {
			t.Errorf("%s: %d, %v", name, n, told)
		}
	}
	for range Lines[counted](strings.NewReader("{}\n{}"), 0) {
		break
	}
	if got := drained(Lines[counted](strings.NewReader("{\"n\":1}\n\u00a0\n"), math.MaxInt)); got != "1 row 1 line 2 syntax;" {
		t.Errorf("without a limit, and with a blank that is none of JSON's: %s", got)
	}
	for range Array[counted](strings.NewReader("[{},{}]"), 0) {
		break
	}
}

// FuzzArray holds the stream of an array against the elements that encoding/json finds, taken one by one.
func FuzzArray(f *testing.F) {
	for _, seed := range []string{`[]`, `[{"n":1},{"n":2}]`, `[{"a":"]"},[],"x",1]`, `[1,]`, `[`, `[{"n":1}`, `[{"n":"\""}]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ends := 0
		for _, err := range Array[counted](strings.NewReader(text), 0) {
			if ends > 0 {
				t.Fatalf("%q goes on after its end", text)
			}
			if malformed(err) {
				ends++
			}
		}
		var r validate.Report
		d := NewDecoder([]byte(text), &r)
		d.Peek()
		for ok := d.Array(&record); ok && d.NextElem(); {
			d.Skip()
		}
		if whole := d.End(&r) && r.Len() == 0; whole != (ends == 0) && depth([]byte(text)) <= MaxDepth {
			t.Fatalf("%q: well-formed is %v", text, whole)
		}
	})
}
