package validate

import (
	"strconv"
	"strings"
	"unicode"
)

// segment is one step of a path; segments are linked from the inside out.
type segment struct {
	name  string // key of the field
	key   string // key of a map entry
	kind  StepKind
	index int
	outer *segment
}

// StepKind says what a [Step] steps to.
type StepKind uint8

// Kinds of steps.
const (
	StepField StepKind = iota // the field Name
	StepIndex                 // element Index of the list Name
	StepKey                   // the entry Key of the map Name
	StepInput                 // the key Name of the input, which the record may not have
)

// Step is one step of a violation's path, from the outside in.
type Step struct {
	Kind StepKind
	// Name is the key of the field; "" steps into the list or map that the step before ended in.
	Name string
	// Index is the element of a StepIndex, Key the entry of a StepKey.
	Index int
	Key   string
}

// Steps returns the path as steps, from the top of the record to the place of the value. The last step is the rule's
// own field. It is empty for a check of the whole record.
func (v *Violation) Steps() []Step {
	var steps []Step
	for _, s := range v.seg.chain() {
		if s.kind == StepField && s.name == "" { // an entry of a sensitive map
			continue
		}
		steps = append(steps, Step{Kind: s.kind, Name: s.name, Index: s.index, Key: s.key})
	}
	switch {
	case v.index > 0:
		steps = append(steps, Step{Kind: StepIndex, Name: v.rule.Path, Index: v.Index()})
	case v.index == 0 && v.rule.Path != "":
		steps = append(steps, Step{Kind: StepField, Name: v.rule.Path})
	}
	return steps
}

// chain returns the segments from the outside in.
func (s *segment) chain() []*segment {
	var chain []*segment
	for ; s != nil; s = s.outer {
		chain = append(chain, s)
	}
	for i, j := 0, len(chain)-1; i < j; i, j = i+1, j-1 {
		chain[i], chain[j] = chain[j], chain[i]
	}
	return chain
}

// Path is where the value stands, from the top of the record: "metrics.auc_roc", "items[3].price",
// `importance["age"]`. It is "" for a check of the whole record.
func (v *Violation) Path() string {
	var b strings.Builder
	for _, s := range v.Steps() {
		s.write(&b)
	}
	return b.String()
}

func (s Step) write(b *strings.Builder) {
	s.writeName(b)
	switch s.Kind {
	case StepIndex:
		b.WriteString("[" + strconv.Itoa(s.Index) + "]")
	case StepKey:
		b.WriteString("[" + quoteKey(s.Key) + "]")
	}
}

func (s Step) writeName(b *strings.Builder) {
	switch {
	case s.Name == "" && s.Kind != StepInput:
	case s.Kind == StepInput && !plain(s.Name):
		b.WriteString("[" + quoteKey(s.Name) + "]")
	default:
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.Name)
	}
}

// maxKey is how many bytes of a key a path shows; Steps has all of it.
const maxKey = 200

func quoteKey(key string) string {
	shown, more := shorten(key, maxKey)
	return strconv.Quote(shown) + more
}

// plain reports whether a key of the input can stand in a path as it is: it looks like a name and has no dot, bracket,
// space or control character.
func plain(key string) bool {
	for _, r := range key {
		if r == unicode.ReplacementChar || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' && r != '$' {
			return false
		}
	}
	return key != "" && len(key) <= maxKey
}

// pattern is the path with its indexes and map keys blanked: what reports are grouped by.
func (v *Violation) pattern() string {
	var b strings.Builder
	for _, s := range v.Steps() {
		s.writeName(&b)
		if s.Kind == StepIndex || s.Kind == StepKey {
			b.WriteString("[]")
		}
	}
	return b.String()
}
