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

// exitCode is how a program that a command ran has ended; the program has said why.
type exitCode int

// Error implements error.
func (c exitCode) Error() string { return fmt.Sprintf("the program ended with exit code %d", int(c)) }
