//go:build linux

package bundle

import (
	"bytes"
	"debug/elf"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/pipeline/bundle/internal/churn"
	"github.com/typedml/typedml/pipeline/job"
)

// volume is a written bundle whose programs lie where the job looks for them.
type volume struct {
	dir    string
	python string
	job    settings
}

// newVolume writes the bundle of the real program.
func newVolume(t *testing.T) *volume {
	t.Helper()
	v := &volume{dir: t.TempDir(), python: python(t)}
	var stdout, stderr bytes.Buffer
	code := run[churn.Config]([]string{"./internal/churn/churn-job", "--name=churn", "--volume=/Volumes/main/ml/jobs", "--out=" + v.dir}, &stdout, &stderr)
	require.Zero(t, code, stderr.String())
	var f file
	require.NoError(t, yaml.UnmarshalWithOptions([]byte(read(t, v.dir, bundleFile)), &f, yaml.Strict()))
	v.job = f.Resources.Jobs["churn"]
	return v
}

func python(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		interop.Skip(t, "python", "python3 is not installed")
	}
	return path
}

// argv is what Databricks gives the launcher of a task: references are replaced by the job's parameters.
func (v *volume) argv(key string, over map[string]string) []string {
	argv := []string{filepath.Join(v.dir, launcherFile)}
	for _, task := range v.job.Tasks {
		if string(task.Key) != key {
			continue
		}
		for _, p := range task.Python.Parameters {
			arg := strings.ReplaceAll(string(p), "${var.programs}", filepath.Join(v.dir, programsDir))
			for _, q := range v.job.Parameters {
				value, ok := over[string(q.Name)]
				if !ok {
					value = string(q.Default)
				}
				arg = strings.ReplaceAll(arg, job.Reference(string(q.Name)), value)
			}
			argv = append(argv, arg)
		}
	}
	return argv
}

// ended is how a process ended.
type ended struct {
	code        int
	out, errors string
}

