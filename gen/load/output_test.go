package load

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOutputName(t *testing.T) {
	for source, want := range map[string][2]string{
		"w.go":                       {"w_typedml.go", ""},
		"w_test.go":                  {"w_typedml_test.go", ""},
		"w_windows.go":               {"w_windows_typedml.go", "//go:build windows"},
		"w_linux_arm64.go":           {"w_linux_arm64_typedml.go", "//go:build linux && arm64"},
		"w_arm64_linux.go":           {"w_arm64_linux_typedml.go", "//go:build linux"},
		"w_unix.go":                  {"w_unix_typedml.go", ""},
		"linux.go":                   {"linux_typedml.go", ""},
		"w_windows_test.go":          {"w_windows_typedml_test.go", "//go:build windows"},
		"w_typedml_linux_amd64_x.go": {"w_typedml_linux_amd64_x_typedml.go", ""},
	} {
		line := ""
		assert.Equal(t, want[0], outputName(source, &line), source)
		assert.Equal(t, want[1], line, source)
		assert.Equal(t, source, SourceOf(want[0]))
	}
	line := "//go:build foo || bar"
	outputName("w_linux.go", &line)
	assert.Equal(t, "//go:build (foo || bar) && linux", line)
}

func TestGuessName(t *testing.T) {
	for path, want := range map[string]string{
		"time": "time", "encoding/json": "json", "github.com/x/go-yaml": "yaml", "gopkg.in/yaml.v3": "yaml",
		"github.com/x/arrow-go/v18": "go", "example.com/geo/v2": "geo", "math/rand/v2": "rand", "v2": "v2",
	} {
		assert.Equal(t, want, guessName(path), path)
	}
}
