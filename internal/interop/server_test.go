//go:build unix

package interop

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMain lets the test program be the server of a test, and a test program that is killed.
func TestMain(m *testing.M) {
	switch port := os.Getenv("TYPEDML_TEST_PORT"); os.Getenv("TYPEDML_TEST_ROLE") {
	case "server":
		if err := http.ListenAndServe(net.JoinHostPort("127.0.0.1", port), http.NotFoundHandler()); err != nil {
			fmt.Println(err)
		}
		os.Exit(1)
	default:
		os.Exit(m.Run())
	}
}

// TestHold starts a server and waits to be killed: TestServersEndWithTheTestProgram runs it.
func TestHold(t *testing.T) {
	port := os.Getenv("TYPEDML_TEST_PORT")
	if port == "" {
		return
	}
	n, err := strconv.Atoi(port)
	require.NoError(t, err)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "TYPEDML_TEST_ROLE=server")
	s, err := Launch(t.Context(), cmd, n, "/", t.TempDir()+"/log")
	if err == nil || !strings.Contains(err.Error(), "did not answer") { // it answers 404 and is never seen as ready
		t.Fatal(s, err)
	}
}

// TestServersEndWithTheTestProgram kills a test program, which can clean up nothing: its server is gone a moment later.
func TestServersEndWithTheTestProgram(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		Skip(t, "sh", "servers are supervised by a shell: %v", err)
	}
	port := FreePort(t)
	cmd := exec.Command(os.Args[0], "-test.run", "^TestHold$")
	cmd.Env = append(os.Environ(), "TYPEDML_TEST_PORT="+strconv.Itoa(port))
	require.NoError(t, cmd.Start())
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	listens := func() bool {
		c, err := net.Dial("tcp", address)
		if err == nil {
			c.Close()
		}
		return err == nil
	}
	assert.Eventually(t, listens, 30*time.Second, 20*time.Millisecond, "the server does not start")
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait() // killed
	assert.Eventually(t, func() bool { return !listens() }, 30*time.Second, 20*time.Millisecond, "the server outlives the test program")
}