func finish(t *testing.T, cmd *exec.Cmd) ended {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return ended{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

func TestBundleOfAProgram(t *testing.T) {
	v := newVolume(t)
	t.Run("programs", func(t *testing.T) {
		for arch, machine := range map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64} {
			files, err := filepath.Glob(filepath.Join(v.dir, programsDir, "*", "churn-linux-"+arch))
			require.NoError(t, err)
			require.Len(t, files, 1)
			f, err := elf.Open(files[0])
			require.NoError(t, err)
			assert.Equal(t, machine, f.Machine)
			require.NoError(t, f.Close())
		}
	})
	t.Run("tasks", func(t *testing.T) {
		require.Len(t, v.job.Tasks, 3)
		assert.Equal(t, []taskKey{{"load"}}, v.job.Tasks[1].DependsOn)
		assert.EqualValues(t, 3600, v.job.Tasks[1].TimeoutSeconds)
		assert.EqualValues(t, "AT_LEAST_ONE_FAILED", v.job.Tasks[2].RunIf)
	})
	t.Run("parameters arrive", func(t *testing.T) {
		got := finish(t, exec.Command(v.python, v.argv("train", map[string]string{
			"training_config.learning_rate": "0.25", "alias": "it's \"a\"\n${HOME} = b", "columns": `["x","-y"]`,
		})...))
		require.Zero(t, got.code, got.errors)
		var c churn.Config
		require.NoError(t, json.Unmarshal([]byte(got.out), &c))
		alias := "it's \"a\"\n${HOME} = b"
		assert.Equal(t, churn.Config{
			Table: "main.ml.churn", Alias: &alias, Columns: []string{"x", "-y"},
			Training: churn.Training{LearningRate: 0.25, MaxDepth: 6}, End: churn.Done,
		}, c)
		assert.Contains(t, got.errors, "task=train")
	})
	t.Run("an invalid parameter fails the task", func(t *testing.T) {
		got := finish(t, exec.Command(v.python, v.argv("load", map[string]string{"training_config.learning_rate": "7", "end": "now"})...))
		assert.Equal(t, job.ExitInvalid, got.code)
		assert.Contains(t, got.errors, "training_config.learning_rate: must be at most 1 (lte=1), got 7")
		assert.Contains(t, got.errors, "end: must be one of")
		assert.Empty(t, got.out)
	})
	t.Run("a failure", func(t *testing.T) {
		got := finish(t, exec.Command(v.python, v.argv("load", map[string]string{"end": "fail"})...))
		assert.Equal(t, job.ExitFailed, got.code)
		assert.Contains(t, got.errors, "task load: the table has no rows")
	})
	t.Run("without a file name, as Databricks runs it", func(t *testing.T) {
		const notebook = `
import sys
text = open(sys.argv[1]).read()
sys.argv = sys.argv[1:]
try:
    exec(compile(text, "task", "exec"), {"__name__": "__main__"})
except SystemExit as e:
    print("ended:", e.code, str(e))
`
		got := finish(t, exec.Command(v.python, append([]string{"-c", notebook}, v.argv("load", map[string]string{"training_config.max_depth": "0"})...)...))
		assert.Contains(t, got.out, "ended: 2 churn ended with exit code 2")
		assert.Contains(t, got.out, "training_config.max_depth: must be at least 1")
	})
	t.Run("a job without the parameter", func(t *testing.T) {
		argv := v.argv("load", map[string]string{"table": "{{job.parameters.table}}"})
		got := finish(t, exec.Command(v.python, argv...))
		assert.Equal(t, job.ExitInvalid, got.code)
		assert.Contains(t, got.errors, "table: was not filled in: the job has no parameter of this name")
	})
	t.Run("SIGTERM", func(t *testing.T) { v.testSignal(t, syscall.SIGTERM, 143) })
	t.Run("SIGINT", func(t *testing.T) { v.testSignal(t, syscall.SIGINT, 130) })
	t.Run("a killed launcher leaves nothing", v.testKilled)
	t.Run("another program", func(t *testing.T) {
		files, err := filepath.Glob(filepath.Join(v.dir, programsDir, "*", "churn-linux-"+runtime.GOARCH))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(files[0], []byte("#!/bin/sh\necho stolen\n"), 0o777))
		got := finish(t, exec.Command(v.python, v.argv("load", nil)...))
		assert.Equal(t, 1, got.code)
		assert.Contains(t, got.errors, "is not the program that the job was written for")
		assert.NotContains(t, got.out, "stolen")
		require.NoError(t, os.Remove(files[0]))
		got = finish(t, exec.Command(v.python, v.argv("load", nil)...))
		assert.Equal(t, 1, got.code)
		assert.Contains(t, got.errors, "upload the bundle's folder bin to the volume")
		assert.NotContains(t, got.errors, "Traceback")
	})
}

// begin starts a task that waits, and returns its program's process id once it does.
func (v *volume) begin(t *testing.T) (cmd *exec.Cmd, out *bytes.Buffer, pid int) {
	t.Helper()
	cmd = exec.Command(v.python, v.argv("load", map[string]string{"end": "wait"})...)
	r, w, err := os.Pipe()
	require.NoError(t, err)
	cmd.Stdout, cmd.Stderr = w, os.Stderr
	require.NoError(t, cmd.Start())
	require.NoError(t, w.Close())
	t.Cleanup(func() { _ = r.Close() })
	out = new(bytes.Buffer)
	buffer := make([]byte, 4096)
	for !strings.Contains(out.String(), "waiting ") || !strings.HasSuffix(out.String(), "\n") {
		n, err := r.Read(buffer)
		require.NoError(t, err, out.String())
		out.Write(buffer[:n])
	}
	pid, err = strconv.Atoi(strings.TrimSpace(out.String()[strings.Index(out.String(), "waiting ")+len("waiting "):]))
	require.NoError(t, err)
	go func() {
		for {
			n, err := r.Read(buffer)
			out.Write(buffer[:n])
			if err != nil {
				return
			}
		}
	}()
	return cmd, out, pid
}

