// Package notebook runs Go notebooks for tests: with the GoNB kernel of internal/tools/notebook.mod, and with Jupyter's
// own client.
package notebook

import (
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/typedml/typedml/internal/interop"
)

//go:embed run.py
var program string

// Run executes the notebook of a file in the file's folder, and returns it with the outputs of its cells: streams first, each one
// output; execution counts and times are left out. The test fails when a cell does. root is this module's folder. It takes
// some 15 seconds, and as many more when the kernel is built for the first time. Where Jupyter's client is not installed
// the test is skipped (see [interop.Skip]).
func Run(t testing.TB, root, file string) []byte {
	t.Helper()
	python := interop.Python(t, "notebook")
	bin, jupyter := t.TempDir(), t.TempDir()
	// goimports has to be on PATH; the kernel calls it.
	build := exec.CommandContext(t.Context(), "go", "build", "-modfile=internal/tools/notebook.mod", "-o", bin+string(filepath.Separator),
		"github.com/janpfeifer/gonb", "golang.org/x/tools/cmd/goimports")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", build, err, out)
	}
	declare(t, filepath.Join(jupyter, "kernels", "gonb"), filepath.Join(bin, "gonb"))
	t.Setenv("JUPYTER_DATA_DIR", jupyter)
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))

	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return interop.Run(t, python, program, text, filepath.Dir(file))
}

// declare tells Jupyter of the kernel. Its own --install demands gopls, which running notebooks does not need.
func declare(t testing.TB, dir, kernel string) {
	t.Helper()
	spec, err := json.Marshal(map[string]any{
		"argv": []string{kernel, "--kernel", "{connection_file}"}, "display_name": "Go (gonb)", "language": "go", "interrupt_mode": "message",
	})
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "kernel.json"), spec, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}
