package targets

import (
	"cmp"
	"fmt"
	"reflect"

	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// columns puts all rows into one batch and reads each back, from the batch and from a slice of it. Times are floored to
// the microsecond on the way, the one documented loss.
func (s Struct) columns(rec *schema.Record, all []held) error {
	fields, err := columns.FieldsOf(rec)
	if err != nil {
		return err
	}
	batch, err := columns.NewBatch(fields)
	if err != nil {
		return err
	}
	var in []held
	for _, h := range all {
		if store(h, batch) {
			in = append(in, h)
		}
		batch.Truncate(len(in))
	}
	if err := batch.Check(); err != nil || batch.Len() != len(in) {
		return fmt.Errorf("%d of %d rows are in the batch: %w", batch.Len(), len(in), err)
	}
	start := min(3, len(in))
	part, err := batch.Slice(start, len(in))
	if err != nil {
		return err
	}
	for i, h := range in {
		h.found[Columns] = guarded(func() []schema.Finding { return s.readBack(h, batch, i) })
		if i >= start {
			again := guarded(func() []schema.Finding { return s.readBack(h, part, i-start) })
			if !reflect.DeepEqual(again, h.found[Columns]) {
				h.found[Columns] = append(h.found[Columns], broken("a slice of the batch reads as %v", again)...)
			}
		}
	}
	return nil
}

// store appends a row; false means that columns refuse it, rightly or not.
func store(h held, batch *columns.Batch) bool {
	refused := guarded(func() []schema.Finding { h.AppendColumns(batch); return nil })
	err := batch.Err()
	flaw := h.unstorable()
	switch {
	case err != nil && flaw == "":
		refused = append(refused, broken("AppendColumns refuses a value that columns hold: %v", err)...)
	case err == nil && flaw != "":
		refused = append(refused, broken("AppendColumns stores %s", flaw)...)
	}
	switch {
	case refused != nil:
		h.found[Columns] = refused
		return false
	case err != nil:
		h.found[Columns] = h.rules()
		return false
	}
	return true
}

// unstorable names what columns cannot hold in the value, "" when there is nothing.
func (h held) unstorable() string {
	return cmp.Or(unstorable(reflect.ValueOf(h.generated).Elem()), tooLong(schema.Type{Kind: schema.Struct, Record: h.rec}, h.plain))
}

func (s Struct) readBack(h held, batch *columns.Batch, row int) []schema.Finding {
	x := s.value()
	r := validate.Report{Now: vectors.Now}
	x.ReadColumns(batch, row, &r)
	x.ValidateInto(&r)
	found := findings(&r)
	if at := differ(floored(h.plain).(map[string]any), read(reflect.ValueOf(x).Elem(), h.rec)); at != "" {
		found = append(found, broken("another value at %s", at)...)
	}
	return found
}
