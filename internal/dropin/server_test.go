package dropin

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// request is one call of a server, and answer what comes back.
type request struct {
	name, method, path, contentType, body string
	header                                map[string]string
}

type answer struct {
	status int
	body   string
}

// serve runs a handler on a port of this machine until the test ends, and returns its address.
func serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	t.Cleanup(func() {
		require.NoError(t, server.Close())
		require.ErrorIs(t, <-done, http.ErrServerClosed)
	})
	return "http://" + listener.Addr().String()
}

// answers calls the server.
func answers(t *testing.T, address string, requests []request) map[string]answer {
	t.Helper()
	out := map[string]answer{}
	for _, r := range requests {
		req, err := http.NewRequestWithContext(t.Context(), r.method, address+r.path, strings.NewReader(r.body))
		require.NoError(t, err)
		if r.contentType != "" {
			req.Header.Set("Content-Type", r.contentType)
		}
		for key, value := range r.header {
			req.Header.Set(key, value)
		}
		res, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		body, err := io.ReadAll(res.Body)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		require.NotContains(t, out, r.name)
		out[r.name] = answer{res.StatusCode, string(body)}
	}
	return out
}

// day is the day n days from now, as a query has it.
func day(n int) string { return time.Now().AddDate(0, 0, n).Format(time.DateOnly) }
