package bundle

import (
	"bytes"
	_ "embed"
	"fmt"
	"path"
	"reflect"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/typedml/typedml/pipeline/job"
	"github.com/typedml/typedml/validate/jsonio"
)

//go:embed launcher.py
var launcher []byte

// Names of what a bundle's folder holds.
const (
	bundleFile   = "databricks.yml"
	launcherFile = "launcher.py"
	programsDir  = "bin"
)

// environmentVersion is the serverless environment whose Python runs the launcher.
const environmentVersion = "3"

const environmentKey = "typedml"

// TagKey and Tag mark a job that was made from a bundle.
const (
	TagKey = "typedml"
	Tag    = "bundle"
)

// file is databricks.yml. The job is what Databricks Jobs 2.2 calls the settings of a job, key by key.
type file struct {
	Bundle    named               `yaml:"bundle"`
	Include   []string            `yaml:"include"`
	Sync      syncRules           `yaml:"sync"`
	Variables map[string]variable `yaml:"variables"`
	Resources resources           `yaml:"resources"`
	Targets   targets             `yaml:"targets"`
}

type named struct {
	Name text `yaml:"name"`
}

type syncRules struct {
	Exclude []string `yaml:"exclude"`
}

type variable struct {
	Description text `yaml:"description"`
	Default     text `yaml:"default"`
}

type resources struct {
	Jobs map[string]settings `yaml:"jobs"`
}

type targets struct {
	Dev  target `yaml:"dev"`
	Prod target `yaml:"prod"`
}

type target struct {
	Mode      string            `yaml:"mode"`
	Default   bool              `yaml:"default,omitempty"`
	Variables map[string]string `yaml:"variables,omitempty"`
	Workspace *workspace        `yaml:"workspace,omitempty"`
}

type workspace struct {
	RootPath string `yaml:"root_path"`
}

type settings struct {
	Name              text          `yaml:"name"`
	Description       text          `yaml:"description,omitempty"`
	Tags              tags          `yaml:"tags"`
	MaxConcurrentRuns int           `yaml:"max_concurrent_runs"`
	TimeoutSeconds    int64         `yaml:"timeout_seconds,omitempty"`
	Queue             queue         `yaml:"queue"`
	Schedule          *schedule     `yaml:"schedule,omitempty"`
	Parameters        []parameter   `yaml:"parameters,omitempty"`
	Environments      []environment `yaml:"environments,omitempty"`
	JobClusters       []jobCluster  `yaml:"job_clusters,omitempty"`
	Tasks             []task        `yaml:"tasks"`
}

// tags mark a job that is made from a bundle. They become tags of clusters, where the clouds allow little.
type tags struct {
	Typedml text `yaml:"typedml"`
}

type queue struct {
	Enabled bool `yaml:"enabled"`
}

type schedule struct {
	Quartz   text `yaml:"quartz_cron_expression"`
	Timezone text `yaml:"timezone_id"`
	Paused   text `yaml:"pause_status"`
}

type parameter struct {
	Name    text `yaml:"name"`
	Default text `yaml:"default"`
}

type environment struct {
	Key  text `yaml:"environment_key"`
	Spec spec `yaml:"spec"`
}

type spec struct {
	Version      text   `yaml:"environment_version"`
	Dependencies []text `yaml:"dependencies,omitempty"`
}

type jobCluster struct {
	Key text       `yaml:"job_cluster_key"`
	New newCluster `yaml:"new_cluster"`
}

type newCluster struct {
	SparkVersion text            `yaml:"spark_version"`
	NodeType     text            `yaml:"node_type_id"`
	Workers      int             `yaml:"num_workers"`
	SparkConf    map[string]text `yaml:"spark_conf"`
	CustomTags   map[string]text `yaml:"custom_tags"`
	Security     text            `yaml:"data_security_mode"`
}

type task struct {
	Key            text       `yaml:"task_key"`
	Description    text       `yaml:"description,omitempty"`
	DependsOn      []taskKey  `yaml:"depends_on,omitempty"`
	RunIf          text       `yaml:"run_if,omitempty"`
	MaxRetries     int        `yaml:"max_retries,omitempty"`
	RetryMillis    int64      `yaml:"min_retry_interval_millis,omitempty"`
	RetryOnTimeout bool       `yaml:"retry_on_timeout,omitempty"`
	TimeoutSeconds int64      `yaml:"timeout_seconds,omitempty"`
	Environment    text       `yaml:"environment_key,omitempty"`
	Cluster        text       `yaml:"job_cluster_key,omitempty"`
	Python         pythonTask `yaml:"spark_python_task"`
}

type taskKey struct {
	Key text `yaml:"task_key"`
}

type pythonTask struct {
	File       text   `yaml:"python_file"`
	Parameters []text `yaml:"parameters"`
}

// text is a string that always stands in double quotes: YAML reads many plain ones as something else.
type text string

