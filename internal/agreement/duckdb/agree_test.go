package duckdb

import (
	"flag"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/check"
	"github.com/typedml/typedml/internal/agreement/random"
	"github.com/typedml/typedml/internal/agreement/stored"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate/is"
)

var (
	seed    = flag.Uint64("agreement.seed", 1, "seed of the random records")
	records = flag.Int("agreement.records", 400, "random records, one in ten of them audited")
	values  = flag.Int("agreement.values", 12, "random values of each record")
	checks  = flag.Int("agreement.checks", 120, "random checks")
)

// DuckDB reports what the reference evaluator reports, of every vector that a table can hold, but for the rules that are
// listed as unexpressed; and its tables take and refuse rows accordingly.
func TestVectorsAgree(t *testing.T) {
	files, err := vectors.Load(filepath.Join("..", "..", "..", "schema", "testdata", "vectors"))
	require.NoError(t, err)
	var cases []*judged
	for _, f := range files {
		for _, c := range f.Cases {
			j := &judged{name: c.Kind + "/" + c.Name, record: c.Record}
			for _, r := range c.Rows {
				if row, ok := stored.Row(c.Record, r.Value); ok {
					j.rows = append(j.rows, row)
				}
			}
			if len(j.rows) > 0 {
				cases = append(cases, j)
			}
		}
	}
	judge(t, cases)
	rows := 0
	for _, j := range cases {
		n, _ := j.agree(t, &schema.Evaluator{Format: is.Format, User: vectors.User, Now: vectors.Now})
		rows += n
		for _, u := range j.unexpressed {
			t.Logf("unexpressed: %s: %s", j.name, u)
		}
	}
	require.Greater(t, rows, 500, "the vectors are not those that were meant")
	t.Logf("%d rows", rows)
}

// Of random records, with values near the limits of their rules, and inputs that fit no type, DuckDB reports what the
// evaluator does, and its tables take and refuse rows accordingly.
func TestRandomRecordsAgree(t *testing.T) {
	source := random.New(*seed)
	var cases []*judged
	for i := range *records {
		j := &judged{record: source.Record(fmt.Sprintf("R%d", i)), brief: i%10 > 0}
		j.name = fmt.Sprintf("%s of seed %d", j.record.Name, *seed)
		j.rows = stored.Drawn(source, j.record, *values, stored.Row)
		if len(j.rows) > 0 {
			cases = append(cases, j)
		}
	}
	judge(t, cases)
	rows, broken := 0, 0
	for _, j := range cases {
		n, b := j.agree(t, &schema.Evaluator{})
		rows, broken = rows+n, broken+b
	}
	assert.Greater(t, rows, *records**values/3, "the values are not those that were meant")
	assert.Greater(t, broken, rows/10)
	t.Logf("%d rows, of which %d break rules", rows, broken)
}

// Random checks over a field of every kind: true, false, an error, or not applicable, as the evaluator has it.
func TestRandomChecksAgree(t *testing.T) {
	source := vectors.NewRandom(int64(*seed))
	record := vectors.CheckRecord()
	var rows []map[string]any
	for range 40 {
		row, ok := stored.Row(record, source.Value())
		require.True(t, ok)
		rows = append(rows, row)
	}
	var cases []*judged
	rec := *record
	for i := range *checks {
		text := source.Check()
		expr, problems := check.Compile(record, text)
		if len(problems) > 0 {
			continue
		}
		rec.Checks = append(rec.Checks[:len(rec.Checks):len(rec.Checks)], schema.Check{Name: fmt.Sprintf("c%d", i), Message: text, Source: text, Expr: expr})
		if len(rec.Checks) == 20 {
			one := rec
			cases = append(cases, &judged{name: fmt.Sprintf("checks to %d of seed %d", i, *seed), record: &one, rows: rows})
			rec.Checks = nil
		}
	}
	require.NotEmpty(t, cases)
	judge(t, cases)
	for _, j := range cases {
		j.agree(t, &schema.Evaluator{})
		for _, u := range j.unexpressed {
			t.Logf("unexpressed: %s", u)
		}
	}
}
