package load

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// listed is a package as the go command lists it.
type listed struct {
	ImportPath, Name, Dir string
	Module                *struct{ Main bool }
	// Match are the patterns that it matches.
	Match []string
	// Names of files below Dir: the package's, those of its tests, those of tests outside of it.
	GoFiles, CgoFiles, TestGoFiles, XTestGoFiles []string

	Error *struct{ Pos, Err string }
}

// listFields are those that the go command is asked for.
const listFields = "-json=ImportPath,Name,Dir,Module,Match,GoFiles,CgoFiles,TestGoFiles,XTestGoFiles,Error"

// goList runs the go command without looking for what the packages import, which takes it longer than all the rest: names
// and files are all that is needed. The overlay replaces files by others. Failures do not name what is listed along.
func (l *loader) goList(patterns []string, overlay map[string]string, along ...string) ([]*listed, error) {
	args := []string{"list", "-e", "-find", listFields}
	if len(overlay) > 0 {
		file, remove, err := overlayFile(overlay)
		if err != nil {
			return nil, err
		}
		defer remove()
		args = append(args, "-overlay="+file)
	}
	cmd := exec.CommandContext(l.ctx, "go", slices.Concat(args, []string{"--"}, patterns, along)...)
	var stdout, stderr bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = l.cfg.Dir, &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return nil, l.listFailure(patterns, err, stderr.String())
	}
	var out []*listed
	for d := json.NewDecoder(&stdout); ; {
		p := new(listed)
		switch err := d.Decode(p); {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, l.listFailure(patterns, err, "")
		}
		out = append(out, p)
	}
}

// ErrNoModule is what a run outside of a module ends with.
var ErrNoModule = errors.New("there is no go.mod here or above: run this inside a module, or make one with go mod init")

// listFailure says why the go command did not list; that of an interrupted run is the context's.
func (l *loader) listFailure(what []string, err error, said string) error {
	if l.ctx.Err() != nil {
		err = context.Cause(l.ctx)
	} else if strings.Contains(said, "go.mod file not found") {
		return ErrNoModule
	} else if said = strings.TrimSpace(strings.TrimPrefix(said, "go: ")); said != "" {
		err = errors.New(said)
	}
	return fmt.Errorf("listing %s: %w", strings.Join(what, " "), err)
}

// overlayFile writes the form that the go command reads, in a folder that remove deletes.
func overlayFile(overlay map[string]string) (file string, remove func(), err error) {
	dir, err := os.MkdirTemp("", "typedml-*")
	if err != nil {
		return "", nil, err
	}
	remove = func() { os.RemoveAll(dir) }
	replace := map[string]string{}
	for name, text := range overlay {
		replace[name] = filepath.Join(dir, fmt.Sprintf("%d.go", len(replace)))
		err = errors.Join(err, os.WriteFile(replace[name], []byte(text), 0o600))
	}
	data, jsonErr := json.Marshal(map[string]any{"Replace": replace})
	file = filepath.Join(dir, "overlay.json")
	if err = errors.Join(err, jsonErr, os.WriteFile(file, data, 0o600)); err != nil {
		remove()
		return "", nil, err
	}
	return file, remove, nil
}

// within makes names of files absolute.
func (p *listed) within(names ...[]string) []string {
	var out []string
	for _, list := range names {
		for _, name := range list {
			if !filepath.IsAbs(name) {
				name = filepath.Join(p.Dir, name)
			}
			out = append(out, name)
		}
	}
	return out
}

// problem is what is wrong with the package as a whole, nil when nothing is.
func (p *listed) problem() error {
	switch {
	case p.Error == nil:
		return nil
	case p.Error.Pos == "" || p.Error.Pos == "-":
		return errors.New(strings.TrimSpace(p.Error.Err))
	}
	return errors.New(p.Error.Pos + ": " + strings.TrimSpace(p.Error.Err))
}
