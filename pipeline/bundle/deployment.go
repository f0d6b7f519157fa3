package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Deployment is what one target of a bundle comes to: a job, and the files that it needs in the volume.
type Deployment struct {
	// Name of the job; the target dev puts "[dev] " before it.
	Name string
	// Job is the settings of a job in Databricks Jobs 2.2, as JSON.
	Job []byte
	// Uploads are the programs and the launcher.
	Uploads []Upload
}

// Upload is a file and its path in a volume. A path names its content: what is there already is the same.
type Upload struct{ Local, Remote string }

// maxBundle is the size of databricks.yml up to which it is read.
const maxBundle = 1 << 20

// Read resolves a bundle's folder for one of its targets, dev or prod. It understands what [Write] writes and additions to the job in
// databricks.yml; settings of a target other than variables, and files below resources/, are the Databricks CLI's.
func Read(dir, targetName string) (*Deployment, error) {
	file := filepath.Join(dir, bundleFile)
	b, err := parseBundle(file)
	if err != nil {
		return nil, err
	}
	t, ok := b.Targets[targetName]
	if !ok {
		return nil, fmt.Errorf("%s has no target %q; it has %s", file, targetName, strings.Join(sorted(b.Targets), ", "))
	}
	if len(t.Resources) > 0 {
		return nil, fmt.Errorf("%s: the target %s changes resources, which only the Databricks CLI understands: databricks bundle deploy --target %s", file, targetName, targetName)
	}
	if len(b.Resources.Jobs) != 1 {
		return nil, fmt.Errorf("%s has %d jobs, want 1", file, len(b.Resources.Jobs))
	}
	values := map[string]string{"bundle.name": b.Bundle.Name, "bundle.target": targetName}
	for name, v := range b.Variables {
		values["var."+name] = v.Default
	}
	for name, v := range t.Variables {
		values["var."+name] = v
	}
	d := &deploying{dir: dir, file: file, values: values}
	return d.deployment(b.Resources.Jobs[sorted(b.Resources.Jobs)[0]], t.Mode == "development")
}

// looseBundle is databricks.yml as far as it matters here.
type looseBundle struct {
	Bundle struct {
		Name string `yaml:"name"`
	} `yaml:"bundle"`
	Variables map[string]struct {
		Default string `yaml:"default"`
	} `yaml:"variables"`
	Resources struct {
		Jobs map[string]map[string]any `yaml:"jobs"`
	} `yaml:"resources"`
	Targets map[string]struct {
		Mode      string            `yaml:"mode"`
		Variables map[string]string `yaml:"variables"`
		Resources map[string]any    `yaml:"resources"`
	} `yaml:"targets"`
}

func parseBundle(file string) (b looseBundle, err error) {
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return b, fmt.Errorf("%s is not there; typedml bundle writes it", file)
	}
	if err == nil && info.Size() > maxBundle {
		return b, fmt.Errorf("%s is larger than %d bytes", file, maxBundle)
	}
	if err != nil {
		return b, err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return b, err
	}
	defer func() {
		if p := recover(); p != nil { // the parser panics on some texts that are not well-formed
			err = fmt.Errorf("%s is not well-formed YAML", file)
		}
	}()
	if err := yaml.Unmarshal(data, &b); err != nil {
		return b, fmt.Errorf("%s: %w", file, err)
	}
	return b, nil
}

type deploying struct {
	dir, file string
	values    map[string]string
	unknown   []string
}

func (d *deploying) deployment(job map[string]any, dev bool) (*Deployment, error) {
	job, _ = d.fill(job).(map[string]any)
	if len(d.unknown) > 0 {
		slices.Sort(d.unknown)
		return nil, fmt.Errorf("%s: no value for %s", d.file, strings.Join(slices.Compact(d.unknown), ", "))
	}
	out := &Deployment{}
	out.Name, _ = job["name"].(string)
	if dev {
		out.Name = "[dev] " + out.Name
	}
	job["name"] = out.Name
	folder, err := d.placeLauncher(job)
	if err != nil {
		return nil, err
	}
	if out.Job, err = json.Marshal(job); err != nil {
		return nil, fmt.Errorf("%s: %w", d.file, err)
	}
	out.Uploads, err = d.uploads(folder)
	return out, err
}

var reference = regexp.MustCompile(`\$\{[^}]*\}`)

// fill replaces references to variables in every text.
func (d *deploying) fill(v any) any {
	switch v := v.(type) {
	case string:
		return reference.ReplaceAllStringFunc(v, func(ref string) string {
			value, ok := d.values[ref[2:len(ref)-1]]
			if !ok {
				d.unknown = append(d.unknown, ref)
			}
			return value
		})
	case []any:
		for i := range v {
			v[i] = d.fill(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = d.fill(v[k])
		}
	}
	return v
}

// placeLauncher points the tasks at the launcher beside the programs, whose folder it returns.
func (d *deploying) placeLauncher(job map[string]any) (folder string, err error) {
	tasks, _ := job["tasks"].([]any)
	for _, t := range tasks {
		task, _ := t.(map[string]any)
		python, _ := task["spark_python_task"].(map[string]any)
		if python["python_file"] != "./"+launcherFile {
			continue
		}
		params, _ := python["parameters"].([]any)
		for _, p := range params {
			if at, ok := strings.CutPrefix(fmt.Sprint(p), "--folder="); ok {
				folder = at
				break
			}
		}
		python["python_file"] = path.Join(folder, launcherFile)
	}
	if !strings.HasPrefix(folder, "/Volumes/") {
		return "", fmt.Errorf("%s: no task runs the launcher with a --folder in a volume; was it changed?", d.file)
	}
	return folder, nil
}

// uploads are the launcher and the programs of the folder's release.
func (d *deploying) uploads(folder string) ([]Upload, error) {
	release := filepath.Join(d.dir, programsDir, path.Base(folder))
	files, err := os.ReadDir(release)
	if err != nil {
		return nil, fmt.Errorf("the programs of the bundle: %w; write the bundle again", err)
	}
	out := []Upload{{filepath.Join(d.dir, launcherFile), path.Join(folder, launcherFile)}}
	for _, f := range files {
		out = append(out, Upload{filepath.Join(release, f.Name()), path.Join(folder, f.Name())})
	}
	return out, nil
}

func sorted[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
