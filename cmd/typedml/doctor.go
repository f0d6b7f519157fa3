package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/semver"

	"github.com/typedml/typedml/gen"
	"github.com/typedml/typedml/gen/diag"
)

// doctor is typedml doctor.
type doctor struct {
	Python bool `help:"Look for Python and MLflow, too."`
	JSON   bool `name:"json" help:"Print JSON."`
}

// state is how a thing is.
type state string

const (
	fine state = "ok"
	odd  state = "warning" // it may be meant
	bad  state = "failure"
)

// finding is one thing that was looked at.
type finding struct {
	Name   string `json:"name"`
	State  state  `json:"state"`
	Said   string `json:"said"`
	Remedy string `json:"remedy,omitempty"`
}

var errUnwell = errors.New("something stands in the way: the lines with ✗ say what to do")

// Run looks at all that generation leans on, and says what to do about what is not in order.
func (c doctor) Run(ctx context.Context, s streams) error {
	done := s.progress("looking around")
	found := c.look(ctx)
	done()
	unwell := false
	for _, f := range found {
		unwell = unwell || f.State == bad
	}
	if c.JSON {
		enc := json.NewEncoder(s.out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(map[string]any{"findings": found}); err != nil {
			return err
		}
	} else {
		for _, f := range found {
			mark := map[state]string{fine: "✓", odd: "!", bad: "✗"}[f.State]
			fmt.Fprintf(s.out, "%s %s: %s\n", mark, f.Name, f.Said)
			if f.Remedy != "" {
				fmt.Fprintln(s.out, "    "+f.Remedy)
			}
		}
	}
	if unwell {
		return errUnwell
	}
	return nil
}

func (c doctor) look(ctx context.Context) []finding {
	found := []finding{toolchain(ctx)}
	root, err := moduleRoot(ctx)
	if err != nil {
		return append(found, finding{"module", bad, err.Error(), "go mod init example.com/yours"})
	}
	found = append(found, required(ctx, root)...)
	found = append(found, generatedFiles(ctx, root)...)
	if c.Python {
		found = append(found, python(ctx)...)
	}
	return found
}

// toolchain looks at the go command that generation calls.
func toolchain(ctx context.Context) finding {
	v, err := goCommand(ctx, "", "env", "GOVERSION")
	if err != nil {
		return finding{"go", bad, err.Error(), "install Go, https://go.dev/dl, and put its bin folder into PATH"}
	}
	return finding{"go", fine, v, ""}
}

// required looks at the version that the module asks for: generated code and tool belong together.
func required(ctx context.Context, root string) []finding {
	out, err := goCommand(ctx, root, "list", "-m", "-f", "{{.Version}} {{if .Replace}}{{.Replace}}{{end}}{{if .Main}}main{{end}}", module)
	if err != nil {
		return []finding{{"requirement", odd, "the module does not require " + module, "go get -tool " + module + "/cmd/typedml"}}
	}
	want, replaced, _ := strings.Cut(out, " ")
	own := ofBuild().Version
	switch {
	case replaced != "":
		return []finding{{"requirement", fine, strings.TrimSpace(want + ", replaced by " + replaced), ""}}
	case semver.IsValid(own) && semver.Compare(want, own) != 0:
		return []finding{{
			"requirement", bad, fmt.Sprintf("go.mod has %s, and this tool is %s: what it generates may not fit what you compile it with", want, own),
			fmt.Sprintf("run go tool typedml, which go.mod chooses, or go get -tool %s/cmd/typedml@%s", module, own),
		}}
	}
	return []finding{{"requirement", fine, want, ""}}
}

// generatedFiles looks at definitions, stale and orphaned files, and at what editors and merges do to generated ones.
func generatedFiles(ctx context.Context, root string) []finding {
	res, err := gen.Generate(ctx, gen.Options{Dir: root, Patterns: []string{"./..."}, Check: true})
	found := []finding{{"definitions", fine, counted(res.Packages), ""}}
	if err != nil && !errors.Is(err, gen.ErrStale) {
		said := err.Error()
		if errors.Is(err, diag.ErrFound) {
			said = plural(len(res.Diagnostics), "finding")
		}
		return append([]finding{{"definitions", bad, said, "typedml generate ./... shows each with its place"}}, spoiled(root)...)
	}
	for _, change := range res.Changes {
		f := finding{"generated files", bad, relative(change.Path) + " is stale", "typedml generate ./..."}
		if change.Unwanted() {
			f.Said = relative(change.Path) + " has lost its source"
		}
		found = append(found, f)
	}
	if len(res.Changes) == 0 {
		found = append(found, finding{"generated files", fine, "all are up to date", ""})
	}
	return append(found, spoiled(root)...)
}

// spoiled finds generated files with the marks of a merge, or with line ends that git changed.
func spoiled(root string) (found []finding) {
	look, err := watcher{root: root}.look()
	if err != nil {
		return []finding{{"files", bad, err.Error(), ""}}
	}
	for path := range look {
		if !generatedName(path) {
			continue
		}
		data, err := os.ReadFile(path)
		switch {
		case err != nil:
			found = append(found, finding{"generated files", bad, err.Error(), ""})
		case bytes.Contains(data, []byte("\n<<<<<<< ")) || bytes.HasPrefix(data, []byte("<<<<<<< ")):
			found = append(found, finding{
				"generated files", bad, relative(path) + " has the marks of a merge in it",
				"never merge generated files by hand: merge the source, then typedml generate ./...",
			})
		case bytes.Contains(data, []byte("\r\n")):
			found = append(found, finding{
				"generated files", bad, relative(path) + " has CRLF at its line ends, so that it is always stale",
				"add the line *_typedml*.go text eol=lf to .gitattributes, then typedml generate ./...",
			})
		}
	}
	return found
}

// python looks for what reads the models of this module on the other side.
func python(ctx context.Context) []finding {
	ctx, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	path, err := exec.LookPath("python3")
	if err != nil {
		return []finding{{"python", odd, "there is no python3 in PATH", "only your Python colleagues need it"}}
	}
	out, err := exec.CommandContext(ctx, path, "-c", "import mlflow; print(mlflow.__version__)").Output()
	if err != nil {
		return []finding{{"python", fine, filepath.ToSlash(path), ""}, {"mlflow", odd, "python3 cannot import mlflow", "python3 -m pip install mlflow"}}
	}
	return []finding{{"python", fine, filepath.ToSlash(path), ""}, {"mlflow", fine, strings.TrimSpace(string(out)), ""}}
}
