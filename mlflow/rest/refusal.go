package rest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/typedml/typedml/mlflow"
)

// refused turns an answer outside 2xx into an error. MLflow sends JSON for most, but text for a foreign Host header
// and HTML for unknown routes, and a proxy in front of it sends what it likes.
func (s *Store) refused(r *request, resp *http.Response, body []byte) *mlflow.Error {
	e := &mlflow.Error{Op: r.op, Object: r.object, Status: resp.StatusCode}
	var j struct {
		Code    string `json:"error_code"`
		Message string `json:"message"`
	}
	if json.Unmarshal(body, &j) == nil && j.Code != "" {
		e.Code, e.Message = mlflow.Code(j.Code), strings.TrimSpace(j.Message)
		return e
	}
	e.Message = fmt.Sprintf("%s answered %s (%s)", s.URI(), resp.Status, excerpt(body))
	switch c := resp.StatusCode; {
	case c == http.StatusUnauthorized:
		e.Code = mlflow.CodeUnauthenticated
		e.Message += "; set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN"
	case c == http.StatusForbidden:
		e.Code = mlflow.CodePermissionDenied
		if strings.Contains(string(body), "Host") || strings.Contains(string(body), "rigin") {
			e.Message += "; start the server with --allowed-hosts that names this host"
		}
	case c == http.StatusNotFound, c == http.StatusMethodNotAllowed:
		e.Code = mlflow.CodeNotImplemented
		e.Message += "; the server does not know this call: is it MLflow 3 or later, and is the path of the URI right?"
	case c == http.StatusNotImplemented:
		e.Code = mlflow.CodeNotImplemented
	case c >= 500 || c == http.StatusTooManyRequests || c == http.StatusRequestTimeout:
		e.Code = mlflow.CodeUnavailable
	default:
		e.Code = mlflow.CodeBadRequest
	}
	return e
}

var (
	markup = regexp.MustCompile(`(?s)<(style|script|head)\b.*?</(style|script|head)>|<[^>]*>`)
	blanks = regexp.MustCompile(`\s+`)
)

// excerpt is the start of a body that is not JSON, without markup, on one line.
func excerpt(b []byte) string {
	b = b[:min(len(b), 4096)]
	t := strings.TrimSpace(blanks.ReplaceAllString(markup.ReplaceAllString(string(b), " "), " "))
	if t == "" {
		return "empty body"
	}
	if len(t) > 160 {
		t = t[:160]
		for !utf8.ValidString(t) && len(t) > 0 {
			t = t[:len(t)-1]
		}
		t += "…"
	}
	return strings.ToValidUTF8(t, "?")
}

// elsewhere is the error of an answer that is a web page, or leads to another place: following it would send a change as a
// question, and credentials to whoever is there.
func elsewhere(r *request, resp *http.Response, body []byte) *mlflow.Error {
	what := "with a web page (" + excerpt(body) + ")"
	if where := resp.Header.Get("Location"); where != "" {
		where, _, _ = strings.Cut(where, "?")
		what = "by leading to " + mlflow.Redact(where)
	}
	return &mlflow.Error{
		Code: mlflow.CodeInvalidState, Op: r.op, Object: r.object, Status: resp.StatusCode,
		Message: "the server answers " + what + ", not as a tracking server; nothing was done: is this the address of an MLflow server? " +
			"Set the tracking URI to where the server itself answers, and sign in with MLFLOW_TRACKING_TOKEN, or a user and password",
	}
}
