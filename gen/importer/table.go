package importer

import (
	"fmt"
	"go/token"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/schema"
)

// Columns are what a file, a table or a signature tells of its columns.
type Columns struct {
	// Record has them as fields. A kind that the schema lacks is the store's own name of a type: no field is made of it.
	Record *schema.Record
	// Written are the keys of those that typedml wrote, with rules; of the others nothing is known but type and nullability.
	Written map[string]bool
	// Checks are the CHECK constraints, by name; see [Checks].
	Checks map[string]string
	// Fingerprint is that of the record that typedml wrote, "" for none.
	Fingerprint string
}

// Table writes the columns of a file or a table that somebody else has opened. Names become exported Go names, a column that
// may be null a pointer. A column whose type a struct cannot have becomes a comment that says what to do.
func Table(c Columns, o Options) (Result, error) {
	if len(c.Record.Fields) == 0 {
		return Result{}, fmt.Errorf("%s has no columns: there is nothing to import", o.File)
	}
	a := &adoption{left: map[*schema.Record][]string{}, known: c.Written, checked: map[string]bool{}}
	a.readChecks(&c)
	rec := a.record(c.Record, "")
	if len(rec.Fields) == 0 {
		return Result{}, fmt.Errorf("%s has no column that a struct can have:\n  %s", o.File, strings.Join(a.left[rec], "\n  "))
	}
	if rec.Type == "" {
		rec.Type = "Row"
	}
	a.carried(rec, c.Checks)
	if c.Fingerprint != "" && rec.Fingerprint() != c.Fingerprint {
		a.note("(all)", "it is not the definition that was published, whose fingerprint is %s: see the other notes; or columns have changed since", c.Fingerprint)
	}
	return o.write(reading{rec: rec, left: a.left, notes: a.notes})
}

// adoption makes a record that a Go struct says of one that came from elsewhere: nothing in it is trusted.
type adoption struct {
	left  map[*schema.Record][]string
	notes []Note
	known map[string]bool // the columns that typedml wrote
	// checked are the columns whose rules come from a CHECK constraint, which says of null, too, whether it is taken.
	checked map[string]bool
	// written says so of the column that is being adopted; depth is how deep in it.
	written bool
	depth   int
}

func (a *adoption) note(path, format string, args ...any) {
	n := Note{Path: path, What: fmt.Sprintf(format, args...)}
	if !slices.Contains(a.notes, n) {
		a.notes = append(a.notes, n)
	}
}

// record adopts a record and what it holds.
func (a *adoption) record(in *schema.Record, path string) *schema.Record {
	rec := &schema.Record{Doc: comment(in.Doc), IgnoreUnknown: in.IgnoreUnknown}
	switch {
	case token.IsIdentifier(in.Type) && token.IsExported(in.Type):
		rec.Type = in.Type
	case in.Type != "": // an instance of a generic struct, such as Range[int]
		rec.Type = gosource.Exported(in.Type)
	}
	if !strings.ContainsFunc(in.Name, blank) {
		rec.Name = in.Name
	}
	if versionForm.MatchString(in.Version) {
		rec.Version = in.Version
	}
	taken, seen := reserved(), map[string]bool{}
	for i := range in.Fields {
		f := in.Fields[i]
		at := joined(path, f.Key)
		if path == "" {
			a.written = a.known[f.Key]
		}
		var why []string
		switch {
		case !jsonKey(f.Key):
			why = []string{"no struct tag names the column: rename it, and add a field"}
		case seen[f.Key]:
			why = []string{"a second column has the name: rename one of them"}
		default:
			f, why = a.field(f, at)
		}
		if why != nil {
			a.leave(rec, at, in.Fields[i].Key, why)
			continue
		}
		seen[f.Key] = true
		if !token.IsIdentifier(f.Name) || !token.IsExported(f.Name) || taken[f.Name] {
			f.Name = gosource.Exported(f.Key)
		}
		f.Name = unused(f.Name, taken)
		rec.Fields = append(rec.Fields, f)
	}
	a.related(rec, path)
	for _, c := range in.Checks {
		switch {
		case !checkName.MatchString(c.Name), c.Source == "", strings.ContainsAny(c.Source+c.Message, "\r\n"):
			a.note(joined(path, c.Name), "it is no check on one line")
		default:
			rec.Checks = append(rec.Checks, schema.Check{Name: c.Name, Message: c.Message, Source: c.Source})
		}
	}
	return rec
}

func joined(path, key string) string { return strings.TrimPrefix(path+"."+key, ".") }

func blank(r rune) bool { return r <= ' ' || r == 0x7f || r == '\u00a0' }

// leave makes a comment of a column.
func (a *adoption) leave(rec *schema.Record, at, key string, why []string) {
	a.note(at, "%s; it is a comment in the struct", why[0])
	first := key + ": " + why[0]
	if len(why) > 1 {
		first += ", and add"
	}
	a.left[rec] = append(append(a.left[rec], comment(strings.ReplaceAll(first, "\n", " "))), why[1:]...)
}

