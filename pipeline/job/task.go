package job

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/typedml/typedml/validate"
)

// Task is one task of a job, without what it does. The names and meanings are those of Databricks Jobs.
//
//typedml:schema name=typedml.task version=1.0.0
type Task struct {
	// Key names the task in its job: letters, digits, - and _.
	Key string `json:"key" validate:"required,max=100" check:"regex=^[A-Za-z0-9_-]+$"`
	// Description is shown with the task.
	Description string `json:"description,omitempty" validate:"max=1000"`
	// DependsOn are the keys of the tasks that end before this one begins.
	DependsOn []string `json:"depends_on,omitempty"`
	// RunIf says how those must have ended; "" is AllSuccess.
	RunIf RunIf `json:"run_if,omitempty" validate:"omitempty"`
	// Retries is how often a failed task is tried again; -1 is without end.
	Retries int `json:"retries,omitempty" validate:"gte=-1"`
	// RetryInterval is the least time between two tries.
	RetryInterval time.Duration `json:"retry_interval,omitempty" validate:"gte=0s,lte=24h"`
	// RetryOnTimeout says that a try that took too long counts as failed.
	RetryOnTimeout bool `json:"retry_on_timeout,omitempty"`
	// Timeout ends a try; 0 is none. It counts in whole seconds.
	Timeout time.Duration `json:"timeout,omitempty" validate:"gte=0s"`
}

// RunIf says after which ends of the tasks that it depends on a task runs.
type RunIf string

// The conditions of Databricks Jobs.
const (
	AllSuccess        RunIf = "ALL_SUCCESS"
	AllDone           RunIf = "ALL_DONE"
	NoneFailed        RunIf = "NONE_FAILED"
	AtLeastOneSuccess RunIf = "AT_LEAST_ONE_SUCCESS"
	AtLeastOneFailed  RunIf = "AT_LEAST_ONE_FAILED"
	AllFailed         RunIf = "ALL_FAILED"
)

// Description is what a job's program says of itself.
//
//typedml:schema name=typedml.job version=1.0.0
type Description struct {
	// Config is the name of the configuration's record, and Fingerprint its fingerprint.
	Config      string `json:"config" validate:"required"`
	Fingerprint string `json:"fingerprint" validate:"required"`
	// Tasks depend on each other without a cycle.
	Tasks []Task `json:"tasks" validate:"min=1,max=1000"`
}

// Check demands that keys are unique, that dependencies are there, and that no task waits for itself.
func (d *Description) Check(r *validate.Report) {
	known := map[string]bool{}
	for i := range d.Tasks {
		t := &d.Tasks[i]
		if known[t.Key] {
			broken(r, i, "key", "the key %q stands twice", t.Key)
		}
		known[t.Key] = true
		if t.Timeout%time.Second != 0 {
			broken(r, i, "timeout", "%s is no whole number of seconds", t.Timeout)
		}
	}
	for i := range d.Tasks {
		for _, on := range d.Tasks[i].DependsOn {
			if !known[on] {
				broken(r, i, "depends_on", "there is no task %q", on)
			}
		}
	}
	if _, cycle := Order(d.Tasks); len(cycle) > 0 {
		r.Add(&validate.Rule{Path: "tasks", Field: "Tasks", Name: "acyclic", Message: "tasks wait for each other: " + strings.Join(cycle, " → ")}, validate.None())
	}
}

func broken(r *validate.Report, task int, field, format string, args ...any) {
	n := r.Len()
	r.Add(&validate.Rule{Path: field, Field: field, Name: "task", Message: fmt.Sprintf(format, args...)}, validate.None())
	r.NestAt(n, "tasks", task)
}

// Order returns the tasks so that each stands behind those that it depends on, and as given where that leaves a choice.
// When there is a cycle it returns its keys instead, the first one again at the end.
func Order(tasks []Task) (ordered []Task, cycle []string) {
	o := order{byKey: map[string]*Task{}, state: map[string]int{}}
	for i := range tasks {
		o.byKey[tasks[i].Key] = &tasks[i]
	}
	for i := range tasks {
		if cycle = o.visit(&tasks[i], nil); cycle != nil {
			return nil, cycle
		}
	}
	return o.out, nil
}

// order is a depth-first walk: a task is new, on the path, or done.
type order struct {
	byKey map[string]*Task
	state map[string]int
	out   []Task
}

const (
	onPath = 1
	done   = 2
)

func (o *order) visit(t *Task, path []string) (cycle []string) {
	path = append(path, t.Key)
	switch o.state[t.Key] {
	case done:
		return nil
	case onPath:
		return path[slices.Index(path, t.Key):]
	}
	o.state[t.Key] = onPath
	for _, key := range t.DependsOn {
		if on := o.byKey[key]; on != nil {
			if cycle = o.visit(on, path); cycle != nil {
				return cycle
			}
		}
	}
	o.state[t.Key] = done
	o.out = append(o.out, *t)
	return nil
}
