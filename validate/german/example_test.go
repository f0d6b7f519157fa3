package german_test

import (
	"errors"
	"fmt"

	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/german"
)

// Each call chooses its language; English is the language of nil.
func Example() {
	var r validate.Report
	r.Add(&validate.Rule{Path: "age", Name: "gte", Param: "18", Message: "you must be an adult"}, validate.Int(17))
	r.Add(&validate.Rule{Path: "email", Name: "email"}, validate.String("nobody"))

	words := german.Catalog()
	words["you must be an adult"] = "Sie müssen volljährig sein" // the text of the tag msg
	var broken *validate.Error
	if errors.As(r.Err(), &broken) {
		for i := range broken.Violations {
			v := &broken.Violations[i]
			fmt.Printf("%s: %s\n", v.Path(), v.MessageIn(words))
		}
	}
	// Output:
	// age: Sie müssen volljährig sein
	// email: muss eine E-Mail-Adresse sein (email), ist aber "nobody"
}
