package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/healthcare"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/pipeline/train"
)

// told runs the demo in a folder and returns what it printed.
func told(t *testing.T, dir string) string {
	t.Helper()
	if _, err := train.FindXGBoost(); err != nil {
		interop.Skip(t, "xgboost", "%v", err)
	}
	var out bytes.Buffer
	require.NoError(t, tell(t.Context(), &out, dir, ""))
	return out.String()
}

func TestDemo(t *testing.T) {
	dir := t.TempDir()
	out := told(t, dir)
	for _, words := range []string{
		"569 biopsies, 212 malignant; 113 are held out", "patients (simulated)",
		"patient.birth_year: must be at least 1890 (gte=1890)\n", "mean_radius: must be at most 100 (lte=100), got 1799",
		"version 0: 456 rows; 3 rows in the quarantine", `"patient":{"birth_year":"***","id":"***"}`, "check_digit  (not told)",
		"model breast_mass, version 1.0.0", "of 42", "200 {\"predictions\": [0.9", "✗ 400\n",
		`"path":"patient.birth_year","rule":"type","limit":"int16","message":"must be an int16"}`, "6 values searched in the error, ",
	} {
		assert.Contains(t, out, words)
	}
	private(t, dir, out)
	again := told(t, dir)
	assert.Contains(t, again, "model breast_mass, version 2.0.0", "a second demo adds a version")
	assert.Contains(t, again, "version 1: 456 rows")
}

// private looks for the sensitive values in all of the output, and for the one that is in no good row in every file.
func private(t *testing.T, dir, out string) {
	t.Helper()
	samples, err := healthcare.Load()
	require.NoError(t, err)
	d := &demo{rows: healthcare.Simulate(samples, 42)}
	for _, secret := range d.secrets() {
		assert.False(t, tells(out, secret), "the output tells %s", secret)
	}
	files := 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files++
		assert.NotContains(t, string(data), "Jane Q. Sample", path)
		return err
	}))
	assert.Greater(t, files, 5)
}

func TestTranscriptFindsALeak(t *testing.T) {
	var s transcript
	s.add("a", "born 0.2137")
	require.NoError(t, s.search([]string{"2137"}))
	s.logger("b").Info("row", "year", 2137)
	require.ErrorContains(t, s.search([]string{"1066", "2137"}), "b tells a sensitive value")
	assert.Equal(t, `level=INFO msg=row year=2137`, s.text("b"))

	var silent transcript
	silent.logger("c")
	require.ErrorContains(t, silent.search(nil), "c is empty")
}
