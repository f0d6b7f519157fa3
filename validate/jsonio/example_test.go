package jsonio_test

import (
	"fmt"

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
