package featurestore

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// Sink takes the rows that a write with [Quarantine] rejects.
type Sink interface {
	Reject(ctx context.Context, rows []Rejected) error
}

// Rejected is a row that broke rules. It holds no sensitive value, neither in JSON nor in Violations.
type Rejected struct {
	Table      string // the URI of the table that it was meant for
	Row        int    // its index in the rows that were written
	Time       time.Time
	JSON       string // the row as JSON; sensitive values read "***", NaN and infinities are texts
	Violations []validate.Violation
}

// rejected makes the quarantine's entries of the rows with violations.
func (t *Table[T]) rejected(rows []T, e *validate.Error) []Rejected {
	var out []Rejected
	at := map[int]int{}
	now := time.Now().UTC()
	for _, v := range e.Violations {
		i, ok := at[v.Row()]
		if !ok {
			i = len(out)
			at[v.Row()] = i
			out = append(out, Rejected{Table: t.uri, Row: v.Row(), Time: now, JSON: t.maskedJSON(&rows[v.Row()])})
		}
		out[i].Violations = append(out[i].Violations, v)
	}
	return out
}

// maskedJSON writes a row as it is in columns; what columns can't hold reads as their zero value.
func (t *Table[T]) maskedJSON(x *T) string {
	b, err := columns.NewBatch(t.fields)
	if err != nil {
		return "{}"
	}
	t.methods.append(x, b)
	text, err := json.Marshal(rowJSON(b, t.record, 0))
	if err != nil {
		return "{}"
	}
	return string(text)
}

// TableSink returns a sink that appends rejected rows to the table at uri, such as
// "delta:///data/lake/churn_quarantine": columns table, row, rejected_at, violations (JSON) and data (JSON).
func TableSink(ctx context.Context, uri string) (Sink, error) {
	store, err := OpenStore(ctx, uri)
	if err != nil {
		return nil, err
	}
	fields, err := columns.FieldsOf(quarantineRecord())
	if err != nil {
		return nil, err
	}
	return &tableSink{store: store, fields: fields}, nil
}

type tableSink struct {
	store  Store
	fields []columns.Field
}

var _ Sink = (*tableSink)(nil)

// quarantineRecord defines the columns of a quarantine table.
func quarantineRecord() *schema.Record {
	text, when := schema.Type{Kind: schema.String}, schema.Type{Kind: schema.Time}
	return &schema.Record{
		Name: "typedml.quarantine", Doc: "Rows that broke the rules of the table that they were meant for.",
		Fields: []schema.Field{
			{Name: "Table", Key: "table", Type: text, Doc: "URI of the table that the row was meant for."},
			{Name: "Row", Key: "row", Type: schema.Type{Kind: schema.Int64}, Doc: "Index of the row in its write."},
			{Name: "RejectedAt", Key: "rejected_at", Type: when, Doc: "When it was rejected."},
			{Name: "Violations", Key: "violations", Type: text, Doc: "What it broke, as JSON."},
			{Name: "Data", Key: "data", Type: text, Doc: "The row as JSON, sensitive values masked."},
		},
	}
}

// Reject appends the rows in one commit.
func (s *tableSink) Reject(ctx context.Context, rows []Rejected) error {
	_, err := s.store.Write(ctx, Write{Record: quarantineRecord(), Fields: s.fields, Batches: s.batches(rows)})
	return err
}

func (s *tableSink) batches(rows []Rejected) iter.Seq2[*columns.Batch, error] {
	return func(yield func(*columns.Batch, error) bool) {
		b, err := columns.NewBatch(s.fields)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, r := range rows {
			violations, err := json.Marshal(r.Violations)
			if err != nil {
				yield(nil, fmt.Errorf("featurestore: violations of row %d: %w", r.Row, err))
				return
			}
			b.Column(0).AppendString(r.Table)
			b.Column(1).AppendInt64(int64(r.Row))
			b.Column(2).AppendTime(r.Time)
			b.Column(3).AppendString(string(violations))
			b.Column(4).AppendString(r.JSON)
			b.EndRow()
		}
		yield(b, b.Check())
	}
}
