package schema

import (
	"slices"
	"strings"
)

// Record is one definition: the fields of a struct, their types, rules and roles, and the checks that span fields.
// It is plain data; it can be written to JSON and read back without loss.
type Record struct {
	// Name is the registered name, such as "churn.features": the directive's, else package.Type.
	Name string `json:"name"`
	// Type is the name of the Go type, such as "FeatureVector".
	Type string `json:"type,omitempty"`
	// Version is the semantic version that the directive declares, such as "2.1.0"; "" when it declares none.
	Version string `json:"version,omitempty"`
	// Doc is the struct's doc comment.
	Doc string `json:"doc,omitempty"`
	// IgnoreUnknown says that decoders pass over unknown keys instead of refusing them.
	IgnoreUnknown bool `json:"ignore_unknown,omitempty"`
	// Fields in the order of the struct.
	Fields []Field `json:"fields"`
	// Checks span fields; they run after the fields' own rules, in this order.
	Checks []Check `json:"checks,omitempty"`
}

// Field is one column of a record.
type Field struct {
	// Name is the Go selector from the record's value, such as "Amount", or "Base.ID" in an inlined struct.
	Name string `json:"name"`
	// Key is the name in JSON, tables, params, metrics and features.
	Key  string `json:"key"`
	Doc  string `json:"doc,omitempty"`
	Type Type   `json:"type"`
	// Optional fields hold null: a pointer or validate.Opt in Go, a nullable column in a table.
	Optional bool `json:"optional,omitempty"`
	// MayBeAbsent says that a decoder accepts an input without the key.
	MayBeAbsent bool `json:"may_be_absent,omitempty"`
	// OmitEmpty and OmitZero are encoding/json's: the encoder leaves the key out.
	OmitEmpty bool `json:"omit_empty,omitempty"`
	OmitZero  bool `json:"omit_zero,omitempty"`
	// Default is the value of a missing key, nil when there is none.
	Default *Literal `json:"default,omitempty"`
	// Constraints in the order of the tags: they are evaluated in this order.
	Constraints []Constraint `json:"constraints,omitempty"`
	Role        Role         `json:"role,omitempty"`
	// Positive is the value of an enum label that counts as 1.
	Positive *Literal `json:"positive,omitempty"`
	// Categorical marks a number whose order means nothing.
	Categorical bool `json:"categorical,omitempty"`
	// Sensitive values are never stored in a violation, logged or shown.
	Sensitive bool `json:"sensitive,omitempty"`
	// Unit is the unit of measure of its numbers, a code of UCUM or a currency of ISO 4217, such as "kg"; "" when none is told. It says
	// what they mean, and is no rule.
	Unit string `json:"unit,omitempty"`
	// Was is the key that the field had in an earlier version.
	Was string `json:"was,omitempty"`
	// MLflow says where the field goes when the record is logged.
	MLflow Target `json:"mlflow,omitempty"`
	// Artifact is the file name of a field with MLflow == TargetArtifact.
	Artifact string `json:"artifact,omitempty"`
}

// Role is what a field is to a model. The zero Role is a feature.
type Role string

// Roles of the tag feature:"…".
const (
	RoleFeature   Role = ""          // an input of the model
	RoleKey       Role = "key"       // identifies the entity
	RoleTimestamp Role = "timestamp" // when the row was true
	RoleLabel     Role = "label"     // what the model learns; absent from requests
	RoleLookup    Role = "lookup"    // read from the feature store; absent from requests
	RoleDerived   Role = "derived"   // computed; absent from requests
	RoleNone      Role = "-"         // carried along, no input of the model
)

// Target is where MLflow adapters put a field. The zero Target lets the call decide: LogParams logs every field of a
// scalar type, LogMetrics every number.
type Target string

// Targets of the tag mlflow:"…".
const (
	TargetAny      Target = ""
	TargetParam    Target = "param"
	TargetMetric   Target = "metric"
	TargetTag      Target = "tag"
	TargetArtifact Target = "artifact"
	TargetNone     Target = "-"
)

// Field returns the field with the key, or nil.
func (r *Record) Field(key string) *Field {
	for i := range r.Fields {
		if r.Fields[i].Key == key {
			return &r.Fields[i]
		}
	}
	return nil
}

// Comment is what a table says of the field's column: its doc, and its unit.
func (f *Field) Comment() string {
	doc := strings.TrimSpace(f.Doc)
	switch {
	case f.Unit == "":
		return doc
	case doc == "":
		return "unit: " + f.Unit
	}
	return doc + " (unit: " + f.Unit + ")"
}

// HoldsSensitive reports whether a field of the record, or of one inside it, is sensitive: text that may be such a
// record is not told.
func (r *Record) HoldsSensitive() bool {
	return slices.ContainsFunc(r.Fields, func(f Field) bool { return f.Sensitive || f.Type.HoldsSensitive() })
}

// WithRole returns the fields of the role, in order.
func (r *Record) WithRole(role Role) []*Field {
	var out []*Field
	for i := range r.Fields {
		if r.Fields[i].Role == role {
			out = append(out, &r.Fields[i])
		}
	}
	return out
}
