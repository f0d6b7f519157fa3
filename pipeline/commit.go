package pipeline

import (
	"context"
	"os/exec"
	"runtime/debug"
	"strings"
	"time"
)

// gitCommit returns the commit that the program was built from or, for one that carries none (go run, go test), the
// commit of the current folder; "" when neither is known.
func gitCommit(ctx context.Context) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value
			}
		}
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "git", "rev-parse", "HEAD").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
