package schema

import (
	"cmp"
	"fmt"
	"strings"
)

// ChangeKind says what differs between two records.
type ChangeKind string

// Kinds of changes, from the reader's side: want is the struct, have is what is stored.
const (
	Absent   ChangeKind = "absent"   // want has the column, have does not
	Extra    ChangeKind = "extra"    // have has a column that want lacks
	Retyped  ChangeKind = "retyped"  // the types differ
	Narrowed ChangeKind = "narrowed" // have stores want's values and others: a wider integer than an unsigned one, lists of any length
	Nullable ChangeKind = "nullable" // have allows null, want does not
	Required ChangeKind = "required" // want allows null, have does not
	Rules    ChangeKind = "rules"    // constraints, defaults, roles or enum values differ
	Units    ChangeKind = "units"    // the units of measure differ: the numbers mean something else
	Checks   ChangeKind = "checks"   // the record checks differ
)

// Change is one difference between two records.
type Change struct {
	Kind ChangeKind `json:"kind"`
	// Column is the key, dotted for nested records; "" for Checks.
	Column string `json:"column,omitempty"`
	// Want and Have spell the two sides.
	Want string `json:"want,omitempty"`
	Have string `json:"have,omitempty"`
}

// String says the change in words.
func (c Change) String() string {
	switch c.Kind {
	case Absent:
		return fmt.Sprintf("column %s (%s) is absent", c.Column, c.Want)
	case Extra:
		return fmt.Sprintf("column %s (%s) is not in the struct", c.Column, c.Have)
	case Retyped:
		return fmt.Sprintf("column %s is %s, the struct has %s", c.Column, c.Have, c.Want)
	case Narrowed:
		return fmt.Sprintf("column %s is %s, the struct has %s: other values are violations", c.Column, c.Have, c.Want)
	case Nullable:
		return fmt.Sprintf("column %s may hold null, the struct's may not", c.Column)
	case Required:
		return fmt.Sprintf("column %s may hold no null, the struct's may", c.Column)
	case Units:
		return fmt.Sprintf("column %s is in %s, the struct has it in %s", c.Column, cmp.Or(c.Have, "no unit that is told"), cmp.Or(c.Want, "none that is told"))
	case Checks:
		return "the record checks differ"
	}
	return fmt.Sprintf("column %s has other rules", c.Column)
}

// Breaking reports whether a reader with the wanted record cannot use the data: a column is absent or retyped.
// The other changes are left to the validation of each row.
func (c Change) Breaking() bool { return c.Kind == Absent || c.Kind == Retyped }

// Compare lists how have (what is stored) differs from want (the struct), in want's order, extra columns last.
// Columns are matched by key, never by position. It returns nil when the fingerprints are equal.
func Compare(want, have *Record) []Change {
	if want.Canonical() == have.Canonical() {
		return nil
	}
	changes := compareFields("", want, have)
	if checksOf(want) != checksOf(have) {
		changes = append(changes, Change{Kind: Checks, Want: checksOf(want), Have: checksOf(have)})
	}
	return changes
}

func checksOf(r *Record) string {
	var b strings.Builder
	for _, c := range r.Checks {
		fmt.Fprintf(&b, "%s: %s\n", c.Name, c.Source)
	}
	return b.String()
}

func compareFields(prefix string, want, have *Record) []Change {
	var changes []Change
	for i := range want.Fields {
		w := &want.Fields[i]
		h := have.Field(w.Key)
		if h == nil {
			changes = append(changes, Change{Kind: Absent, Column: prefix + w.Key, Want: w.Type.String()})
			continue
		}
		changes = append(changes, compareField(prefix, w, h)...)
	}
	for i := range have.Fields {
		if h := &have.Fields[i]; want.Field(h.Key) == nil {
			changes = append(changes, Change{Kind: Extra, Column: prefix + h.Key, Have: h.Type.String()})
		}
	}
	return changes
}

func compareField(prefix string, w, h *Field) []Change {
	column := prefix + w.Key
	if w.Type.String() != h.Type.String() {
		changes := []Change{{Kind: Retyped, Column: column, Want: w.Type.String(), Have: h.Type.String()}}
		if narrows(w.Type, h.Type) {
			changes[0].Kind = Narrowed
		}
		alike := *h
		alike.Type = w.Type
		return append(changes, compareRules(column, w, &alike)...)
	}
	var changes []Change
	switch {
	case h.Optional && !w.Optional:
		changes = append(changes, Change{Kind: Nullable, Column: column})
	case w.Optional && !h.Optional:
		changes = append(changes, Change{Kind: Required, Column: column})
	}
	if nested := compareNested(column, w.Type, h.Type); nested != nil || w.Type.Kind == Struct {
		return append(changes, nested...)
	}
	return append(changes, compareRules(column, w, h)...)
}

