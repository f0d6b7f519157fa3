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

// TestServeLinksWhatItNeeds: Databricks' SDK only for its stores.
func TestServeLinksWhatItNeeds(t *testing.T) {
	none := func(string) string { return "" }
	for _, tc := range []struct {
		args []string
		env  string
		want int
	}{
		{[]string{"models:/churn/1"}, "", 2},
		{[]string{"models:/churn/1", "--tracking-uri", "sqlite:///mlflow.db"}, "", 2},
		{[]string{"models:/churn/1", "--tracking-uri=databricks://dev"}, "", 3},
		{[]string{"models:/churn/1", "--tracking-uri", "databricks"}, "", 3},
		{[]string{"models:/churn/1"}, "databricks", 3},
	} {
		getenv := none
		if tc.env != "" {
			getenv = func(string) string { return tc.env }
		}
		if got := stores(tc.args, getenv); len(got) != tc.want {
			t.Errorf("%v %q: %v", tc.args, tc.env, got)
		}
	}
}
