package databricks

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/databricks/databricks-sdk-go/service/jobs"

	"github.com/typedml/typedml/internal/wait"
)

// Run is a run of a job, as it was when it was looked at.
type Run struct {
	ID, JobID int64
	Name      string
	URL       string // its page in the workspace
	// State is PENDING, QUEUED, BLOCKED, RUNNING, WAITING or TERMINATING, and when it has ended its result: SUCCESS,
	// SUCCESS_WITH_FAILURES, FAILED, TIMEDOUT, CANCELED, …
	State string
	Ended bool
	// OK says that it ended, and every task that decides with success.
	OK      bool
	Message string
	Tasks   []Task

	latestRepair int64
}

// Task is the newest attempt of a task.
type Task struct {
	Key     string
	RunID   int64
	State   string // as of a Run; EXCLUDED and UPSTREAM_FAILED are tasks that were not run
	Ended   bool
	Attempt int           // from 0
	Took    time.Duration // so far, or in all
	Message string        // what is told of a failure
}

// Failed reports whether a repair runs the task again.
func (t *Task) Failed() bool {
	switch t.State {
	case "FAILED", "TIMEDOUT", "UPSTREAM_FAILED", "CANCELED", "UPSTREAM_CANCELED", "INTERNAL_ERROR":
		return true
	}
	return false
}

// Status looks at a run. Of tasks that failed it asks for what they said.
func (w *Workflows) Status(ctx context.Context, id int64) (*Run, error) {
	run, err := w.look(ctx, id)
	if err != nil {
		return nil, err
	}
	for i := range run.Tasks {
		if t := &run.Tasks[i]; t.State == "FAILED" {
			out, err := w.jobs.GetRunOutputByRunId(ctx, t.RunID)
			if err != nil {
				return nil, w.explain("read the output of task", t.Key, "CAN VIEW on the job", err)
			}
			if out.Error != "" {
				t.Message = out.Error
			}
		}
	}
	return run, nil
}

func (w *Workflows) look(ctx context.Context, id int64) (*Run, error) {
	r, err := w.jobs.GetRun(ctx, jobs.GetRunRequest{RunId: id, IncludeHistory: true})
	if err != nil {
		return nil, w.explain("look at run", strconv.FormatInt(id, 10), "CAN VIEW on the job", err)
	}
	run := &Run{ID: r.RunId, JobID: r.JobId, Name: r.RunName, URL: r.RunPageUrl}
	run.State, run.Ended = stateOf(r.Status, r.State)
	run.OK = run.Ended && run.State == string(jobs.RunResultStateSuccess)
	run.Message = messageOf(r.Status, r.State)
	for _, h := range r.RepairHistory {
		if h.Type == jobs.RepairHistoryItemTypeRepair {
			run.latestRepair = max(run.latestRepair, h.Id)
		}
	}
	at := map[string]int{}
	for i := range r.Tasks {
		t := taskOf(&r.Tasks[i])
		if n, ok := at[t.Key]; !ok {
			at[t.Key] = len(run.Tasks)
			run.Tasks = append(run.Tasks, t)
		} else if t.Attempt >= run.Tasks[n].Attempt {
			run.Tasks[n] = t
		}
	}
	return run, nil
}

func taskOf(r *jobs.RunTask) Task {
	t := Task{Key: r.TaskKey, RunID: r.RunId, Attempt: r.AttemptNumber, Message: messageOf(r.Status, r.State)}
	t.State, t.Ended = stateOf(r.Status, r.State)
	switch {
	case r.EndTime > 0:
		t.Took = time.Duration(r.EndTime-r.StartTime) * time.Millisecond
	case r.StartTime > 0:
		t.Took = max(time.Since(time.UnixMilli(r.StartTime)), 0)
	}
	return t
}

