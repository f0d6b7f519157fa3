package dbos

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/pipeline/engine"
	"github.com/typedml/typedml/pipeline/job"
)

// What DBOS says of a run in which nothing is wrong, or what the engine says itself, is not logged; the rest is.
func TestTheLogHoldsWhatIsWrong(t *testing.T) {
	var out bytes.Buffer
	e, err := Open(sqliteFile(t.TempDir()), Options{Watch: engine.Watch{Logger: slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelWarn}))}})
	require.NoError(t, err)
	flow := oneStep(t, job.Task{}, func(context.Context, int) (int, error) { return 0, errors.New("the table is gone") })
	_, err = flow.Run(t.Context(), e, "k", 1)
	require.ErrorContains(t, err, "the table is gone")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	require.Len(t, lines, 1)
	assert.Contains(t, lines[0], `level=ERROR msg="step failed" flow=one-step run=k step=work`)

	out.Reset()
	log := e.log().With("service", "queue_runner")
	log.Info("launched")
	log.Error("dequeuing failed", "queue_name", "q", "error", fmt.Errorf("failed to begin: %w", context.Canceled))
	assert.Empty(t, out.String())
	log.Error("dequeuing failed", "queue_name", "q", "error", errors.New("the disk is full"))
	log.Warn("gave up")
	assert.Equal(t, 2, strings.Count(out.String(), "service=queue_runner"), out.String())
}
