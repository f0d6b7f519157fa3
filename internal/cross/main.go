// Command cross type-checks every package of the module, its tests and all that they import, for other systems:
//
//	go run ./internal/cross darwin/arm64 windows/amd64
//
// It finds what would not compile there (a name that a system lacks, a file that none has) in a tenth of the time that
// compiling takes. It compiles nothing: the back end of the compiler, assembly and the linker are not asked.
package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/tools/go/packages"
)

func main() {
	failed := false
	for _, system := range os.Args[1:] {
		start := time.Now()
		n, problems, err := check(system)
		if err != nil {
			fmt.Fprintf(os.Stderr, "cross: %s: %v\n", system, err)
			os.Exit(2)
		}
		for _, p := range problems {
			fmt.Fprintf(os.Stderr, "%s: %s\n", system, p)
		}
		failed = failed || len(problems) > 0
		fmt.Printf("%-14s %d packages type-checked, %d problems, %.0f s\n", system, n, len(problems), time.Since(start).Seconds())
	}
	if failed {
		os.Exit(1)
	}
}

// check loads everything for a system, written GOOS/GOARCH, and returns how many packages it is and what is wrong in them.
func check(system string) (n int, problems []string, err error) {
	goos, goarch, ok := strings.Cut(system, "/")
	if !ok {
		return 0, nil, fmt.Errorf("write GOOS/GOARCH, such as darwin/arm64")
	}
	pkgs, err := packages.Load(&packages.Config{
		// NeedDeps without export data: all that is imported is read from its source, too.
		Mode:  packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps | packages.NeedTypes | packages.NeedTypesSizes,
		Env:   append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0"),
		Tests: true,
	}, "./...")
	if err != nil {
		return 0, nil, err
	}
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		n++
		for _, e := range p.Errors {
			problems = append(problems, e.Error())
		}
	})
	return n, problems, nil
}
