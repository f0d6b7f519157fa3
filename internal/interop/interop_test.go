package interop

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// verdict runs f as a subtest would run, and returns how it ended, without ending this test.
type verdict struct {
	testing.TB
	skipped, failed string
}

func (v *verdict) Helper()      {}
func (v *verdict) Name() string { return "TestX" }
func (v *verdict) Skip(args ...any) {
	v.skipped = args[0].(string)
	panic(v)
}

func (v *verdict) Fatalf(format string, args ...any) {
	v.failed = args[0].(string)
	panic(v)
}

func judge(t *testing.T, f func(testing.TB)) (v *verdict) {
	v = &verdict{TB: t}
	defer func() { assert.Same(t, v, recover()) }()
	f(v)
	return v
}

func TestMissingEnvironment(t *testing.T) {
	t.Setenv("TYPEDML_CACHE", t.TempDir())
	skips := filepath.Join(t.TempDir(), "skips")
	t.Setenv("TYPEDML_NOTES", skips)

	t.Setenv("CI", "")
	v := judge(t, func(t testing.TB) { Python(t, "delta") })
	assert.Regexp(t, `^SKIP interop/delta: no Python environment for a second reader of Delta tables in .*venv-delta-[0-9a-f]{8}; make setup`, v.skipped)
	noted, err := os.ReadFile(skips)
	require.NoError(t, err)
	assert.Equal(t, v.skipped+"\n", string(noted))

	t.Setenv("CI", "true")
	v = judge(t, func(t testing.TB) { Python(t, "delta") })
	assert.Contains(t, v.failed, "SKIP interop/delta: no Python environment")
	assert.Empty(t, v.skipped)
}

func TestVersions(t *testing.T) {
	for environment, program := range map[string]string{
		"mlflow":   `import json, mlflow, xgboost, lightgbm, sklearn; print(json.dumps([mlflow.__version__, xgboost.__version__, lightgbm.__version__, sklearn.__version__]))`,
		"delta":    `import json, deltalake, pyarrow; print(json.dumps([deltalake.__version__, pyarrow.__version__]))`,
		"pydantic": `import json, pydantic; print(json.dumps([pydantic.VERSION]))`,
	} {
		t.Run(environment, func(t *testing.T) {
			var versions []string
			RunJSON(t, Python(t, environment), program, nil, &versions)
			want := map[string][]string{
				"mlflow": {"3.17.2", "3.2.0", "4.7.0", "1.9.1"}, "delta": {"1.6.6", "25.0.1"}, "pydantic": {"2.14.3"},
			}
			assert.Equal(t, want[environment], versions)
		})
	}
}

func TestRunJSON(t *testing.T) {
	var got map[string]any
	RunJSON(t, Python(t, "pydantic"), `
import json, sys, os
x = json.load(sys.stdin)
print(json.dumps({"x": x, "arg": sys.argv[1], "uri": os.environ.get("MLFLOW_TRACKING_URI")}))
`, []string{"ä"}, &got, "a b")
	assert.Equal(t, map[string]any{"x": []any{"ä"}, "arg": "a b", "uri": nil}, got)
}

func TestServer(t *testing.T) {
	python := Python(t, "pydantic")
	port := FreePort(t)
	// The parent only waits: the child is what answers, as with MLflow's workers.
	cmd := exec.Command(python, "-c", "import subprocess, sys; subprocess.run([sys.executable] + sys.argv[1:])",
		"-m", "http.server", "--bind", "127.0.0.1", strconv.Itoa(port))
	cmd.Dir = t.TempDir()
	s := Start(t, cmd, port, "/")
	resp, err := http.Get(s.URL)
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, 200, resp.StatusCode)

	s.Stop()
	assert.Eventually(t, func() bool {
		resp, err := http.Get(s.URL)
		if err == nil {
			resp.Body.Close()
		}
		return err != nil
	}, 5*time.Second, 20*time.Millisecond, "the child outlives Stop")
	s.Stop()
}

func TestEnvDropsMLflow(t *testing.T) {
	t.Setenv("MLFLOW_TRACKING_URI", "http://elsewhere")
	for _, kv := range Env(filepath.Join("venv", "bin", "python")) {
		assert.False(t, strings.HasPrefix(kv, "MLFLOW_"), kv)
	}
}