// narrows reports whether h stores the values of w, and others: stores without unsigned integers hold them one wider, and
// arrays as lists.
func narrows(w, h Type) bool {
	switch {
	case w.Kind.Unsigned() && h.Kind.Signed():
		return h.Kind.Bits() == 2*w.Kind.Bits()
	case w.Kind != h.Kind || w.Elem == nil || w.Len != h.Len && h.Len > 0:
		return false
	}
	elem := narrows(w.Elem.Type, h.Elem.Type) || w.Elem.Type.String() == h.Elem.Type.String()
	return elem && (w.Key == nil || w.Key.Type.String() == h.Key.Type.String())
}

func compareRules(column string, w, h *Field) []Change {
	var changes []Change
	if w.Unit != h.Unit {
		changes = append(changes, Change{Kind: Units, Column: column, Want: w.Unit, Have: h.Unit})
	}
	if ws, hs := rulesOf(w), rulesOf(h); ws != hs {
		changes = append(changes, Change{Kind: Rules, Column: column, Want: ws, Have: hs})
	}
	return changes
}

// compareNested compares the records that two types of one spelling hold: a record's own, a list's or map's elements'.
func compareNested(column string, w, h Type) []Change {
	switch {
	case w.Kind == Struct:
		return compareFields(column+".", w.Record, h.Record)
	case w.Elem != nil && h.Elem != nil:
		return compareNested(column+"[]", w.Elem.Type, h.Elem.Type)
	}
	return nil
}

func rulesOf(f *Field) string {
	g := *f
	g.Optional, g.Unit = false, ""
	var c canonical
	c.field(&g)
	return strings.TrimSpace(c.String())
}

// MismatchError says that two schemas disagree on columns that are needed: a table, a model or a request does not fit
// the struct. Nothing was read, written or predicted.
type MismatchError struct {
	// Subject names what was compared with the struct, such as "table delta:///data/churn" or "model churn version 3".
	Subject string
	// Record is the name of the struct's record.
	Record string
	// Changes are the breaking ones, at least one.
	Changes []Change
	// Remedy says what to do; it may be empty.
	Remedy string
}

// maxPrinted is how many columns Error names; Changes has all of them.
const maxPrinted = 10

// Error names the first ten columns and says how many more there are.
func (e *MismatchError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s does not fit %s:", e.Subject, e.Record)
	for i, c := range e.Changes {
		if i > 0 {
			b.WriteByte(';')
		}
		if i == maxPrinted {
			fmt.Fprintf(&b, " and %d columns more", len(e.Changes)-i)
			break
		}
		b.WriteString(" " + c.String())
	}
	if e.Remedy != "" {
		b.WriteString(". " + e.Remedy)
	}
	return b.String()
}

// Columns returns the names of the columns that disagree.
func (e *MismatchError) Columns() []string {
	out := make([]string, len(e.Changes))
	for i, c := range e.Changes {
		out[i] = c.Column
	}
	return out
}

// Mismatch compares like [Compare] and splits the result: a *MismatchError with the changes that keep a reader of want
// from the data, nil when there is none, and the other changes, which are worth a notice. An absent column is such a one
// when a decoder of want does without it.
func Mismatch(subject string, want, have *Record) (notices []Change, mismatch *MismatchError) {
	return Split(subject, want, Compare(want, have))
}

// Split is [Mismatch] of changes that are known already.
func Split(subject string, want *Record, changes []Change) (notices []Change, mismatch *MismatchError) {
	e := &MismatchError{Subject: subject, Record: want.Name}
	for _, c := range changes {
		if c.Breaking() && (c.Kind != Absent || !want.MayLack(c.Column)) {
			e.Changes = append(e.Changes, c)
		} else {
			notices = append(notices, c)
		}
	}
	if len(e.Changes) == 0 {
		return notices, nil
	}
	return notices, e
}

// MayLack reports whether a decoder of the record does without a column, which may be dotted: it is optional, has a
// default, or is omitted when it is empty.
func (r *Record) MayLack(column string) bool {
	fields := r.Resolve(column)
	if len(fields) == 0 {
		return false
	}
	f := fields[len(fields)-1]
	return f.Optional || f.MayBeAbsent
}
