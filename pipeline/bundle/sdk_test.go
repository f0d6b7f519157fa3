package bundle

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/databricks/databricks-sdk-go/service/jobs"
	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTheSDKKnowsTheJob decodes the job of databricks.yml into the SDK's own types: no field is unknown to them, none that
// they demand is missing, and nothing changes on the way.
func TestTheSDKKnowsTheJob(t *testing.T) {
	cluster := sample()
	cluster.Cluster, cluster.Packages = &Cluster{"m5.xlarge", "16.4.x-scala2.12"}, nil
	for name, b := range map[string]*Bundle{"serverless": sample(), "cluster": cluster} {
		t.Run(name, func(t *testing.T) {
			text, err := b.render(builds(t))
			require.NoError(t, err)
			var f struct {
				Resources struct {
					Jobs map[string]map[string]any `yaml:"jobs"`
				} `yaml:"resources"`
			}
			require.NoError(t, yaml.Unmarshal(text, &f))
			job, err := json.Marshal(f.Resources.Jobs["churn"])
			require.NoError(t, err)
			assert.Empty(t, missing(job, reflect.TypeFor[jobs.CreateJob](), "job"))
			for _, into := range []any{new(jobs.CreateJob), new(jobs.JobSettings)} {
				require.NoError(t, json.Unmarshal(job, into))
				back, err := json.Marshal(into)
				require.NoError(t, err)
				assert.JSONEq(t, string(job), string(back), "%T lost or changed something", into)
			}
			assert.NotEmpty(t, missing([]byte(`{"tasks":[{"spark_python_task":{}}],"schedule":{}}`), reflect.TypeFor[jobs.CreateJob](), "job"))
		})
	}
}

// missing lists the fields that a type demands, those without omitempty, and that the JSON lacks.
func missing(data []byte, t reflect.Type, at string) (out []string) {
	switch t.Kind() {
	case reflect.Pointer:
		return missing(data, t.Elem(), at)
	case reflect.Slice:
		var items []json.RawMessage
		if json.Unmarshal(data, &items) == nil {
			for _, i := range items {
				out = append(out, missing(i, t.Elem(), at+"[]")...)
			}
		}
	case reflect.Struct:
		var object map[string]json.RawMessage
		if json.Unmarshal(data, &object) != nil {
			return nil
		}
		for _, f := range reflect.VisibleFields(t) {
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch value, ok := object[name]; {
			case name == "" || name == "-":
			case ok:
				out = append(out, missing(value, f.Type, at+"."+name)...)
			case !slices.Contains(strings.Split(options, ","), "omitempty"):
				out = append(out, at+"."+name)
			}
		}
	}
	return out
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, Write(t.Context(), sample(), Options{Dir: dir, Build: fake("one")}))
	d, err := Read(dir, "prod")
	require.NoError(t, err)
	assert.Equal(t, "churn", d.Name)
	var job jobs.CreateJob
	require.NoError(t, json.Unmarshal(d.Job, &job))
	assert.Equal(t, "UNPAUSED", job.Schedule.PauseStatus.String())
	folder := filepath.ToSlash(filepath.Dir(d.Uploads[0].Remote))
	assert.Equal(t, folder+"/launcher.py", job.Tasks[0].SparkPythonTask.PythonFile)
	assert.Equal(t, "--folder="+folder, job.Tasks[0].SparkPythonTask.Parameters[0])
	assert.True(t, strings.HasPrefix(folder, "/Volumes/main/ml/jobs/churn/"))
	assert.Len(t, d.Uploads, 3)

	d, err = Read(dir, "dev")
	require.NoError(t, err)
	assert.Equal(t, "[dev] churn", d.Name)
	assert.Contains(t, string(d.Job), `"pause_status":"PAUSED"`)

	_, err = Read(dir, "test")
	require.ErrorContains(t, err, `has no target "test"; it has dev, prod`)
	_, err = Read(t.TempDir(), "dev")
	assert.ErrorContains(t, err, "typedml bundle writes it")
}
