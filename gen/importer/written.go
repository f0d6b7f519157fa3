package importer

import (
	"slices"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/pydantic"
)

// written is a model in a package that typedml wrote: the text of its models, and of the records that they were written from.
type written struct {
	Models  string `json:"models"`
	Records string `json:"records"`
	Class   string `json:"class"`
}

// record returns the record that the model was written from, or why the model tells more than that does.
func (w *written) record() (rec *schema.Record, why string) {
	const other = "it is read as any other model, and its validators are not: write the package again with typedml schema"
	recs, err := pydantic.ReadRecords([]byte(w.Records))
	if err != nil {
		return nil, pydantic.Records + " is not what typedml wrote: " + err.Error() + ": " + other
	}
	files, models := pydantic.Of(recs...)
	if !slices.ContainsFunc(files, func(f pydantic.File) bool { return f.Name == "models.py" && string(f.Text) == w.Models }) {
		return nil, "models.py is not what typedml writes of " + pydantic.Records + ": " + other
	}
	var named []*schema.Record
	for i, m := range models {
		if m.Name == w.Class {
			return recs[i], ""
		}
		named = append(named, held(recs[i], w.Class)...)
	}
	differs := func(r *schema.Record) bool { return r.Canonical() != named[0].Canonical() }
	if len(named) == 0 || slices.ContainsFunc(named, differs) {
		return nil, "the records have not the one that " + w.Class + " was written from: " + other
	}
	return named[0], ""
}

// held are the records in a record whose type has the name.
func held(rec *schema.Record, name string) (out []*schema.Record) {
	for i := range rec.Fields {
		for t := &rec.Fields[i].Type; t != nil; {
			if t.Record != nil {
				if t.Record.Type == name {
					out = append(out, t.Record)
				}
				out = append(out, held(t.Record, name)...)
			}
			if t.Elem == nil {
				break
			}
			t = &t.Elem.Type
		}
	}
	return out
}
