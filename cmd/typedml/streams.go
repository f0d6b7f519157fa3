package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/launch"
)

// streams are where a command writes.
type streams struct{ out, err io.Writer }

// stackVariable is the environment variable that asks for the stack of an internal error, when it is set.
const stackVariable = "TYPEDML_STACK"

// fail prints the error and returns the exit code of a failure.
func (s streams) fail(err error) int {
	var fault *diag.Internal
	if !errors.As(err, &fault) {
		fmt.Fprintln(s.err, "typedml:", err)
		return 1
	}
	fault.Pos.Filename = relative(fault.Pos.Filename)
	fmt.Fprintln(s.err, "typedml:", fault)
	if os.Getenv(stackVariable) != "" {
		s.err.Write(fault.Stack)
	}
	return 1
}

// diagnostics prints what a run found as text.
func (s streams) diagnostics(found []diag.Diagnostic) {
	_ = output{Format: diag.Text}.print(s, found)
}

// launch runs a program around a type of the user's; its exit code becomes the command's.
func (s streams) launch(ctx context.Context, o launch.Options) error {
	o.In, o.Out, o.Err = os.Stdin, s.out, s.err
	code, err := launch.Run(ctx, o)
	if err == nil && code != 0 {
		err = exitCode(code)
	}
	return err
}

// exitCode is how a program that a command ran has ended; the program has said why.
type exitCode int

// Error implements error.
func (c exitCode) Error() string { return fmt.Sprintf("the program ended with exit code %d", int(c)) }
