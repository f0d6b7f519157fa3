package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/typedml/typedml/internal/interop/requirements"
)

// environment is a Python virtual environment in the cache folder.
type environment struct {
	requirements.Environment
	cache string
}

func (e environment) ready() bool { return e.Ready(e.cache) }

func (e environment) announce(out io.Writer) (int64, error) {
	fmt.Fprintf(out, "  venv-%s, %s (%s on disk)\n", e.Name, e.About, size(e.Disk))
	packages, err := e.Packages()
	if err != nil {
		return 0, err
	}
	jars, err := e.Jars()
	if err != nil {
		return 0, err
	}
	return announcePackages(out, append(packages, jars...))
}

// install makes the environment at its final place (a virtual environment cannot be moved) and stamps it when it is
// complete. What an interrupted call left there is removed first.
func (e environment) install(ctx context.Context, out io.Writer, python string) error {
	dir := e.Dir(e.cache)
	release, err := lock(ctx, out, dir+".lock")
	if err != nil {
		return err
	}
	defer release()
	if e.ready() { // another process made it while this one waited
		return nil
	}
	start := time.Now()
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if made, err := command(ctx, python, "-m", "venv", dir).CombinedOutput(); err != nil {
		return fmt.Errorf("%s -m venv %s: %w\n%s\n  where pip or venv is missing: %s", python, dir, err, bytes.TrimSpace(made), remedy())
	}
	if err := e.pipInstall(ctx, out); err != nil {
		return fmt.Errorf("venv-%s: %w", e.Name, err)
	}
	if err := e.resolveJars(ctx); err != nil {
		return fmt.Errorf("venv-%s: %w", e.Name, err)
	}
	if err := os.WriteFile(e.StampFile(e.cache), []byte(e.Stamp()+"\n"), 0o644); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "venv-%s: ready in %s\n", e.Name, time.Since(start).Round(time.Second))
	return err
}

// pipInstall asks pip for the environment's requirements under its constraints, which bind what unpacks a source archive,
// too. Else wheels only: no compiler is needed, and a system without a wheel hears so at once.
func (e environment) pipInstall(ctx context.Context, out io.Writer) error {
	asked, allowed := filepath.Join(e.Dir(e.cache), e.Name+".txt"), filepath.Join(e.Dir(e.cache), e.Name+".lock")
	for path, text := range map[string][]byte{asked: e.Requirements(), allowed: e.Constraints()} {
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	packages, err := e.Packages()
	if err != nil {
		return err
	}
	args := []string{"-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--only-binary=:all:", "-r", asked, "-c", allowed}
	if e.Source != "" {
		args = append(args, "--no-binary="+e.Source)
	}
	pip := command(ctx, e.Python(e.cache), args...)
	pip.Env = append(pip.Env, "PIP_CONSTRAINT="+allowed, "PIP_BUILD_CONSTRAINT="+allowed)
	lines, err := pip.StdoutPipe()
	if err != nil {
		return err
	}
	var stderr bytes.Buffer
	pip.Stderr = &stderr
	if err := pip.Start(); err != nil {
		return err
	}
	report := progress{out: out, name: e.Name, total: len(packages), terminal: isTerminal(out)}
	scan := bufio.NewScanner(lines)
	for scan.Scan() {
		report.line(scan.Text())
	}
	report.end()
	if err := pip.Wait(); err != nil {
		return fmt.Errorf("pip install: %w\n%s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	return scan.Err()
}

// command is exec.CommandContext that ends the process as Ctrl-C does, and by force after ten seconds.
func command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	cmd.Env = append(os.Environ(), "PYTHONUNBUFFERED=1")
	return cmd
}
