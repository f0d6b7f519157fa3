package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
)

// broken panics when a command writes.
type broken struct{}

func (broken) Write([]byte) (int, error) { panic("out of cheese") }

// TestInternalError makes a command panic: that is one line and exit code 1, and a stack only for those who ask.
func TestInternalError(t *testing.T) {
	var out bytes.Buffer
	t.Setenv(stackVariable, "")
	assert.Equal(t, 1, run([]string{"version"}, streams{broken{}, &out}))
	assert.Equal(t, "typedml: internal error: out of cheese; this is a fault of typedml, please report it with the definition that it is about\n", out.String())
	out.Reset()
	t.Setenv(stackVariable, "1")
	assert.Equal(t, 1, run([]string{"version"}, streams{broken{}, &out}))
	assert.Contains(t, out.String(), "goroutine ")
	assert.Contains(t, out.String(), "internal_test.go")
}
