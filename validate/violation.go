package validate

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Violation is one broken rule: which rule, at which place, by which value.
type Violation struct {
	rule  *Rule
	seg   *segment // innermost container of the record that holds the rule's field; nil at the top
	row   int32    // row + 1; 0 outside of a batch
	index int32    // element of the rule's field + 1; 0 for the field itself; atSegment+1 when seg names it already
	place place    // in the text that was decoded
	value Value
}

// place is a position in a text; line 0 is none.
type place struct{ offset, line, column int32 }

// atSegment is the index of a violation whose innermost segment is the place itself: the entry of a map, a key of the
// input.
const atSegment = -2

// Rule is the name of the broken rule, such as "gte".
func (v *Violation) Rule() string { return v.rule.Name }

// Limit is the rule's parameter as the tag has it, such as "0"; of an unknown key it is the one that may have been meant.
func (v *Violation) Limit() string { return v.rule.Param }

// Unit is the unit of measure of the value and of a limit that is a number, such as "kg"; "" where none is told.
func (v *Violation) Unit() string {
	if measures[v.value.shape()] {
		return v.rule.Unit
	}
	return ""
}

// Field is the Go selector of the field inside its record, such as "TransactionAmount".
func (v *Violation) Field() string { return v.rule.Field }

// Static returns the generated rule. It is shared: do not change it.
func (v *Violation) Static() *Rule { return v.rule }

// Value is the value that broke the rule; of kind KindNone when the field is sensitive.
func (v *Violation) Value() Value { return v.value }

// Null reports whether the value was null, also where it is not held.
func (v *Violation) Null() bool { return v.value.shape() == KindNull }

// Row is the index of the row in a batch, -1 outside of one.
func (v *Violation) Row() int { return int(v.row) - 1 }

// Index is the element of a list that broke the rule, -1 for the field itself and for the entry of a map.
func (v *Violation) Index() int { return int(max(v.index, 0)) - 1 }

// Position is where the text that was decoded breaks the rule: the offset in bytes from 0, and line and column from 1, in
// characters. Of a key that is absent it is the end of its object. It is false for rules on values that decoded: they
// no longer know their place.
func (v *Violation) Position() (offset, line, column int, ok bool) {
	return int(v.place.offset), int(v.place.line), int(v.place.column), v.place.line > 0
}

// String says row, path, what is demanded and what was found.
func (v *Violation) String() string {
	var b strings.Builder
	if v.row > 0 {
		b.WriteString("row " + strconv.Itoa(v.Row()) + ": ")
	}
	if p := v.Path(); p != "" {
		b.WriteString(p + ": ")
	}
	b.WriteString(v.Message())
	return b.String()
}

// violationJSON is the JSON form of a violation.
type violationJSON struct {
	Row     *int   `json:"row,omitempty"`
	Path    string `json:"path"`
	Rule    string `json:"rule"`
	Limit   string `json:"limit,omitempty"`
	Value   any    `json:"value,omitempty"`
	Unit    string `json:"unit,omitempty"`
	Message string `json:"message"`
}

// MarshalJSON writes {row, path, rule, limit, value, unit, message}: row in batches only, no value where none is held, the
// length of a list or map, and as text what JSON has no form for (NaN, ±Inf, times, durations, raw input).
func (v Violation) MarshalJSON() ([]byte, error) {
	j := violationJSON{Path: v.Path(), Rule: v.Rule(), Limit: v.Limit(), Message: v.Message(), Value: v.value.json(), Unit: v.Unit()}
	if v.row > 0 {
		row := v.Row()
		j.Row = &row
	}
	return json.Marshal(j)
}
