package pipeline

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"time"

	"golang.org/x/mod/modfile"
)

// commit is the source that a program was built from.
type commit struct {
	hash     string // "" when it is not known
	modified bool   // files were changed since
}

// sourceCommit returns the commit that the program carries. One that carries none (go run, go test) has the commit of the
// current folder, if that is in the program's own module: another repository's commit would be a lie.
func sourceCommit(ctx context.Context) commit {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return commit{}
	}
	var c commit
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			c.hash = s.Value
		case "vcs.modified":
			c.modified = s.Value == "true"
		}
	}
	if c.hash != "" {
		return c
	}
	dir, err := os.Getwd()
	if err != nil || !inModule(dir, info.Main.Path) {
		return commit{}
	}
	return headOf(ctx, dir)
}

// inModule reports whether the folder belongs to the module.
func inModule(dir, module string) bool {
	for {
		data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil {
			return module != "" && modfile.ModulePath(data) == module
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return false
		}
		dir = parent
	}
}

// headOf asks git.
func headOf(ctx context.Context, dir string) commit {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	git := func(args ...string) ([]byte, error) {
		cmd := exec.CommandContext(ctx, "git", args...)
		cmd.Dir = dir
		out, err := cmd.Output()
		return bytes.TrimSpace(out), err
	}
	head, err := git("rev-parse", "HEAD")
	if err != nil {
		return commit{}
	}
	changed, err := git("status", "--porcelain", "--untracked-files=no")
	return commit{hash: string(head), modified: err == nil && len(changed) > 0}
}
