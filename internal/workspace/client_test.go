package workspace_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/databricks"
	"github.com/typedml/typedml/internal/workspace"
)

// stage is a fake with one call, a client on it, and what was slept and logged.
type stage struct {
	fake  *databricks.Fake
	c     *workspace.Client
	slept []time.Duration
	log   bytes.Buffer
}

type question struct {
	Name string `json:"name"`
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{fake: databricks.NewFake()}
	t.Cleanup(s.fake.Close)
	answer := func(_ context.Context, in question) (question, error) { return in, nil }
	databricks.Handle(s.fake, "GET /api/2.0/probe", answer)
	databricks.Handle(s.fake, "POST /api/2.0/probe", answer)
	s.fake.Setenv(t)
	var err error
	s.c, err = workspace.Open(t.Context(), workspace.Options{
		Sleep: func(ctx context.Context, d time.Duration) error {
			s.slept = append(s.slept, d)
			return context.Cause(ctx)
		},
		Logger: slog.New(slog.NewTextHandler(&s.log, nil)),
	})
	require.NoError(t, err)
	return s
}

func (s *stage) ask(ctx context.Context, method string) error {
	call := workspace.Call{Op: "probe", Object: "main.ml.x", Needs: "SELECT on main.ml.x"}
	var out question
	if err := s.c.Do(ctx, call, method, "/api/2.0/probe", map[string]any{"name": "x"}, &out); err != nil {
		return err
	}
	if out.Name != "x" {
		return fmt.Errorf("answered %q", out.Name)
	}
	return nil
}

func (s *stage) sent() (n int) {
	for _, c := range s.fake.Calls() {
		if c.Path == "/api/2.0/probe" {
			n++
		}
	}
	return n
}

func TestFailuresSayWhatToDo(t *testing.T) {
	for _, tc := range []struct {
		name    string
		fault   databricks.Fault
		method  string
		timeout time.Duration
		sent    int
		slept   []time.Duration
		says    []string // nothing: it succeeds
	}{
		{
			name: "401", fault: databricks.Fault{Status: 401}, method: "GET", sent: 1,
			says: []string{"databricks: probe main.ml.x at http://127.0.0.1", "401 UNAUTHENTICATED", "renew it; it comes from DATABRICKS_TOKEN (pat)"},
		},
		{
			name: "403", fault: databricks.Fault{Status: 403, Message: "User does not have SELECT"}, method: "POST", sent: 1,
			says: []string{"User does not have SELECT (403 PERMISSION_DENIED)", "grant SELECT on main.ml.x"},
		},
		{name: "429 passes", fault: databricks.Fault{Status: 429, RetryAfter: "7", Times: 2}, method: "POST", sent: 3, slept: []time.Duration{7 * time.Second, 7 * time.Second}},
		{
			name: "429 beyond the context", fault: databricks.Fault{Status: 429, RetryAfter: "60"}, method: "POST", sent: 1, timeout: 20 * time.Second,
			says: []string{"Current request rate limit has been reached", "429 REQUEST_LIMIT_EXCEEDED", "the next try was due in 1m0s"},
		},
		{name: "503 that names a time", fault: databricks.Fault{Status: 503, RetryAfter: "2", Times: 1}, method: "POST", sent: 2, slept: []time.Duration{2 * time.Second}},
		{name: "503 of what may run twice", fault: databricks.Fault{Status: 503, Times: 1}, method: "GET", sent: 2, slept: []time.Duration{time.Second}},
		{name: "503 of what must not run twice", fault: databricks.Fault{Status: 503}, method: "POST", sent: 1, says: []string{"503 TEMPORARILY_UNAVAILABLE"}},
		{name: "500 passes", fault: databricks.Fault{Status: 500, Times: 2}, method: "GET", sent: 3, slept: []time.Duration{time.Second, 2 * time.Second}},
		{
			name: "500 stays", fault: databricks.Fault{Status: 500}, method: "GET", sent: 4, slept: []time.Duration{time.Second, 2 * time.Second, 4 * time.Second},
			says: []string{"500 INTERNAL_ERROR", "given up after 4 tries"},
		},
		{name: "500 of what must not run twice", fault: databricks.Fault{Status: 500}, method: "POST", sent: 1, says: []string{"500 INTERNAL_ERROR"}},
		{name: "lost", fault: databricks.Fault{Drop: true}, method: "GET", sent: 4, slept: []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}, says: []string{"EOF"}},
		{name: "lost, once only", fault: databricks.Fault{Drop: true}, method: "POST", sent: 1, says: []string{"EOF"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := newStage(t)
			tc.fault.Path = "/api/2.0/probe"
			s.fake.Inject(tc.fault)
			ctx := t.Context()
			if tc.timeout != 0 {
				var cancel func()
				ctx, cancel = context.WithTimeout(ctx, tc.timeout)
				defer cancel()
			}
			err := s.ask(ctx, tc.method)
			if tc.fault.Drop { // Go's own transport may send a GET once more when a kept connection is lost
				assert.GreaterOrEqual(t, s.sent(), tc.sent)
			} else {
				assert.Equal(t, tc.sent, s.sent())
			}
			assert.Equal(t, tc.slept, s.slept)
			if len(tc.says) == 0 {
				require.NoError(t, err)
			}
			for _, words := range tc.says {
				require.ErrorContains(t, err, words)
			}
			if err != nil {
				require.NotContains(t, err.Error(), s.fake.Token())
				var e *workspace.Error
				require.ErrorAs(t, err, &e)
			}
			require.NotContains(t, s.log.String(), s.fake.Token())
		})
	}
}

