package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/commandline"
)

func model(t *testing.T) *kong.Application {
	t.Helper()
	parser, err := kong.New(new(cli), kong.Name("typedml"), description())
	require.NoError(t, err)
	return parser.Model
}

// TestPage: docs/cli.md says what --help does.
func TestPage(t *testing.T) {
	name := filepath.Join("..", "..", "docs", "cli.md")
	want := commandline.Page(model(t))
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(want), 0o644))
	}
	got, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, want, string(got), "docs/cli.md is stale: go test ./cmd/typedml -run TestPage -update")
}

// TestCompletion lets bash itself complete words.
func TestCompletion(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	script := commandline.Completion(model(t), "bash")
	for line, want := range map[string]string{
		"typedml gen":                    "generate",
		"typedml generate --ch":          "--check",
		"typedml generate --format git":  "github",
		"typedml completion z":           "zsh",
		"typedml generate ./nothing":     "",
		"typedml version --format sarif": "",
	} {
		cmd := exec.Command(bash, "-c", script+`
COMP_WORDS=($LINE); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _typedml; echo -n "${COMPREPLY[@]}"`)
		cmd.Env = append(os.Environ(), "LINE="+line)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
		assert.Equal(t, want, string(out), line)
	}
}