func (v *volume) testSignal(t *testing.T, s syscall.Signal, code int) {
	cmd, _, pid := v.begin(t)
	require.NoError(t, cmd.Process.Signal(s))
	_ = cmd.Wait()
	assert.Equal(t, code, cmd.ProcessState.ExitCode())
	assert.ErrorIs(t, syscall.Kill(pid, 0), syscall.ESRCH, "the program outlives its launcher")
}

func (v *volume) testKilled(t *testing.T) {
	cmd, _, pid := v.begin(t)
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()
	assert.Eventually(t, func() bool { return gone(pid) }, 10*time.Second, 10*time.Millisecond, "the program outlives its launcher")
}

// gone reports whether a process has ended, also when nobody has asked for its end yet.
func gone(pid int) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return true
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return err == nil && strings.Contains(string(stat), ") Z ")
}

// script puts a shell script where the launcher looks for a program, and returns the launcher's arguments.
func script(t *testing.T, text string) []string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, launcherFile), launcher, 0o666))
	path := filepath.Join(dir, "tool-linux-"+runtime.GOARCH)
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o666)) // a volume keeps no permission to execute
	sum, err := digest(path)
	require.NoError(t, err)
	return []string{filepath.Join(dir, launcherFile), "--folder=" + dir, "--name=tool", "--amd64=" + sum, "--arm64=" + sum, "--"}
}

func TestLauncherExitCode(t *testing.T) {
	for text, code := range map[string]int{"exit 0": 0, "exit 7": 7, "exit 200": 200, "kill -KILL $$": 137} {
		got := finish(t, exec.Command(python(t), script(t, text)...))
		assert.Equal(t, code, got.code, text)
	}
	got := finish(t, exec.Command(python(t), append(script(t, `printf '%s|' "$@"`), "a b", "--", "--name=x", "")...))
	assert.Equal(t, "a b|--|--name=x||", got.out)
}

func TestLauncherSignsIn(t *testing.T) {
	lib := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(lib, "databricks", "sdk"), 0o777))
	require.NoError(t, os.MkdirAll(filepath.Join(lib, "xgboost", "lib"), 0o777))
	for name, text := range map[string]string{
		"databricks/__init__.py": "", "databricks/sdk/__init__.py": "", "xgboost/__init__.py": "raise Exception('imported')", "xgboost/lib/libxgboost.so": "",
		"databricks/sdk/core.py": "class Config:\n    host = 'https://dbc.example.com'\n    def authenticate(self):\n        return {'Authorization': 'Bearer dapi-secret'}\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(lib, name), []byte(text), 0o666))
	}
	argv := script(t, "echo $DATABRICKS_HOST $DATABRICKS_TOKEN $TYPEDML_XGBOOST_LIB\n")
	environ := func(extra ...string) []string {
		return append([]string{"PATH=" + os.Getenv("PATH"), "PYTHONPATH=" + lib}, extra...)
	}

	cmd := exec.Command(python(t), argv...)
	cmd.Env = environ("DATABRICKS_RUNTIME_VERSION=16.4")
	got := finish(t, cmd)
	assert.Equal(t, "https://dbc.example.com dapi-secret "+filepath.Join(lib, "xgboost", "lib", "libxgboost.so")+"\n", got.out, got.errors)
	assert.NotContains(t, got.errors, "dapi-secret")

	cmd = exec.Command(python(t), argv...)
	cmd.Env = environ("DATABRICKS_RUNTIME_VERSION=16.4", "DATABRICKS_HOST=https://mine", "DATABRICKS_TOKEN=mine")
	assert.Contains(t, finish(t, cmd).out, "https://mine mine ")

	require.NoError(t, os.WriteFile(filepath.Join(lib, "databricks", "sdk", "core.py"), []byte("class Config:\n    def __init__(self):\n        raise ValueError('dapi-secret')\n"), 0o666))
	cmd = exec.Command(python(t), argv...)
	cmd.Env = environ("DATABRICKS_RUNTIME_VERSION=16.4")
	got = finish(t, cmd)
	assert.Zero(t, got.code)
	assert.Contains(t, got.errors, "the launcher found no credentials of the task: ValueError")
	assert.NotContains(t, got.errors, "dapi-secret")
}