// stateOf reads a state in both of the API's forms: the newer says whether it ended, the older with which result.
func stateOf(s *jobs.RunStatus, old *jobs.RunState) (state string, ended bool) {
	if old != nil && old.ResultState != "" {
		return string(old.ResultState), s == nil || s.State == jobs.RunLifecycleStateV2StateTerminated
	}
	if s != nil {
		ended := s.State == jobs.RunLifecycleStateV2StateTerminated
		if ended && s.TerminationDetails != nil {
			return string(s.TerminationDetails.Code), true
		}
		return string(s.State), ended
	}
	if old == nil {
		return "UNKNOWN", false
	}
	switch old.LifeCycleState {
	case jobs.RunLifeCycleStateTerminated, jobs.RunLifeCycleStateSkipped, jobs.RunLifeCycleStateInternalError:
		return string(old.LifeCycleState), true
	}
	return string(old.LifeCycleState), false
}

func messageOf(s *jobs.RunStatus, old *jobs.RunState) string {
	if s != nil && s.TerminationDetails != nil && s.TerminationDetails.Message != "" {
		return s.TerminationDetails.Message
	}
	if old != nil {
		return old.StateMessage
	}
	return ""
}

// Wait looks at a run until it has ended, and calls progress, unless it is nil, with each look. When ctx ends first, the
// run goes on.
func (w *Workflows) Wait(ctx context.Context, id int64, progress func(*Run)) (*Run, error) {
	pause := w.poll
	if pause == 0 {
		pause = 2 * time.Second
	}
	for {
		run, err := w.look(ctx, id)
		if err != nil {
			if ctx.Err() != nil {
				err = fmt.Errorf("waiting for run %d, which goes on: %w", id, err)
			}
			return nil, err
		}
		if progress != nil {
			progress(run)
		}
		if run.Ended {
			return w.Status(ctx, id)
		}
		if err := wait.For(ctx, pause); err != nil {
			return run, fmt.Errorf("waiting for run %d, which goes on: %w", id, err)
		}
		if w.poll == 0 {
			pause = min(pause+time.Second, 10*time.Second)
		}
	}
}

// Latest returns the newest run of a job.
func (w *Workflows) Latest(ctx context.Context, job Job) (int64, error) {
	list := w.jobs.ListRuns(ctx, jobs.ListRunsRequest{JobId: job.ID, Limit: 1})
	if !list.HasNext(ctx) {
		return 0, fmt.Errorf("the job %s has no runs", job.Name)
	}
	run, err := list.Next(ctx)
	if err != nil {
		return 0, w.explain("list the runs of job", job.Name, "CAN VIEW on the job", err)
	}
	return run.RunId, nil
}

// Cancel asks a run to end; it does so in time.
func (w *Workflows) Cancel(ctx context.Context, id int64) error {
	_, err := w.jobs.CancelRun(ctx, jobs.CancelRun{RunId: id})
	return w.explain("cancel run", strconv.FormatInt(id, 10), "CAN MANAGE RUN on the job", err)
}

// Repair runs the tasks of an ended run again that have failed or were not run because of that, or those that are named
// and all that depend on them. What succeeded stays.
func (w *Workflows) Repair(ctx context.Context, id int64, tasks ...string) error {
	run, err := w.look(ctx, id)
	if err != nil {
		return err
	}
	if !run.Ended {
		return fmt.Errorf("run %d is %s; it can be repaired when it has ended", id, run.State)
	}
	request := jobs.RepairRun{RunId: id, RerunTasks: tasks, RerunDependentTasks: len(tasks) > 0, LatestRepairId: run.latestRepair}
	if len(tasks) == 0 {
		request.RerunAllFailedTasks = true
		if !anyFailed(run.Tasks) {
			return fmt.Errorf("run %d has no failed task", id)
		}
	}
	_, err = w.jobs.RepairRun(ctx, request)
	return w.explain("repair run", strconv.FormatInt(id, 10), "CAN MANAGE RUN on the job", err)
}

func anyFailed(tasks []Task) bool {
	for i := range tasks {
		if tasks[i].Failed() {
			return true
		}
	}
	return false
}
