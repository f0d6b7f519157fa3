package databricks

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/databricks/databricks-sdk-go/client"
	"github.com/databricks/databricks-sdk-go/service/jobs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// jobsAPI is the SDK on a fake whose tasks end as named: fail, time (out), or well; "fail 2" fails two times.
func jobsAPI(t *testing.T, ends map[string]string) (*Fake, *jobs.JobsAPI) {
	t.Helper()
	f := NewFake()
	t.Cleanup(f.Close)
	tries := map[string]int{}
	f.Jobs.Run = func(a Attempt) Outcome {
		tries[a.Task]++
		end, times, counted := strings.Cut(ends[a.Task], " ")
		if counted && fmt.Sprint(tries[a.Task]-1) >= times {
			return Outcome{}
		}
		return Outcome{Failed: end == "fail", TimedOut: end == "time", Error: "as told"}
	}
	c, err := client.New(f.Config())
	require.NoError(t, err)
	return f, jobs.NewJobs(c)
}

// python is a task that runs after others.
func python(key string, after ...string) jobs.Task {
	t := jobs.Task{TaskKey: key, EnvironmentKey: "e", SparkPythonTask: &jobs.SparkPythonTask{PythonFile: "/Volumes/a/b/c/x.py", Parameters: []string{"{{job.parameters.p}}"}}}
	for _, on := range after {
		t.DependsOn = append(t.DependsOn, jobs.TaskDependency{TaskKey: on})
	}
	return t
}

func when(t jobs.Task, r jobs.RunIf) jobs.Task { t.RunIf = r; return t }

func settings(tasks ...jobs.Task) jobs.CreateJob {
	return jobs.CreateJob{
		Name: "j", Tasks: tasks, Environments: []jobs.JobEnvironment{{EnvironmentKey: "e"}},
		Parameters: []jobs.JobParameterDefinition{{Name: "p", Default: "1"}},
	}
}

// ended runs a job to its end.
func endedRun(ctx context.Context, t *testing.T, api *jobs.JobsAPI, run int64) *jobs.Run {
	t.Helper()
	for range 20 {
		r, err := api.GetRun(ctx, jobs.GetRunRequest{RunId: run, IncludeHistory: true})
		require.NoError(t, err)
		if r.Status.State == jobs.RunLifecycleStateV2StateTerminated {
			return r
		}
	}
	t.Fatal("the run does not end")
	return nil
}

func results(r *jobs.Run) string {
	var out []string
	for _, t := range r.Tasks {
		out = append(out, fmt.Sprintf("%s=%s", t.TaskKey, t.State.ResultState))
	}
	return strings.Join(out, " ")
}

func TestRunIf(t *testing.T) {
	for name, c := range map[string]struct {
		ends  map[string]string
		tasks []jobs.Task
		want  string
		run   jobs.RunResultState
	}{
		"all success":              {nil, []jobs.Task{python("a"), python("b", "a")}, "a=SUCCESS b=SUCCESS", "SUCCESS"},
		"upstream failed":          {map[string]string{"a": "fail"}, []jobs.Task{python("a"), python("b", "a"), python("c", "b")}, "a=FAILED b=UPSTREAM_FAILED c=UPSTREAM_FAILED", "FAILED"},
		"all done":                 {map[string]string{"a": "fail"}, []jobs.Task{python("a"), when(python("b", "a"), "ALL_DONE")}, "a=FAILED b=SUCCESS", "SUCCESS_WITH_FAILURES"},
		"at least one failed":      {map[string]string{"a": "fail"}, []jobs.Task{python("a"), python("b"), when(python("c", "a", "b"), "AT_LEAST_ONE_FAILED")}, "a=FAILED b=SUCCESS c=SUCCESS", "SUCCESS_WITH_FAILURES"},
		"none of them failed":      {nil, []jobs.Task{python("a"), when(python("b", "a"), "AT_LEAST_ONE_FAILED")}, "a=SUCCESS b=EXCLUDED", "SUCCESS"},
		"at least one success":     {map[string]string{"a": "fail"}, []jobs.Task{python("a"), python("b"), when(python("c", "a", "b"), "AT_LEAST_ONE_SUCCESS")}, "a=FAILED b=SUCCESS c=SUCCESS", "SUCCESS_WITH_FAILURES"},
		"all failed":               {map[string]string{"a": "fail"}, []jobs.Task{python("a"), python("b"), when(python("c", "a", "b"), "ALL_FAILED")}, "a=FAILED b=SUCCESS c=EXCLUDED", "SUCCESS_WITH_FAILURES"},
		"none failed, one skipped": {nil, []jobs.Task{python("a"), when(python("b", "a"), "ALL_FAILED"), when(python("c", "a", "b"), "NONE_FAILED")}, "a=SUCCESS b=EXCLUDED c=SUCCESS", "SUCCESS"},
		"timeout":                  {map[string]string{"a": "time"}, []jobs.Task{python("a")}, "a=TIMEDOUT", "FAILED"},
	} {
		t.Run(name, func(t *testing.T) {
			_, api := jobsAPI(t, c.ends)
			made, err := api.Create(t.Context(), settings(c.tasks...))
			require.NoError(t, err)
			started, err := api.RunNow(t.Context(), jobs.RunNow{JobId: made.JobId})
			require.NoError(t, err)
			r := endedRun(t.Context(), t, api, started.RunId)
			assert.Equal(t, c.want, results(r))
			assert.Equal(t, c.run, r.State.ResultState)
		})
	}
}

