package databricks

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/databricks/databricks-sdk-go/service/jobs"

	"github.com/typedml/typedml/internal/quartz"
)

var (
	taskKeyForm   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,100}$`)
	parameterForm = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)
)

const maxTasks = 1000

// checkSettings refuses a job as Databricks does, and fills in what it fills in.
func checkSettings(s *jobs.JobSettings) error {
	switch {
	case len(s.Tasks) == 0:
		return Invalid("At least one task must be specified.")
	case len(s.Tasks) > maxTasks:
		return Invalid("A job cannot have more than %d tasks.", maxTasks)
	case s.MaxConcurrentRuns < 0 || s.MaxConcurrentRuns > 1000:
		return Invalid("max_concurrent_runs must be between 0 and 1000.")
	}
	if s.MaxConcurrentRuns == 0 && !slices.Contains(s.ForceSendFields, "MaxConcurrentRuns") {
		s.MaxConcurrentRuns = 1
	}
	if s.Name == "" {
		s.Name = "Untitled"
	}
	if err := checkSchedule(s.Schedule); err != nil {
		return err
	}
	names := map[string]bool{}
	for _, p := range s.Parameters {
		if !parameterForm.MatchString(p.Name) || names[p.Name] {
			return Invalid("The job parameter name %q is invalid, or stands twice.", p.Name)
		}
		names[p.Name] = true
	}
	return checkTasks(s)
}

func checkSchedule(c *jobs.CronSchedule) error {
	if c == nil {
		return nil
	}
	if err := quartz.Check(c.QuartzCronExpression); err != nil {
		return Invalid("Invalid quartz cron expression: %s (%v)", c.QuartzCronExpression, err)
	}
	if _, err := time.LoadLocation(c.TimezoneId); err != nil || c.TimezoneId == "" {
		return Invalid("Invalid timezone: %s", c.TimezoneId)
	}
	return nil
}

func checkTasks(s *jobs.JobSettings) error {
	known := map[string]bool{}
	for i := range s.Tasks {
		t := &s.Tasks[i]
		if !taskKeyForm.MatchString(t.TaskKey) || known[t.TaskKey] {
			return Invalid("The task key %q is invalid, or stands twice.", t.TaskKey)
		}
		known[t.TaskKey] = true
		if err := checkTask(s, t); err != nil {
			return err
		}
	}
	for i := range s.Tasks {
		for _, on := range s.Tasks[i].DependsOn {
			if !known[on.TaskKey] {
				return Invalid("Task %s depends on %s, which does not exist.", s.Tasks[i].TaskKey, on.TaskKey)
			}
		}
	}
	return checkAcyclic(s.Tasks)
}

func checkTask(s *jobs.JobSettings, t *jobs.Task) error {
	if n := kinds(t); n != 1 {
		return Invalid("Task %s must have exactly one type of task, and has %d.", t.TaskKey, n)
	}
	environment := slices.ContainsFunc(s.Environments, func(e jobs.JobEnvironment) bool { return e.EnvironmentKey == t.EnvironmentKey })
	cluster := slices.ContainsFunc(s.JobClusters, func(c jobs.JobCluster) bool { return c.JobClusterKey == t.JobClusterKey })
	switch {
	case t.EnvironmentKey != "" && !environment:
		return Invalid("Task %s: the environment %s is not defined.", t.TaskKey, t.EnvironmentKey)
	case t.JobClusterKey != "" && !cluster:
		return Invalid("Task %s: the job cluster %s is not defined.", t.TaskKey, t.JobClusterKey)
	case t.MaxRetries < -1, t.MinRetryIntervalMillis < 0, t.TimeoutSeconds < 0:
		return Invalid("Task %s: retries, intervals and timeouts cannot be negative.", t.TaskKey)
	case t.SparkPythonTask != nil && t.SparkPythonTask.Source != jobs.SourceGit && !strings.Contains(strings.TrimPrefix(t.SparkPythonTask.PythonFile, "./"), "/"):
		return Invalid("Task %s: the python file %s must be an absolute path.", t.TaskKey, t.SparkPythonTask.PythonFile)
	case t.SparkPythonTask == nil && t.ConditionTask == nil:
		return Unsupported("tasks other than spark_python_task and condition_task")
	case t.SparkPythonTask != nil && t.EnvironmentKey == "" && t.JobClusterKey == "" && t.ExistingClusterId == "" && t.NewCluster == nil:
		return Invalid("Task %s: a compute or an environment must be specified.", t.TaskKey)
	}
	return nil
}

// kinds counts the types of a task: the fields that end in Task.
func kinds(t *jobs.Task) int {
	n := 0
	v := reflect.ValueOf(*t)
	for i := range v.NumField() {
		if strings.HasSuffix(v.Type().Field(i).Name, "Task") && v.Field(i).Kind() == reflect.Pointer && !v.Field(i).IsNil() {
			n++
		}
	}
	return n
}

// checkAcyclic takes away tasks that wait for nothing until none are left.
func checkAcyclic(tasks []jobs.Task) error {
	gone := map[string]bool{}
	for range tasks {
		for i := range tasks {
			waits := slices.ContainsFunc(tasks[i].DependsOn, func(d jobs.TaskDependency) bool { return !gone[d.TaskKey] })
			if !waits {
				gone[tasks[i].TaskKey] = true
			}
		}
	}
	for i := range tasks {
		if !gone[tasks[i].TaskKey] {
			return Invalid("The dependencies of task %s form a cycle.", tasks[i].TaskKey)
		}
	}
	return nil
}
