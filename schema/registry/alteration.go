package registry

import (
	"cmp"
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
)

// Alteration is what turns one definition of a table into another, as far as a catalog can: new columns, which are
// empty in the rows that are there, comments and properties.
type Alteration struct {
	Table    string
	Add      []Column // nullable
	Comments []Column
	Set      map[string]string

	before     map[string]string // the comments
	properties map[string]string
}

// Alter compares two definitions of a table. What a catalog cannot change is a *schema.MismatchError that names the
// columns: another type, another key, NOT NULL.
func Alter(have, want *Definition) (*Alteration, error) {
	a := &Alteration{Table: have.Name, Set: want.PropertiesWithFields(), before: map[string]string{}, properties: have.Properties}
	var impossible []schema.Change
	for _, w := range want.Columns {
		h := have.column(w.Name)
		switch {
		case h == nil:
			w.Nullable = true // of the rows that are there
			a.Add = append(a.Add, w)
		case h.typ.text() != w.typ.text():
			impossible = append(impossible, schema.Change{Kind: schema.Retyped, Column: w.Name, Want: w.TypeText(), Have: h.TypeText()})
		case means(h, &w):
			impossible = append(impossible, schema.Change{Kind: schema.Retyped, Column: w.Name, Want: w.field().Type.String(), Have: h.was().Type.String()})
		case w.Nullable && !h.Nullable:
			impossible = append(impossible, schema.Change{Kind: schema.Retyped, Column: w.Name, Want: w.TypeText() + " that may be null", Have: h.TypeText() + " NOT NULL"})
		case h.Comment != w.Comment:
			a.Comments = append(a.Comments, w)
			a.before[w.Name] = h.Comment
		}
	}
	for _, h := range have.Columns {
		switch {
		case want.column(h.Name) != nil:
		case !h.Nullable:
			impossible = append(impossible, schema.Change{Kind: schema.Extra, Column: h.Name, Have: h.TypeText() + " NOT NULL"})
		case h.Field != "": // the column stays in the table, and is none of the record's any more
			a.Set[PropColumn+h.Name], a.Set[PropRemoved+h.Name] = "", h.Field
		}
	}
	impossible = append(impossible, keyChanges(have.Key, want.Key)...)
	if len(impossible) > 0 {
		return nil, &schema.MismatchError{
			Subject: "table " + have.Name, Record: want.Name, Changes: impossible,
			Remedy: "The catalog cannot change these in place: publish under another name, or drop the table.",
		}
	}
	return a, nil
}

// means reports whether the values of one column mean something else in the other, such as nanoseconds and plain numbers.
// Nothing is known of a column that nobody published.
func means(have, want *Column) bool {
	h, w := have.was().Type, want.field().Type
	return have.Field+have.removed != "" && h.Refuses(w) && w.Refuses(h)
}

// was is the column as the field that it is, or was before a version of the record without it.
func (c Column) was() schema.Field {
	c.Field = cmp.Or(c.Field, c.removed)
	return c.field()
}

func (d *Definition) column(name string) *Column {
	for i := range d.Columns {
		if strings.EqualFold(d.Columns[i].Name, name) {
			return &d.Columns[i]
		}
	}
	return nil
}

// keyChanges names the columns by which two keys differ. A table that has no key while the record does is left as it
// is: another engine may have made it.
func keyChanges(have, want *PrimaryKey) (out []schema.Change) {
	if have == nil || want == nil {
		return nil
	}
	for _, c := range want.Columns {
		if !slices.Contains(have.Columns, c) {
			out = append(out, schema.Change{Kind: schema.Retyped, Column: c, Want: "part of the primary key", Have: "no part of it"})
		}
	}
	for _, c := range have.Columns {
		if !slices.Contains(want.Columns, c) {
			out = append(out, schema.Change{Kind: schema.Retyped, Column: c, Want: "no part of the primary key", Have: "part of it"})
		}
	}
	if have.Timeseries != want.Timeseries && len(out) == 0 {
		out = append(out, schema.Change{Kind: schema.Retyped, Column: want.Timeseries, Want: "the time series", Have: "no time series"})
	}
	return out
}
