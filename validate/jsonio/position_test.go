package jsonio

import (
	"fmt"
	"strings"
	"testing"

	"github.com/typedml/typedml/validate"
)

// TestPositions has what can be wrong with a text, each on a line of its own: what is reported stands where the ^ is in the
// line below.
func TestPositions(t *testing.T) {
	x := newReader()
	text := strings.Join([]string{
		`{`,
		`  "é": 1, "none": {"deep": [1, 2]},`, // columns count characters
		`          ^`,
		`  "a": "text",`,
		`       ^`,
		`  "list": [{"a": null}, 5],`,
		`                 ^`,
		`                        ^`,
		`  "map": {"k": 1e999},`,
		`               ^`,
		`  "a": {"of": "two"}`,
		`  ^`,
		`}`,
	}, "\n")
	var lines []string
	var want []string
	for line := range strings.SplitSeq(text, "\n") {
		if at := strings.IndexByte(line, '^'); at >= 0 {
			want = append(want, fmt.Sprintf("%d:%d", len(lines), at+1))
			continue
		}
		lines = append(lines, line)
	}
	want = append([]string{"2:3"}, want...) // the unknown é
	data := []byte(strings.Join(lines, "\n"))
	var r validate.Report
	r.Add(&validate.Rule{Name: "before"}, validate.None())
	d := NewDecoder(data, &r)
	x.read(&d)
	d.Missing(&x.grid)
	d.End(&r)
	want = append(want, fmt.Sprintf("%d:1", len(lines)))
	var got []string
	for v := range r.Since(1) {
		offset, line, column, ok := v.Position()
		if l, c := Position(data, offset); !ok || l != line || c != column {
			t.Errorf("%s: offset %d, %d:%d", v, offset, line, column)
		}
		got = append(got, fmt.Sprintf("%d:%d", line, column))
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for v := range r.All() {
		if _, _, _, ok := v.Position(); ok {
			t.Error("a violation of no text has a position")
		}
		break
	}
}
