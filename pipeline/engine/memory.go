package engine

import (
	"context"
	"errors"
)

// Memory is the engine that keeps nothing: results go from step to step as they are, and a run ends with its process. A key
// that was run before runs again.
type Memory struct{ Watch }

var _ Engine = Memory{}

// Run runs the steps one after another.
func (m Memory) Run(ctx context.Context, p *Plan, key string, input any) (any, error) {
	x := Begin(p, key, input, m.Watch)
	for _, s := range p.Steps {
		v, err := x.Do(ctx, s)
		if err != nil {
			return nil, errors.Join(err, x.Fail(ctx, err))
		}
		x.Keep(ctx, s, v)
	}
	return x.Result(), nil
}

// Unfinished returns nothing.
func (m Memory) Unfinished(context.Context, *Plan, any) ([]string, error) { return nil, nil }

// Acknowledge has nothing to do.
func (m Memory) Acknowledge(context.Context, *Plan, string) error { return nil }
