package databricks

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/databricks/databricks-sdk-go/service/jobs"
)

// jobRun is one run: what was asked for, and its attempts in the order of their beginnings.
type jobRun struct {
	id, number int64
	jobID      int64
	settings   jobs.JobSettings // as they were when it began
	params     []jobs.JobParameter
	start, end int64
	canceled   bool
	attempts   []*attempt
	repairs    []jobs.RepairHistoryItem
	// fresh are the tasks that this repair runs again: their old attempts do not count.
	fresh map[string]bool
}

// attempt is a try of a task, or its place when it was never tried.
type attempt struct {
	id         int64
	task       *jobs.Task
	number     int
	start, end int64
	state      jobs.RunLifecycleStateV2State
	result     jobs.RunResultState
	message    string
	outcome    string // of a condition
	python     *jobs.SparkPythonTask
}

func (j *Jobs) runNow(_ context.Context, in jobs.RunNow) (jobs.RunNowResponse, error) {
	job, err := j.job(in.JobId)
	if err != nil {
		return jobs.RunNowResponse{}, err
	}
	if id, ok := j.tokens[in.IdempotencyToken]; ok && in.IdempotencyToken != "" {
		return jobs.RunNowResponse{RunId: id, NumberInJob: j.runs[id].number}, nil
	}
	params, err := overridden(job.Settings.Parameters, in.JobParameters)
	if err != nil {
		return jobs.RunNowResponse{}, err
	}
	r := &jobRun{id: j.id(), jobID: job.JobId, settings: *job.Settings, params: params, start: j.now()}
	active := 0
	for _, other := range j.runs {
		if other.jobID == job.JobId {
			r.number++
			if other.end == 0 {
				active++
			}
		}
	}
	r.number++
	if active >= job.Settings.MaxConcurrentRuns {
		return jobs.RunNowResponse{}, Unsupported("queues: %d runs of the job are active", active)
	}
	j.runs[r.id] = r
	if in.IdempotencyToken != "" {
		j.tokens[in.IdempotencyToken] = r.id
	}
	return jobs.RunNowResponse{RunId: r.id, NumberInJob: r.number}, nil
}

func overridden(defined []jobs.JobParameterDefinition, over map[string]string) ([]jobs.JobParameter, error) {
	var out []jobs.JobParameter
	known := map[string]bool{}
	for _, p := range defined {
		known[p.Name] = true
		value, ok := over[p.Name]
		if !ok {
			value = p.Default
		}
		out = append(out, jobs.JobParameter{Name: p.Name, Default: p.Default, Value: value})
	}
	for _, name := range sortedKeys(over) {
		if !known[name] {
			return nil, Invalid("The job parameter %s is not defined in the job.", name)
		}
	}
	return out, nil
}

func (j *Jobs) run(id int64) (*jobRun, error) {
	r := j.runs[id]
	if r == nil {
		return nil, Refuse(http.StatusBadRequest, "INVALID_PARAMETER_VALUE", "Run %d does not exist.", id)
	}
	return r, nil
}

func (j *Jobs) cancel(_ context.Context, in jobs.CancelRun) (Empty, error) {
	r, err := j.run(in.RunId)
	if err == nil && r.end == 0 {
		r.canceled = true
	}
	return Empty{}, err
}

// repair runs tasks of a run again that has ended.
func (j *Jobs) repair(_ context.Context, in jobs.RepairRun) (jobs.RepairRunResponse, error) {
	var none jobs.RepairRunResponse
	r, err := j.run(in.RunId)
	if err != nil {
		return none, err
	}
	switch {
	case r.end == 0:
		return none, Refuse(http.StatusBadRequest, "INVALID_STATE", "Run %d is still active and cannot be repaired.", r.id)
	case in.RerunAllFailedTasks == (len(in.RerunTasks) > 0):
		return none, Invalid("Exactly one of rerun_tasks and rerun_all_failed_tasks must be specified.")
	case len(r.repairs) > 0 && in.LatestRepairId != r.repairs[len(r.repairs)-1].Id:
		return none, Invalid("The latest repair of run %d is %d, not %d.", r.id, r.repairs[len(r.repairs)-1].Id, in.LatestRepairId)
	}
	again := map[string]bool{}
	for _, key := range in.RerunTasks {
		if r.task(key) == nil {
			return none, Invalid("Task %s does not exist in run %d.", key, r.id)
		}
		again[key] = true
	}
	for i := range r.settings.Tasks {
		key := r.settings.Tasks[i].TaskKey
		last := r.last(key)
		if in.RerunAllFailedTasks && last != nil && failedOrSkipped(last.result) {
			again[key] = true
		}
	}
	if len(again) == 0 {
		return none, Invalid("Run %d has no failed tasks to repair.", r.id)
	}
	if in.RerunDependentTasks {
		r.addDependents(again)
	}
	if in.JobParameters != nil {
		if r.params, err = overridden(r.settings.Parameters, in.JobParameters); err != nil {
			return none, err
		}
	}
	repair := jobs.RepairHistoryItem{Id: j.id(), Type: jobs.RepairHistoryItemTypeRepair, StartTime: j.now()}
	r.repairs = append(r.repairs, repair)
	r.fresh, r.end, r.canceled = again, 0, false
	return jobs.RepairRunResponse{RepairId: repair.Id}, nil
}

