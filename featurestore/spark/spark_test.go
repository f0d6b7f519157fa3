package spark

import (
	"context"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/internal/interop/sparkserver"
	"github.com/typedml/typedml/internal/sparkconnect"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

var server sparkserver.Shared

func TestMain(m *testing.M) { os.Exit(server.Main(m)) }

// uri names a new table on the server, which is dropped in the end.
func uri(t *testing.T) string {
	t.Helper()
	u := "spark://" + server.Address(t) + "/spark_catalog.default.t_" + strings.ReplaceAll(uuid.NewString()[:13], "-", "")
	t.Cleanup(func() {
		s := store(t, u)
		_, err := s.writes.Query(context.Background(), "DROP TABLE IF EXISTS "+s.identifier(s.address.table))
		assert.NoError(t, err)
		assert.Empty(t, drafts(t, s), "a half-made table stays")
	})
	return u
}

func store(t *testing.T, uri string) *Store {
	t.Helper()
	s, err := Open(t.Context(), uri)
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

func open[T any, P featurestore.Row[T]](t *testing.T, uri string) *featurestore.Table[T] {
	t.Helper()
	tbl, err := featurestore.Open[T, P](t.Context(), uri)
	require.NoError(t, err)
	t.Cleanup(func() { tbl.Close() })
	return tbl
}

// drafts are the tables of a store that are not finished.
func drafts(t *testing.T, s *Store) []string {
	t.Helper()
	_, name, _ := strings.Cut(strings.TrimPrefix(s.address.table, "spark_catalog."), ".")
	return tables(t, s, name+"__*")
}

func tables(t *testing.T, s *Store, pattern string) []string {
	t.Helper()
	res, err := s.reads.Query(context.Background(), "SHOW TABLES IN spark_catalog.default LIKE '"+pattern+"'")
	require.NoError(t, err)
	var names []string
	res.Each(func(r sparkconnect.Row) { names = append(names, r.Text("tableName")) })
	return names
}

// One table with a column of every kind, as making it takes fifteen statements.
func TestOrders(t *testing.T) {
	u := uri(t)
	tbl := open[sample.Order](t, u)
	s := store(t, u)
	t.Run("rows come back", func(t *testing.T) { rowsComeBack(t, tbl) })
	t.Run("constraints hold others", func(t *testing.T) { constraintsHoldOthers(t, tbl, s) })
	t.Run("audit", func(t *testing.T) { audited(t, tbl, s) })
}

func rowsComeBack(t *testing.T, tbl *featurestore.Table[sample.Order]) {
	rows := sample.Rows(50)
	var first, second int64
	require.NoError(t, tbl.Append(t.Context(), rows[:20], featurestore.CommittedAs(&first)))
	require.NoError(t, tbl.Append(t.Context(), rows[20:], featurestore.CommittedAs(&second)))
	assert.Greater(t, second, first)

	got, err := tbl.Read(t.Context())
	require.NoError(t, err)
	assert.Equal(t, rows, got.Rows, "each type, in order")
	assert.Equal(t, second, got.Version)
	assert.Empty(t, got.Notices)

	before, err := tbl.ReadAll(t.Context(), featurestore.AsOf(first))
	require.NoError(t, err)
	assert.Equal(t, rows[:20], before)
	_, err = tbl.ReadAll(t.Context(), featurestore.AsOf(99))
	assert.ErrorIs(t, err, featurestore.ErrNotFound)
	record, err := tbl.Schema(t.Context())
	require.NoError(t, err)
	assert.Equal(t, tbl.Record().Fingerprint(), record.Fingerprint(), "the record is kept with the table")
}

// Other writers are held to the rules that a CHECK holds, and values stand in no error.
func constraintsHoldOthers(t *testing.T, tbl *featurestore.Table[sample.Order], s *Store) {
	before, err := tbl.ReadAll(t.Context())
	require.NoError(t, err)
	for column, value := range map[string]string{
		"amount": "-1", "count": "201", "status": "'lost'", "secret": "'guess'", "id": "''", "port": "70000",
		"big": "-1", "address": "named_struct('city', '', 'zip', 1)", "discount": "2", "vector": "array(1D)",
	} {
		update := fmt.Sprintf("UPDATE %s SET %s = %s", s.identifier(s.address.table), column, value)
		_, err := s.writes.Query(t.Context(), update)
		err = s.failure(t.Context(), "update", err)
		var refused *Error
		require.ErrorAs(t, err, &refused, update)
		assert.Equal(t, "23001", refused.State)
		assert.Contains(t, refused.Message, column+"_rules")
		assert.NotContains(t, err.Error(), "guess")
	}
	_, err = s.writes.Query(t.Context(), "UPDATE "+s.identifier(s.address.table)+" SET amount = NULL")
	var refused *Error
	require.ErrorAs(t, s.failure(t.Context(), "update", err), &refused)
	assert.Equal(t, "23502", refused.State)
	got, err := tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.Equal(t, before, got, "nothing was changed")
}

// An audit counts on Spark what a scan of the same rows counts here.
func audited(t *testing.T, tbl *featurestore.Table[sample.Order], s *Store) {
	name := s.identifier(s.address.table)
	for _, check := range checks(t, s) {
		_, err := s.writes.Query(t.Context(), "ALTER TABLE "+name+" DROP CONSTRAINT `"+check+"`")
		require.NoError(t, err)
	}
	for _, set := range []string{
		"amount = -amount - 1 WHERE total % 3 = 0", "amount = CAST('NaN' AS DOUBLE) WHERE paid", "secret = 'guess' WHERE tiny < -35",
		"vector = array(1D) WHERE count = 7", "address = named_struct('city', '', 'zip', 1) WHERE count IN (1, 2)",
	} {
		_, err := s.writes.Query(t.Context(), "UPDATE "+name+" SET "+set)
		require.NoError(t, err)
	}
	pushed, err := tbl.Audit(t.Context())
	require.NoError(t, err)
	assert.True(t, pushed.PushedDown)
	assert.Empty(t, pushed.Unchecked)
	assert.EqualValues(t, 50, pushed.Rows)

	scanned, err := featurestore.OpenIn[sample.Order](t.Context(), plain{s}, "spark: without an Auditor")
	require.NoError(t, err)
	scan, err := scanned.Audit(t.Context())
	require.NoError(t, err)
	assert.False(t, scan.PushedDown)
	assert.Equal(t, scan.Rows, pushed.Rows)
	assert.Equal(t, counts(t, scan), counts(t, pushed))
	assert.Equal(t, int64(2), counts(t, pushed)["address.city required"])
}

// counts are an audit's rows by place and rule.
func counts(t *testing.T, a *featurestore.Audit) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	for _, b := range a.Broken {
		out[b.Path+" "+b.Rule] = b.Rows
		assert.Len(t, b.Samples, min(3, int(b.Rows)), b.Path)
		for _, sample := range b.Samples {
			assert.Contains(t, sample.Key, `{"id":"order-`)
			if b.Path == "secret" {
				assert.Empty(t, sample.Value)
			}
		}
	}
	require.NotEmpty(t, out)
	return out
}

// plain hides that the store can audit.
type plain struct{ featurestore.Store }

func checks(t *testing.T, s *Store) []string {
	t.Helper()
	props, err := s.properties(t.Context(), s.reads, s.address.table)
	require.NoError(t, err)
	var out []string
	for k := range props {
		if name, ok := strings.CutPrefix(k, "delta.constraints."); ok {
			out = append(out, name)
		}
	}
	require.NotEmpty(t, out)
	return out
}

func addresses(n int) []sample.Address {
	out := make([]sample.Address, n)
	for i := range out {
		out[i] = sample.Address{City: fmt.Sprintf("city %d", i), Zip: uint16(i)}
	}
	return out
}

// Rows of several messages are one commit, in their order, and come back in pages.
func TestManyRows(t *testing.T) {
	u := uri(t)
	s := store(t, u)
	s.part, s.page = 100_000, 10_000
	tbl, err := featurestore.OpenIn[sample.Address](t.Context(), s, u)
	require.NoError(t, err)
	rows := addresses(30_000)
	require.NoError(t, tbl.Append(t.Context(), rows))
	require.NoError(t, tbl.Append(t.Context(), rows[:100]))
	require.NoError(t, tbl.Append(t.Context(), rows[100:300]))
	now, err := s.snapshot(t.Context(), featurestore.Latest)
	require.NoError(t, err)
	pages, err := now.pages(t.Context())
	require.NoError(t, err)
	assert.Len(t, pages, 2)
	got, err := tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.True(t, slices.Equal(slices.Concat(rows, rows[:100], rows[100:300]), got))
	res, err := s.writes.Query(t.Context(), "SHOW VIEWS LIKE 'typedml_*'")
	require.NoError(t, err)
	res.Each(func(r sparkconnect.Row) { t.Errorf("the view %s stays", r.Text("viewName")) })
}

func TestNoTable(t *testing.T) {
	tbl := open[sample.Address](t, uri(t))
	_, err := tbl.ReadAll(t.Context())
	assert.ErrorIs(t, err, featurestore.ErrNotFound)
	_, err = tbl.Audit(t.Context())
	assert.ErrorIs(t, err, featurestore.ErrNotFound)

	bad := []sample.Address{{City: "Ulm"}, {City: ""}}
	var broken *validate.Error
	require.ErrorAs(t, tbl.Append(t.Context(), bad), &broken)
	bad[1].City = "\xff"
	require.ErrorAs(t, tbl.Append(t.Context(), bad), &broken, "what columns cannot hold")
	_, err = tbl.Version(t.Context())
	assert.ErrorIs(t, err, featurestore.ErrNotFound, "bad rows make no table")

	require.NoError(t, tbl.Append(t.Context(), nil), "creates the table")
	rows, err := tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.Empty(t, rows)
	require.NoError(t, tbl.Overwrite(t.Context(), addresses(3)))
	require.NoError(t, tbl.Append(t.Context(), nil))
	rows, err = tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.Equal(t, addresses(3), rows)
	require.NoError(t, tbl.Overwrite(t.Context(), nil))
	rows, err = tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.Empty(t, rows)

	commits, err := tbl.History(t.Context(), 2)
	require.NoError(t, err)
	require.Len(t, commits, 2)
	assert.Equal(t, "WRITE", commits[0].Operation)
	assert.Contains(t, commits[0].Engine, "Apache-Spark/4.1")
	assert.WithinDuration(t, time.Now(), commits[0].Time, time.Hour)
	assert.JSONEq(t, `"Overwrite"`, string(commits[0].Parameters["mode"]))
}

// forgetful is a Spark that takes constraints and does not make them.
type forgetful struct{ engine }

func (f forgetful) Query(ctx context.Context, statement string) (*sparkconnect.Result, error) {
	if strings.Contains(statement, "ADD CONSTRAINT `zip_rules`") {
		return &sparkconnect.Result{Schema: goarrow.NewSchema(nil, nil)}, nil
	}
	return f.engine.Query(ctx, statement)
}

func TestForgottenConstraint(t *testing.T) {
	u := uri(t)
	s := store(t, u)
	s.writes = forgetful{s.writes}
	tbl, err := featurestore.OpenIn[sample.Address](t.Context(), s, u)
	require.NoError(t, err)
	var missing *ConstraintError
	require.ErrorAs(t, tbl.Append(t.Context(), addresses(3)), &missing)
	assert.Equal(t, []string{"zip_rules"}, missing.Missing)
	_, err = tbl.Version(t.Context())
	assert.ErrorIs(t, err, featurestore.ErrNotFound)
	assert.Empty(t, drafts(t, s))
}

// refusing is a Spark that refuses a statement.
type refusing struct {
	engine
	text string
	err  error
}

func (r refusing) Query(ctx context.Context, statement string) (*sparkconnect.Result, error) {
	if strings.Contains(statement, r.text) {
		return nil, r.err
	}
	return r.engine.Query(ctx, statement)
}

func TestRefusedConstraint(t *testing.T) {
	u := uri(t)
	s := store(t, u)
	s.writes = refusing{s.writes, "ADD CONSTRAINT `zip_rules`", &sparkconnect.Error{Class: "X", State: "42000", Status: "Internal", Message: "no"}}
	tbl, err := featurestore.OpenIn[sample.Address](t.Context(), s, u)
	require.NoError(t, err)
	err = tbl.Append(t.Context(), addresses(3))
	var missing *ConstraintError
	require.ErrorAs(t, err, &missing)
	assert.ErrorContains(t, err, "zip_rules")
	assert.ErrorContains(t, err, "42000")
	assert.Empty(t, tables(t, s, strings.TrimPrefix(s.address.table, "spark_catalog.default.")+"*"))
}

// A table that Spark made on its own is read, written where it fits, and refused where it does not.
func TestForeignTable(t *testing.T) {
	u := uri(t)
	s := store(t, u)
	name := s.identifier(s.address.table)
	_, err := s.writes.Query(t.Context(), "CREATE TABLE "+name+" (city STRING, zip INT, extra INT) USING delta")
	require.NoError(t, err)
	_, err = s.writes.Query(t.Context(), "INSERT INTO "+name+" VALUES ('Ulm', 1, 1), ('', 1, 2), ('Rom', 70000, 3), (NULL, 5, 3)")
	require.NoError(t, err)
	tbl := open[sample.Address](t, u)
	good, bad := 0, 0
	for row, err := range tbl.Rows(t.Context()) {
		if err != nil {
			bad++
			continue
		}
		good++
		assert.Equal(t, sample.Address{City: "Ulm", Zip: 1}, row)
	}
	assert.Equal(t, []int{1, 3}, []int{good, bad})
	require.NoError(t, tbl.Append(t.Context(), []sample.Address{{City: "Bonn", Zip: 5}}))
	audit, err := tbl.Audit(t.Context())
	require.NoError(t, err)
	assert.True(t, audit.PushedDown)
	assert.Equal(t, map[string]int64{"city null": 1, "city required": 1, "zip overflow": 1}, broken(audit))

	var mismatch *schema.MismatchError
	_, err = featurestore.Open[sample.Order](t.Context(), u)
	require.ErrorAs(t, err, &mismatch)
	_, err = s.writes.Query(t.Context(), "CREATE OR REPLACE TABLE "+name+" (city STRING, zip SMALLINT) USING delta")
	require.NoError(t, err)
	require.ErrorAs(t, tbl.Append(t.Context(), addresses(1)), &mismatch, "a smallint takes no uint16")
	audit, err = tbl.Audit(t.Context())
	require.NoError(t, err)
	assert.False(t, audit.PushedDown, "the predicates are for other columns")
}

func broken(a *featurestore.Audit) map[string]int64 {
	out := map[string]int64{}
	for _, b := range a.Broken {
		out[b.Path+" "+b.Rule] = b.Rows
	}
	return out
}

// A server that is not there, or goes in the middle, is an error that says so, in no time.
func TestUnreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := l.Addr().String()
	l.Close()
	start := time.Now()
	_, err = featurestore.Open[sample.Address](t.Context(), "spark://"+address+"/spark_catalog.default.x")
	var unreachable *Unreachable
	require.ErrorAs(t, err, &unreachable)
	assert.Equal(t, address, unreachable.Server)
	assert.ErrorContains(t, err, "is it running")
	assert.Less(t, time.Since(start), 10*time.Second)
}

func TestCanceled(t *testing.T) {
	u := uri(t)
	tbl := open[sample.Address](t, u)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	assert.ErrorIs(t, tbl.Append(ctx, addresses(3)), context.Canceled)
	_, err := tbl.Version(t.Context())
	assert.ErrorIs(t, err, featurestore.ErrNotFound)
}
