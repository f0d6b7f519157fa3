package databricks

import (
	"slices"

	"github.com/databricks/databricks-sdk-go/service/jobs"
)

// decide looks at the tasks that t depends on. It is not decided while one of them has not ended; then t runs, or is
// passed over with a result.
func (r *jobRun) decide(t *jobs.Task) (passed jobs.RunResultState, run, decided bool) {
	var succeeded, broke, excluded int
	for _, d := range t.DependsOn {
		a := r.current(d.TaskKey)
		on := r.task(d.TaskKey)
		if a == nil || a.state != jobs.RunLifecycleStateV2StateTerminated || retried(on, a) {
			return "", false, false
		}
		switch {
		case d.Outcome != "" && a.outcome != "" && a.outcome != d.Outcome:
			excluded++
		case a.result == jobs.RunResultStateSuccess:
			succeeded++
		case failedOrSkipped(a.result):
			broke++
		default:
			excluded++
		}
	}
	all := len(t.DependsOn)
	var ok bool
	switch t.RunIf {
	case jobs.RunIfAllDone:
		ok = true
	case jobs.RunIfNoneFailed:
		ok = broke == 0 && (succeeded > 0 || all == 0)
	case jobs.RunIfAtLeastOneSuccess:
		ok = succeeded > 0
	case jobs.RunIfAtLeastOneFailed:
		ok = broke > 0
	case jobs.RunIfAllFailed:
		ok = broke == all
	default:
		ok = succeeded == all
	}
	wantsFailure := t.RunIf == jobs.RunIfAtLeastOneFailed || t.RunIf == jobs.RunIfAllFailed
	switch {
	case ok:
		return "", true, true
	case broke > 0 && !wantsFailure:
		return jobs.RunResultStateUpstreamFailed, false, true
	}
	return jobs.RunResultStateExcluded, false, true
}

// status words a run's state in both of the API's forms. The tasks that nothing depends on decide.
func (r *jobRun) status() (*jobs.RunStatus, *jobs.RunState) {
	if r.end == 0 {
		if len(r.attempts) == 0 {
			return &jobs.RunStatus{State: jobs.RunLifecycleStateV2StatePending}, &jobs.RunState{LifeCycleState: jobs.RunLifeCycleStatePending}
		}
		return &jobs.RunStatus{State: jobs.RunLifecycleStateV2StateRunning}, &jobs.RunState{LifeCycleState: jobs.RunLifeCycleStateRunning}
	}
	result := jobs.RunResultStateSuccess
	var message string
	for i := range r.settings.Tasks {
		t := &r.settings.Tasks[i]
		a := r.last(t.TaskKey)
		switch {
		case a.result == jobs.RunResultStateCanceled:
			result = jobs.RunResultStateCanceled
		case !failed(a.result) || result == jobs.RunResultStateCanceled:
		case r.leaf(t.TaskKey):
			result, message = jobs.RunResultStateFailed, "Task "+t.TaskKey+" failed. This caused all downstream tasks to get skipped."
		case result == jobs.RunResultStateSuccess:
			result = jobs.RunResultStateSuccessWithFailures
		}
	}
	return ended(result, message)
}

func (r *jobRun) leaf(key string) bool {
	return !slices.ContainsFunc(r.settings.Tasks, func(t jobs.Task) bool {
		return slices.ContainsFunc(t.DependsOn, func(d jobs.TaskDependency) bool { return d.TaskKey == key })
	})
}

func ended(result jobs.RunResultState, message string) (*jobs.RunStatus, *jobs.RunState) {
	code := map[jobs.RunResultState]jobs.TerminationCodeCode{
		jobs.RunResultStateSuccess: jobs.TerminationCodeCodeSuccess, jobs.RunResultStateSuccessWithFailures: jobs.TerminationCodeCodeSuccessWithFailures,
		jobs.RunResultStateCanceled: jobs.TerminationCodeCodeUserCanceled, jobs.RunResultStateExcluded: jobs.TerminationCodeCodeSkipped,
		jobs.RunResultStateUpstreamFailed: jobs.TerminationCodeCodeSkipped,
	}[result]
	if code == "" {
		code = jobs.TerminationCodeCodeRunExecutionError
	}
	kind := jobs.TerminationTypeTypeSuccess
	if failedOrSkipped(result) {
		kind = jobs.TerminationTypeTypeClientError
	}
	life := jobs.RunLifeCycleStateTerminated
	if code == jobs.TerminationCodeCodeSkipped {
		life = jobs.RunLifeCycleStateSkipped
	}
	return &jobs.RunStatus{
			State:              jobs.RunLifecycleStateV2StateTerminated,
			TerminationDetails: &jobs.TerminationDetails{Code: code, Type: kind, Message: message},
		},
		&jobs.RunState{LifeCycleState: life, ResultState: result, StateMessage: message}
}

// view is an attempt as the API shows it.
func (a *attempt) view(r *jobRun) jobs.RunTask {
	t := a.task
	out := jobs.RunTask{
		RunId: a.id, TaskKey: t.TaskKey, AttemptNumber: a.number, StartTime: a.start, EndTime: a.end, DependsOn: t.DependsOn, RunIf: t.RunIf,
		Description: t.Description, EnvironmentKey: t.EnvironmentKey, JobClusterKey: t.JobClusterKey, SparkPythonTask: a.python,
		MaxRetries: t.MaxRetries, MinRetryIntervalMillis: t.MinRetryIntervalMillis, RetryOnTimeout: t.RetryOnTimeout, TimeoutSeconds: t.TimeoutSeconds,
	}
	if c := t.ConditionTask; c != nil {
		out.ConditionTask = &jobs.RunConditionTask{Left: r.resolve(c.Left), Op: c.Op, Right: r.resolve(c.Right), Outcome: a.outcome}
	}
	if a.state != jobs.RunLifecycleStateV2StateTerminated {
		out.Status, out.State = &jobs.RunStatus{State: a.state}, &jobs.RunState{LifeCycleState: jobs.RunLifeCycleState(a.state)}
		return out
	}
	out.Status, out.State = ended(a.result, a.message)
	return out
}
