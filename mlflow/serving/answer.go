package serving

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"strconv"
	"strings"

	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/validate"
)

// protocolVersion is the MLflow whose protocol is answered.
const protocolVersion = model.MLflowVersion

// answer is an error as the client sees it, in MLflow's form with the violations beside it.
type answer struct {
	status     int
	code       string // MLflow's error code
	message    string
	violations *validate.Error
}

// requestError is a request that is refused for its envelope.
type requestError struct {
	status  int
	message string
}

func (e *requestError) Error() string { return e.message }

// answerOf decides what the client is told: everything about its own mistakes, nothing about ours.
func answerOf(err error) answer {
	var (
		broken   *validate.Error
		envelope *requestError
	)
	switch {
	case errors.As(err, &broken):
		return answer{http.StatusBadRequest, "BAD_REQUEST", err.Error(), broken}
	case errors.As(err, &envelope):
		return answer{status: envelope.status, code: "BAD_REQUEST", message: envelope.message}
	}
	return answer{status: http.StatusInternalServerError, code: "INTERNAL_ERROR", message: "the request could not be answered; the log of the server says why"}
}

func writeError(w http.ResponseWriter, a answer) {
	body := struct {
		Code       string               `json:"error_code"`
		Message    string               `json:"message"`
		Violations []validate.Violation `json:"violations,omitempty"`
	}{Code: a.code, Message: a.message}
	if a.violations != nil {
		body.Violations = a.violations.Violations
	}
	data, err := json.Marshal(body)
	if err != nil { // a violation holds text of the request, which may be anything
		data, _ = json.Marshal(map[string]string{"error_code": a.code, "message": a.message})
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	_, _ = w.Write(append(data, '\n'))
}

// writePredictions writes {"predictions": […]}, each number as the shortest text that reads back as it.
func writePredictions(w http.ResponseWriter, predictions []float64) {
	b := append(make([]byte, 0, 32+20*len(predictions)), `{"predictions": [`...)
	for i, p := range predictions {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = strconv.AppendFloat(b, p, 'g', -1, 64)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(b, "]}"...))
}

// checkContentType demands JSON in UTF-8.
func checkContentType(header string) error {
	kind, params, err := mime.ParseMediaType(header)
	if err != nil || kind != "application/json" {
		return &requestError{http.StatusUnsupportedMediaType, fmt.Sprintf("the content type is %q; send application/json", header)}
	}
	for name, value := range params {
		if name != "charset" || !strings.EqualFold(value, "utf-8") {
			return &requestError{http.StatusUnsupportedMediaType, fmt.Sprintf("the content type has %s=%s; only charset=utf-8 is understood", name, value)}
		}
	}
	return nil
}

// bodyError says what went wrong in reading a body.
func bodyError(err error) error {
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		return &requestError{
			http.StatusRequestEntityTooLarge,
			fmt.Sprintf("the body is longer than %d bytes; send the rows in several requests", tooLong.Limit),
		}
	}
	var slow net.Error
	if errors.As(err, &slow) && slow.Timeout() {
		return &requestError{http.StatusRequestTimeout, "the body did not come in time; send it faster, or the rows in several requests"}
	}
	return &requestError{http.StatusBadRequest, "the body ended early"}
}

func notFound(w http.ResponseWriter, r *http.Request) {
	writeError(w, answer{
		status: http.StatusNotFound, code: "ENDPOINT_NOT_FOUND",
		message: fmt.Sprintf("there is no %s; the paths are /invocations, /ping, /health, /version, /metrics", r.URL.Path),
	})
}

func methodNotAllowed(allowed string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", allowed)
		writeError(w, answer{
			status: http.StatusMethodNotAllowed, code: "BAD_REQUEST",
			message: fmt.Sprintf("%s takes %s, not %s", r.URL.Path, allowed, r.Method),
		})
	}
}
