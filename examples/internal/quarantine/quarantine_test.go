package quarantine_test

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/internal/quarantine"
	"github.com/typedml/typedml/examples/internal/story"
	"github.com/typedml/typedml/examples/manufacturing"
	"github.com/typedml/typedml/featurestore"
	_ "github.com/typedml/typedml/featurestore/delta"
)

// TestRead reads what a sink has written; the struct and the sink's columns do not differ, which would be logged.
func TestRead(t *testing.T) {
	var log bytes.Buffer
	standard := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(standard)
	dir := t.TempDir()
	uri := story.DeltaURI(dir + "/bad")
	sink, err := featurestore.TableSink(t.Context(), uri)
	require.NoError(t, err)
	table, err := featurestore.Open[manufacturing.Reading](t.Context(), story.DeltaURI(dir+"/good"), featurestore.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	defer table.Close()
	good := manufacturing.Expected(0, manufacturing.Work{Speed: 6000, Load: 80})
	bad := good
	bad.Load = 200
	require.NoError(t, table.Append(t.Context(), []manufacturing.Reading{good, bad}, featurestore.Quarantine(sink)))

	rows, err := quarantine.Read(t.Context(), uri)
	require.NoError(t, err)
	require.Len(t, rows, 1)
	assert.Equal(t, table.URI(), rows[0].Table)
	assert.EqualValues(t, 1, rows[0].Row)
	broken, err := rows[0].Broken()
	require.NoError(t, err)
	require.Len(t, broken, 1)
	assert.Equal(t, "load_percent", broken[0].Path)
	assert.Equal(t, "lte", broken[0].Rule)
	assert.JSONEq(t, "200", string(broken[0].Value))
	assert.Empty(t, log.String())

	_, err = (&quarantine.Row{Row: 7, Violations: "{"}).Broken()
	require.ErrorContains(t, err, "violations of row 7")
}
