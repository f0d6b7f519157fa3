package workspace

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/typedml/typedml/internal/wait"
)

const (
	// patience is how long a throttled call is repeated when its context sets no end.
	patience = 5 * time.Minute
	// maxTries bounds how often a call is sent that the server failed at.
	maxTries = 4
	maxWait  = 30 * time.Second
	// answerTime is how long one try waits for the beginning of an answer.
	answerTime = 90 * time.Second
)

// retrier repeats what may succeed later and does no harm twice. 429, and 503 with Retry-After, say that nothing was done:
// such a call is repeated, after the time that is named, for as long as its context lasts. After 500, 502, 503, 504 and a
// lost connection nobody knows, as it may be a gateway that gave up: only a call that may run twice (GET, PUT, DELETE, or
// [Repeatable]) is repeated, a few times; 503 as long as the context lasts.
type retrier struct {
	next   http.RoundTripper
	sleep  func(context.Context, time.Duration) error
	now    func() time.Time
	logger *slog.Logger
	// reached is set once something was answered: until then a failing dial means a wrong address, later a restart.
	reached atomic.Bool
}

func newRetrier(o Options) *retrier {
	r := &retrier{next: o.Transport, sleep: o.Sleep, now: time.Now, logger: o.Logger}
	if r.next == nil {
		r.next = transport()
	}
	if r.sleep == nil {
		r.sleep = wait.For
	}
	if r.logger == nil {
		r.logger = slog.Default()
	}
	return r
}

// transport is Go's, but for an end to waiting for an answer: a statement is waited for by the server for up to 50 s.
func transport() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok { // replaced by the program
		return http.DefaultTransport
	}
	t = t.Clone()
	t.ResponseHeaderTimeout = answerTime
	return t
}

type repeatableKey struct{}

// Repeatable says that the calls made with the context may run twice, whatever their method.
func Repeatable(ctx context.Context) context.Context {
	return context.WithValue(ctx, repeatableKey{}, true)
}

func repeatable(r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete:
		return true
	}
	return r.Context().Value(repeatableKey{}) != nil
}

// RoundTrip implements [http.RoundTripper]. A call that was given up is a *gaveUp, which the SDK does not repeat.
func (t *retrier) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		body, err = io.ReadAll(r.Body)
		_ = r.Body.Close() // it was read whole, or the error says more
		if err != nil {
			return nil, err
		}
	}
	deadline := t.now().Add(patience)
	if d, ok := r.Context().Deadline(); ok && d.Before(deadline) {
		deadline = d
	}
	for try := 1; ; try++ {
		resp, err := t.next.RoundTrip(copyOf(r, body))
		if err == nil {
			t.reached.Store(true)
		}
		if err == nil && elsewhere(r, resp) {
			return nil, &gaveUp{status: resp.StatusCode, tries: try, message: leads(resp), page: true}
		}
		again, throttled := t.verdict(r, resp, err)
		if !again && statusOf(resp) == http.StatusServiceUnavailable { // which the SDK would repeat
			return nil, give(resp, err, try, 0)
		}
		if !again {
			return resp, err
		}
		wait := t.wait(try, resp)
		switch {
		case throttled && t.now().Add(wait).After(deadline), !throttled && try == maxTries, r.Context().Err() != nil:
			return nil, give(resp, err, try, wait)
		}
		t.logger.WarnContext(r.Context(), "databricks: a call is repeated",
			"method", r.Method, "path", r.URL.Path, "try", try, "status", statusOf(resp), "wait", wait)
		if resp != nil {
			discard(resp)
		}
		if cause := t.sleep(r.Context(), wait); cause != nil {
			return nil, &gaveUp{status: statusOf(resp), tries: try, err: cause}
		}
	}
}

// elsewhere reports whether the answer to a call with a credential leads to another place, or is a web page: following it
// would send a change as a question, and take the page that asks to sign in for success.
func elsewhere(r *http.Request, resp *http.Response) bool {
	if r.Header.Get("Authorization") == "" { // a link that carries its own signature
		return false
	}
	asked := strings.Contains(r.Header.Get("Accept"), "json") || r.Method != http.MethodGet && r.Method != http.MethodHead
	page := asked && resp.StatusCode < 300 && strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html")
	return page || resp.StatusCode >= 300 && resp.StatusCode < 400 && resp.StatusCode != http.StatusNotModified
}

// leads says in words what such an answer is, and closes it.
func leads(resp *http.Response) string {
	discard(resp)
	if u, err := resp.Location(); err == nil {
		return "the answer leads to " + u.Scheme + "://" + u.Host + u.Path
	}
	return "the answer is a web page"
}

// copyOf returns the request with its body from the start.
func copyOf(r *http.Request, body []byte) *http.Request {
	c := r.Clone(r.Context())
	if r.Body != nil {
		c.Body = io.NopCloser(bytes.NewReader(body))
		c.ContentLength = int64(len(body))
	}
	return c
}

// verdict says whether to try again, and whether the server asked for it.
func (t *retrier) verdict(r *http.Request, resp *http.Response, err error) (again, throttled bool) {
	if err != nil {
		if r.Context().Err() != nil {
			return false, false
		}
		var op *net.OpError
		if errors.As(err, &op) && op.Op == "dial" { // nothing was sent
			return t.reached.Load(), false
		}
		return repeatable(r), false
	}
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return true, true
	case http.StatusServiceUnavailable:
		asked := resp.Header.Get("Retry-After") != "" || repeatable(r)
		return asked, asked
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusGatewayTimeout:
		return repeatable(r), false
	}
	return false, false
}

// wait is 1, 2, 4 … seconds, or what the server asks for where that is more.
func (t *retrier) wait(try int, resp *http.Response) time.Duration {
	d := min(time.Second<<min(try-1, 10), maxWait)
	if resp == nil {
		return d
	}
	header := resp.Header.Get("Retry-After")
	if n, err := strconv.Atoi(header); err == nil && n > 0 {
		return max(d, time.Duration(min(n, 86400))*time.Second)
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(d, at.Sub(t.now()))
	}
	return d
}

// gaveUp is an answer that would have been repeated, but for the time or the tries.
type gaveUp struct {
	status        int
	code, message string
	tries         int
	wait          time.Duration // the next one would have had
	page          bool          // see elsewhere
	err           error
}

// Error implements error.
func (g *gaveUp) Error() string {
	if g.err != nil {
		return fmt.Sprintf("%v (tried %d times)", g.err, g.tries)
	}
	return fmt.Sprintf("%d %s: %s (tried %d times)", g.status, g.code, g.message, g.tries)
}

// Unwrap returns the failure of the connection, if it was one.
func (g *gaveUp) Unwrap() error { return g.err }

func give(resp *http.Response, err error, try int, wait time.Duration) error {
	g := &gaveUp{status: statusOf(resp), tries: try, wait: wait, err: err}
	if resp == nil {
		return g
	}
	var answer struct {
		Code    any    `json:"error_code"`
		Message string `json:"message"`
	}
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<16)) // the status says enough
	_ = resp.Body.Close()
	if json.Unmarshal(body, &answer) == nil && answer.Code != nil {
		g.code, g.message = fmt.Sprint(answer.Code), answer.Message
	}
	return g
}

func statusOf(resp *http.Response) int {
	if resp == nil {
		return 0
	}
	return resp.StatusCode
}

// discard lets the connection be used again.
func discard(resp *http.Response) {
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<16))
	_ = resp.Body.Close()
}
