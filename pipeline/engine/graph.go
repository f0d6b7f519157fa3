package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/typedml/typedml/pipeline/job"
)

// Result stands for what a step will return, or for the input of the graph. It is made by [Start], [Then] and [Join].
type Result[T any] struct {
	graph *graph
	at    int // the step, input for the graph's input
}

const input = -1

// graph is a flow that is being written down.
type graph struct {
	name  string
	input shape
	steps []*Step
}

// Start begins a graph whose runs take an In.
func Start[In any](name string) Result[In] {
	return Result[In]{graph: &graph{name: name, input: shapeOf[In]()}, at: input}
}

// Then adds a step that takes one result.
func Then[A, Out any](a Result[A], task job.Task, run func(context.Context, A) (Out, error)) Result[Out] {
	return add[Out](task, run == nil, []source{a}, func(ctx context.Context, v []any) (Out, error) {
		return run(ctx, to[A](v[0]))
	})
}

// Join adds a step that takes two results.
func Join[A, B, Out any](a Result[A], b Result[B], task job.Task, run func(context.Context, A, B) (Out, error)) Result[Out] {
	return add[Out](task, run == nil, []source{a, b}, func(ctx context.Context, v []any) (Out, error) {
		return run(ctx, to[A](v[0]), to[B](v[1]))
	})
}

// Join3 adds a step that takes three results.
func Join3[A, B, C, Out any](a Result[A], b Result[B], c Result[C], task job.Task, run func(context.Context, A, B, C) (Out, error)) Result[Out] {
	return add[Out](task, run == nil, []source{a, b, c}, func(ctx context.Context, v []any) (Out, error) {
		return run(ctx, to[A](v[0]), to[B](v[1]), to[C](v[2]))
	})
}

// source is a Result of any type.
type source interface {
	where() (*graph, int)
}

func (r Result[T]) where() (*graph, int) { return r.graph, r.at }

func add[Out any](task job.Task, missing bool, from []source, run func(context.Context, []any) (Out, error)) Result[Out] {
	step := &Step{Task: task, shape: shapeOf[Out]()}
	if missing {
		step.faults = append(step.faults, errors.New("it has no function to run"))
	}
	step.run = func(ctx context.Context, v []any) (any, error) { return run(ctx, v) }
	var g *graph
	for _, s := range from {
		of, at := s.where()
		switch {
		case of == nil:
			step.faults = append(step.faults, errors.New("it takes a result that no step gave: results come from Start, Then and Join"))
			continue
		case g == nil:
			g = of
		case g != of:
			step.faults = append(step.faults, fmt.Errorf("it takes results of two graphs, %q and %q", g.name, of.name))
			continue
		}
		step.from = append(step.from, at)
	}
	if g == nil {
		g = &graph{}
	}
	g.steps = append(g.steps, step)
	return Result[Out]{graph: g, at: len(g.steps) - 1}
}

// to is a type assertion that lets a nil interface pass.
func to[T any](v any) T {
	x, _ := v.(T)
	return x
}
