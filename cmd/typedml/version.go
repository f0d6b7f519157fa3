package main

import (
	"fmt"
	"runtime/debug"
)

// version is typedml version.
type version struct{}

// Run prints the module's version and the Go that built it.
func (version) Run(s streams) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return fmt.Errorf("this binary holds no build information")
	}
	fmt.Fprintf(s.out, "typedml %s %s\n", info.Main.Version, info.GoVersion)
	return nil
}
