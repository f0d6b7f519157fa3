// Kernels writes the assembly of this module: sums and bounds of long lists (package validate/vec), the reader of lists of
// doubles (validate/jsonio), and what asks the processor whether it can run them (validate/internal/cpu).
package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"

	. "github.com/mmcloughlin/avo/build"
)

var packages = map[string]func(){
	"vec":    vectors,
	"jsonio": numbers,
	"cpu":    func() { cpuid(); xgetbv() },
}

func main() {
	name := flag.String("for", "", "package whose assembly is written")
	flag.Parse()
	write := packages[*name]
	if write == nil {
		fmt.Fprintf(os.Stderr, "-for is none of %v\n", slices.Sorted(maps.Keys(packages)))
		os.Exit(2)
	}
	Package("github.com/typedml/typedml/internal/tools/kernels")
	ConstraintExpr("amd64,!purego")
	write()
	Generate()
}
