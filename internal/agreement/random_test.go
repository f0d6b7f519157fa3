package agreement

import (
	"encoding/json"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/internal/agreement/random"
	"github.com/typedml/typedml/internal/agreement/targets"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
)

var (
	batches = flag.Int("agreement.batches", 4, "programs with random records")
	records = flag.Int("agreement.records", 400, "random records of each program, five structs in four of them")
)

// Random records, and values near the limits of their rules: all targets report what the reference evaluator does.
func TestRandomRecordsAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	for i := range uint64(*batches) {
		t.Run(fmt.Sprintf("seed=%d", *seed+i), func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, random.Write(dir, *seed+i, *records, *values/16))
			c := newCorpus(t, inTurn, dir)
			require.Empty(t, c.unsaid)
			found := c.run(t)
			for _, target := range targets.All() {
				found.judge(t, target, c.cases)
			}
		})
	}
}

// judge demands that a target agree on every row of every case, and that the rows were worth it.
func (r reported) judge(t *testing.T, target string, cases []vectors.Case) {
	t.Helper()
	rows, broken := 0, 0
	for _, c := range cases {
		differ := 0
		for _, row := range c.Rows {
			got, want, ok := r.of(target, c, row)
			if !ok {
				continue
			}
			rows++
			if len(want) > 0 {
				broken++
			}
			if vectors.Same(got, want) {
				continue
			}
			if differ++; differ == 1 {
				t.Errorf("%s: %s", target, explain(c, row, got, want))
			}
		}
	}
	t.Logf("%s: %d rows, %d of them with findings", target, rows, broken)
	assert.Greater(t, broken, rows/10, "%s: few rows break a rule", target)
	assert.Greater(t, rows-broken, rows/50, "%s: few rows are valid", target)
}

// explain says where a target disagrees: the findings of one side alone, and the field that they speak of.
func explain(c vectors.Case, row vectors.Row, got, want []schema.Finding) string {
	extra, misses := without(got, want), without(want, got)
	alone := *c.Record
	alone.Checks = nil
	for _, f := range append(extra, misses...) {
		for i := range c.Record.Fields {
			if key := c.Record.Fields[i].Key; f.Path == key || strings.HasPrefix(f.Path, key+".") || strings.HasPrefix(f.Path, key+"[") {
				if related(c.Record.Fields[i].Constraints) {
					break
				}
				alone.Fields = c.Record.Fields[i : i+1]
				value, _ := json.Marshal(row.Value[key])
				return fmt.Sprintf("only it finds %v, it misses %v\n%s%s = %s", extra, misses, declaration(&alone), key, value)
			}
		}
	}
	value, _ := json.Marshal(row.Value)
	return fmt.Sprintf("only it finds %v, it misses %v\n%s%s = %s", extra, misses, declaration(c.Record), row.Name, value)
}

// related reports whether rules read other fields.
func related(cs []schema.Constraint) bool {
	return slices.ContainsFunc(cs, func(c schema.Constraint) bool { return len(c.Operands()) > 0 || c.When != nil })
}

// declaration is the record in Go.
func declaration(rec *schema.Record) string {
	f := gosource.New("records")
	if err := f.Declare(rec.Type, rec, gosource.Style{}); err != nil {
		return err.Error()
	}
	text, err := f.Source()
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// without returns the findings of a that b lacks.
func without(a, b []schema.Finding) []schema.Finding {
	counts := map[schema.Finding]int{}
	for _, f := range b {
		counts[f]++
	}
	var out []schema.Finding
	for _, f := range a {
		if counts[f]--; counts[f] < 0 {
			out = append(out, f)
		}
	}
	return out
}
