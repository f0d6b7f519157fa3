package bundle

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/pipeline/job"
)

func sample() *Bundle {
	return &Bundle{
		Name: "churn", Description: "Trains the model of churn: \"nightly\".",
		Job: job.Description{Config: "churn.config", Fingerprint: "sha256:00", Tasks: []job.Task{
			{Key: "load", Description: "Reads the rows."},
			{Key: "train", DependsOn: []string{"load"}, Retries: 2, RetryInterval: time.Minute, RetryOnTimeout: true, Timeout: time.Hour},
			{Key: "alert", DependsOn: []string{"train", "load"}, RunIf: job.AtLeastOneFailed},
		}},
		Parameters: []job.Parameter{{Name: "table", Value: "main.ml.churn"}, {Name: "training_config.max_depth", Value: "6"}, {Name: "verbose", Value: "true"}},
		Schedule:   &Schedule{Cron: "0 0 2 * * ?", Timezone: "Europe/Berlin"}, Timeout: 2 * time.Hour, Volume: "/Volumes/main/ml/jobs",
		Packages: []string{"xgboost-cpu==3.2.0"},
	}
}

// fake builds programs of a text.
func fake(content string) BuildFunc {
	return func(_ context.Context, arch, out string) error {
		return os.WriteFile(out, []byte(content+arch), 0o777)
	}
}

// tree lists the files of a folder.
func tree(t *testing.T, dir string) (files []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, path)
			files = append(files, filepath.ToSlash(rel))
		}
		return err
	}))
	return files
}

func TestWriteAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "bundle")
	require.NoError(t, Write(t.Context(), sample(), Options{Dir: dir, Build: fake("one")}))
	first := tree(t, dir)
	require.Len(t, first, 5)
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "resources"), 0o777))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "resources", "mine.yml"), nil, 0o666))

	require.NoError(t, Write(t.Context(), sample(), Options{Dir: dir, Build: fake("two")}))
	second := tree(t, dir)
	assert.Len(t, second, 6, "the programs of the bundle before stayed: %v", second)
	assert.NotContains(t, second, first[1])
	assert.Contains(t, second, "resources/mine.yml")
}

func TestWriteRefusesWhatIsNotItsOwn(t *testing.T) {
	for name, c := range map[string]struct {
		before func(t *testing.T, dir string)
		want   string
	}{
		"foreign": {func(t *testing.T, dir string) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, bundleFile), []byte("bundle: {name: mine}\n"), 0o666))
		}, "databricks.yml was not written by typedml bundle and is not replaced; move it away"},
		"changed": {func(t *testing.T, dir string) {
			require.NoError(t, Write(t.Context(), sample(), Options{Dir: dir, Build: fake("one")}))
			f, err := os.OpenFile(filepath.Join(dir, launcherFile), os.O_APPEND|os.O_WRONLY, 0)
			require.NoError(t, err)
			_, err = f.WriteString("# mine\n")
			require.NoError(t, errors.Join(err, f.Close()))
		}, "launcher.py was changed since typedml bundle wrote it and is not replaced"},
		"damaged list": {func(t *testing.T, dir string) {
			require.NoError(t, os.WriteFile(filepath.Join(dir, manifestFile), []byte("{"), 0o666))
		}, "is damaged"},
		"a folder there": {func(t *testing.T, dir string) {
			require.NoError(t, os.Mkdir(filepath.Join(dir, bundleFile), 0o777))
		}, "databricks.yml"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			c.before(t, dir)
			files := tree(t, dir)
			b := sample()
			b.Description = "changed"
			err := Write(t.Context(), b, Options{Dir: dir, Build: fake("two")})
			require.ErrorContains(t, err, c.want)
			assert.Equal(t, files, tree(t, dir), "the folder was changed")
		})
	}
}

func TestWriteIsWholeOrNot(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, Write(t.Context(), sample(), Options{Dir: dir, Build: fake("one")}))
	before, list := tree(t, dir), read(t, dir, manifestFile)
	build := func(ctx context.Context, arch, out string) error {
		if arch == "arm64" {
			return errors.New("no compiler")
		}
		return fake("two")(ctx, arch, out)
	}
	require.ErrorContains(t, Write(t.Context(), sample(), Options{Dir: dir, Build: build}), "no compiler")
	assert.Equal(t, before, tree(t, dir))

	ctx, cancel := context.WithCancel(t.Context())
	stopped := func(c context.Context, arch, out string) error { cancel(); return fake("two")(c, arch, out) }
	require.ErrorIs(t, Write(ctx, sample(), Options{Dir: dir, Build: stopped}), context.Canceled)
	assert.Equal(t, before, tree(t, dir))

	// The list of files cannot be replaced: what was put into place before it is taken back.
	require.NoError(t, os.MkdirAll(filepath.Join(dir, programsDir), 0o777))
	w := writing{dir: dir, stage: t.TempDir(), before: manifest{}, now: manifest{}}
	require.NoError(t, w.add("new.txt", []byte("x")))
	w.files = append(w.files, placed{"other.txt", filepath.Join(w.stage, "is not there")})
	require.Error(t, w.commit(t.Context()))
	assert.Equal(t, before, tree(t, dir))
	assert.Equal(t, list, read(t, dir, manifestFile))
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	require.NoError(t, err)
	return string(data)
}

func TestBundleRefused(t *testing.T) {
	for want, change := range map[string]func(*Bundle){
		"name: must match":                                     func(b *Bundle) { b.Name = "a b" },
		"job.tasks[1].depends_on: there is no task":            func(b *Bundle) { b.Job.Tasks = slices.Delete(b.Job.Tasks, 0, 1) },
		"parameters[1].name: the parameter table stands twice": func(b *Bundle) { b.Parameters[1].Name = "table" },
		"parameters[0].value: of table holds ${":               func(b *Bundle) { b.Parameters[0].Value = "${var.x}" },
		"parameters: take":                                     func(b *Bundle) { b.Parameters[0].Value = string(make([]byte, 10_000)) },
		"schedule.cron: five fields":                           func(b *Bundle) { b.Schedule.Cron = "0 2 * * *" },
		`schedule.timezone: "Berlin" is no time zone`:          func(b *Bundle) { b.Schedule.Timezone = "Berlin" },
		`schedule.timezone: "Local" is no time zone`:           func(b *Bundle) { b.Schedule.Timezone = "Local" },
		"schedule.timezone: is required":                       func(b *Bundle) { b.Schedule.Timezone = "" },
		"volume: must match":                                   func(b *Bundle) { b.Volume = "/Volumes/main" },
		"timeout: 1.5s is no whole number":                     func(b *Bundle) { b.Timeout = 1500 * time.Millisecond },
		"packages: are installed on serverless":                func(b *Bundle) { b.Cluster = &Cluster{"m5.xlarge", "16.4.x-scala2.12"} },
		"cluster.node_type: is required":                       func(b *Bundle) { b.Cluster = &Cluster{}; b.Packages = nil },
	} {
		b := sample()
		change(b)
		dir := filepath.Join(t.TempDir(), "bundle")
		err := Write(t.Context(), b, Options{Dir: dir, Build: fake("x")})
		require.ErrorContains(t, err, want)
		assert.NoDirExists(t, dir)
	}
}
