package main

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/neighbour"
)

var update = flag.Bool("update", false, "rewrite what the scripts of testdata expect")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"typedml": main})
}

// TestScripts runs testdata/*.txtar, each in a module example.com/house that requires this one as it is in the tree.
func TestScripts(t *testing.T) {
	env := goEnv(t, "GOMODCACHE", "GOCACHE", "GOPATH")
	proxy := goEnv(t, "GOPROXY")["GOPROXY"]
	testscript.Run(t, testscript.Params{
		Dir: "testdata", UpdateScripts: *update, RequireExplicitExec: true,
		Condition: func(cond string) (bool, error) { return cond == "root" && os.Geteuid() == 0, nil },
		Cmds:      map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
		Setup: func(e *testscript.Env) error {
			e.Setenv("GOFLAGS", os.Getenv("GOFLAGS")+" -mod=mod")
			e.Setenv("GOPROXY", "off")
			e.Setenv("USERS_GOPROXY", proxy)
			e.Setenv("GOWORK", "off")
			for name, value := range env {
				e.Setenv(name, value)
			}
			return neighbour.Write(e.WorkDir, "example.com/house")
		},
	})
}

func goEnv(t *testing.T, names ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, name := range names {
		value, err := exec.Command("go", "env", name).Output()
		require.NoError(t, err)
		out[name] = string(bytes.TrimSpace(value))
	}
	return out
}

// exits runs a program and demands an exit code: exits 2 typedml --wrong.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: exits code program [args]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}
