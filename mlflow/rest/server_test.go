package rest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

// fakeServer answers with what a test queues, one step a request; the last step repeats.
type fakeServer struct {
	*httptest.Server

	steps []http.HandlerFunc

	mu   sync.Mutex
	reqs []*http.Request
	sent []string
}

// requests returns what came so far.
func (f *fakeServer) requests() []*http.Request {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.reqs)
}

// bodies returns the bodies that came so far.
func (f *fakeServer) bodies() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.sent)
}

func serve(t *testing.T, steps ...http.HandlerFunc) *fakeServer {
	t.Helper()
	f := &fakeServer{steps: steps}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		f.mu.Lock()
		f.reqs, f.sent = append(f.reqs, r), append(f.sent, string(b))
		step := f.steps[min(len(f.reqs), len(f.steps))-1]
		f.mu.Unlock()
		step(w, r)
	}))
	t.Cleanup(f.Close)
	return f
}

func status(code int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}
}

// drop ends the connection without an answer.
func drop(w http.ResponseWriter, _ *http.Request) {
	c, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = c.Close()
	}
}

const runJSON = `{"run":{"info":{"run_id":"r1","status":"RUNNING","start_time":"1700000000000"},"data":{}}}`

// open returns a store that never sleeps and notes its waits.
func openFake(t *testing.T, uri string, env map[string]string) (*Store, *[]time.Duration) {
	t.Helper()
	var waits []time.Duration
	s, err := New(uri, mlflow.Options{
		Getenv: func(k string) string { return env[k] },
		Logger: slog.New(slog.DiscardHandler),
		Sleep: func(ctx context.Context, d time.Duration) error {
			waits = append(waits, d)
			return context.Cause(ctx)
		},
	})
	require.NoError(t, err)
	s.jitter = func() float64 { return 0.5 }
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s, &waits
}

func code(t *testing.T, want mlflow.Code, err error) *mlflow.Error {
	t.Helper()
	var e *mlflow.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, want, e.Code, "%v", err)
	return e
}

func TestRetry(t *testing.T) {
	for _, st := range []int{408, 429, 500, 502, 503, 504} {
		t.Run(strconv.Itoa(st), func(t *testing.T) {
			f := serve(t, status(st, "busy"), status(st, "busy"), status(st, "busy"), status(200, runJSON))
			s, waits := openFake(t, f.URL, nil)
			r, err := s.GetRun(t.Context(), "r1")
			require.NoError(t, err)
			require.Equal(t, "r1", r.Info.ID)
			// The first repetition comes at once, then factor·2^(n-1) and half a second of jitter: urllib3's formula.
			require.Equal(t, []time.Duration{0, 4500 * time.Millisecond, 8500 * time.Millisecond}, *waits)
		})
	}
	t.Run("used up", func(t *testing.T) {
		f := serve(t, status(503, "<html><head><style>x{}</style></head><body><h1>Service\n Unavailable</h1></body></html>"))
		s, waits := openFake(t, f.URL, nil)
		_, err := s.GetRun(t.Context(), "r1")
		e := code(t, mlflow.CodeUnavailable, err)
		require.Equal(t, 503, e.Status)
		require.ErrorContains(t, err, "Service Unavailable")
		require.NotContains(t, err.Error(), "<")
		require.Len(t, *waits, 7)
		require.Len(t, f.requests(), 8)
		require.Equal(t, 120*time.Second, (*waits)[6])
	})
	t.Run("environment", func(t *testing.T) {
		f := serve(t, status(500, ""))
		s, waits := openFake(t, f.URL, map[string]string{
			"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "3", "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "0", "MLFLOW_HTTP_REQUEST_BACKOFF_JITTER": "0",
		})
		_, err := s.GetRun(t.Context(), "r1")
		require.Error(t, err)
		require.Equal(t, []time.Duration{0, 0, 0}, *waits)
		for k, v := range map[string]string{
			"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "many", "MLFLOW_HTTP_REQUEST_TIMEOUT": "-1", "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "NaN",
			"MLFLOW_HTTP_REQUEST_BACKOFF_JITTER": "3s",
		} {
			_, err := New(f.URL, mlflow.Options{Getenv: func(n string) string { return map[string]string{k: v}[n] }})
			require.ErrorContains(t, err, k, v)
		}
	})
	t.Run("Retry-After", func(t *testing.T) {
		f := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "17")
			w.WriteHeader(429)
		}, status(200, runJSON))
		s, waits := openFake(t, f.URL, nil)
		_, err := s.GetRun(t.Context(), "r1")
		require.NoError(t, err)
		require.Equal(t, []time.Duration{17 * time.Second}, *waits)
	})
	t.Run("cancelled while waiting", func(t *testing.T) {
		f := serve(t, status(503, "busy"))
		s, _ := openFake(t, f.URL, nil)
		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("the user pressed Ctrl-C")
		s.o.Sleep = func(ctx context.Context, _ time.Duration) error {
			cancel(why)
			return context.Cause(ctx)
		}
		_, err := s.GetRun(ctx, "r1")
		require.ErrorIs(t, err, why)
		require.ErrorContains(t, err, "given up after 1 tries; the last one: "+f.URL+" answered 503")
		require.Len(t, f.requests(), 1)
	})
	t.Run("cancelled in a later try", func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("the user pressed Ctrl-C")
		f := serve(t, status(503, "busy"), func(_ http.ResponseWriter, r *http.Request) {
			cancel(why)
			<-r.Context().Done()
		})
		s, _ := openFake(t, f.URL, nil)
		_, err := s.GetRun(ctx, "r1")
		require.ErrorIs(t, err, why)
		require.ErrorContains(t, err, "given up after 2 tries; the last one: "+f.URL+" answered 503")
	})
}

