package engine

import (
	"context"
	"crypto/rand"
	"fmt"
)

// Engine runs plans. Implementations are safe for concurrent use.
type Engine interface {
	// Run runs a plan under a key and returns the result of its last step. A failed step's error is a *[StepError]. When
	// ctx ends, the step that is under way is told, and the error wraps ctx's cause; an engine that survives then goes on
	// with that step when it is asked for the key again. The input of a run that was begun before is the one it was begun with.
	Run(ctx context.Context, p *Plan, key string, input any) (any, error)
	// Unfinished returns the keys of runs of the plan that were begun and did not end, oldest first. An engine in memory
	// has none.
	Unfinished(ctx context.Context, p *Plan) ([]string, error)
}

// Run runs the flow under a key, as [Engine.Run] says; "" makes up a new one.
func (f *Flow[In, Out]) Run(ctx context.Context, e Engine, key string, in In) (Out, error) {
	var none Out
	if key == "" {
		key = rand.Text()
	}
	if len(key) > maxKey {
		return none, fmt.Errorf("engine: flow %q: the key of the run is longer than %d bytes", f.plan.Name, maxKey)
	}
	v, err := e.Run(ctx, f.plan, key, in)
	if err != nil {
		return none, fmt.Errorf("engine: flow %q, run %s: %w", f.plan.Name, key, err)
	}
	out, ok := v.(Out)
	if !ok {
		return none, fmt.Errorf("engine: flow %q, run %s: the engine returned a %T, not a %T", f.plan.Name, key, v, none)
	}
	return out, nil
}

const maxKey = 200

type keyOf struct{}

// Key returns the key of the run that a step's context belongs to: what a step writes, it writes under this key, so that it finds
// it when it runs again. "" outside of a step.
func Key(ctx context.Context) string {
	key, _ := ctx.Value(keyOf{}).(string)
	return key
}

// StepError says which step failed.
type StepError struct {
	Step string
	Err  error
}

// Error is "step NAME: what happened".
func (e *StepError) Error() string { return fmt.Sprintf("step %s: %v", e.Step, e.Err) }

// Unwrap returns what happened.
func (e *StepError) Unwrap() error { return e.Err }
