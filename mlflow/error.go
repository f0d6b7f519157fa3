package mlflow

import (
	"errors"
	"strings"
)

// Code is MLflow's error code; a server may send ones that are not listed here.
type Code string

// The codes that callers tell apart.
const (
	CodeNotFound         Code = "RESOURCE_DOES_NOT_EXIST"
	CodeAlreadyExists    Code = "RESOURCE_ALREADY_EXISTS"
	CodeInvalidParameter Code = "INVALID_PARAMETER_VALUE"
	CodeInvalidState     Code = "INVALID_STATE"
	CodeBadRequest       Code = "BAD_REQUEST"
	CodeUnauthenticated  Code = "UNAUTHENTICATED"
	CodePermissionDenied Code = "PERMISSION_DENIED"
	CodeNotImplemented   Code = "NOT_IMPLEMENTED"
	CodeInternal         Code = "INTERNAL_ERROR"
	CodeUnavailable      Code = "TEMPORARILY_UNAVAILABLE"
	CodeCancelled        Code = "CANCELLED" // the caller's context ended
)

// Error is a failure of a back end, or an argument that it would refuse or silently change.
type Error struct {
	Code    Code
	Op      string // what was tried, such as "create run"
	Object  string // what it was tried on: a name, id, key or path; may be empty
	Message string // what is wrong, and the remedy where one is known
	Status  int    // the HTTP status; 0 when there was none
	Err     error  // the cause; may be nil
}

// Error returns one line with the operation, object, message, code and cause.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("mlflow: ")
	b.WriteString(e.Op)
	if e.Object != "" {
		b.WriteString(" ")
		b.WriteString(e.Object)
	}
	if e.Message != "" {
		b.WriteString(": ")
		b.WriteString(e.Message)
	}
	if e.Code != "" {
		b.WriteString(" (")
		b.WriteString(string(e.Code))
		b.WriteString(")")
	}
	if e.Err != nil {
		b.WriteString(": ")
		b.WriteString(e.Err.Error())
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// IsNotFound reports whether err says that the object does not exist.
func IsNotFound(err error) bool { return hasCode(err, CodeNotFound) }

// IsAlreadyExists reports whether err says that the object exists already.
func IsAlreadyExists(err error) bool { return hasCode(err, CodeAlreadyExists) }

// IsInvalid reports whether err says that an argument is wrong.
func IsInvalid(err error) bool { return hasCode(err, CodeInvalidParameter) }

// IsUnavailable reports whether err says that the back end can't be reached or is busy: the same call may succeed later.
func IsUnavailable(err error) bool { return hasCode(err, CodeUnavailable) }

func hasCode(err error, c Code) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == c
}

func invalid(op, object, message string) *Error {
	return &Error{Code: CodeInvalidParameter, Op: op, Object: object, Message: message}
}
