package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/mlflow"
)

// request is one call of the API.
type request struct {
	op, object string
	method     string
	path       string // below the base URL
	query      url.Values
	in         any           // JSON body
	body       io.ReadSeeker // raw body, instead of in
	out        any           // JSON answer; nil when it is ignored
	creates    bool          // not repeated once the server may have acted
	single     bool          // not repeated at all
	artifact   bool          // the longer time limit
	raw        bool          // the answer is bytes

	// hopeless is asked once after an internal error of the server, which may hide a refusal: it returns why repeating
	// will not help, or nil. May be nil.
	hopeless func(context.Context) *mlflow.Error
}

// api is the prefix of tracking, registry and logged models.
const api = "/api/2.0/mlflow/"

// get sends a GET with a query and decodes the answer.
func (s *Store) get(ctx context.Context, op, object, path string, q url.Values, out any) error {
	return s.json(ctx, &request{op: op, object: object, method: http.MethodGet, path: api + path, query: q, out: out})
}

// post sends in as JSON and decodes the answer into out.
func (s *Store) post(ctx context.Context, op, object, path string, in, out any) error {
	return s.json(ctx, &request{op: op, object: object, method: http.MethodPost, path: api + path, in: in, out: out})
}

// create is post for what must not happen twice.
func (s *Store) create(ctx context.Context, op, object, path string, in, out any) error {
	return s.json(ctx, &request{op: op, object: object, method: http.MethodPost, path: api + path, in: in, out: out, creates: true})
}

// send is post with another method.
func (s *Store) send(ctx context.Context, method, op, object, path string, in, out any) error {
	return s.json(ctx, &request{op: op, object: object, method: method, path: api + path, in: in, out: out})
}

func (s *Store) json(ctx context.Context, r *request) error {
	b, err := s.do(ctx, r)
	if err != nil {
		return err
	}
	if r.out == nil {
		return nil
	}
	err = json.Unmarshal(b, r.out)
	if e, ok := r.out.(entity); ok && err == nil && e.id() == "" {
		err = errNothing
	}
	if err != nil {
		return &mlflow.Error{
			Code: mlflow.CodeInternal, Op: r.op, Object: r.object, Err: err,
			Message: fmt.Sprintf("the answer of %s is no JSON that MLflow sends (%s); is this the address of an MLflow server?",
				s.URI(), excerpt(b)),
		}
	}
	return nil
}

// entity is an answer that holds one thing, which has an id or a name.
type entity interface{ id() string }

// errNothing says that an answer, such as null, lacks the thing that was asked for.
var errNothing = errors.New("it holds nothing of what was asked for")

// do sends r until it succeeds, fails for good, or the policy is used up, and returns the answer's bytes.
func (s *Store) do(ctx context.Context, r *request) ([]byte, error) {
	resp, err := s.stream(ctx, r)
	if err != nil {
		return nil, err
	}
	defer resp.Close()
	b, err := io.ReadAll(resp)
	if err != nil {
		return nil, s.lost(ctx, r, err)
	}
	return b, nil
}

// stream is do for an answer that is read by the caller, who closes it.
func (s *Store) stream(ctx context.Context, r *request) (io.ReadCloser, error) {
	payload, err := r.payload()
	if err != nil {
		return nil, &mlflow.Error{Code: mlflow.CodeInvalidParameter, Op: r.op, Object: r.object, Err: err}
	}
	var last *mlflow.Error
	for try := 1; ; try++ {
		body, failure := s.try(ctx, r, payload)
		switch {
		case failure == nil:
			return body, nil
		case ctx.Err() != nil && last != nil:
			return nil, givenUp(try, last, context.Cause(ctx))
		case !failure.again || r.single || try > s.policy.retries || ctx.Err() != nil:
			return nil, failure.err
		}
		if hopeless := r.hopeless; hopeless != nil && failure.err.Status == http.StatusInternalServerError {
			r.hopeless = nil
			if err := hopeless(ctx); err != nil {
				return nil, err
			}
		}
		d := s.policy.wait(try, failure.after, s.jitter())
		s.o.Logger.WarnContext(ctx, "mlflow request is repeated", "op", r.op, "try", try, "wait", d, "error", failure.err)
		if err := s.o.Sleep(ctx, d); err != nil {
			return nil, givenUp(try, failure.err, err)
		}
		last = failure.err
	}
}

