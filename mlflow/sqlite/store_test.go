package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

func uriOf(file string) string { return "sqlite:///" + filepath.ToSlash(file) }

func openStore(t *testing.T, uri string) *Store {
	t.Helper()
	s, err := New(t.Context(), uri, mlflow.Options{Getenv: func(string) string { return "" }})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

func newFile(t *testing.T) string { return filepath.Join(t.TempDir(), "mlflow.db") }

func code(t *testing.T, want mlflow.Code, err error) {
	t.Helper()
	var e *mlflow.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, want, e.Code, "%v", err)
	require.NotEmpty(t, e.Op)
}

// raw opens the file without this package.
func raw(t *testing.T, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String())
	require.NoError(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

func TestParseURI(t *testing.T) {
	wd, err := os.Getwd()
	require.NoError(t, err)
	for uri, want := range map[string]location{
		"sqlite:///mlflow.db":             {filepath.Join(wd, "mlflow.db"), defaultTimeout},
		"sqlite:///a/../b c.db":           {filepath.Join(wd, "b c.db"), defaultTimeout},
		"sqlite:////abs/x%20?timeout=1.5": {filepath.FromSlash("/abs/x%20"), 1500 * time.Millisecond},
	} {
		l, err := parseURI(uri)
		require.NoError(t, err, uri)
		assert.Equal(t, want, l, uri)
	}
	for uri, want := range map[string]string{
		"sqlite:mlflow.db":        "sqlite:///mlflow.db",
		"sqlite://mlflow.db":      "three slashes",
		"sqlite://":               "in memory",
		"sqlite:///":              "in memory",
		"sqlite:///:memory:":      "in memory",
		"sqlite:///x?mode=ro":     "?timeout=SECONDS is",
		"sqlite:///x?timeout=abc": "?timeout=SECONDS is",
		"sqlite:///x?timeout=-1":  "?timeout=SECONDS is",
		"sqlite:///x?timeout=NaN": "?timeout=SECONDS is",
		"sqlite:///x?%zz":         "can't be read",
	} {
		_, err := parseURI(uri)
		require.ErrorContains(t, err, want, uri)
	}
}

// TestOddNames: characters that mean something in SQLite's file URIs.
func TestOddNames(t *testing.T) {
	for _, name := range []string{"a b.db", "50%25.db", "a#b.db", "größe.db", "a&b=c.db"} {
		file := filepath.Join(t.TempDir(), name)
		openStore(t, uriOf(file))
		st, err := os.Stat(file)
		require.NoError(t, err, name)
		require.NotZero(t, st.Size())
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		f := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(f, []byte(content), 0o600))
		return f
	}
	foreign := filepath.Join(dir, "foreign.db")
	_, err := raw(t, foreign).Exec(`CREATE TABLE mine (x)`)
	require.NoError(t, err)
	for file, want := range map[string]struct {
		code mlflow.Code
		text string
	}{
		write("text.db", strings.Repeat("no database at all\n", 500)): {mlflow.CodeInvalidState, "no SQLite database"},
		write("short.db", "x"):                    {mlflow.CodeInvalidState, "no SQLite database"},
		filepath.Join(dir, "no", "such", "x.db"):  {mlflow.CodeInvalidParameter, "does not exist; create it first"},
		filepath.Join(write("file", "x"), "x.db"): {mlflow.CodeInvalidParameter, "does not exist"},
		dir:     {mlflow.CodePermissionDenied, "must be a file"},
		foreign: {mlflow.CodeInvalidState, "not one of MLflow"},
	} {
		_, err := New(t.Context(), uriOf(file), mlflow.Options{})
		code(t, want.code, err)
		require.ErrorContains(t, err, want.text, file)
	}
	tables, err := raw(t, foreign).Query(`SELECT name FROM sqlite_master`)
	require.NoError(t, err)
	defer tables.Close()
	n := 0
	for tables.Next() {
		n++
	}
	require.NoError(t, tables.Err())
	require.Equal(t, 1, n, "a foreign file is left alone")
}

func TestRevision(t *testing.T) {
	file := newFile(t)
	s := openStore(t, uriOf(file))
	require.NoError(t, s.Close())
	db := raw(t, file)
	_, err := db.Exec(`UPDATE alembic_version SET version_num = 'abc123abc123'`)
	require.NoError(t, err)
	_, err = New(t.Context(), uriOf(file), mlflow.Options{})
	code(t, mlflow.CodeInvalidState, err)
	for _, want := range []string{"abc123abc123", Revision, "mlflow==" + Version, "mlflow db upgrade sqlite:///", "http://"} {
		require.ErrorContains(t, err, want)
	}
	_, err = db.Exec(`UPDATE alembic_version SET version_num = ?`, Revision)
	require.NoError(t, err)
	_, err = db.Exec(`DROP TABLE mcp_server_tags`)
	require.NoError(t, err)
	_, err = New(t.Context(), uriOf(file), mlflow.Options{})
	code(t, mlflow.CodeInvalidState, err)
	require.ErrorContains(t, err, "mcp_server_tags")
	require.Len(t, tables(), 65)
}