// MarshalYAML implements the interface of go-yaml.
func (s text) MarshalYAML() ([]byte, error) { return jsonio.AppendString(nil, string(s)) }

const header = `# Written by typedml bundle, which writes it again and refuses when it was changed. Resources and settings of your own
# belong into files below resources/, which are included.
#
#   databricks fs cp --recursive --overwrite %[1]s dbfs:%[2]s
#   databricks bundle deploy --target dev
#   databricks bundle run %[3]s --target dev
`

// render returns databricks.yml.
func (b *Bundle) render(p *programs) ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, header, programsDir, path.Join(b.Volume, b.Name), b.Name)
	fmt.Fprintf(&out, "#\n# Configured by %s %s.\n", b.Job.Config, b.Job.Fingerprint)
	f := b.file(p)
	body, err := yaml.MarshalWithOptions(f, yaml.IndentSequence(true))
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", bundleFile, err)
	}
	var back file
	if err := yaml.UnmarshalWithOptions(body, &back, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%s does not read back: %w", bundleFile, err)
	}
	if !reflect.DeepEqual(f, back) {
		return nil, fmt.Errorf("%s reads back as something else; which text of it is unusual?", bundleFile)
	}
	out.Write(body)
	return out.Bytes(), nil
}

func (b *Bundle) file(p *programs) file {
	f := file{
		Bundle:    named{text(b.Name)},
		Include:   []string{"resources/*.yml"},
		Sync:      syncRules{[]string{programsDir + "/**"}},
		Variables: map[string]variable{"programs": {"Folder of the volume with the programs.", text(path.Join(b.Volume, b.Name))}},
		Resources: resources{map[string]settings{b.Name: b.settings(p)}},
		Targets: targets{
			Dev:  target{Mode: "development", Default: true},
			Prod: target{Mode: "production", Workspace: &workspace{"/Workspace/Shared/.bundle/${bundle.name}/${bundle.target}"}},
		},
	}
	if b.Schedule != nil {
		f.Variables["pause_status"] = variable{"Whether the schedule counts.", "PAUSED"}
		f.Targets.Prod.Variables = map[string]string{"pause_status": "UNPAUSED"}
	}
	return f
}

func (b *Bundle) settings(p *programs) settings {
	s := settings{
		Name: text(b.Name), Description: text(b.Description), MaxConcurrentRuns: max(b.MaxConcurrentRuns, 1),
		Tags: tags{Tag}, TimeoutSeconds: int64(b.Timeout / time.Second), Queue: queue{true},
	}
	if b.Schedule != nil {
		s.Schedule = &schedule{text(b.Schedule.Cron), text(b.Schedule.Timezone), "${var.pause_status}"}
	}
	for _, q := range b.Parameters {
		s.Parameters = append(s.Parameters, parameter{text(q.Name), text(q.Value)})
	}
	if c := b.Cluster; c != nil {
		s.JobClusters = []jobCluster{{environmentKey, newCluster{
			SparkVersion: text(c.SparkVersion), NodeType: text(c.NodeType), Security: "SINGLE_USER",
			SparkConf:  map[string]text{"spark.databricks.cluster.profile": "singleNode", "spark.master": "local[*]"},
			CustomTags: map[string]text{"ResourceClass": "SingleNode"},
		}}}
	} else {
		s.Environments = []environment{{environmentKey, spec{environmentVersion, texts(b.Packages)}}}
	}
	for i := range b.Job.Tasks {
		s.Tasks = append(s.Tasks, b.task(&b.Job.Tasks[i], p))
	}
	return s
}

func (b *Bundle) task(t *job.Task, p *programs) task {
	out := task{
		Key: text(t.Key), Description: text(t.Description), RunIf: text(t.RunIf), MaxRetries: t.Retries,
		RetryMillis: t.RetryInterval.Milliseconds(), RetryOnTimeout: t.RetryOnTimeout, TimeoutSeconds: int64(t.Timeout / time.Second),
		Python: pythonTask{"./" + launcherFile, b.arguments(t, p)},
	}
	for _, on := range t.DependsOn {
		out.DependsOn = append(out.DependsOn, taskKey{text(on)})
	}
	if b.Cluster != nil {
		out.Cluster = environmentKey
	} else {
		out.Environment = environmentKey
	}
	return out
}

// arguments are those of the launcher, and behind -- those of the program.
func (b *Bundle) arguments(t *job.Task, p *programs) []text {
	args := []string{"--folder=${var.programs}/" + p.release(), "--name=" + b.Name}
	for _, q := range p.built {
		args = append(args, "--"+q.arch+"="+q.sha256)
	}
	args = append(args, "--", "--task="+t.Key)
	for _, q := range b.Parameters {
		args = append(args, q.Name+"="+job.Reference(q.Name))
	}
	return texts(args)
}

func texts(in []string) []text {
	var out []text
	for _, s := range in {
		out = append(out, text(s))
	}
	return out
}
