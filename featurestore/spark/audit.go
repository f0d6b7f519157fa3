package spark

import (
	"context"
	"errors"
	"fmt"

	goarrow "github.com/apache/arrow-go/v18/arrow"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/internal/sparkconnect"
	"github.com/typedml/typedml/schema"
)

// Audit evaluates the rules on Spark, by one query; see featurestore.Auditor. A table whose columns are not those that
// this package would make is errors.ErrUnsupported: the predicates are written for these.
func (t *Store) Audit(ctx context.Context, version int64, r *schema.Record, samples int) (*featurestore.Audit, error) {
	now, err := t.snapshot(ctx, version)
	if err != nil {
		return nil, err
	}
	fields, err := columns.FieldsOf(r)
	if err != nil {
		return nil, fmt.Errorf("spark: audit %s: %w", t.address.table, err)
	}
	if name := now.foreign(fields); name != "" {
		return nil, fmt.Errorf("spark: audit %s: column %s is not as this package makes it: %w", t.address.table, name, errors.ErrUnsupported)
	}
	audit := t.dialect.Audit(t.from(now.version), r, samples)
	res, err := t.reads.Query(ctx, audit.Query)
	if err != nil {
		return nil, t.failure(ctx, "audit", err)
	}
	out := &featurestore.Audit{Version: now.version}
	for _, u := range audit.Unexpressed {
		out.Unchecked = append(out.Unchecked, u.String())
	}
	rules := make([]featurestore.BrokenRule, len(audit.Rules))
	for i, p := range audit.Rules {
		rules[i] = featurestore.BrokenRule{Path: p.Path, Rule: p.Rule}
	}
	res.Each(func(r sparkconnect.Row) {
		rule, _ := r.Int("rule")
		rows, counted := r.Int("rows")
		switch {
		case !counted:
			rules[rule-1].Samples = append(rules[rule-1].Samples, featurestore.Sample{Row: -1, Key: r.Text("key"), Value: r.Text("value")})
		case rule == 0:
			out.Rows = rows
		default:
			rules[rule-1].Rows = rows
		}
	})
	for _, rule := range rules {
		if rule.Rows > 0 {
			out.Broken = append(out.Broken, rule)
		}
	}
	return out, nil
}

// foreign returns the name of a field whose column is absent or of another type than this package gives it, "" when there
// is none.
func (s *snapshot) foreign(fields []columns.Field) string {
	for i := range fields {
		at := s.schema.FieldIndices(fields[i].Name)
		if len(at) == 0 || !sameType(s.schema.Field(at[0]).Type, storedType(&fields[i])) {
			return fields[i].Name
		}
	}
	return ""
}

// sameType compares types without the names and nullability of elements.
func sameType(a, b goarrow.DataType) bool { return holds(a, b) && holds(b, a) }
