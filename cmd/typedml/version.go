package main

import (
	"fmt"
	"runtime/debug"
)

// versionCommand is typedml version.
type versionCommand struct{}

// Run prints the module's version and the Go that built it.
func (versionCommand) Run(s streams) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return fmt.Errorf("this binary holds no build information")
	}
	fmt.Fprintf(s.out, "typedml %s %s\n", info.Main.Version, info.GoVersion)
	return nil
}

// version is the module's version, "" in a binary that does not hold it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	return info.Main.Version
}
