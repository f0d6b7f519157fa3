package jsonio_test

import (
	"fmt"
	"strings"

	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// A decoder as the generator writes it.
func Example() {
	count, name := jsonio.NewField("count", "Count", "int64"), jsonio.NewField("name", "Name", "string")
	var x struct {
		Count int
		Name  string
	}
	var r validate.Report
	d := jsonio.NewDecoder([]byte(`{"name": "a", "count": 1.5, "cuont": 2}`), &r)
	var seen uint64
	for ok := d.Record(); ok && d.NextKey(); {
		switch string(d.Key()) {
		case "count":
			if d.First(&seen, 0, &count) {
				x.Count = d.Int(&count)
			}
		case "name":
			if d.First(&seen, 1, &name) {
				x.Name = d.String(&name)
			}
		default:
			d.Unknown()
		}
	}
	d.End(&r)
	fmt.Println(x.Name)
	for v := range r.All() {
		fmt.Println(v)
	}
	// Output:
	// a
	// count: must be an int64, got 1.5
	// cuont: is unknown: the record has no such key
}

// Rows of a stream are decoded one by one; a bad one is told with its line. order stands for a generated type.
func ExampleLines() {
	text := `{"id": 1}
{"id": "two"}
{"id": 3}
`
	for x, err := range jsonio.Lines[order](strings.NewReader(text), 1<<20) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(x.ID)
	}
	// Output:
	// 1
	// line 2: id: must be an int64, got "two"
	// 3
}

type order struct{ ID int }

func (x *order) DecodeJSON(data []byte, r *validate.Report) {
	id := jsonio.NewField("id", "ID", "int64")
	d := jsonio.NewDecoder(data, r)
	var y order
	for ok := d.Record(); ok && d.NextKey(); {
		y.ID = d.Int(&id)
	}
	if d.End(r) && d.Decoded() {
		*x = y
	}
}
