package schema_test

import (
	"slices"
	"testing"

	"github.com/typedml/typedml/schema"
)

func TestFeatureNames(t *testing.T) {
	want := []string{
		"items", "channel=50%25 off", "channel=a%3Cb", "channel=web%5Bshop%5D",
		"vector_0", "vector_1", "vector_2", "flags_0", "flags_1", "price.amount", "price.discount", "score", "margin",
	}
	if got := order().FeatureNames(); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestFeatures(t *testing.T) {
	for _, f := range order().Features() {
		switch f.Name {
		case "channel=a%3Cb":
			if f.Field != "channel" || f.Index != -1 || f.Kind != schema.Bool || f.Value == nil || f.Value.Text != "a<b" {
				t.Errorf("enum value: %+v", f)
			}
		case "vector_2":
			if f.Field != "vector" || f.Index != 2 || f.Kind != schema.Float64 || f.Value != nil {
				t.Errorf("element: %+v", f)
			}
		case "price.discount":
			if f.Field != "price.discount" || !f.Optional || f.Kind != schema.Float32 {
				t.Errorf("nested field: %+v", f)
			}
		case "items":
			if f.Field != "items" || f.Index != -1 || f.Optional || f.Kind != schema.Int16 {
				t.Errorf("number: %+v", f)
			}
		}
	}
}

func TestListsWithoutAFixedLengthAreNoFeatures(t *testing.T) {
	for name, cs := range map[string][]schema.Constraint{
		"no rule":  nil,
		"min":      {{Kind: schema.Length, Op: schema.Gte, Count: 3}},
		"optional": {{Kind: schema.Omit, Text: "empty"}, {Kind: schema.Length, Op: schema.Eq, Count: 3}},
	} {
		r := order()
		r.Field("vector").Constraints = cs
		if got := r.FeatureNames(); slices.Contains(got, "vector_0") {
			t.Errorf("%s: %q", name, got)
		}
	}
	r := order()
	r.Field("price").Optional = true
	if got := r.FeatureNames(); slices.Contains(got, "price.amount") {
		t.Errorf("a record that may be null: %q", got)
	}
}

func TestFeatureNameIsReversible(t *testing.T) {
	seen := map[string]string{}
	for _, s := range []string{"a[b", "a%5Bb", "a%255Bb", "a]b", "a<b", "a%b", "a%25b", "a b", "é"} {
		name := schema.FeatureName(s)
		if other, ok := seen[name]; ok {
			t.Errorf("%q and %q are both encoded as %q", s, other, name)
		}
		seen[name] = s
	}
}
