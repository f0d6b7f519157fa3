package bundle

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// architectures are the ones that Databricks has.
var architectures = []string{"amd64", "arm64"}

// BuildFunc builds the job's program for linux on a GOARCH into the file out.
type BuildFunc func(ctx context.Context, arch, out string) error

// goBuild builds a main package with the go command, without cgo and without paths of this machine.
func goBuild(dir, pkg string) BuildFunc {
	return func(ctx context.Context, arch, out string) error {
		cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, pkg)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+arch, "CGO_ENABLED=0")
		said, err := cmd.CombinedOutput()
		if err != nil {
			return fmt.Errorf("building %s for linux/%s: %w\n%s", pkg, arch, err, bytes.TrimSpace(said))
		}
		if kind, err := os.Stat(out); err != nil || kind.Mode()&0o111 == 0 {
			return fmt.Errorf("%s is no program; name a main package", pkg)
		}
		return nil
	}
}

// programs are the builds of a job's program.
type programs struct{ built []program }

type program struct{ arch, path, sha256 string }

// buildAll builds into a folder.
func buildAll(ctx context.Context, build BuildFunc, folder string) (*programs, error) {
	var p programs
	for _, arch := range architectures {
		out, err := filepath.Abs(filepath.Join(folder, arch))
		if err != nil {
			return nil, err
		}
		if err := build(ctx, arch, out); err != nil {
			return nil, err
		}
		sum, err := digest(out)
		if err != nil {
			return nil, err
		}
		p.built = append(p.built, program{arch, out, sum})
	}
	return &p, nil
}

// release names the builds and the launcher: other content lies in another folder, so that an upload changes nothing
// under a job that runs.
func (p *programs) release() string {
	h := sha256.New()
	h.Write(launcher)
	for _, q := range p.built {
		io.WriteString(h, q.sha256)
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

func digest(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
