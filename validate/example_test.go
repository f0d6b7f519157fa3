package validate_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/typedml/typedml/validate"
)

// A generated Validate method returns nil or an error that holds every violation.
func Example() {
	x := station{Readings: []reading{{Celsius: 21}, {Celsius: -100}}}
	err := x.Validate()
	fmt.Println(err)

	var broken *validate.Error
	if errors.As(err, &broken) {
		for i := range broken.Violations {
			v := &broken.Violations[i]
			fmt.Printf("%s: rule %q, limit %q, got %v\n", v.Path(), v.Rule(), v.Limit(), v.Value())
		}
	}
	// Output:
	// 2 violations:
	//   name: is required and must not be empty (required), got ""
	//   readings[1].celsius: must be at least -90 (gte=-90), got -100
	// name: rule "required", limit "", got ""
	// readings[1].celsius: rule "gte", limit "-90", got -100
}

// A report that is reused allocates nothing, whether the values are valid or not.
func ExampleReport() {
	var r validate.Report
	for _, celsius := range []float64{21, -273.16} {
		x := reading{Celsius: celsius}
		r.Reset()
		x.ValidateInto(&r)
		fmt.Println(r.Len(), "violations")
	}
	// Output:
	// 0 violations
	// 1 violations
}

// The violations of a batch know their rows; printing groups them by rule and place.
func ExampleSlice() {
	rows := []reading{{Celsius: -91}, {Celsius: 20}, {Celsius: -92}, {Tags: []string{"x"}}}
	var r validate.Report
	validate.Slice(rows, &r)
	fmt.Println(r.Err())
	// Output:
	// 3 violations in 3 rows, 2 kinds:
	//   celsius  gte=-90  ×2
	//       row 0: celsius: must be at least -90 (gte=-90), got -91
	//       row 2: celsius: must be at least -90 (gte=-90), got -92
	//   tags[]  min=2  ×1
	//       row 3: tags[0]: must have at least 2 characters (min=2), got "x"
}

// A service answers with the error as it is.
func ExampleError_MarshalJSON() {
	x := reading{Celsius: -100}
	var r validate.Report
	x.ValidateInto(&r)
	body, _ := json.MarshalIndent(r.Err(), "", "  ")
	fmt.Println(string(body))
	// Output:
	// {
	//   "violations": [
	//     {
	//       "path": "celsius",
	//       "rule": "gte",
	//       "limit": "-90",
	//       "value": -100,
	//       "message": "must be at least -90 (gte=-90), got -100"
	//     }
	//   ]
	// }
}

// An optional value needs no pointer.
func ExampleOpt() {
	var patience validate.Opt[int]
	_, ok := patience.Get()
	fmt.Println(ok)
	patience = validate.Some(10)
	text, _ := json.Marshal(patience)
	fmt.Println(string(text))
	// Output:
	// false
	// 10
}