// TestFailedCreation: a creation that fails leaves no half schema; the next one succeeds.
func TestFailedCreation(t *testing.T) {
	file := newFile(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := New(ctx, uriOf(file), mlflow.Options{})
	require.ErrorIs(t, err, context.Canceled)
	code(t, mlflow.CodeCancelled, err)
	openStore(t, uriOf(file))
}

func TestConcurrentCreation(t *testing.T) {
	file := newFile(t)
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() {
			s, err := New(t.Context(), uriOf(file), mlflow.Options{})
			if err == nil {
				err = s.Close()
			}
			errs[i] = err
		})
	}
	wg.Wait()
	require.NoError(t, errors.Join(errs...))
	s := openStore(t, uriOf(file))
	e, err := s.GetExperiment(t.Context(), "0")
	require.NoError(t, err)
	require.Equal(t, "Default", e.Name)
}

// TestConcurrentWriters: two stores on one file, as two processes have, and several goroutines on each.
func TestConcurrentWriters(t *testing.T) {
	file := newFile(t)
	clients := []mlflow.Client{mlflow.NewClient(openStore(t, uriOf(file))), mlflow.NewClient(openStore(t, uriOf(file)))}
	run, err := clients[0].StartRun(t.Context(), mlflow.RunOptions{Experiment: "shared"})
	require.NoError(t, err)
	_, err = clients[0].CreateRegisteredModel(t.Context(), mlflow.RegisteredModelSpec{Name: "m"})
	require.NoError(t, err)
	const workers, steps = 6, 15
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			c := clients[w%2]
			for i := range steps {
				b := mlflow.Batch{
					Metrics: []mlflow.Metric{{Key: "m", Value: float64(w*steps + i), Step: int64(w*steps + i)}},
					Params:  []mlflow.Param{{Key: fmt.Sprintf("p%d_%d", w, i), Value: "v"}},
				}
				_, verr := c.CreateModelVersion(t.Context(), mlflow.ModelVersionSpec{Name: "m", Source: "runs:/x/y", RunID: "x"})
				_, rerr := c.StartRun(t.Context(), mlflow.RunOptions{Experiment: fmt.Sprint("e", i)})
				errs[w] = errors.Join(errs[w], c.LogBatch(t.Context(), run.ID(), b), verr, rerr)
			}
		})
	}
	wg.Wait()
	require.NoError(t, errors.Join(errs...))
	got, err := clients[1].GetRun(t.Context(), run.ID())
	require.NoError(t, err)
	require.Len(t, got.Data.Params, workers*steps)
	require.Equal(t, float64(workers*steps-1), got.Data.Metrics["m"].Value)
	vs, err := clients[0].LatestVersions(t.Context(), "m")
	require.NoError(t, err)
	require.Equal(t, workers*steps, vs[0].Version)
	var check string
	require.NoError(t, raw(t, file).QueryRow(`PRAGMA integrity_check`).Scan(&check))
	require.Equal(t, "ok", check)
}

func TestLocked(t *testing.T) {
	file := newFile(t)
	s := openStore(t, uriOf(file)+"?timeout=0.05")
	run, err := s.CreateRun(t.Context(), mlflow.RunSpec{ExperimentID: "0", Start: time.UnixMilli(1)})
	require.NoError(t, err)
	db := raw(t, file)
	_, err = db.Exec(`BEGIN IMMEDIATE`)
	require.NoError(t, err)
	err = s.LogBatch(t.Context(), run.Info.ID, mlflow.Batch{Params: []mlflow.Param{{Key: "a", Value: "b"}}})
	code(t, mlflow.CodeUnavailable, err)
	require.ErrorContains(t, err, "locked by another process")
	_, err = s.GetRun(t.Context(), run.Info.ID)
	require.NoError(t, err, "a writer does not keep readers out")
	_, err = db.Exec(`ROLLBACK`)
	require.NoError(t, err)
	require.NoError(t, s.LogBatch(t.Context(), run.Info.ID, mlflow.Batch{Params: []mlflow.Param{{Key: "a", Value: "b"}}}))
}

// TestReadOnly opens the database through a URI that SQLite treats as read-only: file permissions do not bind root.
func TestReadOnly(t *testing.T) {
	file := newFile(t)
	s := openStore(t, uriOf(file))
	ro, err := sql.Open("sqlite", location{file: file}.dsn("&mode=ro&_txlock=immediate"))
	require.NoError(t, err)
	require.NoError(t, s.w.Close())
	s.w = ro
	_, err = s.CreateExperiment(t.Context(), mlflow.ExperimentSpec{Name: "x"})
	code(t, mlflow.CodePermissionDenied, err)
	require.ErrorContains(t, err, "is read-only; change its permissions")
	_, err = s.GetExperiment(t.Context(), "0")
	require.NoError(t, err)

	if os.Getuid() == 0 {
		t.Log("file permissions do not bind root: the rest needs another user")
		return
	}
	require.NoError(t, os.Chmod(filepath.Dir(file), 0o500))
	defer func() { require.NoError(t, os.Chmod(filepath.Dir(file), 0o700)) }()
	err = openStore(t, uriOf(file)).DeleteExperiment(t.Context(), "0")
	code(t, mlflow.CodePermissionDenied, err)
}

