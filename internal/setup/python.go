package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// probe answers with the version, or fails where venv or pip is missing (Debian packs them apart) or Python is too old
// for the pinned versions.
const probe = `import sys
print("%d.%d.%d" % sys.version_info[:3])
if sys.version_info < (3, 11): sys.exit(3)
import venv, ensurepip`

// findPython returns a Python ≥ 3.11 that has venv and pip: $PYTHON, or the first fit among the usual names. The error
// says in one message what is missing and the command that installs it.
func findPython(ctx context.Context) (string, error) {
	names := []string{"python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"}
	if asked := os.Getenv("PYTHON"); asked != "" {
		names = []string{asked}
	}
	found := ""
	for _, name := range names {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		out, err := exec.CommandContext(ctx, path, "-c", probe).CombinedOutput()
		if err == nil {
			return path, nil
		}
		if found == "" {
			found = complaint(path, string(out), err)
		}
	}
	if found == "" {
		found = "there is no " + strings.Join(names, ", ")
	}
	return "", fmt.Errorf("needs Python 3.11 or newer with pip and venv, but %s\n  install it:  %s\n  or name one: PYTHON=/path/to/python3 make …", found, remedy())
}

func complaint(path, out string, err error) string {
	version, rest, _ := strings.Cut(strings.TrimSpace(out), "\n")
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.ExitCode() == 3:
		return fmt.Sprintf("%s is %s", path, version)
	case strings.Contains(rest, "ensurepip"), strings.Contains(rest, "venv"):
		return fmt.Sprintf("%s (%s) has no venv or no pip", path, version)
	default:
		return fmt.Sprintf("%s does not run: %v", path, err)
	}
}

// remedy returns the command that installs Python on this system.
func remedy() string {
	switch runtime.GOOS {
	case "darwin":
		return "brew install python"
	case "windows":
		return "winget install Python.Python.3.13"
	}
	if _, err := exec.LookPath("dnf"); err == nil {
		return "sudo dnf install python3 python3-pip"
	}
	return "sudo apt-get install python3 python3-pip python3-venv"
}