// TestRetryCreate: a creation is repeated only when the server can't have acted.
func TestRetryCreate(t *testing.T) {
	for name, tc := range map[string]struct {
		step  http.HandlerFunc
		again bool
	}{
		"429": {status(429, ""), true}, "503": {status(503, ""), true},
		"500": {status(500, ""), false}, "502": {status(502, ""), false}, "504": {status(504, ""), false}, "dropped": {drop, false},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, tc.step, status(200, runJSON))
			s, _ := openFake(t, f.URL, nil)
			_, err := s.CreateRun(t.Context(), mlflow.RunSpec{ExperimentID: "0", Start: time.UnixMilli(1)})
			if tc.again {
				require.NoError(t, err)
				require.Len(t, f.requests(), 2)
			} else {
				code(t, mlflow.CodeUnavailable, err)
				require.Len(t, f.requests(), 1)
			}
		})
	}
	f := serve(t, status(200, runJSON), drop, status(200, runJSON))
	s, _ := openFake(t, f.URL, nil)
	for range 2 {
		_, err := s.GetRun(t.Context(), "r1")
		require.NoError(t, err, "reading is repeated after a lost connection")
	}
	require.Len(t, f.requests(), 3)
}

func TestRetryBody(t *testing.T) {
	f := serve(t, status(503, ""), drop, status(200, "{}"))
	s, _ := openFake(t, f.URL, nil)
	body := strings.NewReader("the whole body")
	_, err := body.Seek(5, io.SeekStart)
	require.NoError(t, err)
	require.NoError(t, s.PutArtifact(t.Context(), "mlflow-artifacts:/0/r/artifacts", "ä b/c?.txt", body))
	require.Equal(t, []string{"the whole body", "the whole body", "the whole body"}, f.bodies())
	require.Equal(t, "/api/2.0/mlflow-artifacts/artifacts/0/r/artifacts/%C3%A4%20b/c%3F.txt", f.requests()[0].RequestURI)

	require.NoError(t, s.LogBatch(t.Context(), "r1", mlflow.Batch{Params: []mlflow.Param{{Key: "a", Value: "<&>"}}}))
	require.Equal(t, "application/json", f.requests()[3].Header.Get("Content-Type"))
	require.Contains(t, f.bodies()[3], "<&>")
	require.EqualValues(t, len(f.bodies()[3]), f.requests()[3].ContentLength)
}

func TestDown(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := l.Addr().String()
	require.NoError(t, l.Close())
	s, waits := openFake(t, "http://user:secret@"+addr, nil)
	_, err = s.GetRun(t.Context(), "r1")
	code(t, mlflow.CodeUnavailable, err)
	require.ErrorContains(t, err, "http://"+addr)
	require.ErrorContains(t, err, "nothing listens there; start it with `mlflow server")
	require.NotContains(t, err.Error(), "secret")
	require.Empty(t, *waits, "a server that was never there is not waited for")

	s, _ = openFake(t, "http://no-such-host.invalid:5000", nil)
	_, err = s.GetRun(t.Context(), "r1")
	require.True(t, mlflow.IsUnavailable(err), "%v", err)

	f := serve(t, drop)
	s, waits = openFake(t, f.URL, nil)
	_, err = s.GetRun(t.Context(), "r1")
	code(t, mlflow.CodeUnavailable, err)
	require.ErrorContains(t, err, "the connection ends without an answer; if the server speaks TLS, write https://")
	require.Empty(t, *waits)
}

