package spark

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/internal/sparkconnect"
)

// Error is a statement that Spark refused.
type Error struct {
	Op    string // what was tried, such as "append to main.ml.churn"
	Class string // Spark's error class, such as "DELTA_VIOLATE_CONSTRAINT_WITH_VALUES"
	State string // the SQLSTATE, such as "23001"
	// Message is Spark's, without what may be a row's values.
	Message string
}

// Error says what was refused and why.
func (e *Error) Error() string {
	class := e.Class
	if e.State != "" {
		class += " (SQLSTATE " + e.State + ")"
	}
	return "spark: " + e.Op + ": " + class + ": " + e.Message
}

// Unreachable says that the server did not answer, or was gone in the middle.
type Unreachable struct {
	Op     string
	Server string // host:port
	Cause  string
}

// Error says which server.
func (e *Unreachable) Error() string {
	return "spark: " + e.Op + ": no answer from the Spark Connect server " + e.Server + ": is it running, and is this its port? " + e.Cause
}

// Classes of errors that mean that there is no such table or version.
var absentClasses = []string{
	"TABLE_OR_VIEW_NOT_FOUND", "DELTA_TABLE_NOT_FOUND", "DELTA_MISSING_DELTA_TABLE", "DELTA_PATH_DOES_NOT_EXIST",
	"DELTA_VERSION_NOT_FOUND",
}

// failure words what went wrong with an operation.
func (t *Store) failure(ctx context.Context, op string, err error) error {
	if err == nil {
		return nil
	}
	op += " " + t.address.table
	if cause := ctx.Err(); cause != nil {
		return fmt.Errorf("spark: %s: %w", op, cause)
	}
	var e *sparkconnect.Error
	switch {
	case !errors.As(err, &e):
		return fmt.Errorf("spark: %s: %w", op, err)
	case slices.Contains(absentClasses, e.Class):
		return fmt.Errorf("spark: %s: %s: %w", op, e.Class, featurestore.ErrNotFound)
	case e.Refused():
		return &Error{Op: op, Class: cmp.Or(e.Class, e.Status), State: e.State, Message: message(e)}
	case e.Status == "Internal": // gRPC's word for failures inside of Spark, too
		return &Unreachable{Op: op, Server: t.address.host, Cause: e.Status}
	}
	return &Unreachable{Op: op, Server: t.address.host, Cause: e.Status + ": " + firstLine(e.Message)}
}

// message returns what may be told of Spark's message. Those about statements (SQLSTATE 0A, 42) hold names; any other may
// hold the values of rows.
func message(e *sparkconnect.Error) string {
	switch {
	case strings.HasPrefix(e.Class, "DELTA_VIOLATE_CONSTRAINT"):
		return "a row breaks the table's CHECK constraint " + constraintIn(e.Message)
	case e.Class == "", strings.HasPrefix(e.State, "42"), strings.HasPrefix(e.State, "0A"):
		return firstLine(e.Message)
	}
	return "Spark's message is withheld, as it may hold values of rows; the server's log has it"
}

// constraintIn finds the name in "[…] CHECK constraint NAME (expression) violated by row with values".
func constraintIn(message string) string {
	_, after, ok := strings.Cut(message, "CHECK constraint ")
	name, _, _ := strings.Cut(after, " ")
	if !ok || name == "" {
		return "(unnamed)"
	}
	return name
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if len(line) > 500 {
		line = line[:500] + "…"
	}
	return line
}