// field adopts a field; why says why it cannot be, with the Go code that could stand there once its remedy is done.
func (a *adoption) field(f schema.Field, at string) (out schema.Field, why []string) {
	optional := f.Optional && !f.Type.TakesNull() // where nil is null
	el, unknown := a.element(schema.Element{Type: f.Type, Optional: optional, Constraints: f.Constraints}, at)
	if unknown != nil {
		return f, unknown.lines(f)
	}
	if !a.written && !(f.Optional && a.checked[at]) {
		nullable(&el, f.Optional)
	}
	f.Doc, f.Type, f.Optional, f.Constraints = comment(f.Doc), el.Type, el.Optional, el.Constraints
	sliced(&f)
	settle(&f)
	if why := sayMessages(&f, at); why != "" {
		a.note(at, "%s", why)
	}
	if f.Default != nil && !a.defaulted(&f) {
		a.note(at, "no tag says its default %s", f.Default)
		f.Default = nil
	}
	if f.Optional || f.Default != nil || omits(f.Constraints) {
		f.MayBeAbsent = true
	}
	if f.Default != nil {
		f.OmitEmpty, f.OmitZero = false, false
	}
	return f, nil
}

// defaulted reports whether a tag says the default, and the rules take it.
func (a *adoption) defaulted(f *schema.Field) bool {
	switch l := f.Default; l.Kind {
	case schema.List:
		if f.Type.Kind != schema.List || f.Type.Len > 0 {
			return false
		}
	case schema.Time, schema.Bytes, schema.Null:
		return false
	default:
		if l.Kind != f.Type.Scalar() || !parses(*l) {
			return false
		}
	}
	return takes(f, *f.Default)
}

// element adopts a type with its rules; unknown is the part of it that no struct has.
func (a *adoption) element(in schema.Element, at string) (el schema.Element, unknown *foreign) {
	if a.depth++; a.depth > deepest {
		return el, &foreign{path: at, kind: "what is nested so deep"}
	}
	defer func() { a.depth-- }()
	t, unknown := a.typ(in.Type, at)
	if unknown != nil {
		return el, unknown
	}
	el = schema.Element{Type: t, Optional: in.Optional}
	if t.Kind == schema.Decimal {
		param := fmt.Sprintf("%d.%d", t.Precision, t.Scale)
		el.Constraints = []schema.Constraint{{Kind: schema.Digits, Rule: "decimal", Param: param, Implicit: true}}
	}
	for _, c := range in.Constraints {
		switch {
		case c.Kind == schema.Digits && t.Kind == schema.Decimal: // the type says it, but for its message
			el.Constraints[0].Message = c.Message
			continue
		case c.Implicit: // the type says it
			continue
		}
		c, alias, why := adopted(c, t, true)
		if why != "" {
			a.note(at, "%s", why)
			continue
		}
		if alias != "" {
			a.note(at, writtenOut, alias)
		}
		el.Constraints = append(el.Constraints, c)
	}
	return el, nil
}

// typ adopts a type and what it holds.
func (a *adoption) typ(t schema.Type, at string) (out schema.Type, unknown *foreign) {
	switch t.Kind {
	case schema.List, schema.Map:
		return a.collection(t, at)
	case schema.Struct:
		if t.Record == nil {
			break
		}
		rec := a.record(t.Record, at)
		if len(rec.Fields) == 0 {
			return t, &foreign{path: at, kind: "a record without a field that a struct can have"}
		}
		return schema.Type{Kind: schema.Struct, Record: rec}, nil
	case schema.Decimal:
		if t.Precision >= 1 && t.Precision <= schema.MaxDigits && t.Scale >= 0 && t.Scale <= t.Precision {
			return schema.Type{Kind: schema.Decimal, Precision: t.Precision, Scale: t.Scale}, nil
		}
		return t, &foreign{path: at, kind: fmt.Sprintf("decimal(%d,%d)", t.Precision, t.Scale)}
	case schema.Enum:
		values := slices.Clone(t.Values)
		wrong := slices.ContainsFunc(values, func(l schema.Literal) bool { return l.Kind != t.Base })
		if len(values) > 0 && !wrong && (t.Base == schema.String || t.Base.Integer()) {
			slices.SortFunc(values, schema.Literal.Compare)
			return schema.Type{Kind: schema.Enum, Base: t.Base, Values: slices.Compact(values)}, nil
		}
	case schema.Bool, schema.String, schema.Bytes, schema.Time, schema.Duration, schema.Date:
		return schema.Type{Kind: t.Kind}, nil
	}
	if t.Kind.Number() {
		return schema.Type{Kind: t.Kind}, nil
	}
	return t, &foreign{path: at, kind: string(t.Kind)}
}

// collection adopts a list or a map. Its items are never null in Go.
func (a *adoption) collection(t schema.Type, at string) (out schema.Type, unknown *foreign) {
	if t.Elem == nil || t.Kind == schema.Map && t.Key == nil || t.Len < 0 || t.Len > largest {
		return t, &foreign{path: at, kind: string(t.Kind)}
	}
	if t.Elem.Optional {
		a.note(at+"[]", "it may be null in the source, and null is not taken there")
	}
	elem, unknown := a.element(schema.Element{Type: t.Elem.Type, Constraints: t.Elem.Constraints}, at+"[]")
	if unknown != nil {
		return t, unknown
	}
	out = schema.Type{Kind: t.Kind, Elem: &elem, Len: t.Len}
	if t.Kind == schema.List {
		return out, nil
	}
	key, unknown := a.element(schema.Element{Type: t.Key.Type, Constraints: t.Key.Constraints}, at+"[key]")
	switch {
	case unknown != nil:
		return t, unknown
	case key.Type.Scalar() != schema.String:
		return t, &foreign{path: at, kind: fmt.Sprintf("a map with %s keys", key.Type)}
	}
	out.Key, out.Len = &key, 0
	return out, nil
}

// related leaves out the rules that read fields which the record lacks.
func (a *adoption) related(rec *schema.Record, path string) {
	lacking(rec, func(f *schema.Field, c schema.Constraint) {
		a.note(joined(path, f.Key), "the rule %s reads a field that is not here", c.Rule)
	})
}