func (r *jobRun) addDependents(again map[string]bool) {
	for range r.settings.Tasks {
		for i := range r.settings.Tasks {
			t := &r.settings.Tasks[i]
			if slices.ContainsFunc(t.DependsOn, func(d jobs.TaskDependency) bool { return again[d.TaskKey] }) {
				again[t.TaskKey] = true
			}
		}
	}
}

func (j *Jobs) getRun(_ context.Context, in jobs.GetRunRequest) (jobs.Run, error) {
	r, err := j.run(in.RunId)
	if err != nil {
		return jobs.Run{}, err
	}
	if in.PageToken == "" {
		j.advance(r)
	}
	out := jobs.Run{
		RunId: r.id, JobId: r.jobID, NumberInJob: r.number, RunName: r.settings.Name, RunType: jobs.RunTypeJobRun, CreatorUserName: User,
		JobParameters: r.params, StartTime: r.start, EndTime: r.end, RunPageUrl: j.f.URL() + "/jobs/run",
	}
	out.Status, out.State = r.status()
	if in.IncludeHistory {
		out.RepairHistory = r.repairs
	}
	var tasks []jobs.RunTask
	for _, a := range r.attempts {
		tasks = append(tasks, a.view(r))
	}
	out.Tasks, out.NextPageToken, err = jobsPage(tasks, in.PageToken, pageSize)
	out.HasMore = out.NextPageToken != ""
	return out, err
}

func (j *Jobs) listRuns(_ context.Context, in jobs.ListRunsRequest) (jobs.ListRunsResponse, error) {
	var found []jobs.BaseRun
	for _, id := range slices.Backward(sortedIDs(j.runs)) {
		r := j.runs[id]
		if in.JobId != 0 && in.JobId != r.jobID {
			continue
		}
		status, state := r.status()
		found = append(found, jobs.BaseRun{RunId: id, JobId: r.jobID, RunName: r.settings.Name, StartTime: r.start, EndTime: r.end, Status: status, State: state})
	}
	limit := in.Limit
	if limit == 0 {
		limit = 20
	}
	list, next, err := jobsPage(found, in.PageToken, limit)
	return jobs.ListRunsResponse{Runs: list, NextPageToken: next, HasMore: next != ""}, err
}

// output is that of one task: a run of several has none.
func (j *Jobs) output(_ context.Context, in jobs.GetRunOutputRequest) (jobs.RunOutput, error) {
	for _, r := range j.runs {
		for _, a := range r.attempts {
			if a.id == in.RunId {
				return jobs.RunOutput{Error: a.message, Metadata: &jobs.Run{RunId: a.id, JobId: r.jobID}}, nil
			}
		}
		if r.id == in.RunId {
			return jobs.RunOutput{}, Invalid("Retrieving the output of runs with multiple tasks is not supported. Please retrieve the output of each individual task run instead.")
		}
	}
	return jobs.RunOutput{}, Invalid("Run %d does not exist.", in.RunId)
}

func (r *jobRun) task(key string) *jobs.Task {
	i := slices.IndexFunc(r.settings.Tasks, func(t jobs.Task) bool { return t.TaskKey == key })
	if i < 0 {
		return nil
	}
	return &r.settings.Tasks[i]
}

// last is the newest attempt of a task, or nil.
func (r *jobRun) last(key string) *attempt {
	for _, a := range slices.Backward(r.attempts) {
		if a.task.TaskKey == key {
			return a
		}
	}
	return nil
}

// resolve replaces the references to job parameters.
func (r *jobRun) resolve(text string) string {
	for _, p := range r.params {
		text = strings.ReplaceAll(text, "{{job.parameters."+p.Name+"}}", p.Value)
		text = strings.ReplaceAll(text, "{{job.parameters.`"+p.Name+"`}}", p.Value)
	}
	return text
}
