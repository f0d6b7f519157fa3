package columns

import "fmt"

// Error says that a value could not be put into a batch: too much data for 32-bit offsets, a list of
// the wrong length, invalid UTF-8, a null where none may be, or a call that does not fit the column's kind.
type Error struct {
	Row    int    // the row of the batch that was being appended
	Path   string // the column, such as "items[].price"
	Reason string // what is wrong, without the value
}

// Error returns "columns: row R: PATH: REASON".
func (e *Error) Error() string {
	return fmt.Sprintf("columns: row %d: %s: %s", e.Row, e.Path, e.Reason)
}

// state is shared by a batch and everything nested in it.
type state struct {
	rows int // complete rows of the outermost batch
	err  *Error
}

func (s *state) fail(path, format string, args ...any) {
	if s.err == nil {
		s.err = &Error{Row: s.rows, Path: path, Reason: fmt.Sprintf(format, args...)}
	}
}
