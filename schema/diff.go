package schema

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Diff lists what next changed in old, two versions of one record: fields in next's order, removed ones after them, then
// checks. Fields are matched by key, or by the key that they say they had (feature:"was=old"). It returns nil for equal
// records. It compares rules by what they allow, not by their spelling: gte=1 and gt=0 of an integer are equal.
func Diff(old, next *Record) []Edit {
	d := differ{lost: lostFeatures(old, next)}
	d.fields("", old, next)
	d.checks(old, next)
	d.unclaimed()
	if len(d.edits) == 0 && old.annotated() != next.annotated() {
		d.add(Edit{Kind: Annotated})
	}
	return d.edits
}

// differ collects edits.
type differ struct {
	edits []Edit
	// lost has the fields with an encoded feature that the next version lacks or has with another kind of value: an edit of
	// such a field breaks models.
	lost map[string]bool
}

func (d *differ) add(e Edit) {
	top, _, _ := strings.Cut(strings.TrimSuffix(e.Column, "[]"), "[]")
	if d.lost[e.Column] || d.lost[top] {
		e.breaks(Models)
		delete(d.lost, top)
		delete(d.lost, e.Column)
	}
	d.edits = append(d.edits, e)
}

// unclaimed adds an edit for features that got lost without any other.
func (d *differ) unclaimed() {
	var columns []string
	for column := range d.lost {
		columns = append(columns, column)
	}
	slices.Sort(columns)
	for _, column := range columns {
		d.add(Edit{Kind: RoleChanged, Column: column})
	}
}

// lostFeatures returns the fields whose features a model of old would miss in next.
func lostFeatures(old, next *Record) map[string]bool {
	have := map[string]Kind{}
	for _, f := range next.Features() {
		have[f.Name] = f.Kind
	}
	lost := map[string]bool{}
	for _, f := range old.Features() {
		if kind, ok := have[f.Name]; !ok || kind.Class() != f.Kind.Class() {
			lost[f.Field] = true
		}
	}
	return lost
}

func (d *differ) fields(prefix string, old, next *Record) {
	renamed := map[string]bool{}
	for i := range next.Fields {
		n := &next.Fields[i]
		o := old.Field(n.Key)
		if o == nil && n.Was != "" {
			if o = old.Field(n.Was); o != nil && next.Field(n.Was) == nil {
				renamed[o.Key] = true
				d.rename(prefix, o, n)
			} else {
				o = nil
			}
		}
		if o == nil {
			d.added(prefix, n)
			continue
		}
		d.field(prefix+n.Key, o, n)
	}
	for i := range old.Fields {
		if o := &old.Fields[i]; next.Field(o.Key) == nil && !renamed[o.Key] {
			d.removed(prefix, o, next.IgnoreUnknown)
		}
	}
	switch {
	case old.IgnoreUnknown && !next.IgnoreUnknown:
		d.add(Edit{Kind: UnknownRefused, Column: strings.TrimSuffix(prefix, "."), Breaks: []Party{Writers}})
	case !old.IgnoreUnknown && next.IgnoreUnknown:
		d.add(Edit{Kind: UnknownIgnored, Column: strings.TrimSuffix(prefix, ".")})
	}
}

func (d *differ) added(prefix string, n *Field) {
	e := Edit{Kind: FieldAdded, Column: prefix + n.Key, New: n.Type.String()}
	if !n.MayBeAbsent {
		e.breaks(Writers)
	}
	d.add(e)
}

func (d *differ) removed(prefix string, o *Field, ignored bool) {
	e := Edit{Kind: FieldRemoved, Column: prefix + o.Key, Old: o.Type.String()}
	if !ignored {
		e.breaks(Writers)
	}
	e.breaks(Readers)
	d.add(e)
}

func (d *differ) rename(prefix string, o, n *Field) {
	e := Edit{Kind: FieldRenamed, Column: prefix + n.Key, Old: prefix + o.Key, New: prefix + n.Key, Breaks: []Party{Writers, Readers}}
	if d.lost[prefix+o.Key] {
		e.breaks(Models)
		delete(d.lost, prefix+o.Key)
	}
	d.add(e)
}

