package databricks_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/internal/databricks"
)

func writeFile(path, text string) error { return os.WriteFile(path, []byte(text), 0o600) }

const (
	statements = "/api/2.0/sql/statements"
	tables     = "/api/2.1/unity-catalog/tables/"
	links      = "/storage/"
)

// TestWorkspaceFails: each call of a write fails in each way. The words say what to do, no token is in them, and either
// all rows are in the table or none, and no table.
func TestWorkspaceFails(t *testing.T) {
	for name, tc := range map[string]struct {
		fault  databricks.Fault
		says   []string // nothing: it succeeds
		leaves bool     // an empty table: the statement that would drop it is refused, too
	}{
		"401": {databricks.Fault{Path: tables, Status: 401}, []string{"401 UNAUTHENTICATED", "renew it; it comes from DATABRICKS_TOKEN"}, false},
		"403 on the definition": {
			databricks.Fault{Path: tables, Status: 403},
			[]string{"403 PERMISSION_DENIED", "grant USE CATALOG on main, USE SCHEMA on main.ml, SELECT on main.ml."},
			false,
		},
		"403 on creating": {
			databricks.Fault{Method: "POST", Path: statements, Status: 403},
			[]string{"create table main.ml.", "CAN USE on the SQL warehouse w1", "CREATE TABLE on main.ml"},
			false,
		},
		"403 on inserting": {
			databricks.Fault{Method: "POST", Path: statements, Status: 403, Skip: 1, Times: 1},
			[]string{"write to table main.ml.", "MODIFY on main.ml."},
			false,
		},
		"429, then good": {databricks.Fault{Method: "POST", Path: statements, Status: 429, RetryAfter: "1", Times: 1}, nil, false},
		"429, no time": {
			databricks.Fault{Method: "POST", Path: statements, Status: 429, RetryAfter: "600", Skip: 1, Times: 1},
			[]string{"429 REQUEST_LIMIT_EXCEEDED", "the next try was due in 10m0s"},
			false,
		},
		"500 on reading, then good": {databricks.Fault{Method: "GET", Path: tables, Status: 500, Times: 1}, nil, false},
		"403 from creating on": {
			databricks.Fault{Method: "POST", Path: statements, Status: 403, Skip: 1},
			[]string{"write to table main.ml.", "the table that was created for it is still there"},
			true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			tg := databricks.Start(t)
			f := tg.OnlyFake(t)
			var log bytes.Buffer
			logs(t, &log)
			uri := "databricks://" + tg.Name("fails") + "?warehouse=w1"
			store, err := featurestore.OpenStore(t.Context(), uri)
			require.NoError(t, err)
			f.Inject(tc.fault)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			tbl, err := featurestore.OpenIn[sample.Order](ctx, store, uri)
			if err == nil {
				err = tbl.Append(ctx, sample.Rows(3))
			}
			f.ClearFaults()
			require.NotContains(t, log.String(), f.Token())
			if tc.says == nil {
				require.NoError(t, err)
				got, err := tbl.ReadAll(t.Context())
				require.NoError(t, err)
				assert.Len(t, got, 3)
				return
			}
			for _, words := range tc.says {
				require.ErrorContains(t, err, words)
			}
			require.NotContains(t, err.Error(), f.Token())
			tbl, err = featurestore.Open[sample.Order](t.Context(), uri)
			require.NoError(t, err)
			version, err := tbl.Version(t.Context())
			if tc.leaves {
				require.NoError(t, err)
				assert.Zero(t, version)
				return
			}
			require.ErrorIs(t, err, featurestore.ErrNotFound, "nothing half-done")
		})
	}
}

