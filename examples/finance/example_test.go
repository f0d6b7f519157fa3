package finance_test

import (
	"fmt"
	"log"

	"github.com/typedml/typedml/examples/finance"
)

func Example() {
	applications, err := finance.Load() // every row is validated
	if err != nil {
		log.Fatal(err)
	}
	a := applications[0]
	fmt.Println(len(applications), a.Age, a.CreditAmount, a.Housing, a.Creditability)

	a.Age, a.Housing = 17, "owned"
	fmt.Println(a.Validate())
	// Output:
	// 1000 67 1169 own good
	// 2 violations:
	//   age_in_years: must be at least 18 (gte=18), got 17
	//   housing: must be one of "for free", "own", "rent" (enum), got "owned"
}
