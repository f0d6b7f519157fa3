package jsonio

import (
	"fmt"
	"strings"
	"testing"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// reader decodes {"a": float64, "list": [{"a": …}, …], "map": {"k": float64, …}, "grid": [[float64, …], …]} as
// generated code does.
type reader struct {
	a, list, elem, entries, grid, row, cell Field
	rec                                     *schema.Record
}

func newReader() *reader {
	return &reader{
		a: NewField("a", "A", "float64"), list: NewField("list", "List", "list<record>"), elem: NewField("", "List", "record"),
		entries: NewField("map", "Map", "map<string, float64>"), grid: NewField("grid", "Grid", "list<list<float64>>"),
		row: NewField("", "Grid", "list<float64>"), cell: NewField("", "Grid", "float64"),
		rec: &schema.Record{Fields: []schema.Field{{Key: "a"}, {Key: "list"}, {Key: "map"}, {Key: "grid"}}},
	}
}

func (x *reader) read(d *Decoder) {
	var seen uint64
	for ok := d.Record(); ok && d.NextKey(); {
		switch string(d.Key()) {
		case "a":
			if d.First(&seen, 0, &x.a) {
				d.Float64(&x.a)
			}
		case "list":
			for ok, i := d.Array(&x.list), 0; ok && d.NextElem(); i++ {
				mark := d.Mark()
				x.read(d)
				d.NestAt(mark, "list", i)
			}
		case "map":
			for ok := d.Object(&x.entries); ok && d.NextKey(); {
				key, mark := string(d.Key()), d.Mark()
				d.Float64(&x.cell)
				d.NestKey(mark, "map", key)
			}
		case "hidden":
			for ok := d.Object(&x.entries); ok && d.NextKey(); {
				mark := d.Mark()
				d.Float64(&x.cell)
				d.NestEntry(mark, "hidden")
			}
		case "grid":
			for ok, i := d.Array(&x.grid), 0; ok && d.NextElem(); i++ {
				mark := d.Mark()
				for ok, j := d.Array(&x.row), 0; ok && d.NextElem(); j++ {
					mark := d.Mark()
					d.Float64(&x.cell)
					d.NestAt(mark, "", j)
				}
				d.NestAt(mark, "grid", i)
			}
		default:
			d.UnknownIn(x.rec)
		}
	}
}

func repeated(text string, n int) string { return strings.TrimSuffix(strings.Repeat(text+",", n), ",") }

// TestExcess gives inputs whose length would multiply violations: a bounded number is reported, and how many more, at
// the place and under a rule that no mode lets pass.
func TestExcess(t *testing.T) {
	const many = 5000
	x := newReader()
	for _, c := range []struct {
		name, text string
		most       int
		last       string // violations, from the end
	}{
		{"unknown keys", "{" + repeated(`"b":1`, many) + "}", MaxReported + 1, "|unknown|… and 4000 more unknown keys"},
		{"keys that stand twice", "{" + repeated(`"a":1`, many) + "}", MaxReported + 1, "|duplicate|… and 3999 more keys that stand twice"},
		{"an element each", `{"list":[` + repeated("null", many) + "]}", MaxReported + 1, "list|null|… and 4000 violations more in its elements"},
		{"unknown in elements", `{"list":[` + repeated(`{"b":1}`, many) + "]}", MaxReported + 1, "list|unknown|… and 4000 violations more in its elements"},
		{"two kinds in elements", `{"list":[` + repeated(`{"b":1,"a":"x"}`, many) + "]}", MaxReported + 1, "list|type|… and 9000 violations more in its elements"},
		{"twice in elements", `{"list":[` + repeated(`{"a":1,"a":1}`, many) + `,null]}`, MaxReported + 1, "list|null|… and 4001 violations more in its elements"},
		{"entries", `{"map":{` + repeated(`"k":null`, many) + "}}", MaxReported + 1, "map|null|… and 4000 violations more in its elements"},
		{"hidden entries", `{"hidden":{` + repeated(`"k":null`, many) + "}}", MaxReported + 1, "hidden|null|… and 4000 violations more in its elements"},
		{"a list in lists", `{"grid":[` + repeated("[null]", many) + "]}", MaxReported + 1, "grid|null|… and 4000 violations more in its elements"},
		{"a long list in a list", `{"grid":[[1],[` + repeated("null", many) + "]]}", MaxReported + 1, "grid[1]|null|… and 4000 violations more in its elements"},
		{
			"siblings", `{"list":[` + repeated("null", many) + `],"map":{"k":1,"l":null,"m":null,"n":true},"a":"x"}`, MaxReported + 4,
			`list|null|… and 4000 violations more in its elements;map["l"]|null|must not be null;` +
				`map|null|… and 2 violations more in its elements;a|type|must be a float64, got "x"`,
		},
		{
			"a syntax error behind", `{"list":[` + repeated("null", many) + `,]}`, MaxReported + 2,
			"list|null|… and 4000 violations more in its elements",
		},
		{"one too many", `{"list":[` + repeated("null", MaxReported+1) + "]}", MaxReported + 1, "list|null|… and 1 violation more in its elements"},
		{"just not", `{"list":[` + repeated("null", MaxReported) + "]}", MaxReported, "list[999]|null|must not be null"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r validate.Report
			r.Add(&validate.Rule{Name: "before"}, validate.None())
			d := NewDecoder([]byte(c.text), &r)
			x.read(&d)
			d.End(&r)
			var got []string
			for v := range r.Since(1) {
				got = append(got, v.Path()+"|"+v.Rule()+"|"+v.Message())
				if !v.Static().Decoding() {
					t.Errorf("a mode would let pass: %s", v)
				}
			}
			want := strings.Split(c.last, ";")
			if len(got) != c.most || strings.Join(got[len(got)-len(want):], ";") != c.last {
				t.Errorf("%d violations, the last %q\nwant %d, %q", len(got), got[max(0, len(got)-len(want)):], c.most, want)
			}
			if d.Decoded() {
				t.Error("it decoded")
			}
		})
	}
}