func TestRepeatable(t *testing.T) {
	s := newStage(t)
	s.fake.Inject(databricks.Fault{Path: "/api/2.0/probe", Status: 500, Times: 1})
	require.NoError(t, s.ask(workspace.Repeatable(t.Context()), http.MethodPost))
	assert.Equal(t, 2, s.sent())
}

func TestCancelledWhileWaiting(t *testing.T) {
	s := newStage(t)
	s.fake.Inject(databricks.Fault{Path: "/api/2.0/probe", Status: 429, RetryAfter: "5"})
	c, err := workspace.Open(t.Context(), workspace.Options{})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	err = c.Do(ctx, workspace.Call{Op: "probe"}, "GET", "/api/2.0/probe", map[string]any{"name": "x"}, nil)
	require.ErrorIs(t, err, context.Canceled)
}

// TestProfile: a profile that is named is used whole, whatever the environment says.
func TestProfile(t *testing.T) {
	s := newStage(t)
	file := filepath.Join(t.TempDir(), "cfg")
	text := fmt.Sprintf("[dev]\nhost = %s\ntoken = %s\nwarehouse_id = w9\n[bad]\nhost = %[1]s\ntoken = dapi-wrong\n", s.fake.URL(), s.fake.Token())
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	t.Setenv("DATABRICKS_CONFIG_FILE", file)
	t.Setenv("DATABRICKS_HOST", "https://elsewhere.invalid")
	t.Setenv("DATABRICKS_TOKEN", "dapi-other")

	c, err := workspace.Open(t.Context(), workspace.Options{Profile: "dev"})
	require.NoError(t, err)
	assert.Equal(t, s.fake.URL(), c.Host())
	assert.Equal(t, "w9", c.Warehouse())
	require.NoError(t, c.Do(t.Context(), workspace.Call{Op: "probe"}, "GET", "/api/2.0/probe", map[string]any{"name": "x"}, nil))

	c, err = workspace.Open(t.Context(), workspace.Options{Profile: "bad"})
	require.NoError(t, err)
	err = c.Do(t.Context(), workspace.Call{Op: "probe"}, "GET", "/api/2.0/probe", map[string]any{"name": "x"}, nil)
	require.ErrorContains(t, err, "Invalid access token. (403 403); the credential was refused: renew it; it comes from the profile bad in "+file)
	require.NotContains(t, err.Error(), "dapi-wrong")

	_, err = workspace.Open(t.Context(), workspace.Options{Profile: "absent"})
	require.ErrorContains(t, err, "has no absent profile configured")
}

func TestNothingConfigured(t *testing.T) {
	s := newStage(t)
	t.Setenv("DATABRICKS_HOST", "")
	t.Setenv("DATABRICKS_TOKEN", "")
	t.Setenv("HOME", t.TempDir())
	_, err := workspace.Open(t.Context(), workspace.Options{})
	require.ErrorContains(t, err, "set DATABRICKS_HOST and DATABRICKS_TOKEN, or name a profile")
	_ = s
}

func TestUnreachable(t *testing.T) {
	start := time.Now()
	c, err := workspace.Open(t.Context(), workspace.Options{Host: "http://127.0.0.1:1", Token: "dapi-secret"})
	require.NoError(t, err)
	err = c.Do(t.Context(), workspace.Call{Op: "probe"}, "GET", "/api/2.0/probe", map[string]any{"name": "x"}, nil)
	require.ErrorContains(t, err, "connection refused")
	require.ErrorContains(t, err, "check the address")
	require.NotContains(t, err.Error(), "dapi-secret")
	assert.Less(t, time.Since(start), 5*time.Second)
}

// TestNothingIsFollowed: an answer that leads elsewhere, or is a web page, is an error and not success.
func TestNothingIsFollowed(t *testing.T) {
	var followed int
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { followed++ }))
	t.Cleanup(other.Close)
	for _, page := range []bool{false, true} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !page {
				http.Redirect(w, r, other.URL+"/login?token=secret", http.StatusFound)
				return
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, "<html>sign in</html>")
		}))
		t.Cleanup(server.Close)
		c, err := workspace.Open(t.Context(), workspace.Options{Host: server.URL, Token: "dapi-x"})
		require.NoError(t, err)
		for _, method := range []string{"GET", "POST", "PATCH", "DELETE"} {
			err := c.Do(t.Context(), workspace.Call{Op: "probe"}, method, "/api/2.0/probe", nil, nil)
			require.ErrorContains(t, err, "nothing was done: is DATABRICKS_HOST", "%s, a page: %t", method, page)
			assert.NotContains(t, err.Error(), "secret")
			assert.False(t, workspace.IsUncertain(err))
		}
	}
	assert.Zero(t, followed)
}
