package sparksql

import (
	"errors"
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/check"
	"github.com/typedml/typedml/internal/agreement/random"
	"github.com/typedml/typedml/internal/agreement/stored"
	"github.com/typedml/typedml/internal/sparkconnect"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
)

var (
	seed    = flag.Uint64("agreement.seed", 1, "seed of the random records")
	records = flag.Int("agreement.records", 25, "random records")
	values  = flag.Int("agreement.values", 60, "random values of each record")
	checks  = flag.Int("agreement.checks", 80, "random checks")
)

// Of random records, with values near the limits of their rules, and inputs that fit no type, Spark reports what the
// evaluator does.
func TestRandomRecordsAgree(t *testing.T) {
	e := session(t)
	source := random.New(*seed)
	rows, broken, unexpressed := 0, 0, 0
	for i := range *records {
		j := &judged{record: source.Record(fmt.Sprintf("R%d", i))}
		j.rows = stored.Drawn(source, j.record, *values, stored.Row)
		if len(j.rows) == 0 {
			continue
		}
		require.NoError(t, told(j.judge(t, e)), "%s", j.record.Name)
		unexpressed += len(j.unexpressed)
		for n := range j.rows {
			want := j.want(&schema.Evaluator{}, n)
			rows++
			broken += min(len(want), 1)
			if !vectors.Same(j.got[n], want) {
				t.Errorf("%s of seed %d: row %v:\n got %v\nwant %v", j.record.Name, *seed, j.rows[n], j.got[n], want)
			}
		}
	}
	assert.Greater(t, rows, *records**values/2, "the values are not those that were meant")
	assert.Greater(t, broken, rows/10)
	t.Logf("%d rows, of which %d break rules; %d rules unexpressed", rows, broken, unexpressed)
}

// Random checks over a field of every kind: true, false, an error, or not applicable, as the evaluator has it. They do not
// depend on whether Spark follows ANSI.
func TestRandomChecksAgree(t *testing.T) {
	for _, ansi := range []string{"true", "false"} {
		t.Run("ansi="+ansi, func(t *testing.T) {
			e := session(t)
			_, err := e.Query(t.Context(), "SET spark.sql.ansi.enabled="+ansi)
			require.NoError(t, err)
			checksAgree(t, e)
		})
	}
}

func checksAgree(t *testing.T, e *sparkconnect.Session) {
	source := vectors.NewRandom(int64(*seed))
	j := &judged{record: vectors.CheckRecord()}
	for range *values {
		row, ok := stored.Row(j.record, source.Value())
		require.True(t, ok)
		j.rows = append(j.rows, row)
	}
	texts := map[string]string{}
	broken := map[string]int{}
	total := 0
	for i := 0; i < *checks; {
		rec := *j.record
		for n := 0; n < 20 && i < *checks; i++ {
			text := source.Check()
			expr, problems := check.Compile(&rec, text)
			if len(problems) > 0 {
				continue
			}
			name := fmt.Sprintf("c%d", i)
			texts[name] = text
			rec.Checks = append(rec.Checks, schema.Check{Name: name, Message: name, Source: text, Expr: expr})
			n++
		}
		one := judged{record: &rec, rows: j.rows}
		require.NoError(t, told(one.judge(t, e)))
		for n := range one.rows {
			want := one.want(&schema.Evaluator{}, n)
			total += len(rec.Checks)
			for _, f := range want {
				broken[f.Rule]++
			}
			if !vectors.Same(one.got[n], want) {
				t.Errorf("seed %d: row %v:\n got %v\nwant %v", *seed, one.rows[n], one.got[n], want)
				for _, c := range rec.Checks {
					alone := &judged{record: &schema.Record{Name: rec.Name, Fields: rec.Fields, Checks: []schema.Check{c}}, rows: one.rows}
					for _, f := range alone.want(&schema.Evaluator{}, n) {
						t.Logf("%s of %s: %s", f.Rule, c.Name, texts[c.Name])
					}
				}
			}
		}
		for _, u := range one.unexpressed {
			t.Logf("unexpressed: %s: %s", u, texts[u.Rule])
		}
	}
	assert.NotZero(t, broken["check_error"])
	t.Logf("%d verdicts of checks; %d rows with errors of evaluation", total, broken["check_error"])
}

// told gives an error of Spark its message: in a test there is nothing to hide.
func told(err error) error {
	var e *sparkconnect.Error
	if errors.As(err, &e) {
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(e.Message))
	}
	return err
}
