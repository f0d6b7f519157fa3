package featurestore

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// auditSamples is how many samples an audit gives of each rule.
const auditSamples = 3

// Audit is what an audit of a table found: which rules its rows break, how many do, and samples.
type Audit struct {
	Version int64
	// Rows is the number of rows of that version.
	Rows int64
	// Broken are the rules that rows break, by path and rule.
	Broken []BrokenRule
	// Unchecked are rules that the back end could not evaluate, each with the reason. A scan evaluates all.
	Unchecked []string
	// PushedDown says that the back end evaluated the rules where the rows are, and none was fetched.
	PushedDown bool
}

// BrokenRule is one rule at one place.
type BrokenRule struct {
	// Path is the place without indexes and keys, "items[].price"; "" for a check of the record.
	Path string
	// Rule is its word, as in a violation.
	Rule string
	// Rows is how many rows break it, each counted once.
	Rows int64
	// Samples are three of these, or all when there are fewer.
	Samples []Sample
}

// Sample is a row that breaks a rule. It holds no sensitive value.
type Sample struct {
	// Row is the row's number in the order of [Table.Rows], from 0; -1 where the back end does not number rows.
	Row int64
	// Key is the row's key fields as a JSON object, "" when the record has none that may be shown.
	Key string
	// Value is what breaks the rule, as text; "" where it is sensitive, no single value, or null. Back ends spell numbers
	// and times in their own ways.
	Value string
}

// Auditor is a Store that evaluates a record's rules where the rows are.
type Auditor interface {
	// Audit counts the rows of a version that break each rule of the record, with at most samples samples of each. It
	// fetches no rows. errors.ErrUnsupported: not of this table; it is read and validated here instead.
	Audit(ctx context.Context, version int64, r *schema.Record, samples int) (*Audit, error)
}

// Audit validates a whole version of the table, the newest unless AsOf says otherwise, and counts for each rule the rows
// that break it, with three samples. Rows that break rules are the result, no error: what an error says is that the
// table could not be audited.
//
// Behind Spark the rules run as one query there, which reads the columns that have rules, twice; the answer is small
// whatever the table's size. Other back ends are scanned: every row is read and validated here, at the cost of
// [Table.Rows], in the memory of one batch. Of a row that does not decode both count what does not, and what the rest
// of the row breaks.
func (t *Table[T]) Audit(ctx context.Context, opts ...ReadOption) (*Audit, error) {
	s, notices, err := t.snapshot(ctx, readOptionsOf(opts))
	if err != nil {
		return nil, err
	}
	t.notice(ctx, notices)
	a, err := t.pushDown(ctx, s)
	if errors.Is(err, errors.ErrUnsupported) {
		a, err = t.scan(ctx, s)
	}
	if err != nil {
		return nil, err
	}
	a.Version = s.Version()
	slices.SortFunc(a.Broken, func(x, y BrokenRule) int { return cmp.Or(cmp.Compare(x.Path, y.Path), cmp.Compare(x.Rule, y.Rule)) })
	return a, nil
}

func (t *Table[T]) pushDown(ctx context.Context, s Snapshot) (*Audit, error) {
	auditor, ok := t.store.(Auditor)
	if !ok {
		return nil, errors.ErrUnsupported
	}
	a, err := auditor.Audit(ctx, s.Version(), t.record, auditSamples)
	if err != nil {
		return nil, err
	}
	a.PushedDown = true
	return a, nil
}

// scan reads and validates every row.
func (t *Table[T]) scan(ctx context.Context, s Snapshot) (*Audit, error) {
	a := &Audit{}
	found := tally{}
	rd := reader[T]{table: t, opts: readOptionsOf(nil)}
	for c, err := range s.Read(ctx, t.fields) {
		if err != nil {
			return nil, err
		}
		for i := range c.Batch.Len() {
			var row T
			rd.row(&row, c, i)
			var broken *validate.Error
			if err := rd.report.Take(); errors.As(err, &broken) {
				a.add(found, broken, Sample{Row: a.Rows, Key: t.keyJSON(c, i)})
			} else if err != nil {
				return nil, err
			}
			a.Rows++
		}
	}
	return a, nil
}

// tally remembers where a rule at a place is counted, and the last row that broke it.
type tally map[[2]string]*struct {
	index int
	row   int64
}

// add counts one row's violations, each rule and place once.
func (a *Audit) add(found tally, broken *validate.Error, sample Sample) {
	for _, g := range broken.Groups() {
		id := [2]string{g.Path, g.Rule}
		at := found[id]
		if at == nil {
			at = &struct {
				index int
				row   int64
			}{len(a.Broken), -1}
			found[id] = at
			a.Broken = append(a.Broken, BrokenRule{Path: g.Path, Rule: g.Rule})
		}
		if at.row == sample.Row {
			continue // another rule of that word at that place
		}
		at.row = sample.Row
		rule := &a.Broken[at.index]
		rule.Rows++
		if len(rule.Samples) < auditSamples {
			one := sample
			if v := g.Examples[0].Value(); v.Kind() != validate.KindNone {
				one.Value = v.String()
			}
			rule.Samples = append(rule.Samples, one)
		}
	}
}

// keyJSON returns the key fields of a row, without sensitive ones.
func (t *Table[T]) keyJSON(c Chunk, i int) string {
	keys := map[string]any{}
	for j := range t.record.Fields {
		if f := &t.record.Fields[j]; f.Role == schema.RoleKey && !f.Sensitive {
			keys[f.Key] = valueJSON(c.Batch.Column(j), nil, i)
		}
	}
	if len(keys) == 0 {
		return ""
	}
	text, err := json.Marshal(keys)
	if err != nil {
		return ""
	}
	return string(text)
}
