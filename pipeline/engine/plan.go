package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/typedml/typedml/pipeline/job"
)

// Plan is a checked graph, as engines see it: its types are behind it. It is safe for concurrent use.
type Plan struct {
	// Name of the flow.
	Name string
	// Steps stand behind those that they take results of.
	Steps []*Step

	input shape
	out   int // the step whose result is the plan's, as in graph
	// onFailure is told of a run that failed for good.
	onFailure func(ctx context.Context, cause error) error
}

// Step is a step of a plan.
type Step struct {
	// Task describes the step. DependsOn holds the steps whose results it takes, too.
	Task job.Task

	shape  shape
	from   []int
	run    func(ctx context.Context, values []any) (any, error)
	faults []error
	at     int // its place in the graph
}

// Flow is a plan with the types of its input and its result.
type Flow[In, Out any] struct{ plan *Plan }

// Plan returns what engines run.
func (f *Flow[In, Out]) Plan() *Plan { return f.plan }

// FlowOption adjusts a flow.
type FlowOption func(*Plan)

// OnFailure is called once a step has failed for good, with a *[StepError], before Run returns it: to say so elsewhere. An engine
// that survives calls it at least once, and does not when the run's context ended: the run can be gone on with.
func OnFailure(f func(ctx context.Context, cause error) error) FlowOption {
	return func(p *Plan) { p.onFailure = f }
}

var flowNames = regexp.MustCompile(`^[a-z0-9_-]{3,100}$`)

// Build checks a graph: its name (3 to 100 of a–z, 0–9, - and _), the steps' descriptions, unique keys, and that no step
// waits for itself. The error names all that is wrong. RunIf is refused unless it is AllSuccess: a step takes results, and a
// step that failed has none.
func Build[In, Out any](in Result[In], out Result[Out], opts ...FlowOption) (*Flow[In, Out], error) {
	g := out.graph
	if g == nil || in.graph != g || in.at != input {
		return nil, errors.New("engine: the first argument is the graph's input, from Start; the second a result of one of its steps")
	}
	if out.at == input {
		return nil, fmt.Errorf("engine: flow %q: it has no step", g.name)
	}
	steps, err := g.check()
	if err != nil {
		return nil, fmt.Errorf("engine: flow %q: %w", g.name, err)
	}
	p := &Plan{Name: g.name, Steps: steps, input: g.input, out: out.at}
	for _, o := range opts {
		o(p)
	}
	return &Flow[In, Out]{plan: p}, nil
}

// check returns the steps in the order in which they run.
func (g *graph) check() ([]*Step, error) {
	var errs []error
	if !flowNames.MatchString(g.name) {
		errs = append(errs, fmt.Errorf("the name must match %s", flowNames))
	}
	described := job.Description{Config: g.name, Fingerprint: "-"}
	for i, s := range g.steps {
		for _, err := range s.faults {
			errs = append(errs, fmt.Errorf("step %q: %w", s.Task.Key, err))
		}
		if s.Task.RunIf != "" && s.Task.RunIf != job.AllSuccess {
			errs = append(errs, fmt.Errorf("step %q: run_if %s cannot be: it takes results of steps, and one that failed has none", s.Task.Key, s.Task.RunIf))
		}
		described.Tasks = append(described.Tasks, g.task(i))
	}
	if err := described.Validate(); err != nil {
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	ordered, _ := job.Order(described.Tasks)
	steps := make([]*Step, 0, len(ordered))
	for _, t := range ordered {
		i := slices.IndexFunc(g.steps, func(s *Step) bool { return s.Task.Key == t.Key })
		s := *g.steps[i]
		s.Task, s.at = t, i
		steps = append(steps, &s)
	}
	return steps, nil
}

// task is a step's description, with the steps that it takes results of among those it depends on.
func (g *graph) task(i int) job.Task {
	t := g.steps[i].Task
	on := slices.Clone(t.DependsOn)
	for _, from := range g.steps[i].from {
		if from != input && !slices.Contains(on, g.steps[from].Task.Key) {
			on = append(on, g.steps[from].Task.Key)
		}
	}
	t.DependsOn = on
	return t
}

// Tasks describes the steps, in the order in which they run.
func (p *Plan) Tasks() []job.Task {
	tasks := make([]job.Task, 0, len(p.Steps))
	for _, s := range p.Steps {
		tasks = append(tasks, s.Task)
	}
	return tasks
}

// Version identifies the plan's shape: its name, the steps, what depends on what, and the types of the results. A run that
// was begun by one shape is not continued by another. What the steps do is not in it.
func (p *Plan) Version() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n", p.Name, p.input.text)
	for _, s := range p.Steps {
		io.WriteString(h, strings.Join([]string{s.Task.Key, fmt.Sprint(s.from), strings.Join(s.Task.DependsOn, ","), s.shape.text}, "\t")+"\n")
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// Durable demands that the input and every result can be written down and read back: no functions, channels, interfaces, or
// unexported fields without a MarshalJSON and UnmarshalJSON of the type's own.
func (p *Plan) Durable() error {
	errs := []error{p.input.keeps("the input")}
	for _, s := range p.Steps {
		errs = append(errs, s.shape.keeps(fmt.Sprintf("the result of step %q", s.Task.Key)))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("engine: flow %q cannot survive its process: %w", p.Name, err)
	}
	return nil
}