// givenUp keeps what the last try met beside cause, for which the caller's context ended.
func givenUp(tries int, last *mlflow.Error, cause error) *mlflow.Error {
	met := last.Message
	if last.Err != nil {
		met += ": " + last.Err.Error()
	}
	return &mlflow.Error{
		Code: last.Code, Op: last.Op, Object: last.Object, Err: cause,
		Message: fmt.Sprintf("given up after %d tries; the last one: %s", tries, met),
	}
}

// failure is one try that did not succeed.
type failure struct {
	err   *mlflow.Error
	again bool          // repeating may help and does no harm
	after time.Duration // the server's Retry-After
}

// payload returns the bytes to send; nil when a raw body is streamed.
func (r *request) payload() ([]byte, error) {
	if r.in == nil {
		return nil, nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(r.in)
	return b.Bytes(), err
}

func (s *Store) try(ctx context.Context, r *request, payload []byte) (io.ReadCloser, *failure) {
	limit := s.policy.timeout
	if r.artifact {
		limit = s.policy.artifact
	}
	tctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("%w %s", errSlow, limit))
	hr, err := s.build(tctx, r, payload)
	if err != nil {
		cancel()
		return nil, &failure{err: &mlflow.Error{Code: mlflow.CodeInvalidParameter, Op: r.op, Object: r.object, Err: err}}
	}
	resp, err := s.http.Do(hr)
	if err != nil {
		if c := context.Cause(tctx); c != nil {
			err = c
		}
		cancel()
		return nil, s.unanswered(ctx, r, err)
	}
	s.reached.Store(true)
	// An artifact may be a page.
	page := (r.method != http.MethodGet || strings.HasPrefix(r.path, api)) && strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html")
	if resp.StatusCode/100 == 2 && !page {
		return &answer{resp.Body, cancel}, nil
	}
	defer cancel()
	defer resp.Body.Close()
	b, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if resp.StatusCode/100 <= 3 {
		return nil, &failure{err: elsewhere(r, resp, b)}
	}
	return nil, &failure{
		err:   s.refused(r, resp, b),
		again: repeatable(resp.StatusCode, r.creates),
		after: retryAfter(resp.Header.Get("Retry-After"), s.o.Now()),
	}
}

func (s *Store) build(ctx context.Context, r *request, payload []byte) (*http.Request, error) {
	u := s.base.String() + r.path
	if len(r.query) > 0 {
		u += "?" + r.query.Encode()
	}
	var body io.Reader = http.NoBody
	var size int64
	switch {
	case r.body != nil:
		var err error
		if size, err = r.body.Seek(0, io.SeekEnd); err == nil {
			_, err = r.body.Seek(0, io.SeekStart)
		}
		if err != nil {
			return nil, fmt.Errorf("rewind the body: %w", err)
		}
		if size > 0 {
			body = io.NopCloser(io.LimitReader(r.body, size))
		}
	case payload != nil:
		body, size = bytes.NewReader(payload), int64(len(payload))
	}
	hr, err := http.NewRequestWithContext(ctx, r.method, u, body)
	if err != nil {
		return nil, err
	}
	hr.ContentLength = size
	if r.body != nil && size > 0 {
		hr.GetBody = func() (io.ReadCloser, error) { // for redirects and connections that died while idle
			_, err := r.body.Seek(0, io.SeekStart)
			return io.NopCloser(io.LimitReader(r.body, size)), err
		}
	}
	switch {
	case r.in != nil:
		hr.Header.Set("Content-Type", "application/json")
	case r.body != nil:
		hr.Header.Set("Content-Type", "application/octet-stream")
	}
	hr.Header.Set("User-Agent", "typedml")
	s.auth.set(hr)
	return hr, nil
}

// repeatable follows MLflow's list of transient answers. A creation is repeated only after an answer that says that
// nothing was done.
func repeatable(status int, creates bool) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return true
	case http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway, http.StatusGatewayTimeout:
		return !creates
	}
	return false
}

func retryAfter(h string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(h); err == nil && n > 0 {
		return min(time.Duration(n)*time.Second, maxRetryAfter)
	}
	if t, err := http.ParseTime(h); err == nil {
		return max(0, t.Sub(now))
	}
	return 0
}

// answer ends the try's time limit when the body is closed.
type answer struct {
	io.ReadCloser

	cancel context.CancelFunc
}

// Close implements [io.Closer].
func (a *answer) Close() error {
	defer a.cancel()
	return a.ReadCloser.Close()
}