func TestRetriesConditionsAndRepair(t *testing.T) {
	f, api := jobsAPI(t, map[string]string{"a": "fail 2", "b": "fail 1"})
	a := python("a")
	a.MaxRetries = 1
	gate := jobs.Task{TaskKey: "gate", ConditionTask: &jobs.ConditionTask{Left: "{{job.parameters.p}}", Op: jobs.ConditionTaskOpGreaterThan, Right: "9"}}
	yes, no := python("yes"), python("no")
	yes.DependsOn = []jobs.TaskDependency{{TaskKey: "gate", Outcome: "true"}}
	no.DependsOn = []jobs.TaskDependency{{TaskKey: "gate", Outcome: "false"}}
	made, err := api.Create(t.Context(), settings(a, gate, yes, no, python("c", "a")))
	require.NoError(t, err)
	started, err := api.RunNow(t.Context(), jobs.RunNow{JobId: made.JobId, JobParameters: map[string]string{"p": "10"}, IdempotencyToken: "t"})
	require.NoError(t, err)
	again, err := api.RunNow(t.Context(), jobs.RunNow{JobId: made.JobId, IdempotencyToken: "t"})
	require.NoError(t, err)
	assert.Equal(t, started.RunId, again.RunId)
	_, err = api.RepairRun(t.Context(), jobs.RepairRun{RunId: started.RunId, RerunAllFailedTasks: true})
	require.ErrorContains(t, err, "is still active")
	r := endedRun(t.Context(), t, api, started.RunId)
	assert.Equal(t, "a=FAILED gate=SUCCESS a=FAILED yes=SUCCESS no=EXCLUDED c=UPSTREAM_FAILED", results(r))
	assert.Equal(t, []string{"10"}, r.Tasks[0].SparkPythonTask.Parameters)

	repaired, err := api.RepairRun(t.Context(), jobs.RepairRun{RunId: started.RunId, RerunAllFailedTasks: true})
	require.NoError(t, err)
	r = endedRun(t.Context(), t, api, started.RunId)
	assert.Equal(t, jobs.RunResultStateSuccess, r.State.ResultState)
	assert.True(t, strings.HasSuffix(results(r), "a=SUCCESS c=SUCCESS"), results(r))
	require.Len(t, r.RepairHistory, 1)
	_, err = api.RepairRun(t.Context(), jobs.RepairRun{RunId: started.RunId, RerunTasks: []string{"c"}})
	require.ErrorContains(t, err, "The latest repair of run")
	_, err = api.RepairRun(t.Context(), jobs.RepairRun{RunId: started.RunId, RerunTasks: []string{"c"}, LatestRepairId: repaired.Response.RepairId})
	require.NoError(t, err)
	assert.Equal(t, 1, f.Jobs.Runs())
}

func TestManyTasksArePaged(t *testing.T) {
	_, api := jobsAPI(t, nil)
	var tasks []jobs.Task
	for i := range 250 {
		tasks = append(tasks, python(fmt.Sprintf("t%d", i)))
	}
	made, err := api.Create(t.Context(), settings(tasks...))
	require.NoError(t, err)
	job, err := api.Get(t.Context(), jobs.GetJobRequest{JobId: made.JobId})
	require.NoError(t, err)
	assert.Len(t, job.Settings.Tasks, 250)
	started, err := api.RunNow(t.Context(), jobs.RunNow{JobId: made.JobId})
	require.NoError(t, err)
	assert.Len(t, endedRun(t.Context(), t, api, started.RunId).Tasks, 250)
}

func TestJobsRefused(t *testing.T) {
	_, api := jobsAPI(t, nil)
	for want, change := range map[string]func(*jobs.CreateJob){
		"At least one task":           func(j *jobs.CreateJob) { j.Tasks = nil },
		"form a cycle":                func(j *jobs.CreateJob) { j.Tasks = []jobs.Task{python("a", "b"), python("b", "a")} },
		"which does not exist":        func(j *jobs.CreateJob) { j.Tasks = []jobs.Task{python("a", "b")} },
		"is invalid, or stands twice": func(j *jobs.CreateJob) { j.Tasks = []jobs.Task{python("a"), python("a")} },
		"the environment x":           func(j *jobs.CreateJob) { j.Tasks[0].EnvironmentKey = "x" },
		"exactly one type of task":    func(j *jobs.CreateJob) { j.Tasks[0].SparkPythonTask = nil },
		"Invalid quartz cron": func(j *jobs.CreateJob) {
			j.Schedule = &jobs.CronSchedule{QuartzCronExpression: "99 99 99 ? * *", TimezoneId: "UTC"}
		},
		"Invalid timezone": func(j *jobs.CreateJob) {
			j.Schedule = &jobs.CronSchedule{QuartzCronExpression: "0 0 2 * * ?", TimezoneId: "Mars/X"}
		},
		"cannot have more than 1000": func(j *jobs.CreateJob) {
			j.Tasks = make([]jobs.Task, 1001)
			for i := range j.Tasks {
				j.Tasks[i] = python(fmt.Sprint("t", i))
			}
		},
		"must be an absolute path":       func(j *jobs.CreateJob) { j.Tasks[0].SparkPythonTask.PythonFile = "./launcher.py" },
		"The job parameter name \"a b\"": func(j *jobs.CreateJob) { j.Parameters[0].Name = "a b" },
		"the fake workspace does not know": func(j *jobs.CreateJob) {
			j.Tasks[0].SparkPythonTask, j.Tasks[0].NotebookTask = nil, &jobs.NotebookTask{NotebookPath: "/x"}
		},
	} {
		j := settings(python("a"))
		change(&j)
		_, err := api.Create(t.Context(), j)
		require.ErrorContains(t, err, want)
	}
	made, err := api.Create(t.Context(), settings(python("a")))
	require.NoError(t, err)
	_, err = api.RunNow(t.Context(), jobs.RunNow{JobId: made.JobId, JobParameters: map[string]string{"q": "1"}})
	require.ErrorContains(t, err, "The job parameter q is not defined in the job")
}