// field compares a field with what it was.
func (d *differ) field(column string, o, n *Field) {
	before := len(d.edits)
	d.types(column, o.Type, n.Type)
	d.presence(column, o, n)
	if spell(o.Default) != spell(n.Default) {
		d.add(Edit{Kind: DefaultChanged, Column: column, Old: spell(o.Default), New: spell(n.Default)})
	}
	d.rules(column, n.Type, o.Constraints, n.Constraints)
	d.role(column, o, n)
	d.unit(column, o, n)
	if len(d.edits) == before && o.Key == n.Key && o.annotated() != n.annotated() {
		d.add(Edit{Kind: Annotated, Column: column})
	}
}

func spell(l *Literal) string {
	if l == nil {
		return ""
	}
	if l.Kind == String {
		return fmt.Sprintf("%q", l.Text)
	}
	return l.String()
}

// types compares the types of a field or of an element.
func (d *differ) types(column string, o, n Type) {
	switch {
	case o.Kind == Enum && n.Kind == Enum && o.Base == n.Base:
		d.values(column, o, n)
	case o.Kind == Struct && n.Kind == Struct:
		d.fields(column+".", o.Record, n.Record)
		d.checksOf(column+".", o.Record, n.Record)
	case o.Kind == n.Kind && (o.Kind == List || o.Kind == Map) && o.Len == n.Len:
		d.elements(column, o, n)
	case o.String() != n.String():
		d.add(retyped(column, o, n))
		if o.Kind == List && n.Kind == List {
			d.elements(column, o, n)
		}
	}
}

func (d *differ) elements(column string, o, n Type) {
	if o.Key != nil {
		d.types(column+"{}", o.Key.Type, n.Key.Type)
		d.rules(column+"{}", n.Key.Type, o.Key.Constraints, n.Key.Constraints)
	}
	d.types(column+"[]", o.Elem.Type, n.Elem.Type)
	d.null(column+"[]", o.Elem.Optional, n.Elem.Optional)
	d.rules(column+"[]", n.Elem.Type, o.Elem.Constraints, n.Elem.Constraints)
}

func retyped(column string, o, n Type) Edit {
	e := Edit{Kind: FieldRetyped, Column: column, Old: o.String(), New: n.String(), Breaks: []Party{Writers, Readers}}
	switch {
	case widens(o, n):
		e.Kind, e.Breaks = FieldWidened, []Party{Readers}
	case widens(n, o):
		e.Kind, e.Breaks = FieldNarrowed, []Party{Writers}
	}
	return e
}

// widens reports whether n holds every value of o.
func widens(o, n Type) bool {
	switch {
	case o.Kind == Enum:
		return n.Kind == o.Base || n.Kind != Enum && holds(n.Kind, o.Base)
	case n.Kind == Decimal:
		whole, places := o.decimalDigits()
		return n.Precision-n.Scale >= whole && n.Scale >= places
	case o.Kind == List && n.Kind == List:
		return n.Len == 0 && o.Len > 0 // the elements are compared by themselves
	}
	return holds(n.Kind, o.Kind)
}

// holds reports whether every number of kind b is one of kind a.
func holds(a, b Kind) bool {
	switch {
	case a.Float() && b.Float():
		return a.Bits() >= b.Bits()
	case a.Float():
		return b.Integer() && b.Bits() < map[int]int{32: 32, 64: 64}[a.Bits()] && (a == Float64 || b.Bits() <= 16)
	case a.Signed() && b.Unsigned():
		return a.Bits() > b.Bits()
	}
	return a.Signed() && b.Signed() && a.Bits() >= b.Bits() || a.Unsigned() && b.Unsigned() && a.Bits() >= b.Bits()
}

func (d *differ) values(column string, o, n Type) {
	if gone := without(o.Values, n.Values); len(gone) > 0 {
		d.add(Edit{Kind: ValuesRemoved, Column: column, Old: words(gone), Breaks: []Party{Writers}})
	}
	if come := without(n.Values, o.Values); len(come) > 0 {
		d.add(Edit{Kind: ValuesAdded, Column: column, New: words(come), Breaks: []Party{Readers}})
	}
}

func without(all, some []Literal) []Literal {
	return slices.DeleteFunc(slices.Clone(all), func(l Literal) bool { return slices.Contains(some, l) })
}

