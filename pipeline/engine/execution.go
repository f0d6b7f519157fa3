package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/typedml/typedml/internal/wait"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// Execution is a run of a plan in this process, for engines to drive: for each step of the plan in order, [Execution.Do]
// and [Execution.Keep], or [Execution.Restore]. It is used by one goroutine.
type Execution struct {
	plan   *Plan
	key    string
	watch  Watch
	values map[int]any
	last   Event
}

// Begin begins an execution.
func Begin(p *Plan, key string, in any, w Watch) *Execution {
	return &Execution{plan: p, key: key, watch: w, values: map[int]any{input: in}}
}

// Do runs a step, again and again as its task allows, and returns its result. The error is a *[StepError], or the context's
// cause when that ended. Data that breaks rules and schemas that disagree are not tried again.
func (x *Execution) Do(ctx context.Context, s *Step) (any, error) {
	ctx = context.WithValue(ctx, keyOf{}, x.key)
	in := make([]any, len(s.from))
	for i, from := range s.from {
		in[i] = x.values[from]
	}
	for n := 1; ; n++ {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		x.tell(ctx, s, Event{Kind: Begun, Attempt: n})
		begun := time.Now()
		v, err := attempt(ctx, s, in)
		x.last = Event{Attempt: n, Took: time.Since(begun), Err: err}
		switch {
		case err == nil:
			return v, nil
		case ctx.Err() != nil:
			return nil, fmt.Errorf("step %s was stopped: %w", s.Task.Key, context.Cause(ctx))
		case s.Task.Retries >= 0 && n > s.Task.Retries, !heals(s, err):
			x.last.Kind = Failed
			x.tell(ctx, s, x.last)
			return nil, &StepError{Step: s.Task.Key, Err: err}
		}
		x.last.Kind = Retried
		x.tell(ctx, s, x.last)
		if err := wait.For(ctx, s.Task.RetryInterval); err != nil {
			return nil, fmt.Errorf("step %s was stopped: %w", s.Task.Key, err)
		}
	}
}

// errTimeout is why an attempt's context ends.
type errTimeout struct{ after time.Duration }

func (e errTimeout) Error() string {
	return fmt.Sprintf("it took longer than its timeout of %s", e.after)
}

// attempt runs a step once. A panic of its is its error.
func attempt(ctx context.Context, s *Step, in []any) (out any, err error) {
	if s.Task.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, s.Task.Timeout, errTimeout{s.Task.Timeout})
		defer cancel()
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
		if late := (errTimeout{}); err != nil && errors.As(context.Cause(ctx), &late) {
			err = fmt.Errorf("%w: %w", late, err)
		}
	}()
	return s.run(ctx, in)
}

// heals reports whether another attempt may end better.
func heals(s *Step, err error) bool {
	if errors.As(err, new(errTimeout)) {
		return s.Task.RetryOnTimeout
	}
	return !errors.As(err, new(*validate.Error)) && !errors.As(err, new(*schema.MismatchError))
}

// Encode writes a step's result down as JSON of at most [MaxResult] bytes.
func (x *Execution) Encode(s *Step, v any) ([]byte, error) {
	b, err := s.shape.encode(v)
	if err != nil {
		return nil, &StepError{Step: s.Task.Key, Err: err}
	}
	return b, nil
}

// Keep makes a result known to the steps that take it; the engine has kept it.
func (x *Execution) Keep(ctx context.Context, s *Step, v any) {
	x.values[s.at] = v
	x.last.Kind = Done
	x.tell(ctx, s, x.last)
}

// Restore is Keep for what [Execution.Encode] wrote, in this process or, when resumed, in one before. It is decoded
// strictly, and its rules hold.
func (x *Execution) Restore(ctx context.Context, s *Step, kept []byte, resumed bool) error {
	v, err := s.shape.decode(kept)
	if err != nil {
		return &StepError{Step: s.Task.Key, Err: err}
	}
	if !resumed {
		x.Keep(ctx, s, v)
		return nil
	}
	x.values[s.at] = v
	x.tell(ctx, s, Event{Kind: Resumed})
	return nil
}

// Result returns what the run came to, when every step is done.
func (x *Execution) Result() any { return x.values[x.plan.out] }

// EncodeResult is Encode for [Execution.Result].
func (x *Execution) EncodeResult() ([]byte, error) {
	for _, s := range x.plan.Steps {
		if s.at == x.plan.out {
			return x.Encode(s, x.Result())
		}
	}
	return nil, errors.New("the plan has no result")
}

// Fail tells the flow's [OnFailure].
func (x *Execution) Fail(ctx context.Context, cause error) error {
	if x.plan.onFailure == nil {
		return nil
	}
	return x.plan.onFailure(context.WithValue(ctx, keyOf{}, x.key), cause)
}

func (x *Execution) tell(ctx context.Context, s *Step, e Event) {
	e.Flow, e.Key, e.Step = x.plan.Name, x.key, s.Task.Key
	x.watch.tell(ctx, e)
}

// EncodeInput and DecodeInput write a run's input down and read it back.
func (p *Plan) EncodeInput(v any) ([]byte, error) { return p.input.encode(v) }

// DecodeInput is strict, and rules hold.
func (p *Plan) DecodeInput(b []byte) (any, error) { return p.input.decode(b) }

// DecodeResult reads back the result of the plan, as [Execution.Encode] wrote it.
func (p *Plan) DecodeResult(b []byte) (any, error) {
	for _, s := range p.Steps {
		if s.at == p.out {
			return s.shape.decode(b)
		}
	}
	return nil, errors.New("the plan has no result")
}
