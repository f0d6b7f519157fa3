package engine

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// Event is something that happened to a step of a run.
type Event struct {
	Flow, Key, Step string
	Kind            Kind
	Attempt         int           // from 1
	Took            time.Duration // of this attempt
	Err             error         // of Retried and Failed
}

// Kind says what happened.
type Kind int

// What happens to a step.
const (
	Begun   Kind = iota + 1 // an attempt begins
	Retried                 // an attempt failed, and another one will begin
	Done                    // the step is done, and its result is kept
	Resumed                 // the step was done by an earlier process, and its result is taken over
	Failed                  // the step failed for good
)

// String returns the kind in lower case.
func (k Kind) String() string {
	names := []string{"begun", "retried", "done", "resumed", "failed"}
	if k < Begun || int(k) > len(names) {
		return fmt.Sprintf("Kind(%d)", int(k))
	}
	return names[k-1]
}

// Watch says who is told of what happens.
type Watch struct {
	// Logger gets it as records; nil is slog.Default.
	Logger *slog.Logger
	// Observe is called with each event, one after another in a run; nil is nobody.
	Observe func(Event)
}

// tell logs and observes an event.
func (w Watch) tell(ctx context.Context, e Event) {
	log := w.Logger
	if log == nil {
		log = slog.Default()
	}
	level := map[Kind]slog.Level{Begun: slog.LevelDebug, Retried: slog.LevelWarn, Failed: slog.LevelError}[e.Kind]
	attrs := []any{"flow", e.Flow, "run", e.Key, "step", e.Step}
	if e.Kind != Begun && e.Kind != Resumed {
		attrs = append(attrs, "took", e.Took.Round(time.Millisecond))
	}
	if e.Err != nil {
		attrs = append(attrs, "attempt", e.Attempt, "error", e.Err)
	}
	log.Log(ctx, level, "step "+e.Kind.String(), attrs...)
	if w.Observe != nil {
		w.Observe(e)
	}
}
