package playground_test

import (
	"errors"
	"fmt"

	"github.com/go-playground/validator/v10"

	"github.com/typedml/typedml/validate/playground"
)

// Item has a generated Validate method; code that reads upstream's errors goes on working.
func Example() {
	v := playground.New(validator.New()) // gin: binding.Validator = v; echo: e.Validator = v
	err := v.Validate(&Item{Price: 101, Tags: []string{"x"}, Count: new(int)})

	var fields validator.ValidationErrors
	if errors.As(err, &fields) {
		for _, f := range fields {
			fmt.Printf("%s: %s=%s, got %v\n", f.Namespace(), f.Tag(), f.Param(), f.Value())
		}
	}
	// Output:
	// Item.Price: lte=100, got 101
	// Item.Tags[0]: min=2, got x
	// Item.Count: gte=1, got 0
}