// TestAtomic: a batch that fails half-way leaves nothing behind.
func TestAtomic(t *testing.T) {
	s := openStore(t, uriOf(newFile(t)))
	run, err := s.CreateRun(t.Context(), mlflow.RunSpec{ExperimentID: "0", Start: time.UnixMilli(1)})
	require.NoError(t, err)
	id := run.Info.ID
	err = s.LogBatch(t.Context(), id, mlflow.Batch{
		Params: []mlflow.Param{{Key: "a", Value: "1"}}, Tags: []mlflow.Tag{{Key: "t", Value: "1"}},
		Metrics: []mlflow.Metric{{Key: "m", Time: time.UnixMilli(1)}, {Key: "n", Time: time.UnixMilli(1), ModelID: "m-absent"}},
	})
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	require.ErrorContains(t, err, "m-absent")
	run, err = s.GetRun(t.Context(), id)
	require.NoError(t, err)
	require.Empty(t, run.Data.Params)
	require.Empty(t, run.Data.Metrics)
	require.NotContains(t, run.Data.Tags, "t")
}

func TestArtifactFolder(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "mlflow.db")
	c := mlflow.NewClient(openStore(t, uriOf(file)))
	run, err := c.StartRun(t.Context(), mlflow.RunOptions{})
	require.NoError(t, err)
	require.NoError(t, mlflow.LogBytes(t.Context(), run, "d/x.txt", []byte("x")))
	b, err := os.ReadFile(filepath.Join(dir, "mlartifacts", "0", run.ID(), "artifacts", "d", "x.txt"))
	require.NoError(t, err)
	require.Equal(t, "x", string(b))

	// A failed upload leaves neither the file nor its temporary one.
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err = c.PutArtifact(ctx, run.Info.ArtifactURI, "d/y.txt", strings.NewReader("y"))
	require.ErrorIs(t, err, context.Canceled)
	code(t, mlflow.CodeCancelled, err)
	entries, err := os.ReadDir(filepath.Join(dir, "mlartifacts", "0", run.ID(), "artifacts", "d"))
	require.NoError(t, err)
	require.Len(t, entries, 1)

	// Locations of a database that Python wrote directly are paths and file URIs.
	plain := filepath.Join(t.TempDir(), "plain")
	for _, loc := range []string{plain, "file://" + filepath.ToSlash(plain)} {
		require.NoError(t, c.PutArtifact(t.Context(), loc, "z.txt", strings.NewReader("z")))
	}
	require.FileExists(t, filepath.Join(plain, "z.txt"))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "outside"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "outside", "x.txt"), nil, 0o600))
	_, err = c.OpenArtifact(t.Context(), "mlflow-artifacts:/../outside", "x.txt")
	require.True(t, mlflow.IsNotFound(err), "a location does not leave the artifact folder: %v", err)
}

// TestSourceOnThisMachine: a database that Python wrote directly has plain paths as locations.
func TestSourceOnThisMachine(t *testing.T) {
	c := mlflow.NewClient(openStore(t, uriOf(newFile(t))))
	dir := t.TempDir()
	id, err := c.CreateExperiment(t.Context(), mlflow.ExperimentSpec{Name: "plain", ArtifactLocation: dir})
	require.NoError(t, err)
	run, err := c.StartRun(t.Context(), mlflow.RunOptions{ExperimentID: id})
	require.NoError(t, err)
	_, err = c.CreateRegisteredModel(t.Context(), mlflow.RegisteredModelSpec{Name: "m"})
	require.NoError(t, err)
	file := "file://" + filepath.ToSlash(run.Info.ArtifactURI)
	for source, held := range map[string]bool{
		run.Info.ArtifactURI: true, run.Info.ArtifactURI + "/model": true, file + "/model": true,
		dir: false, file + "/..": false, run.Info.ArtifactURI + "x": false, "model": false,
	} {
		_, err := c.CreateModelVersion(t.Context(), mlflow.ModelVersionSpec{Name: "m", Source: source, RunID: run.ID()})
		if held {
			require.NoError(t, err, source)
		} else {
			code(t, mlflow.CodeInvalidParameter, err)
		}
	}
}

func TestTwiceClosed(t *testing.T) {
	s := openStore(t, uriOf(newFile(t)))
	require.NoError(t, s.Close())
	require.NoError(t, s.Close())
	_, err := s.GetExperiment(t.Context(), "0")
	require.Error(t, err)
}
