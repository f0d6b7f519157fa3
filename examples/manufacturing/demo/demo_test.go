package main

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/internal/quarantine"
	"github.com/typedml/typedml/examples/internal/story"
	"github.com/typedml/typedml/examples/manufacturing"
	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/pipeline/train"
)

func TestDemo(t *testing.T) {
	if _, err := train.FindXGBoost(); err != nil {
		interop.Skip(t, "xgboost", "%v", err)
	}
	dir := t.TempDir()
	var out bytes.Buffer
	require.NoError(t, tell(t.Context(), &out, dir, ""))
	for _, words := range []string{
		"16128 readings in 336 hourly batches", "142 readings of the first 10 days get a sensor's fault",
		"observe: every reading is written", "vibration_alive", "BearingTemperature  lte",
		`level=WARN msg="data that breaks rules was let through"`, "is this Fahrenheit?\n", "no training on it: 57 readings",
		"in all 142 of 142 faults found, no good reading rejected", "model bearing_failure, version 1.0.0", "failures announced", "mm/s",
	} {
		assert.Contains(t, out.String(), words)
	}
	kept(t, dir)
}

// kept reads both tables back: together they hold each reading once.
func kept(t *testing.T, dir string) {
	t.Helper()
	rejected, err := quarantine.Read(t.Context(), story.DeltaURI(filepath.Join(dir, "lake", "readings_quarantine")))
	require.NoError(t, err)
	assert.Len(t, rejected, 142)
	for i := range rejected {
		broken, err := rejected[i].Broken()
		require.NoError(t, err)
		assert.NotEmpty(t, broken)
	}
	table, err := featurestore.Open[manufacturing.Reading](t.Context(), story.DeltaURI(filepath.Join(dir, "lake", "readings")))
	require.NoError(t, err)
	defer table.Close()
	rows, err := table.ReadAll(t.Context())
	require.NoError(t, err)
	assert.Len(t, rows, written*machines-142)
}

func TestEvents(t *testing.T) {
	labels := []float64{0, 1, 1, 0, 1, 1, 1, 0, 0}
	for want, scores := range map[[2]int][]float64{
		{2, 0}: {0.9, 0.1, 0.1, 0.9, 0.1, 0.1, 0.3, 0.9, 0.9},
		{2, 1}: {0, 0.1, 0.1, 0, 0.1, 0.31, 0.9, 0, 0},
		{2, 2}: {0, 0.1, 0.4, 0, 0.4, 0.1, 0.1, 0, 0},
	} {
		failures, announced := events(labels, scores)
		assert.Equal(t, want, [2]int{failures, announced})
	}
}
