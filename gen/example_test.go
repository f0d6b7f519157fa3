package gen_test

import (
	"context"
	"fmt"

	"github.com/typedml/typedml/gen"
)

// Check finds what go generate would change, and changes nothing.
func ExampleGenerate() {
	res, err := gen.Generate(context.Background(), gen.Options{Dir: "../examples/retail", Check: true})
	if err != nil {
		fmt.Println(err) // gen.ErrStale, diag.ErrFound …
	}
	for _, d := range res.Diagnostics {
		fmt.Println(d.Code) // d itself says file:line:col, what and what to do
	}
	for _, p := range res.Packages {
		for _, f := range p.Files {
			for _, s := range f.Structs {
				fmt.Println(f.Output, s.Record.Name, len(s.Record.Fields))
			}
		}
	}
	fmt.Println(len(res.Changes), "stale files")
	// Output:
	// TML206
	// churn_typedml.go churn.rows 7
	// churn_typedml.go cdnow.customers 5
	// features_typedml.go churn.features 6
	// 0 stale files
}
