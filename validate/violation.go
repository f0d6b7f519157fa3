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
	index int32    // element of the rule's field + 1; 0 for the field itself
	value Value
}

// segment is one step of a path, from the inside out.
type segment struct {
	name  string // key of the field
	key   string // key of a map entry
	kind  segmentKind
	index int
	outer *segment
}

type segmentKind uint8

const (
	segmentField segmentKind = iota
	segmentIndex
	segmentKey
)

// Path is where the value stands, from the top of the record: "metrics.auc_roc", "items[3].price". It is "" for a
// check of the whole record.
func (v *Violation) Path() string {
	var b strings.Builder
	v.seg.write(&b)
	if v.rule.Path != "" {
		if b.Len() > 0 && v.rule.Path[0] != '[' {
			b.WriteByte('.')
		}
		b.WriteString(v.rule.Path)
	}
	if v.index > 0 {
		b.WriteString("[" + strconv.Itoa(int(v.index)-1) + "]")
	}
	return b.String()
}

func (s *segment) write(b *strings.Builder) {
	if s == nil {
		return
	}
	s.outer.write(b)
	if b.Len() > 0 && s.name != "" {
		b.WriteByte('.')
	}
	b.WriteString(s.name)
	switch s.kind {
	case segmentIndex:
		b.WriteString("[" + strconv.Itoa(s.index) + "]")
	case segmentKey:
		b.WriteString("[" + strconv.Quote(s.key) + "]")
	}
}

// pattern is the path with its indexes and map keys blanked: what reports are grouped by.
func (v *Violation) pattern() string {
	var names []string
	for s := v.seg; s != nil; s = s.outer {
		name := s.name
		if s.kind != segmentField {
			name += "[]"
		}
		names = append(names, name)
	}
	var b strings.Builder
	for i := len(names) - 1; i >= 0; i-- {
		if b.Len() > 0 && !strings.HasPrefix(names[i], "[") {
			b.WriteByte('.')
		}
		b.WriteString(names[i])
	}
	if b.Len() > 0 && v.rule.Path != "" {
		b.WriteByte('.')
	}
	b.WriteString(v.rule.Path)
	if v.index > 0 {
		b.WriteString("[]")
	}
	return b.String()
}

// Rule is the name of the broken rule, such as "gte".
func (v *Violation) Rule() string { return v.rule.Name }

// Limit is the rule's parameter as the tag has it, such as "0".
func (v *Violation) Limit() string { return v.rule.Param }

// Field is the Go selector of the field inside its record, such as "TransactionAmount".
func (v *Violation) Field() string { return v.rule.Field }

// Static returns the generated rule. It is shared: do not change it.
func (v *Violation) Static() *Rule { return v.rule }

// Value is the value that broke the rule; of kind KindNone when the field is sensitive.
func (v *Violation) Value() Value { return v.value }

// Row is the index of the row in a batch, -1 outside of one.
func (v *Violation) Row() int { return int(v.row) - 1 }

// Index is the element of a list that broke the rule, -1 for the field itself.
func (v *Violation) Index() int { return int(v.index) - 1 }

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
	Message string `json:"message"`
}

// MarshalJSON writes {row, path, rule, limit, value, message}; a number that JSON lacks is written as its text.
func (v Violation) MarshalJSON() ([]byte, error) {
	j := violationJSON{Path: v.Path(), Rule: v.Rule(), Limit: v.Limit(), Message: v.Message(), Value: v.value.Any()}
	if v.row > 0 {
		row := v.Row()
		j.Row = &row
	}
	if f, ok := j.Value.(float64); ok && (f != f || f-f != 0) {
		j.Value = v.value.String()
	}
	return json.Marshal(j)
}