func words(ls []Literal) string {
	all := make([]string, len(ls))
	for i := range ls {
		all[i] = spell(&ls[i])
	}
	return strings.Join(all, ", ")
}

// presence compares null and absence.
func (d *differ) presence(column string, o, n *Field) {
	d.null(column, o.Optional, n.Optional)
	switch {
	case o.MayBeAbsent && !n.MayBeAbsent:
		d.add(Edit{Kind: KeyDemanded, Column: column, Breaks: []Party{Writers}})
	case !o.MayBeAbsent && n.MayBeAbsent && o.Optional == n.Optional && n.Default == nil:
		e := Edit{Kind: KeyOptional, Column: column}
		if n.OmitEmpty || n.OmitZero { // the encoder leaves it out now
			e.breaks(Readers)
		}
		d.add(e)
	}
}

func (d *differ) null(column string, old, next bool) {
	switch {
	case old && !next:
		d.add(Edit{Kind: NullRefused, Column: column, Breaks: []Party{Writers}})
	case !old && next:
		d.add(Edit{Kind: NullAllowed, Column: column, Breaks: []Party{Readers}})
	}
}

// role compares what the field is to a model and to a request.
func (d *differ) role(column string, o, n *Field) {
	switch {
	case o.Role == n.Role:
		if spell(o.Positive) != spell(n.Positive) {
			d.add(Edit{Kind: RoleChanged, Column: column, Old: "positive=" + spell(o.Positive), New: "positive=" + spell(n.Positive), Breaks: []Party{Models}})
		}
		return
	case o.Role == RoleKey || n.Role == RoleKey:
		// A key says which rows are one: merges and look-ups mean something else.
		d.add(Edit{Kind: KeyChanged, Column: column, Old: roleName(o.Role), New: roleName(n.Role), Breaks: []Party{Writers, Readers}})
		return
	}
	e := Edit{Kind: RoleChanged, Column: column, Old: roleName(o.Role), New: roleName(n.Role)}
	if o.Role.Sent() != n.Role.Sent() {
		e.breaks(Writers)
	}
	d.add(e)
}

// unit compares units of measure. One that was not told before changes no number.
func (d *differ) unit(column string, o, n *Field) {
	if o.Unit == n.Unit {
		return
	}
	e := Edit{Kind: UnitChanged, Column: column, Old: o.Unit, New: n.Unit}
	if o.Unit != "" && n.Unit != "" {
		if e.Breaks = []Party{Writers, Readers}; n.Role == RoleFeature || n.Role == RoleLabel {
			e.breaks(Models)
		}
	}
	d.add(e)
}

func roleName(r Role) string {
	switch r {
	case RoleFeature:
		return "feature"
	case RoleNone:
		return "no feature"
	}
	return string(r)
}

// checks compares record checks by name.
func (d *differ) checks(old, next *Record) { d.checksOf("", old, next) }

func (d *differ) checksOf(prefix string, old, next *Record) {
	byName := map[string]*Check{}
	for i := range old.Checks {
		byName[old.Checks[i].Name] = &old.Checks[i]
	}
	for i := range next.Checks {
		n := &next.Checks[i]
		o := byName[n.Name]
		delete(byName, n.Name)
		switch {
		case o == nil:
			d.add(Edit{Kind: CheckAdded, Column: prefix + n.Name, New: n.Source, Breaks: []Party{Writers}})
		case o.Source != n.Source && (o.Expr == nil || !reflect.DeepEqual(o.Expr, n.Expr)):
			d.add(Edit{Kind: CheckChanged, Column: prefix + n.Name, Old: o.Source, New: n.Source, Breaks: []Party{Writers, Readers}})
		case o.Source != n.Source: // only spaced in another way
			d.add(Edit{Kind: Annotated, Column: prefix + n.Name, Old: o.Source, New: n.Source})
		case o.Message != n.Message:
			d.add(Edit{Kind: Annotated, Column: prefix + n.Name, Old: fmt.Sprintf("%q", o.Message), New: fmt.Sprintf("%q", n.Message)})
		}
	}
	for i := range old.Checks {
		if o := &old.Checks[i]; byName[o.Name] == o {
			d.add(Edit{Kind: CheckRemoved, Column: prefix + o.Name, Old: o.Source, Breaks: []Party{Readers}})
		}
	}
}
