package job

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// trace runs a program of three tasks and returns its exit code, what it said, and which tasks ran with what.
func trace(args ...string) (code int, out, errs string, ran []string, got settings) {
	step := func(key string, after ...string) Step[settings] {
		return Step[settings]{Task: Task{Key: key, DependsOn: after}, Run: func(_ context.Context, c *settings) error {
			ran = append(ran, key)
			got = *c
			c.Rounds = -1 // stays with this task
			if c.Note == "fail "+key {
				return errors.New("out of rows")
			}
			if c.Note == "panic in "+key {
				panic("boom")
			}
			return nil
		}}
	}
	var stdout, stderr bytes.Buffer
	code = run(args, &stdout, &stderr, []Step[settings]{step("train", "load", "split"), step("split", "load"), step("load")})
	return code, stdout.String(), stderr.String(), ran, got
}

func TestMain_(t *testing.T) {
	needed := []string{"table=t", "since=2026-01-02T03:04:05Z"}
	with := func(args ...string) []string { return append(args, needed...) }
	t.Run("all", func(t *testing.T) {
		code, _, errs, ran, got := trace(with("rounds=7")...)
		assert.Zero(t, code, errs)
		assert.Equal(t, []string{"load", "split", "train"}, ran)
		assert.Equal(t, 7, got.Rounds)
	})
	t.Run("one", func(t *testing.T) {
		code, _, errs, ran, _ := trace(with("--task", "split")...)
		assert.Zero(t, code, errs)
		assert.Equal(t, []string{"split"}, ran)
	})
	t.Run("a failure ends it", func(t *testing.T) {
		code, _, errs, ran, _ := trace(with("note=fail split")...)
		assert.Equal(t, ExitFailed, code)
		assert.Equal(t, []string{"load", "split"}, ran)
		assert.Contains(t, errs, "job: task split: out of rows")
	})
	t.Run("a panic is a failure", func(t *testing.T) {
		code, _, errs, ran, _ := trace(with("note=panic in split")...)
		assert.Equal(t, ExitFailed, code)
		assert.Equal(t, []string{"load", "split"}, ran)
		assert.Contains(t, errs, "job: task split: panic: boom\n")
		assert.Contains(t, errs, "main_test.go", "where it happened")
	})
	t.Run("describe", func(t *testing.T) {
		code, out, errs, ran, _ := trace("--describe")
		assert.Zero(t, code, errs)
		assert.Empty(t, ran)
		var d Description
		require.NoError(t, d.UnmarshalJSON([]byte(out)))
		assert.Equal(t, "job.settings", d.Config)
		assert.Equal(t, []string{"load", "split"}, d.Tasks[0].DependsOn)
	})
	t.Run("file", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "job.yaml")
		require.NoError(t, os.WriteFile(file, []byte("table: t\nsince: 2026-01-02T03:04:05Z\ntraining: {max_depth: 3}\n"), 0o600))
		code, _, errs, _, got := trace("--config", file, "training.learning_rate=0.5")
		assert.Zero(t, code, errs)
		assert.Equal(t, training{LearningRate: 0.5, Depth: 3}, got.Training)
	})
	for want, args := range map[string][]string{
		"training.learning_rate: must be at most 1":                with("training.learning_rate=7"),
		`there is no task "los"; the tasks are load, split, train`: with("--task", "los"),
		`"rounds" is no parameter; write NAME=VALUE`:               with("rounds"),
		"unknown flag --tas":                                       with("--tas", "x"),
		"table: is missing":                                        nil,
	} {
		code, _, errs, ran, _ := trace(args...)
		assert.Equal(t, ExitInvalid, code, errs)
		assert.Contains(t, errs, want)
		assert.Empty(t, ran, want)
	}
}

func TestDescription(t *testing.T) {
	for want, tasks := range map[string][]Task{
		`tasks[1].key: the key "a" stands twice`:    {{Key: "a"}, {Key: "a"}},
		`tasks[0].depends_on: there is no task "b"`: {{Key: "a", DependsOn: []string{"b"}}},
		"tasks wait for each other: a → b → a":      {{Key: "a", DependsOn: []string{"b"}}, {Key: "b", DependsOn: []string{"a"}}},
		"tasks wait for each other: a → a":          {{Key: "a", DependsOn: []string{"a"}}},
		"tasks[0].key: must match":                  {{Key: "a b"}},
		"tasks[0].run_if: must be one of":           {{Key: "a", RunIf: "SOMETIMES"}},
		"tasks[0].retries: must be at least -1":     {{Key: "a", Retries: -2}},
		"tasks: must have at least 1":               nil,
		"tasks[0].timeout: 1.5s is no whole number": {{Key: "a", Timeout: 1_500_000_000}},
		"tasks[0].key: is required":                 {{}},
	} {
		d := Description{Config: "c", Fingerprint: "f", Tasks: tasks}
		assert.ErrorContains(t, d.Validate(), want)
	}
	ordered, cycle := Order([]Task{{Key: "c", DependsOn: []string{"a", "b"}}, {Key: "b", DependsOn: []string{"a"}}, {Key: "a"}, {Key: "z"}})
	assert.Nil(t, cycle)
	var keys []string
	for _, o := range ordered {
		keys = append(keys, o.Key)
	}
	assert.Equal(t, []string{"a", "b", "c", "z"}, keys)
}
