package pipeline

import (
	"context"
	"log/slog"
	"time"

	"github.com/typedml/typedml/pipeline/engine"
)

// Step is one named piece of work from In to Out. Steps are chained with [Then]: what one returns is what the next
// takes, or the program does not compile.
type Step[In, Out any] struct {
	Name string
	Run  func(ctx context.Context, in In) (Out, error)
}

// Then returns the step that runs first and hands its result to second. An error of first ends it.
func Then[A, B, C any](first Step[A, B], second Step[B, C]) Step[A, C] {
	return Step[A, C]{
		Name: first.Name + " → " + second.Name,
		Run: func(ctx context.Context, in A) (C, error) {
			mid, err := first.Run(ctx, in)
			if err != nil {
				var none C
				return none, err
			}
			return second.Run(ctx, mid)
		},
	}
}

// StepError says which step failed.
type StepError = engine.StepError

// observed wraps a step: it is not begun after the context's end, its start, end and duration are logged, and its error
// names it.
func observed[In, Out any](log *slog.Logger, s Step[In, Out]) Step[In, Out] {
	run := s.Run
	s.Run = func(ctx context.Context, in In) (Out, error) {
		var none Out
		if err := context.Cause(ctx); err != nil {
			return none, &StepError{Step: s.Name, Err: err}
		}
		log.DebugContext(ctx, "step begins", "step", s.Name)
		start := time.Now()
		out, err := run(ctx, in)
		if err != nil {
			log.ErrorContext(ctx, "step failed", "step", s.Name, "after", time.Since(start).Round(time.Millisecond), "error", err)
			return none, &StepError{Step: s.Name, Err: err}
		}
		log.InfoContext(ctx, "step done", "step", s.Name, "took", time.Since(start).Round(time.Millisecond))
		return out, nil
	}
	return s
}
