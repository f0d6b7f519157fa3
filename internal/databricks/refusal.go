package databricks

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// Refusal is an error as the workspace words it: a status, an error code and a message. Handlers return it.
type Refusal struct {
	Status  int
	Code    string // "RESOURCE_DOES_NOT_EXIST"; digits are sent as a number
	Message string
}

// Refuse makes a refusal with a formatted message.
func Refuse(status int, code, format string, args ...any) *Refusal {
	return &Refusal{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

// Invalid refuses an argument: 400 INVALID_PARAMETER_VALUE.
func Invalid(format string, args ...any) *Refusal {
	return Refuse(http.StatusBadRequest, "INVALID_PARAMETER_VALUE", format, args...)
}

// Missing says that there is no such thing: 404 RESOURCE_DOES_NOT_EXIST.
func Missing(format string, args ...any) *Refusal {
	return Refuse(http.StatusNotFound, "RESOURCE_DOES_NOT_EXIST", format, args...)
}

// Exists says that there is such a thing already: 400 RESOURCE_ALREADY_EXISTS, as most services answer.
func Exists(format string, args ...any) *Refusal {
	return Refuse(http.StatusBadRequest, "RESOURCE_ALREADY_EXISTS", format, args...)
}

// Unsupported says that the fake does not know what a real workspace may: 501 NOT_IMPLEMENTED.
func Unsupported(format string, args ...any) *Refusal {
	return Refuse(http.StatusNotImplemented, "NOT_IMPLEMENTED", "the fake workspace does not know "+format, args...)
}

// Error implements error.
func (r *Refusal) Error() string { return r.Code + ": " + r.Message }

// WriteRefusal answers with an error; one that is no Refusal is 500 INTERNAL_ERROR.
func WriteRefusal(w http.ResponseWriter, err error) {
	var r *Refusal
	if !errors.As(err, &r) {
		r = Refuse(http.StatusInternalServerError, "INTERNAL_ERROR", "%v", err)
	}
	var code any = r.Code
	if n, err := strconv.Atoi(r.Code); err == nil {
		code = n
	}
	writeJSON(w, r.Status, map[string]any{
		"error_code": code,
		"message":    r.Message,
		"details": []any{map[string]any{
			"@type": "type.googleapis.com/google.rpc.RequestInfo", "request_id": randomHex(8), "serving_data": "",
		}},
	})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	writeBody(w, status, body)
}

func writeBody(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the peer may be gone
}
