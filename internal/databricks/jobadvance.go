package databricks

import (
	"strconv"

	"github.com/databricks/databricks-sdk-go/service/jobs"
)

// advance moves a run by one step: what runs ends, and what may run begins.
func (j *Jobs) advance(r *jobRun) {
	if r.end != 0 {
		return
	}
	for _, a := range r.attempts {
		if a.state == jobs.RunLifecycleStateV2StateRunning {
			j.finish(r, a)
		}
	}
	if r.canceled {
		j.cancelRest(r)
	} else {
		j.begin(r)
	}
	if r.done() {
		r.end, r.fresh = j.now(), nil
		if n := len(r.repairs); n > 0 {
			r.repairs[n-1].EndTime = r.end
		}
	}
}

// finish ends an attempt by its outcome.
func (j *Jobs) finish(r *jobRun, a *attempt) {
	a.state, a.end = jobs.RunLifecycleStateV2StateTerminated, j.now()
	switch {
	case r.canceled:
		a.result = jobs.RunResultStateCanceled
		return
	case a.task.ConditionTask != nil:
		a.result, a.outcome = jobs.RunResultStateSuccess, strconv.FormatBool(condition(a.task.ConditionTask, r.resolve))
		return
	}
	var o Outcome
	if j.Run != nil {
		o = j.Run(Attempt{Job: r.settings.Name, Task: a.task.TaskKey, Number: a.number, Python: a.python})
	}
	switch {
	case o.TimedOut:
		a.result, a.message = jobs.RunResultStateTimedout, "Run exceeded timeout."
	case o.Failed:
		a.result, a.message = jobs.RunResultStateFailed, o.Error
	default:
		a.result = jobs.RunResultStateSuccess
	}
}

// condition compares two values, as numbers where the operator orders them.
func condition(c *jobs.ConditionTask, resolve func(string) string) bool {
	left, right := resolve(c.Left), resolve(c.Right)
	l, lerr := strconv.ParseFloat(left, 64)
	r, rerr := strconv.ParseFloat(right, 64)
	numbers := lerr == nil && rerr == nil
	switch c.Op {
	case jobs.ConditionTaskOpEqualTo:
		return left == right
	case jobs.ConditionTaskOpNotEqual:
		return left != right
	case jobs.ConditionTaskOpGreaterThan:
		return numbers && l > r
	case jobs.ConditionTaskOpGreaterThanOrEqual:
		return numbers && l >= r
	case jobs.ConditionTaskOpLessThan:
		return numbers && l < r
	}
	return numbers && l <= r
}

// begin starts every task whose dependencies have ended as it wants, tries failed ones again, and passes over the others.
func (j *Jobs) begin(r *jobRun) {
	for changed := true; changed; { // passing over one may decide the next
		changed = false
		for i := range r.settings.Tasks {
			t := &r.settings.Tasks[i]
			last := r.current(t.TaskKey)
			if last != nil {
				if retried(t, last) {
					j.start(r, t, last.number+1)
				}
				continue
			}
			result, run, decided := r.decide(t)
			switch {
			case !decided:
			case run:
				j.start(r, t, r.attemptsOf(t.TaskKey))
			default:
				changed = true
				r.attempts = append(r.attempts, &attempt{
					id: j.id(), task: t, number: r.attemptsOf(t.TaskKey), start: j.now(), end: j.now(),
					state: jobs.RunLifecycleStateV2StateTerminated, result: result,
				})
			}
		}
	}
}

func (j *Jobs) start(r *jobRun, t *jobs.Task, number int) {
	a := &attempt{id: j.id(), task: t, number: number, start: j.now(), state: jobs.RunLifecycleStateV2StateRunning}
	if p := t.SparkPythonTask; p != nil {
		a.python = &jobs.SparkPythonTask{PythonFile: p.PythonFile, Source: p.Source}
		for _, q := range p.Parameters {
			a.python.Parameters = append(a.python.Parameters, r.resolve(q))
		}
	}
	r.attempts = append(r.attempts, a)
}

func (r *jobRun) attemptsOf(key string) (n int) {
	for _, a := range r.attempts {
		if a.task.TaskKey == key {
			n++
		}
	}
	return n
}

// current is the newest attempt that counts: those before a repair of the task do not.
func (r *jobRun) current(key string) *attempt {
	a := r.last(key)
	if a != nil && r.fresh[key] && a.id < r.repairs[len(r.repairs)-1].Id {
		return nil
	}
	return a
}

// retried reports whether an attempt that ended is to be followed by another one.
func retried(t *jobs.Task, last *attempt) bool {
	again := last.result == jobs.RunResultStateFailed || last.result == jobs.RunResultStateTimedout && t.RetryOnTimeout
	return again && (t.MaxRetries == -1 || last.number < t.MaxRetries)
}

func (j *Jobs) cancelRest(r *jobRun) {
	for i := range r.settings.Tasks {
		if t := &r.settings.Tasks[i]; r.current(t.TaskKey) == nil {
			r.attempts = append(r.attempts, &attempt{
				id: j.id(), task: t, start: j.now(), end: j.now(), state: jobs.RunLifecycleStateV2StateTerminated, result: jobs.RunResultStateCanceled,
			})
		}
	}
}

// done reports whether every task has its last word.
func (r *jobRun) done() bool {
	for i := range r.settings.Tasks {
		t := &r.settings.Tasks[i]
		a := r.current(t.TaskKey)
		if a == nil || a.state != jobs.RunLifecycleStateV2StateTerminated || !r.canceled && retried(t, a) {
			return false
		}
	}
	return true
}

func failed(s jobs.RunResultState) bool {
	switch s {
	case jobs.RunResultStateFailed, jobs.RunResultStateTimedout, jobs.RunResultStateUpstreamFailed:
		return true
	}
	return false
}

func failedOrSkipped(s jobs.RunResultState) bool {
	return failed(s) || s == jobs.RunResultStateCanceled || s == jobs.RunResultStateUpstreamCanceled
}