// TestSurplus has a list with a few elements more than its rules allow, whose rules report it, and one with many more.
func TestSurplus(t *testing.T) {
	f, elem := NewField("v", "V", "list<float64>"), NewField("", "V", "float64")
	for _, c := range []struct {
		n, kept int
		want    string
	}{
		{3 + maxSurplus, 3 + maxSurplus, ""},
		{4 + maxSurplus, 3 + maxSurplus, "v: must have at most 3 items, has 1004"},
		{50000, 3 + maxSurplus, "v: must have at most 3 items, has 50000"},
	} {
		var r validate.Report
		d := NewDecoder([]byte("["+repeated("1.5", c.n)+"] "), &r)
		got := d.Float64sUpTo(nil, 3, &f, &elem)
		d.End(&r)
		text := ""
		for v := range r.All() {
			text += v.String()
		}
		if len(got) != c.kept || text != c.want {
			t.Errorf("%d elements: kept %d, %q", c.n, len(got), text)
		}
	}
	if got := decode("[1,2"+strings.Repeat(",1", 2000)+",x]", func(d *Decoder) { d.Float64sUpTo(nil, 1, &f, &elem) }); len(got) != 1 || got[0] != "syntax" {
		t.Errorf("the rest of a list is not checked: %v", got)
	}
}

// TestMeant names the key of the record that an unknown one may have been.
func TestMeant(t *testing.T) {
	x := newReader()
	for _, c := range []struct{ text, want string }{
		{`{"lsit": 1}`, `is unknown: the record has no such key; did you mean "list"?`},
		{`{"nothing": 1}`, "is unknown: the record has no such key"},
		{`{"` + strings.Repeat("list", 1000) + `": 1}`, "is unknown: the record has no such key"},
	} {
		if got := message(t, c.text, x.read); got != c.want {
			t.Errorf("%.20s: %q", c.text, got)
		}
	}
}

// TestSyntaxFirst has a syntax error behind other findings, and one behind the value: it is told first, and what the
// report held before stays before it.
func TestSyntaxFirst(t *testing.T) {
	x := newReader()
	for _, text := range []string{`{"b": 1, "a": true, ]`, `{"b": 1, "a": true} trailing`} {
		var r validate.Report
		r.Add(&validate.Rule{Name: "before"}, validate.None())
		d := NewDecoder([]byte(text), &r)
		x.read(&d)
		d.Missing(&x.list)
		d.End(&r)
		got := fmt.Sprint(found(&r)[:4])
		if got != "[before syntax b unknown a type]" {
			t.Errorf("%s: %s", text, got)
		}
	}
}

// TestRulesOnEntries decodes a long map whose entries all break a rule, as generated code does: the smallest keys are
// reported, and how many more there are.
func TestRulesOnEntries(t *testing.T) {
	const many = 100000
	entries, cell := NewField("map", "Map", "map<string, float64>"), NewField("", "Map", "float64")
	rule := validate.Rule{Field: "Map", Name: "gte", Param: "0"}
	rec := &schema.Record{Fields: []schema.Field{{Key: "map"}}}
	var text strings.Builder
	for i := range many {
		fmt.Fprintf(&text, `,"k%06d":-1`, i*7919%many)
	}
	for _, c := range []struct{ text, last string }{
		{"{" + text.String()[1:] + "}", "… and 99000 violations more in entries of maps"},
		{`{"k":null` + text.String() + "}", "… and up to 99000 violations more in entries of maps"},
	} {
		var r validate.Report
		d := NewDecoder([]byte(c.text), &r)
		values := map[string]float64{}
		for ok := d.Object(&entries); ok && d.NextKey(); {
			key, mark := string(d.Key()), d.Mark()
			values[key] = d.Float64(&cell)
			d.NestKey(mark, "map", key)
		}
		d.End(&r)
		n := r.Len()
		d.Limit(&r)
		for k, v := range values {
			m := r.Len()
			if v < 0 {
				r.Add(&rule, validate.Float(v))
			}
			r.NestKey(m, "map", k)
		}
		r.SortKeys(n)
		d.Settle(&r, rec)
		i, last := 0, ""
		for v := range r.Since(n) {
			if want := fmt.Sprintf(`map["k%06d"]`, i); i < MaxReported && v.Path() != want {
				t.Fatalf("%d: %s, want %s", i, v.Path(), want)
			}
			i, last = i+1, v.Message()
		}
		if i != MaxReported+1 || last != c.last {
			t.Errorf("%d violations, the last %q", i, last)
		}
	}
}

func BenchmarkNulls(b *testing.B) {
	x := newReader()
	data := []byte(`{"list":[` + repeated("null", 1<<20) + "]}")
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var r validate.Report
		d := NewDecoder(data, &r)
		x.read(&d)
		d.End(&r)
	}
}
