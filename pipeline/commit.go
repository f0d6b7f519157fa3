package pipeline

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
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
	if err != nil {
		return commit{}
	}
	root, ok := moduleRoot(dir, info.Main.Path)
	if !ok {
		return commit{}
	}
	return headOf(ctx, root)
}

// moduleRoot returns the folder of the module that a folder belongs to, if it is the one asked for.
func moduleRoot(dir, module string) (string, bool) {
	for {
		data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil {
			return dir, module != "" && modfile.ModulePath(data) == module
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", false
		}
		dir = parent
	}
}

// headOf asks git about the module in root. A repository that does not track its go.mod is another's.
func headOf(ctx context.Context, root string) commit {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	git := func(args ...string) ([]byte, error) {
		cmd := exec.CommandContext(ctx, "git", args...)
		cmd.Dir = root
		return cmd.Output()
	}
	if _, err := git("ls-files", "--error-unmatch", "go.mod"); err != nil {
		return commit{}
	}
	head, err := git("rev-parse", "HEAD")
	if err != nil {
		return commit{}
	}
	changed, err := git("status", "--porcelain", "--untracked-files=all", "--", ".")
	return commit{hash: strings.TrimSpace(string(head)), modified: err != nil || modified(string(changed))}
}

// modified reports whether git's status lists a file that may be compiled in: a changed one, or a new one of Go's.
func modified(status string) bool {
	for line := range strings.Lines(status) {
		name := strings.Trim(strings.TrimSpace(line[min(3, len(line)):]), `"`)
		if !strings.HasPrefix(line, "??") || strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "go.mod") || strings.HasSuffix(name, "go.sum") {
			return true
		}
	}
	return false
}