// TestAnswerLost: the rows are in, and nobody was told. The error says that this may be so, and the table stays.
func TestAnswerLost(t *testing.T) {
	for name, fault := range map[string]databricks.Fault{
		"500":        {Status: 500},
		"503":        {Status: 503},
		"connection": {Drop: true},
	} {
		for _, before := range []int{0, 2} {
			t.Run(fmt.Sprintf("%s, %d rows", name, before), func(t *testing.T) {
				tg := databricks.Start(t)
				f := tg.OnlyFake(t)
				tbl, _ := open(t, tg, "lost")
				if before > 0 {
					require.NoError(t, tbl.Append(t.Context(), sample.Rows(before)))
				}
				// One statement goes before the INSERT: CREATE TABLE, or the question for the table's newest version.
				fault.Method, fault.Path, fault.Late, fault.Skip, fault.Times = "POST", statements, true, 1, 1
				f.Inject(fault)
				err := tbl.Append(t.Context(), sample.Rows(3))
				require.ErrorContains(t, err, "write to table main.ml.")
				require.ErrorContains(t, err, "whether the statement takes effect is not known")
				got, err := tbl.ReadAll(t.Context())
				require.NoError(t, err)
				assert.Len(t, got, before+3)
			})
		}
	}
}

// TestOtherWriter: the table that a failed write created stays when another one has written to it.
func TestOtherWriter(t *testing.T) {
	tg := databricks.Start(t)
	f := tg.OnlyFake(t)
	tbl, name := open(t, tg, "shared")
	sent := 0
	between := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, statements) {
			if sent++; sent == 2 { // after CREATE TABLE
				assert.NoError(t, tbl.Append(t.Context(), sample.Rows(5)))
				databricks.WriteRefusal(w, databricks.Refuse(http.StatusForbidden, "PERMISSION_DENIED", "no MODIFY"))
				return
			}
		}
		f.ServeHTTP(w, r)
	}))
	t.Cleanup(between.Close)
	t.Setenv("DATABRICKS_HOST", between.URL)
	refused, err := featurestore.Open[sample.Order](t.Context(), "databricks://"+name+"?warehouse="+tg.Warehouse)
	require.NoError(t, err)
	require.ErrorContains(t, refused.Append(t.Context(), sample.Rows(3)), "no MODIFY")
	got, err := tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.Len(t, got, 5)
}

// logs sends the default logger's text to b for the time of the test.
func logs(t *testing.T, b *bytes.Buffer) {
	t.Helper()
	old := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(b, nil)))
	t.Cleanup(func() { slog.SetDefault(old) })
}

// TestLinks: chunks come from signed links, which the fake refuses to whoever sends a token there. What is wrong with one
// is told without its signature.
func TestLinks(t *testing.T) {
	tg := databricks.Start(t)
	f := tg.OnlyFake(t)
	tbl, _ := open(t, tg, "links")
	require.NoError(t, tbl.Append(t.Context(), sample.Rows(150)))
	f.ClearCalls()
	got, err := tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.Len(t, got, 150)
	chunks := 0
	for _, c := range f.Calls() {
		if strings.HasPrefix(c.Path, links) {
			chunks++
		}
	}
	assert.Equal(t, 2, chunks)
	f.Inject(databricks.Fault{Path: links, Status: 403, Skip: 1})
	_, err = tbl.ReadAll(t.Context())
	require.ErrorContains(t, err, "chunk 1 of the result: cloud storage at 127.0.0.1")
	require.NotContains(t, err.Error(), "sig=")
}

// TestCancelled: a write whose context ends while it waits tells what became of it.
func TestCancelled(t *testing.T) {
	tg := databricks.Start(t)
	f := tg.OnlyFake(t)
	tbl, _ := open(t, tg, "cancelled")
	require.NoError(t, tbl.Append(t.Context(), sample.Rows(1)))
	f.Inject(databricks.Fault{Method: "GET", Path: statements, Status: 429, RetryAfter: "30", Skip: 1, Times: 1})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	require.NoError(t, tbl.Append(ctx, sample.Rows(2)), "the statement had succeeded by then")
	got, err := tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.Len(t, got, 3)
}

func TestTooMuch(t *testing.T) {
	tg := databricks.Start(t)
	tbl, _ := open(t, tg, "large")
	rows := sample.Rows(3)
	rows[2].Tags = []string{string(bytes.Repeat([]byte("x"), 9<<20))}
	err := tbl.Append(t.Context(), rows)
	require.ErrorContains(t, err, "more than 8 MiB as JSON")
	require.ErrorContains(t, err, "append them in parts of fewer than 3 rows")
	_, err = tbl.Version(t.Context())
	require.ErrorIs(t, err, featurestore.ErrNotFound)
}
