package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/typedml/typedml/gen"
)

// moduleRoot is the folder of the module that the current folder is in.
func moduleRoot(ctx context.Context) (string, error) {
	mod, err := goCommand(ctx, "", "env", "GOMOD")
	switch {
	case err != nil:
		return "", err
	case mod == "" || mod == "/dev/null" || mod == "NUL":
		return "", gen.ErrNoModule
	}
	return filepath.Dir(mod), nil
}

// goCommand runs the go command and returns what it prints, without blanks around it.
func goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	var stderr bytes.Buffer
	cmd.Dir, cmd.Stderr = dir, &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, bytes.TrimSpace(stderr.Bytes()))
	}
	return strings.TrimSpace(string(out)), nil
}