// TestRestart: a server that has answered is waited for when it is gone.
func TestRestart(t *testing.T) {
	f := serve(t, status(200, runJSON))
	s, waits := openFake(t, f.URL, nil)
	_, err := s.GetRun(t.Context(), "r1")
	require.NoError(t, err)
	f.Close()
	_, err = s.GetRun(t.Context(), "r1")
	code(t, mlflow.CodeUnavailable, err)
	require.Len(t, *waits, 7)
}

func TestTimeout(t *testing.T) {
	hold := make(chan struct{})
	f := serve(t, status(200, runJSON), func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-hold:
		case <-r.Context().Done():
		}
	})
	defer close(hold)
	s, _ := openFake(t, f.URL, map[string]string{"MLFLOW_HTTP_REQUEST_TIMEOUT": "0.05", "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1"})
	_, err := s.GetRun(t.Context(), "r1")
	require.NoError(t, err)
	_, err = s.GetRun(t.Context(), "r1")
	code(t, mlflow.CodeUnavailable, err)
	require.ErrorContains(t, err, "did not answer (TEMPORARILY_UNAVAILABLE): no answer within 50ms")
	require.Len(t, f.requests(), 3)

	fresh, waits := openFake(t, f.URL, map[string]string{"MLFLOW_HTTP_REQUEST_TIMEOUT": "0.05"})
	_, err = fresh.GetRun(t.Context(), "r1")
	require.ErrorContains(t, err, "can't be reached; check the tracking URI")
	require.ErrorContains(t, err, "no answer within 50ms")
	require.Empty(t, *waits, "a server that was never there is not waited for")

	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err = s.GetRun(ctx, "r1")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorContains(t, err, "stopped by the caller")
}

func TestRefusals(t *testing.T) {
	for name, tc := range map[string]struct {
		status int
		body   string
		code   mlflow.Code
		text   string
	}{
		"JSON":         {404, `{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"Run 'x' not found"}`, mlflow.CodeNotFound, "Run 'x' not found"},
		"duplicate":    {400, `{"error_code":"RESOURCE_ALREADY_EXISTS","message":"exists"}`, mlflow.CodeAlreadyExists, "exists"},
		"unknown code": {400, `{"error_code":"BRAND_NEW","message":"m"}`, "BRAND_NEW", "m"},
		"host":         {403, "Invalid Host header - possible DNS rebinding attack detected", mlflow.CodePermissionDenied, "--allowed-hosts"},
		"unauthorized": {401, "You are not authenticated.", mlflow.CodeUnauthenticated, "MLFLOW_TRACKING_USERNAME"},
		"route":        {404, "<!doctype html><title>404 Not Found</title>", mlflow.CodeNotImplemented, "is it MLflow 3 or later"},
		"method":       {405, "<html>", mlflow.CodeNotImplemented, "empty body"},
		"text":         {418, "I'm a teapot \xff", mlflow.CodeBadRequest, "I'm a teapot"},
		"long":         {400, strings.Repeat("ä", 5000), mlflow.CodeBadRequest, "…"},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, status(tc.status, tc.body))
			s, _ := openFake(t, f.URL, nil)
			_, err := s.GetRun(t.Context(), "x")
			e := code(t, tc.code, err)
			require.Equal(t, tc.status, e.Status)
			require.Equal(t, "get run", e.Op)
			require.Equal(t, "x", e.Object)
			require.ErrorContains(t, err, tc.text)
			require.Less(t, len(err.Error()), 600)
			require.Len(t, f.requests(), 1)
		})
	}
	f := serve(t, status(200, "<html><body>Please log in</body></html>"))
	s, _ := openFake(t, f.URL, nil)
	_, err := s.GetRun(t.Context(), "x")
	require.ErrorContains(t, err, "Please log in")
	require.ErrorContains(t, err, "is this the address of an MLflow server?")
	_, err = s.Health(t.Context())
	require.ErrorContains(t, err, "not an MLflow server")
	f.steps = []http.HandlerFunc{status(200, "3.17.2\n")}
	v, err := s.Health(t.Context())
	require.NoError(t, err)
	require.Equal(t, "3.17.2", v)
}

