package bundle

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // a schedule's time zone is known on every machine

	"github.com/typedml/typedml/internal/quartz"
	"github.com/typedml/typedml/pipeline/job"
	"github.com/typedml/typedml/validate"
)

// Bundle is what a bundle is written from.
//
//typedml:schema name=typedml.bundle version=1.0.0
type Bundle struct {
	// Name of the bundle, its job and its program.
	Name string `json:"name" validate:"required,max=60" check:"regex=^[A-Za-z][A-Za-z0-9_-]*$"`
	// Description is shown with the job.
	Description string `json:"description,omitempty" validate:"max=1000"`
	// Job is what the program says of itself: see job.Main.
	Job job.Description `json:"job"`
	// Parameters of the job with their default values: see job.Parameters.
	Parameters []job.Parameter `json:"parameters,omitempty"`
	// Schedule is when the job runs by itself; nil is never.
	Schedule *Schedule `json:"schedule,omitempty"`
	// MaxConcurrentRuns is how many runs there may be at a time; 0 is one.
	MaxConcurrentRuns int `json:"max_concurrent_runs,omitempty" validate:"gte=0,lte=1000"`
	// Timeout ends a run of the job; 0 is none. It counts in whole seconds.
	Timeout time.Duration `json:"timeout,omitempty" validate:"gte=0s"`
	// Volume is the folder for programs, such as /Volumes/CATALOG/SCHEMA/VOLUME.
	Volume string `json:"volume" validate:"required,max=500" check:"regex=^/Volumes(/[A-Za-z0-9_-]+){3}(/[A-Za-z0-9_-]+)*$"`
	// Cluster is what the tasks run on; nil is serverless compute.
	Cluster *Cluster `json:"cluster,omitempty"`
	// Packages are pip requirements that serverless compute installs, such as "xgboost-cpu==3.2.0": a program that trains
	// loads XGBoost's library out of the Python package.
	Packages []string `json:"packages,omitempty"`
}

// Schedule is a time in Quartz cron, which Databricks takes: seconds, minutes, hours, day of the month, month, day of the
// week and, if wanted, year.
//
//typedml:schema name=typedml.schedule version=1.0.0
type Schedule struct {
	Cron     string `json:"cron" validate:"required,max=200"`
	Timezone string `json:"timezone" validate:"required"`
}

// Cluster is one machine for the tasks of a run, made when it begins.
//
//typedml:schema name=typedml.cluster version=1.0.0
type Cluster struct {
	NodeType     string `json:"node_type" validate:"required"`     // such as m5.xlarge; the clouds have different ones
	SparkVersion string `json:"spark_version" validate:"required"` // such as 16.4.x-scala2.12
}

// maxParameters is what Databricks takes as the parameters of a job or task, as JSON in bytes.
const maxParameters = 10_000

// Check demands what no tag can say.
func (b *Bundle) Check(r *validate.Report) {
	names, size := map[string]bool{}, 2
	for i, p := range b.Parameters {
		n := r.Len()
		if names[p.Name] {
			add(r, "name", "the parameter %s stands twice", p.Name)
		}
		if strings.Contains(p.Value, "${") {
			add(r, "value", "of %s holds ${, which the Databricks CLI would take for a variable of the bundle", p.Name)
		}
		r.NestAt(n, "parameters", i)
		names[p.Name] = true
		size += 2*len(p.Name) + len(p.Value) + len(`,"{{job.parameters.}}="`)
	}
	if size > maxParameters {
		add(r, "parameters", "take %d bytes, and a task's parameters may take %d; put the large ones into a table or a file", size, maxParameters)
	}
	if b.Timeout%time.Second != 0 {
		add(r, "timeout", "%s is no whole number of seconds", b.Timeout)
	}
	if b.Cluster != nil && len(b.Packages) > 0 {
		add(r, "packages", "are installed on serverless compute only; install them by the cluster's own means")
	}
}

// Check demands a schedule that Databricks takes.
func (s *Schedule) Check(r *validate.Report) {
	if err := quartz.Check(s.Cron); s.Cron != "" && err != nil {
		add(r, "cron", "%v", err)
	}
	if _, err := time.LoadLocation(s.Timezone); err != nil || s.Timezone == "Local" || !strings.Contains(s.Timezone, "/") && s.Timezone != "UTC" {
		add(r, "timezone", "%q is no time zone; name one as Europe/Berlin or UTC", s.Timezone)
	}
}

func add(r *validate.Report, path, format string, args ...any) {
	r.Add(&validate.Rule{Path: path, Field: path, Name: "bundle", Message: fmt.Sprintf(format, args...)}, validate.None())
}
