package diag

import (
	"fmt"
	"go/token"
	"runtime/debug"
)

// Internal is a fault of typedml's own: code that panicked, or generated code that is no Go.
type Internal struct {
	// Pos is the definition or file that was worked on; it is not valid when that is not known.
	Pos   token.Position
	Cause any // what the code panicked with, or an error
	Stack []byte
}

// Error says where and what, and asks for a report.
func (e *Internal) Error() string {
	at := ""
	if e.Pos.Filename != "" {
		at = " at " + e.Pos.String()
	}
	return fmt.Sprintf("internal error%s: %v; this is a fault of typedml, please report it with the definition that it is about", at, e.Cause)
}

// Recover, deferred, turns a panic into an *Internal: defer diag.Recover(&err, &pos).
func Recover(err *error, pos *token.Position) {
	if cause := recover(); cause != nil {
		*err = &Internal{Pos: *pos, Cause: cause, Stack: debug.Stack()}
	}
}
