package interop

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/typedml/typedml/internal/interop/requirements"
	"github.com/typedml/typedml/pipeline/train/wheel"
)

// Python returns the path of the interpreter of one of the environments of package requirements, such as "mlflow". Where
// it is not complete or of other versions, the test is skipped (see [Skip]); an unknown name fails it.
func Python(t testing.TB, environment string) string {
	t.Helper()
	return lookup(t, environment, requirements.Environment.Python)
}

// Bin returns the path of a command of an environment, as Python does: Bin(t, "mlflow", "mlflow").
func Bin(t testing.TB, environment, command string) string {
	t.Helper()
	return lookup(t, environment, func(e requirements.Environment, cache string) string { return e.Bin(cache, command) })
}

func lookup(t testing.TB, environment string, path func(requirements.Environment, string) string) string {
	t.Helper()
	e, err := requirements.Find(environment)
	if err != nil {
		t.Fatal(err)
	}
	cache, err := wheel.CacheDir()
	if err != nil {
		Skip(t, environment, "%v", err)
	}
	if !e.Ready(cache) {
		Skip(t, environment, "no Python environment for %s in %s; make setup installs it", e.About, e.Dir(cache))
	}
	return path(e, cache)
}

// Run runs a Python program text with arguments, stdin as its standard input, and returns what it printed. The test fails
// with the program's standard error when it exits other than by 0. The program runs in a temporary folder of the test, in
// UTF-8, with the environment's commands first on PATH.
func Run(t testing.TB, python, program string, stdin []byte, args ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "program.py") // a file, so that tracebacks show lines
	if err := os.WriteFile(file, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), python, append([]string{file}, args...)...)
	cmd.Dir = dir
	cmd.Env = Env(python)
	cmd.Stdin = bytes.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", python, err, stderr.String())
	}
	return out
}

// RunJSON runs a Python program as [Run] does: request goes to its standard input as JSON (nothing when request is nil),
// and the JSON that it prints is decoded into response.
func RunJSON(t testing.TB, python, program string, request, response any, args ...string) {
	t.Helper()
	var stdin []byte
	if request != nil {
		var err error
		if stdin, err = json.Marshal(request); err != nil {
			t.Fatal(err)
		}
	}
	out := Run(t, python, program, stdin, args...)
	if err := json.Unmarshal(out, response); err != nil {
		t.Fatalf("%v in what the program printed:\n%.2000s", err, out)
	}
}

// Env returns this process's environment for a program that runs in python's virtual environment: its commands first on
// PATH, UTF-8, no user site, and none of the caller's MLflow settings.
func Env(python string) []string {
	bin := filepath.Dir(python)
	env := []string{
		"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"),
		"VIRTUAL_ENV=" + filepath.Dir(bin), "PYTHONUTF8=1", "PYTHONNOUSERSITE=1", "PYTHONUNBUFFERED=1",
	}
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		if name != "PATH" && !strings.HasPrefix(name, "MLFLOW_") && name != "PYTHONPATH" && name != "PYTHONHOME" {
			env = append(env, kv)
		}
	}
	return env
}