// TestSilent: answers that say 200 and did something else.
func TestSilent(t *testing.T) {
	f := serve(t, status(200, `{"run_info":{"run_id":"r1","status":"RUNNING"}}`))
	s, _ := openFake(t, f.URL, nil)
	_, err := s.UpdateRun(t.Context(), "r1", mlflow.RunUpdate{Status: mlflow.RunFinished})
	require.ErrorContains(t, err, "left the status at RUNNING")

	f = serve(t, status(200, `{"model":{"info":{"model_id":"m-1","status":"LOGGED_MODEL_STATUS_UNSPECIFIED"}}}`))
	s, _ = openFake(t, f.URL, nil)
	_, err = s.FinalizeLoggedModel(t.Context(), "m-1", mlflow.LoggedModelReady)
	require.ErrorContains(t, err, "UNSPECIFIED")
}

// TestNothing: an answer without what was asked for is no experiment, run or model without a name.
func TestNothing(t *testing.T) {
	for _, body := range []string{"null", "{}", `{"run":null}`} {
		f := serve(t, status(200, body))
		s, _ := openFake(t, f.URL, nil)
		for name, call := range map[string]func() error{
			"create": func() error { _, err := s.CreateExperiment(t.Context(), mlflow.ExperimentSpec{Name: "e"}); return err },
			"name":   func() error { _, err := s.GetExperimentByName(t.Context(), "e"); return err },
			"run":    func() error { _, err := s.GetRun(t.Context(), "r"); return err },
			"logged": func() error { _, err := s.GetLoggedModel(t.Context(), "m"); return err },
			"model":  func() error { _, err := s.GetRegisteredModel(t.Context(), "m"); return err },
			"alias":  func() error { _, err := s.GetModelVersionByAlias(t.Context(), "m", "a"); return err },
		} {
			err := call()
			code(t, mlflow.CodeInternal, err)
			require.ErrorContains(t, err, "is this the address of an MLflow server?", name)
		}
		require.NoError(t, s.DeleteRun(t.Context(), "r"), "an empty answer is one where nothing is asked for")
	}
}

func TestPages(t *testing.T) {
	page := func(ids []string, next string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			var out struct {
				Runs []map[string]any `json:"runs,omitempty"`
				Next string           `json:"next_page_token,omitempty"`
			}
			for _, id := range ids {
				out.Runs = append(out.Runs, map[string]any{"info": map[string]any{"run_id": id, "status": "FINISHED"}})
			}
			out.Next = next
			_ = json.NewEncoder(w).Encode(out)
		}
	}
	f := serve(t, page([]string{"a", "b"}, "t1"), page(nil, "t2"), page([]string{"c"}, ""))
	s, _ := openFake(t, f.URL, nil)
	var got []string
	for r, err := range s.SearchRuns(t.Context(), mlflow.RunQuery{ExperimentIDs: []string{"0"}}) {
		require.NoError(t, err)
		got = append(got, r.Info.ID)
	}
	require.Equal(t, []string{"a", "b", "c"}, got)
	require.NotContains(t, f.bodies()[0], "page_token")
	require.Contains(t, f.bodies()[1], `"page_token":"t1"`)
	require.Contains(t, f.bodies()[2], `"page_token":"t2"`)

	f = serve(t, page([]string{"a"}, "t1"), status(400, `{"error_code":"INVALID_PARAMETER_VALUE","message":"bad"}`))
	s, _ = openFake(t, f.URL, nil)
	n := 0
	for _, err := range s.SearchRuns(t.Context(), mlflow.RunQuery{ExperimentIDs: []string{"0"}}) {
		if n++; n == 2 {
			require.True(t, mlflow.IsInvalid(err))
		}
	}
	require.Equal(t, 2, n)
	f = serve(t, page([]string{"a"}, "same"))
	s, _ = openFake(t, f.URL, nil)
	n = 0
	for range s.SearchRuns(t.Context(), mlflow.RunQuery{ExperimentIDs: []string{"0"}}) {
		if n++; n > 10 {
			break
		}
	}
	require.Equal(t, 2, n, "a server that repeats its token does not loop for ever")
}
