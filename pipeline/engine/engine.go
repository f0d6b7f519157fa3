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
	// with that step when it is asked for the key again. A key that was begun with another input is refused.
	Run(ctx context.Context, p *Plan, key string, input any) (any, error)
	// Unfinished returns the keys of runs of the plan with the input, oldest first, that were begun and did not end, or came to
	// a result that was not acknowledged. A run that failed is finished. An engine in memory has none.
	Unfinished(ctx context.Context, p *Plan, input any) ([]string, error)
	// Acknowledge says that the result of a run has arrived where it was wanted. Run alone does not: its process may end
	// while it returns.
	Acknowledge(ctx context.Context, p *Plan, key string) error
}

// Run runs the flow under a key, as [Engine.Run] says, and acknowledges its result; "" makes up a new key.
func (f *Flow[In, Out]) Run(ctx context.Context, e Engine, key string, in In) (out Out, err error) {
	err = f.Deliver(ctx, e, key, in, func(_ context.Context, result Out) error { out = result; return nil })
	return out, err
}

// Deliver is Run for a result that has to arrive somewhere else: receive takes it there, and the run is one of
// [Engine.Unfinished] until receive has returned nil. A process that ends before that delivers it again.
func (f *Flow[In, Out]) Deliver(ctx context.Context, e Engine, key string, in In, receive func(context.Context, Out) error) error {
	if key == "" {
		key = rand.Text()
	}
	if len(key) > maxKey {
		return fmt.Errorf("engine: flow %q: the key of the run is longer than %d bytes", f.plan.Name, maxKey)
	}
	if err := f.deliver(ctx, e, key, in, receive); err != nil {
		return fmt.Errorf("engine: flow %q, run %s: %w", f.plan.Name, key, err)
	}
	return nil
}

func (f *Flow[In, Out]) deliver(ctx context.Context, e Engine, key string, in In, receive func(context.Context, Out) error) error {
	v, err := e.Run(ctx, f.plan, key, in)
	if err != nil {
		return err
	}
	out, ok := v.(Out)
	if !ok {
		return fmt.Errorf("the engine returned a %T, not a %T", v, out)
	}
	if err := receive(ctx, out); err != nil {
		return err
	}
	return e.Acknowledge(ctx, f.plan, key)
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
