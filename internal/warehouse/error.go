package warehouse

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/typedml/typedml/internal/workspace"
)

// Error is a statement that failed.
type Error struct {
	workspace.Call
	Warehouse string
	Code      string // the API's: BAD_REQUEST
	SQLState  string // "42P01"
	Message   string // Spark's. It may hold values of rows.
	// Unknown says that the statement may have taken effect.
	Unknown bool

	err error
}

// Error returns one line with Spark's message.
func (e *Error) Error() string { return e.text(e.Message) }

func (e *Error) text(message string) string {
	s := fmt.Sprintf("databricks: %s %s on warehouse %s: %s", e.Op, e.Object, e.Warehouse, strings.TrimSpace(message))
	if e.SQLState != "" && !strings.Contains(message, e.SQLState) {
		s += " (SQLSTATE " + e.SQLState + ")"
	}
	var asked *workspace.Error
	switch {
	case errors.As(e.err, &asked):
		s += ": " + asked.Answer()
	case e.err != nil:
		s += ": " + e.err.Error()
	}
	return s
}

// Unwrap returns what ended the waiting.
func (e *Error) Unwrap() error { return e.err }

var class = regexp.MustCompile(`^\[([A-Z0-9_.]+)\]`)

// Discreet returns the error without Spark's message, which may hold the values of rows: only its class stays.
func Discreet(err error) error {
	var e *Error
	if !errors.As(err, &e) || e.Unknown {
		return err
	}
	short := *e
	short.Message = "the statement failed"
	if m := class.FindString(e.Message); m != "" {
		short.Message = m
	}
	return &short
}

// HasState reports whether err is a statement's with one of the states.
func HasState(err error, states ...string) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	for _, s := range states {
		if e.SQLState == s {
			return true
		}
	}
	return false
}
