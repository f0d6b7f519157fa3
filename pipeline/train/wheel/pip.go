package wheel

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// pipDownload lets the ordinary pip client download w into dir. pip reads the user's own configuration (index,
// proxy, certificates), which is why it is asked rather than the network directly.
func pipDownload(ctx context.Context, w Wheel, python, dir string) error {
	python, err := findPython(python)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, python, "-m", "pip", "download",
		"--disable-pip-version-check", "--no-input", "--quiet", "--progress-bar=off",
		"--no-deps", "--only-binary=:all:",
		"--python-version=3.11", "--implementation=py", "--abi=none", "--platform="+w.tag(),
		"--dest="+dir, w.Project+"=="+w.Version)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return fmt.Errorf("%s -m pip download: %w: %s", python, err, lastLines(string(out), 5))
	}
	return nil
}

func findPython(python string) (string, error) {
	names := []string{python}
	if python == "" {
		names = []string{"python3", "python"}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no " + strings.Join(names, " or ") + " on PATH: the wheel is downloaded by pip; install it " +
		"(Debian: apt-get install python3-pip; macOS: brew install python) and run the command again")
}

func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
