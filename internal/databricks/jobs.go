package databricks

import (
	"context"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/databricks/databricks-sdk-go/service/jobs"
)

// pageSize is how many tasks one answer has; Jobs 2.2 pages the rest.
const pageSize = 100

// Jobs is Databricks Jobs 2.2. A run moves when it is looked at: each runs/get ends the tasks that were running, and
// begins those that may. Tasks are attempted by Run.
type Jobs struct {
	// Run attempts a task; nil lets every one succeed. It is called with the fake's state locked. Set it before the first run.
	Run func(Attempt) Outcome

	f      *Fake
	nextID int64
	jobs   map[int64]*jobs.Job
	runs   map[int64]*jobRun
	tokens map[string]int64 // idempotency tokens
}

// Attempt is one try of a task.
type Attempt struct {
	Job, Task string
	Number    int // from 0
	// Python is the task's file and parameters, with references replaced.
	Python *jobs.SparkPythonTask
}

// Outcome is how an attempt ended; the zero value is success.
type Outcome struct {
	Failed, TimedOut bool
	Error            string // what the task said
}

func mountJobs(f *Fake) {
	j := &Jobs{f: f, nextID: 1000, jobs: map[int64]*jobs.Job{}, runs: map[int64]*jobRun{}, tokens: map[string]int64{}}
	f.Jobs = j
	const api = "/api/2.2/jobs/"
	Handle(f, "POST "+api+"create", j.create)
	Handle(f, "POST "+api+"reset", j.reset)
	Handle(f, "POST "+api+"delete", j.delete)
	Handle(f, "GET "+api+"get", j.get)
	Handle(f, "GET "+api+"list", j.list)
	Handle(f, "POST "+api+"run-now", j.runNow)
	Handle(f, "POST "+api+"runs/cancel", j.cancel)
	Handle(f, "POST "+api+"runs/repair", j.repair)
	Handle(f, "GET "+api+"runs/get", j.getRun)
	Handle(f, "GET "+api+"runs/list", j.listRuns)
	Handle(f, "GET "+api+"runs/get-output", j.output)
}

func (j *Jobs) id() int64 {
	j.nextID++
	return j.nextID
}

func (j *Jobs) now() int64 { return j.f.Now().UnixMilli() }

func (j *Jobs) create(_ context.Context, in jobs.CreateJob) (jobs.CreateResponse, error) {
	settings := &jobs.JobSettings{
		Name: in.Name, Description: in.Description, Tags: in.Tags, MaxConcurrentRuns: in.MaxConcurrentRuns, TimeoutSeconds: in.TimeoutSeconds,
		Queue: in.Queue, Schedule: in.Schedule, Parameters: in.Parameters, Environments: in.Environments, JobClusters: in.JobClusters, Tasks: in.Tasks,
	}
	if err := checkSettings(settings); err != nil {
		return jobs.CreateResponse{}, err
	}
	id := j.id()
	j.jobs[id] = &jobs.Job{JobId: id, CreatedTime: j.now(), CreatorUserName: User, RunAsUserName: User, Settings: settings}
	return jobs.CreateResponse{JobId: id}, nil
}

func (j *Jobs) job(id int64) (*jobs.Job, error) {
	job := j.jobs[id]
	if job == nil {
		return nil, Refuse(http.StatusBadRequest, "INVALID_PARAMETER_VALUE", "Job %d does not exist.", id)
	}
	return job, nil
}

func (j *Jobs) reset(_ context.Context, in jobs.ResetJob) (Empty, error) {
	job, err := j.job(in.JobId)
	if err != nil {
		return Empty{}, err
	}
	if err := checkSettings(&in.NewSettings); err != nil {
		return Empty{}, err
	}
	job.Settings = &in.NewSettings
	return Empty{}, nil
}

func (j *Jobs) delete(_ context.Context, in jobs.DeleteJob) (Empty, error) {
	if _, err := j.job(in.JobId); err != nil {
		return Empty{}, err
	}
	delete(j.jobs, in.JobId)
	return Empty{}, nil
}

// get answers with a page of the tasks.
func (j *Jobs) get(_ context.Context, in jobs.GetJobRequest) (jobs.Job, error) {
	job, err := j.job(in.JobId)
	if err != nil {
		return jobs.Job{}, err
	}
	out, settings := *job, *job.Settings
	out.Settings = &settings
	settings.Tasks, out.NextPageToken, err = jobsPage(settings.Tasks, in.PageToken, pageSize)
	out.HasMore = out.NextPageToken != ""
	return out, err
}

func (j *Jobs) list(_ context.Context, in jobs.ListJobsRequest) (jobs.ListJobsResponse, error) {
	var found []jobs.BaseJob
	for _, id := range sortedIDs(j.jobs) {
		job := j.jobs[id]
		if in.Name != "" && !strings.EqualFold(in.Name, job.Settings.Name) {
			continue
		}
		settings := *job.Settings
		if !in.ExpandTasks {
			settings.Tasks, settings.JobClusters, settings.Environments = nil, nil, nil
		}
		found = append(found, jobs.BaseJob{JobId: id, CreatedTime: job.CreatedTime, CreatorUserName: job.CreatorUserName, Settings: &settings})
	}
	limit := in.Limit
	switch {
	case limit == 0:
		limit = 20
	case limit < 1 || limit > 100:
		return jobs.ListJobsResponse{}, Invalid("Invalid limit %d: it must be between 1 and 100.", limit)
	}
	list, next, err := jobsPage(found, in.PageToken, limit)
	return jobs.ListJobsResponse{Jobs: list, NextPageToken: next, HasMore: next != ""}, err
}

// jobsPage returns the items that a token of an earlier page leads to, and the token of the page behind them.
func jobsPage[T any](items []T, token string, size int) (part []T, next string, err error) {
	from := 0
	if token != "" {
		text, derr := base64.StdEncoding.DecodeString(token)
		n, aerr := strconv.Atoi(string(text))
		if derr != nil || aerr != nil || n < 0 || n > len(items) {
			return nil, "", Invalid("Invalid page token: %s", token)
		}
		from = n
	}
	to := min(from+size, len(items))
	if to < len(items) {
		next = base64.StdEncoding.EncodeToString([]byte(strconv.Itoa(to)))
	}
	return items[from:to], next, nil
}

func sortedIDs[V any](m map[int64]V) []int64 {
	ids := make([]int64, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Runs is how many runs there are.
func (j *Jobs) Runs() int {
	j.f.state.Lock()
	defer j.f.state.Unlock()
	return len(j.runs)
}
