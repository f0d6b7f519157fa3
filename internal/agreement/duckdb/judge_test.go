package duckdb

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/agreement/stored"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/sql"
)

//go:embed testdata/judge.py
var program string

// judged is rows of one record that DuckDB judges.
type judged struct {
	name   string
	record *schema.Record
	rows   []map[string]any
	brief  bool // no audit: it repeats the predicates, and takes longest

	predicates  []sql.Predicate
	unexpressed []sql.Unexpressed
	table       *sql.Table

	// Error is why DuckDB could not judge; Broken are the predicates that each row breaks, Refused why the table did not take
	// a row that was inserted, Counts what the audit counts of each rule.
	Error   string
	Broken  [][]int
	Refused map[int]string
	Counts  map[string]int
}

// maxInserts is how many rows of a case that break rules are inserted into its table. All others are, by one statement.
const maxInserts = 2

// judge lets one DuckDB judge all cases.
func judge(t *testing.T, cases []*judged) {
	t.Helper()
	python := interop.Python(t, "duckdb")
	type request struct {
		Rows       string   `json:"rows"`
		Predicates []string `json:"predicates"`
		Table      string   `json:"table"`
		Audit      string   `json:"audit"`
		Inserts    int      `json:"inserts"`
	}
	dir := t.TempDir()
	requests := make([]request, len(cases))
	for i, j := range cases {
		file := filepath.Join(dir, strconv.Itoa(i)+".parquet")
		require.NoError(t, j.write(file), j.name)
		d := sql.DuckDB()
		j.predicates, j.unexpressed = d.Predicates(j.record)
		var err error
		j.table, err = d.Table("kept", j.record, nil)
		require.NoError(t, err, j.name)
		requests[i] = request{Rows: file, Predicates: []string{}, Table: j.table.Create, Inserts: maxInserts}
		if !j.brief {
			requests[i].Audit = d.Audit("judged", j.record, 2).Query
		}
		for _, p := range j.predicates {
			requests[i].Predicates = append(requests[i].Predicates, p.Broken)
		}
	}
	interop.RunJSON(t, python, program, requests, &cases)
}

// write makes a Parquet file of the rows.
func (j *judged) write(path string) error {
	s, batch, err := stored.Batch(j.record, j.rows)
	if err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	table := array.NewTableFromRecords(s, []goarrow.RecordBatch{batch})
	return pqarrow.WriteTable(table, file, 1<<20, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
}

// agree compares with the evaluator, and returns the number of rows and of those that break rules.
func (j *judged) agree(t *testing.T, e *schema.Evaluator) (rows, broken int) {
	t.Helper()
	if !assert.Empty(t, j.Error, j.name) || !assert.Len(t, j.Broken, len(j.rows), j.name) {
		return 0, 0
	}
	counts := map[string]int{}
	for i, row := range j.rows {
		var got []schema.Finding
		for _, k := range j.Broken[i] {
			p := j.predicates[k]
			counts[strconv.Itoa(k)]++
			if !stored.Cannot(j.unexpressed, p.Path, p.Rule) {
				got = append(got, schema.Finding{Path: p.Path, Rule: p.Rule})
			}
		}
		found := stored.Found(e, j.record, row)
		want := stored.Without(found, j.unexpressed)
		broken += min(len(want), 1)
		if !vectors.Same(got, want) {
			t.Errorf("%s: row %v:\n got %v\nwant %v", j.name, row, got, want)
		}
		kept := stored.Without(found, j.table.Unexpressed)
		if why, tried := j.Refused[i]; tried && (why != "") != (len(kept) > 0) && len(kept) == len(found) {
			t.Errorf("%s: row %v breaks %v, and the insert: %q", j.name, row, kept, why)
		}
	}
	for k := range j.predicates {
		if j.brief {
			break
		}
		key := strconv.Itoa(k)
		assert.Equal(t, counts[key], j.Counts[key], "%s: the audit's count of %s", j.name, fmt.Sprint(j.predicates[k].Path, " ", j.predicates[k].Rule))
	}
	return len(j.rows), broken
}
