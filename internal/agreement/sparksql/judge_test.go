package sparksql

import (
	"strings"
	"testing"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/agreement/stored"
	"github.com/typedml/typedml/internal/sparkconnect"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/sql"
)

// judged is rows of one record that Spark judges by the predicates of schema/sql.
type judged struct {
	record *schema.Record
	rows   []map[string]any
	// got are the findings by row, in general paths.
	got [][]schema.Finding
	// unexpressed are the rules that it could not judge.
	unexpressed []sql.Unexpressed
}

// judge runs the predicates on Spark over the rows, by one query.
func (j *judged) judge(t *testing.T, e *sparkconnect.Session) error {
	s, batch, err := stored.Batch(j.record, j.rows)
	if err != nil {
		return err
	}
	if err := e.View(t.Context(), "judged", s, []goarrow.RecordBatch{batch}); err != nil {
		return err
	}
	predicates, unexpressed := sql.Spark().Predicates(j.record)
	j.unexpressed = unexpressed
	texts := []string{"FALSE"}
	for _, p := range predicates {
		texts = append(texts, p.Broken)
	}
	res, err := e.Query(t.Context(), "SELECT `the row` AS r, array("+strings.Join(texts, ",\n")+") AS broken FROM judged")
	if err != nil {
		return err
	}
	j.got = make([][]schema.Finding, len(j.rows))
	res.Each(func(r sparkconnect.Row) {
		row, _ := r.Int("r")
		list := sparkconnect.Column[*array.List](r, "broken")
		start, _ := list.ValueOffsets(r.Index)
		values := list.ListValues().(*array.Boolean)
		for k, p := range predicates {
			require.True(t, values.IsValid(int(start)+k+1), "%s %s is NULL", p.Path, p.Rule)
			if values.Value(int(start)+k+1) && !stored.Cannot(j.unexpressed, p.Path, p.Rule) {
				j.got[row] = append(j.got[row], schema.Finding{Path: p.Path, Rule: p.Rule})
			}
		}
	})
	return nil
}

// want are the evaluator's findings of a stored row, without those of the rules that are not expressed.
func (j *judged) want(e *schema.Evaluator, i int) []schema.Finding {
	return stored.Without(stored.Found(e, j.record, j.rows[i]), j.unexpressed)
}
