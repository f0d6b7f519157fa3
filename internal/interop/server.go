package interop

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// FreePort returns a TCP port of 127.0.0.1 that nobody listens on now. Another process may take it before it is used:
// start the server at once.
func FreePort(t testing.TB) int {
	t.Helper()
	port, err := UnusedPort()
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// UnusedPort is [FreePort] where there is no test.
func UnusedPort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// A Server is a process that a test started and that answers on 127.0.0.1.
type Server struct {
	URL string // http://127.0.0.1:PORT

	name string
	cmd  *exec.Cmd
	in   io.Closer     // the process ends when it is closed
	done chan struct{} // closed when the process has ended
	log  string
}

// Start is [Launch] for a test: the process ends when the test does, and the test fails when it does not answer.
func Start(t testing.TB, cmd *exec.Cmd, port int, path string) *Server {
	t.Helper()
	s, err := Launch(t.Context(), cmd, port, path, filepath.Join(t.TempDir(), "server.log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// Launch runs the program of cmd, which is about to listen on the port of 127.0.0.1, and waits up to 90 seconds for GET path to answer
// 200, or, where path is "", for the port to accept a connection. What the process says goes to the file log; the error has its end when the process exits or does not answer in
// time. The caller ends it by [Server.Stop].
func Launch(ctx context.Context, cmd *exec.Cmd, port int, path, log string) (*Server, error) {
	name := cmd.Path
	cmd = supervised(cmd)
	s := &Server{URL: "http://127.0.0.1:" + strconv.Itoa(port), name: name, cmd: cmd, done: make(chan struct{}), log: log}
	out, err := os.Create(s.log)
	if err != nil {
		return nil, err
	}
	cmd.Stdout, cmd.Stderr = out, out
	if s.in, err = cmd.StdinPipe(); err == nil {
		err = cmd.Start()
	}
	if err != nil {
		out.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	go func() {
		defer close(s.done)
		_ = cmd.Wait() // ended by Stop, or seen as closed by await
		out.Close()
	}()
	if err := s.await(ctx, path, 90*time.Second); err != nil {
		s.Stop()
		return nil, fmt.Errorf("%w\n%s", err, s.tail())
	}
	return s, nil
}

// Stop ends the process and what it started: it asks, and insists after a while. It returns when the process is gone
// and may be called again.
func (s *Server) Stop() {
	s.in.Close()
	select {
	case <-s.done:
	case <-time.After(15 * time.Second):
	}
	kill(s.cmd) // the rest of the group, too
	<-s.done
}

func (s *Server) await(ctx context.Context, path string, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		if s.answers(ctx, path) {
			return nil
		}
		select {
		case <-s.done:
			return fmt.Errorf("%s ended before it answered", s.name)
		case <-ctx.Done():
			return fmt.Errorf("%s did not answer GET %s%s in %s", s.name, s.URL, path, limit)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (s *Server) answers(ctx context.Context, path string) bool {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if path == "" {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", strings.TrimPrefix(s.URL, "http://"))
		if err == nil {
			c.Close()
		}
		return err == nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+path, nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	return err == nil && resp.StatusCode == http.StatusOK
}

// tail returns the end of the process's output.
func (s *Server) tail() string {
	b, err := os.ReadFile(s.log)
	if err != nil {
		return err.Error()
	}
	return string(b[max(0, len(b)-4000):])
}
