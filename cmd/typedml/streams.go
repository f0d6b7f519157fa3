package main

import (
	"fmt"
	"io"
)

// streams are where a command writes.
type streams struct{ out, err io.Writer }

// fail prints the error and returns the exit code of a failure.
func (s streams) fail(err error) int {
	fmt.Fprintln(s.err, "typedml:", err)
	return 1
}
