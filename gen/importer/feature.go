package importer

import (
	"fmt"

	"github.com/typedml/typedml/schema"
)

// bounded takes fields out of the features of a record, and of those that it holds, that would be more than a definition may have, and
// returns how many there are. Each record is counted once.
func (in *reading) bounded(rec *schema.Record, path string, counted map[*schema.Record]int) int {
	if n, done := counted[rec]; done {
		return n
	}
	total := 0
	for i := range rec.Fields {
		f := &rec.Fields[i]
		n := in.features(f, joined(path, f.Key), counted)
		if f.Role != schema.RoleFeature {
			continue
		}
		if inner := unsent(f.Type); inner != "" {
			f.Role = schema.RoleNone
			in.notes = append(in.notes, Note{Path: joined(path, f.Key), What: "it is no feature: it holds " + inner + ", which is no part of a request"})
			continue
		}
		if total+n > schema.MaxFeatures {
			f.Role = schema.RoleNone
			in.notes = append(in.notes, Note{Path: joined(path, f.Key), What: fmt.Sprintf("it is no feature: a struct has up to %d", schema.MaxFeatures)})
			continue
		}
		total += n
	}
	counted[rec] = total
	return total
}

// unsent is the key of a label, or of a looked-up or derived field, in the record that values of the type are or hold; "" of none.
func unsent(t schema.Type) string {
	if rec := t.Innermost().Record; rec != nil {
		for i := range rec.Fields {
			if !rec.Fields[i].Role.Sent() {
				return rec.Fields[i].Key
			}
		}
	}
	return ""
}

// features is how many features a field may give, more than a definition may have when it is beyond counting.
func (in *reading) features(f *schema.Field, at string, counted map[*schema.Record]int) int {
	for t := &f.Type; ; t = &t.Elem.Type {
		if t.Record != nil {
			if n := in.bounded(t.Record, at, counted); t == &f.Type {
				return n
			}
		}
		if t.Elem == nil {
			break
		}
	}
	switch {
	case f.Type.Kind == schema.Enum:
		return len(f.Type.Values)
	case f.Type.Kind != schema.List:
		return 1
	}
	elem := f.Type.Elem.Type.Kind
	if !elem.Number() && elem != schema.Bool && elem != schema.Decimal {
		return 0
	}
	return min(f.FixedLen(), schema.MaxFeatures+1)
}
