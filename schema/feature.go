package schema

import (
	"strconv"
	"strings"
)

// Feature is one encoded input of a model: a number.
type Feature struct {
	// Name is what the model knows it by: "age", "category_embeddings_0", "housing=own".
	Name string `json:"name"`
	// Field is the key of the field that it encodes.
	Field string `json:"field"`
	// Index is the element of a list, -1 for others.
	Index int `json:"index"`
	// Value is the enum value that it is 1 for, nil for others.
	Value *Literal `json:"value,omitempty"`
	// Kind is the kind of the encoded value: the field's own, Bool for an enum value.
	Kind Kind `json:"kind"`
	// Optional features are NaN when the field is null.
	Optional bool `json:"optional,omitempty"`
}

// MaxFeatures is how many features a record that is compiled may have: each is a name in the generated code, in the model's
// signature and in the model itself. What is wider than this is one input, such as a tensor, and no list of columns.
const MaxFeatures = 1 << 16

// Features returns the record's encoded features in order: numbers (decimals as the nearest double) and bools in the order of the fields; a list of n
// numbers as name_0 … name_(n-1); an enum as one 0/1 feature per value, in sorted order, named field=value. Keys,
// times, labels, free text and fields with the role "-" are no features. Fields of a nested record are prefixed with
// its key and a dot. A list takes part when its length is fixed (an array, or a rule len=n).
func (r *Record) Features() []Feature { return r.features("") }

func (r *Record) features(prefix string) []Feature {
	var out []Feature
	for i := range r.Fields {
		f := &r.Fields[i]
		switch f.Role {
		case RoleKey, RoleTimestamp, RoleLabel, RoleNone:
			continue
		}
		out = append(out, f.features(prefix)...)
	}
	return out
}

func (f *Field) features(prefix string) []Feature {
	key := prefix + f.Key
	switch k := f.Type.Kind; {
	case k == Decimal:
		return []Feature{{Name: FeatureName(key), Field: key, Index: -1, Kind: Float64, Optional: f.Optional}}
	case k.Number() || k == Bool:
		return []Feature{{Name: FeatureName(key), Field: key, Index: -1, Kind: k, Optional: f.Optional}}
	case k == Enum:
		out := make([]Feature, len(f.Type.Values))
		for i := range f.Type.Values {
			v := &f.Type.Values[i]
			out[i] = Feature{
				Name: FeatureName(key) + "=" + FeatureName(v.String()), Field: key, Index: -1, Value: v, Kind: Bool, Optional: f.Optional,
			}
		}
		return out
	case k == List:
		elem := f.Type.Elem.Type.Kind
		switch {
		case elem == Decimal:
			elem = Float64
		case !elem.Number() && elem != Bool:
			return nil
		}
		out := make([]Feature, f.FixedLen())
		for i := range out {
			out[i] = Feature{Name: FeatureName(key) + "_" + strconv.Itoa(i), Field: key, Index: i, Kind: elem, Optional: f.Optional}
		}
		return out
	case k == Struct && !f.Optional:
		return f.Type.Record.features(key + ".")
	}
	return nil
}

// FixedLen returns the length that every valid value of a list has: an array's, or a rule len=n; 0 when it varies.
func (f *Field) FixedLen() int {
	if f.Type.Kind != List {
		return 0
	}
	if f.Type.Len > 0 {
		return f.Type.Len
	}
	for _, c := range f.Constraints {
		if c.Kind == Omit {
			return 0
		}
		if c.Kind == Length && c.Op == Eq {
			return int(c.Count)
		}
	}
	return 0
}

// FeatureName percent-encodes the bytes that XGBoost refuses in feature names: [ ] < and the escape % itself.
func FeatureName(s string) string {
	return refusedInNames.Replace(s)
}

var refusedInNames = strings.NewReplacer("%", "%25", "[", "%5B", "]", "%5D", "<", "%3C")

// FeatureNames returns the names of [Record.Features].
func (r *Record) FeatureNames() []string {
	features := r.Features()
	out := make([]string, len(features))
	for i, f := range features {
		out[i] = f.Name
	}
	return out
}
