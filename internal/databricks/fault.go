package databricks

import (
	"net/http"
	"strings"
)

// Fault makes calls fail.
type Fault struct {
	// Method and Path choose the calls: the method, any when empty, and a prefix of the path, "" for every call.
	Method, Path string
	// Skip lets so many of them pass first; Times then fails so many, all for 0.
	Skip, Times int
	// Status is what is answered, such as 429. Code and Message default to what a workspace says with it.
	Status        int
	Code, Message string
	// RetryAfter is that header, such as "1"; none when empty.
	RetryAfter string
	// Late runs the call before it is answered with the error: what it did stays done, and nobody was told.
	Late bool
	// Drop closes the connection instead of answering.
	Drop bool
}

// Inject adds a fault; the first that matches a call decides.
func (f *Fake) Inject(fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = append(f.faults, &fault)
}

// ClearFaults takes all faults away.
func (f *Fake) ClearFaults() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = nil
}

// fault returns what the call is to fail with, or nil.
func (f *Fake) fault(r *http.Request) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, fault := range f.faults {
		if fault.Method != "" && fault.Method != r.Method || !strings.HasPrefix(r.URL.Path, fault.Path) {
			continue
		}
		if fault.Skip > 0 {
			fault.Skip--
			return nil
		}
		if fault.Times == 1 {
			f.faults = append(f.faults[:i:i], f.faults[i+1:]...)
		}
		fault.Times = max(fault.Times-1, 0)
		return fault
	}
	return nil
}

// faultWords are the code and the message that a workspace has for a status.
var faultWords = map[int][2]string{
	http.StatusUnauthorized:        {"UNAUTHENTICATED", "Request does not have valid authentication credentials for the operation."},
	http.StatusForbidden:           {"PERMISSION_DENIED", "User does not have the permission for this operation."},
	http.StatusTooManyRequests:     {"REQUEST_LIMIT_EXCEEDED", "Current request rate limit has been reached. Please retry later."},
	http.StatusInternalServerError: {"INTERNAL_ERROR", "An internal error occurred. Please contact support."},
	http.StatusServiceUnavailable:  {"TEMPORARILY_UNAVAILABLE", "The service is temporarily unavailable."},
}

func (fault *Fault) answer(w http.ResponseWriter) {
	if fault.Drop {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close() // that is the fault
		}
		return
	}
	if fault.RetryAfter != "" {
		w.Header().Set("Retry-After", fault.RetryAfter)
	}
	words := faultWords[fault.Status]
	refusal := &Refusal{Status: fault.Status, Code: words[0], Message: words[1]}
	if fault.Code != "" {
		refusal.Code = fault.Code
	}
	if fault.Message != "" {
		refusal.Message = fault.Message
	}
	WriteRefusal(w, refusal)
}
