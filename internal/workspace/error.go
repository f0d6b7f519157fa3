package workspace

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/databricks/databricks-sdk-go/apierr"
)

// Call says what was tried, for errors.
type Call struct {
	Op     string // "create table"
	Object string // "main.ml.churn"
	Needs  string // the permission that it takes: "CREATE TABLE on the schema main.ml"; may be empty
}

// Error is a call that failed: what was tried, where, what was answered and what to do about it.
type Error struct {
	Call
	Host    string
	Status  int    // the HTTP status; 0 when nothing was answered
	Code    string // "RESOURCE_DOES_NOT_EXIST"
	Message string // the server's, without secrets
	Remedy  string // what to do; may be empty
	Tries   int    // how often it was sent, when it was given up; else 0

	err error
}

// Error returns one line: call, host, answer, remedy.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "databricks: %s", e.Op)
	if e.Object != "" {
		fmt.Fprintf(&b, " %s", e.Object)
	}
	if e.Host != "" {
		fmt.Fprintf(&b, " at %s", e.Host)
	}
	b.WriteString(": " + e.Answer())
	if e.Tries > 1 {
		fmt.Fprintf(&b, ", given up after %d tries", e.Tries)
	}
	if e.Remedy != "" {
		fmt.Fprintf(&b, "; %s", e.Remedy)
	}
	return b.String()
}

// Answer is what the server said: the message with status and code, or how the connection failed.
func (e *Error) Answer() string {
	switch {
	case e.Status != 0 && e.Code != "":
		return fmt.Sprintf("%s (%d %s)", e.Message, e.Status, e.Code)
	case e.Status != 0:
		return fmt.Sprintf("%s (%d)", e.Message, e.Status)
	}
	return e.Message
}

// Unwrap returns the cause: the SDK's error or the context's.
func (e *Error) Unwrap() error { return e.err }

// IsNotFound reports whether err says that the object does not exist.
func IsNotFound(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	return e.Status == http.StatusNotFound && e.Code != "ENDPOINT_NOT_FOUND" || strings.HasSuffix(e.Code, "_DOES_NOT_EXIST") || strings.HasSuffix(e.Code, "_NOT_FOUND") && e.Code != "ENDPOINT_NOT_FOUND"
}

// IsAlreadyExists reports whether err says that the object exists.
func IsAlreadyExists(err error) bool {
	var e *Error
	return errors.As(err, &e) && strings.HasSuffix(e.Code, "ALREADY_EXISTS")
}

// IsUnavailable reports whether the same call may succeed later.
func IsUnavailable(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Status == http.StatusTooManyRequests || e.Status >= http.StatusInternalServerError && e.Status != http.StatusNotImplemented)
}

// IsConflict reports whether err says that something else is being done to the object.
func IsConflict(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == http.StatusConflict && !IsAlreadyExists(err)
}

// IsUncertain reports whether err is of a call that may have been carried out; see [Error.Uncertain].
func IsUncertain(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Uncertain()
}

// Uncertain reports whether the call may have been carried out although it failed: the server failed at it, or its answer
// was lost.
func (e *Error) Uncertain() bool {
	switch e.Status {
	case 0:
		var op *net.OpError
		return !(errors.As(e.err, &op) && op.Op == "dial") && !strings.Contains(e.Message, "auth: ")
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// Explain turns a failure of the SDK into an *Error with what to do; nil stays nil, and an *Error stays as it is.
func (c *Client) Explain(call Call, err error) error {
	if err == nil {
		return nil
	}
	var known *Error
	if errors.As(err, &known) {
		return err
	}
	e := &Error{Call: call, Host: c.Host(), err: err}
	var api *apierr.APIError
	var gave *gaveUp
	switch {
	case errors.As(err, &gave):
		e.Status, e.Code, e.Message, e.Tries = gave.status, gave.code, gave.message, gave.tries
		e.Remedy = c.later(gave)
		switch {
		case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
			e.Message, e.Remedy = "stopped by the caller between two tries", ""
		case gave.status == 0:
			e.Message = gave.err.Error()
		}
	case errors.As(err, &api):
		e.Status, e.Code, e.Message = api.StatusCode, api.ErrorCode, api.Message
		e.Remedy = c.remedy(e)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		e.Message = "stopped by the caller"
	default:
		e.Message = plain(err)
		var op *net.OpError
		if errors.As(err, &op) && op.Op == "dial" {
			e.Remedy = c.later(&gaveUp{})
		}
		if strings.Contains(e.Message, "auth: ") {
			e.Remedy = "the credential comes from " + c.source
		}
	}
	e.Message = c.redact(strings.TrimSpace(e.Message))
	if e.Message == "" {
		e.Message = http.StatusText(e.Status)
	}
	return e
}

// plain is the failure without the method and the URL of the request.
func plain(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err.Error()
	}
	return err.Error()
}

// remedy says what to do about an answer.
func (c *Client) remedy(e *Error) string {
	switch {
	case e.Unauthenticated():
		return "the credential was refused: renew it; it comes from " + c.source + " (" + c.config.AuthType + ")"
	case e.Status == http.StatusForbidden && e.Needs != "":
		return "grant " + e.Needs + " to the user of " + c.source
	case e.Status == http.StatusForbidden:
		return "the user of " + c.source + " lacks a permission for it"
	case e.Code == "ENDPOINT_NOT_FOUND":
		return "the server does not know this call: is DATABRICKS_HOST the address of a workspace?"
	}
	return ""
}

// later says what to do about a call that was given up.
func (c *Client) later(g *gaveUp) string {
	switch {
	case g.page:
		return "nothing was done: is DATABRICKS_HOST (or the profile's host) the address of a workspace, and is a sign-in page in front of it? The credential comes from " + c.source
	case g.status == http.StatusTooManyRequests:
		return fmt.Sprintf("the workspace limits requests: the next try was due in %s, after the call's time; call less often, or give the context more time", g.wait)
	case g.status != 0:
		return "nothing more can be told from here: try again later, or ask Databricks' support with the time of the call"
	}
	return "check the address (DATABRICKS_HOST, or the profile's host), the network and the proxy"
}

// Unauthenticated reports whether the credential itself was refused, with 401 or, as Databricks does for tokens, 403.
func (e *Error) Unauthenticated() bool {
	return e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden && strings.Contains(e.Message, "access token")
}
