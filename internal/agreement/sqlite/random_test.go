package sqlite

import (
	"flag"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/check"
	"github.com/typedml/typedml/internal/agreement/random"
	"github.com/typedml/typedml/internal/agreement/stored"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
)

var (
	seed    = flag.Uint64("agreement.seed", 1, "seed of the random records")
	batches = flag.Int("agreement.batches", 4, "databases with random records")
	records = flag.Int("agreement.records", 400, "random records of each database, five structs in four of them")
	values  = flag.Int("agreement.values", 12, "random values of each record")
	checks  = flag.Int("agreement.checks", 600, "random checks")
)

// Of random records, with values near the limits of their rules, and inputs that fit no type, SQLite reports what the
// evaluator does, and its tables take and refuse rows accordingly.
func TestRandomRecordsAgree(t *testing.T) {
	for i := range uint64(*batches) {
		t.Run(fmt.Sprintf("seed=%d", *seed+i), func(t *testing.T) {
			t.Parallel()
			randomRecordsAgree(t, *seed+i)
		})
	}
}

func randomRecordsAgree(t *testing.T, seed uint64) {
	db := open(t)
	source := random.New(seed)
	rows, broken, unexpressed := 0, 0, 0
	for i := range *records {
		j := &judged{record: source.Record(fmt.Sprintf("R%d", i))}
		j.rows = stored.Drawn(source, j.record, *values, rowOf)
		if len(j.rows) == 0 {
			continue
		}
		require.NoError(t, j.judge(db), "%s", j.record.Name)
		unexpressed += len(j.unexpressed)
		for n := range j.rows {
			want := j.want(&schema.Evaluator{}, n)
			rows++
			broken += min(len(want), 1)
			if !vectors.Same(j.got[n], want) {
				t.Errorf("%s of seed %d: row %v:\n got %v\nwant %v", j.record.Name, seed, j.rows[n], j.got[n], want)
			}
		}
		wrong, err := j.tables(db, &schema.Evaluator{})
		require.NoError(t, err)
		for _, w := range wrong {
			t.Errorf("%s of seed %d: %s", j.record.Name, seed, w)
		}
	}
	assert.Greater(t, rows, *records**values/3, "the values are not those that were meant")
	assert.Greater(t, broken, rows/10)
	t.Logf("%d rows, of which %d break rules; %d rules unexpressed", rows, broken, unexpressed)
}

// Random checks over a field of every kind: true, false, an error, or not applicable, as the evaluator has it.
func TestRandomChecksAgree(t *testing.T) {
	db := open(t)
	source := vectors.NewRandom(int64(*seed))
	record := vectors.CheckRecord()
	var rows []map[string]any
	for range *values {
		if row, ok := rowOf(record, source.Value()); ok {
			rows = append(rows, row)
		}
	}
	broken := map[string]int{}
	total, unexpressed := 0, 0
	for i := 0; i < *checks; i++ {
		text := source.Check()
		expr, problems := check.Compile(record, text)
		if len(problems) > 0 {
			continue
		}
		rec := *record
		rec.Checks = []schema.Check{{Name: "c", Message: "c", Source: text, Expr: expr}}
		j := judged{record: &rec, rows: rows}
		require.NoError(t, j.judge(db), text)
		if len(j.unexpressed) > 0 {
			unexpressed++
			t.Log(j.unexpressed[0].Why+":", text)
			continue
		}
		for n := range rows {
			want := j.want(&schema.Evaluator{}, n)
			total++
			for _, f := range want {
				broken[f.Rule]++
			}
			if !vectors.Same(j.got[n], want) {
				t.Errorf("seed %d: %s: row %v:\n got %v\nwant %v", *seed, text, rows[n], j.got[n], want)
			}
		}
	}
	assert.NotZero(t, broken["check_error"])
	assert.Greater(t, total, *checks*len(rows)/4)
	t.Logf("%d verdicts of checks; %d errors of evaluation; %d checks unexpressed", total, broken["check_error"], unexpressed)
}
