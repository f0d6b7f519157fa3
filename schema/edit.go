package schema

import (
	"fmt"
	"slices"
	"strings"
)

// EditKind says what one version of a record changed in the one before.
type EditKind string

// Kinds of edits.
const (
	FieldAdded     EditKind = "added"
	FieldRemoved   EditKind = "removed"
	FieldRenamed   EditKind = "renamed"        // the new field says feature:"was=old"
	FieldRetyped   EditKind = "retyped"        // neither type holds the other's values
	FieldWidened   EditKind = "widened"        // the new type holds every value of the old one
	FieldNarrowed  EditKind = "narrowed"       // the old type holds every value of the new one
	NullAllowed    EditKind = "nullable"       // null is accepted now
	NullRefused    EditKind = "not null"       // null is refused now
	KeyDemanded    EditKind = "required"       // the key may not be absent any more
	KeyOptional    EditKind = "optional"       // the key may be absent now
	ValuesAdded    EditKind = "values added"   // of an enum
	ValuesRemoved  EditKind = "values removed" // of an enum
	RulesTightened EditKind = "tightened"      // values that were valid are not any more
	RulesLoosened  EditKind = "loosened"       // values that were not valid are now
	RulesChanged   EditKind = "rules changed"  // both, or it cannot be told
	DefaultChanged EditKind = "default"
	KeyChanged     EditKind = "key"  // the rows' key gains or loses the field
	RoleChanged    EditKind = "role" // another role, with what it means to requests and models
	UnitChanged    EditKind = "unit" // of measure: the numbers mean something else
	CheckAdded     EditKind = "check added"
	CheckRemoved   EditKind = "check removed"
	CheckChanged   EditKind = "check changed"
	UnknownRefused EditKind = "unknown keys refused"
	UnknownIgnored EditKind = "unknown keys ignored"
	Annotated      EditKind = "annotated" // docs, messages, order, where MLflow puts a field
)

// Party is whoever still has the old version.
type Party string

// Parties of an edit.
const (
	// Writers send rows that are valid by the old version: requests, rows to append.
	Writers Party = "writers"
	// Readers read rows of the new version with the old struct.
	Readers Party = "readers"
	// Models were trained on the old version and are served with the new struct.
	Models Party = "models"
)

// Edit is one change from a version of a record to the next.
type Edit struct {
	Kind EditKind `json:"kind"`
	// Column is the key of the field, dotted for nested records; a check's name for checks, "" for the record.
	Column string `json:"column,omitempty"`
	// Old and New spell what changed.
	Old string `json:"old,omitempty"`
	New string `json:"new,omitempty"`
	// Breaks are the parties that the edit breaks; none for a compatible one.
	Breaks []Party `json:"breaks,omitempty"`
}

// String says the edit in words: "amount: tightened, from gte=0 to gte=1".
func (e Edit) String() string {
	text := string(e.Kind)
	if e.Column != "" {
		text = e.Column + ": " + text
	}
	switch {
	case e.Old != "" && e.New != "":
		text += fmt.Sprintf(", from %s to %s", e.Old, e.New)
	case e.Old != "":
		text += ", was " + e.Old
	case e.New != "":
		text += ", " + e.New
	}
	return text
}

// Class says whom the edit breaks: "breaking for writers, models", or "compatible".
func (e Edit) Class() string {
	if len(e.Breaks) == 0 {
		return "compatible"
	}
	names := make([]string, len(e.Breaks))
	for i, p := range e.Breaks {
		names[i] = string(p)
	}
	return "breaking for " + strings.Join(names, ", ")
}

// Bump returns the part of the version that the edit raises: major when it breaks writers or models; minor when it
// breaks readers alone, who are to be updated before the first new row is written, or changes what rows mean; patch for
// what no program notices.
func (e Edit) Bump() Bump {
	switch {
	case slices.Contains(e.Breaks, Writers) || slices.Contains(e.Breaks, Models):
		return Major
	case e.Kind == Annotated:
		return Patch
	}
	return Minor
}

func (e *Edit) breaks(p Party) {
	if !slices.Contains(e.Breaks, p) {
		e.Breaks = append(e.Breaks, p)
	}
}
