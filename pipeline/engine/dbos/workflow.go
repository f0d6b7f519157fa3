package dbos

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/dbos-inc/dbos-transact-golang/dbos"

	"github.com/typedml/typedml/pipeline/engine"
)

// workflow is the plan as DBOS runs it: input and results are JSON.
func (s *session) workflow(ctx dbos.Context, input string) (string, error) {
	defer s.engine.underWay.begin(s.plan.Name)()
	id, err := dbos.GetWorkflowID(ctx)
	if err != nil {
		return "", err
	}
	key := strings.TrimPrefix(id, s.plan.Name+"/")
	in, err := s.plan.DecodeInput([]byte(input))
	if err != nil {
		return "", err
	}
	x := engine.Begin(s.plan, key, in, s.engine.options.Watch)
	for _, step := range s.plan.Steps {
		if err := s.step(ctx, x, step); err != nil {
			return "", s.fail(ctx, x, key, err)
		}
	}
	out, err := x.EncodeResult()
	return string(out), err
}

// step runs a step and keeps its result, or takes over the kept one. What later steps get is decoded from it in both cases.
func (s *session) step(ctx dbos.Context, x *engine.Execution, step *engine.Step) error {
	ran := false
	kept, err := dbos.RunAsStep(ctx, func(ctx context.Context) (string, error) {
		ran = true
		v, err := x.Do(ctx, step)
		if err != nil {
			return "", err
		}
		b, err := x.Encode(step, v)
		return string(b), err
	}, dbos.WithStepName(step.Task.Key))
	switch {
	case err == nil:
		return x.Restore(ctx, step, []byte(kept), !ran)
	case !ran && ctx.Err() == nil: // it failed in a process that ended before it said so
		return &engine.StepError{Step: step.Task.Key, Err: errors.New(strings.TrimPrefix(err.Error(), "step "+step.Task.Key+": "))}
	}
	return err
}

// fail tells the flow that it failed, in a step of its own: a process that ends in the middle of it tells it again.
func (s *session) fail(ctx dbos.Context, x *engine.Execution, key string, err error) error {
	var failed *engine.StepError
	if ctx.Err() != nil || !errors.As(err, &failed) {
		return err
	}
	_, told := dbos.RunAsStep(ctx, func(ctx context.Context) (bool, error) {
		return true, x.Fail(ctx, failed)
	}, dbos.WithStepName("on failure"))
	if told != nil {
		err = errors.Join(err, fmt.Errorf("telling of the failure: %w", told))
	}
	if ctx.Err() == nil {
		s.failed(key, err)
	}
	return err
}
