package schema_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"github.com/typedml/typedml/schema"
)

// The canonical form is kept for good: stored fingerprints of tables and models are compared with it.
const orderCanonical = `typedml-schema/1
record{
field "id" string [not_zero] role="key" sensitive
field "at" time role="timestamp"
field "items" int16 [range op="gte" limit="1"] [range op="lte" limit="99"] absent default=int16:"1"
field "channel" enum base="string" values="50% off","a<b","web[shop]" categorical
field "vector" list ( float64) [length op="eq" count=3] [norm limits="0.99","1.01"]
field "flags" list len=2 ( bool)
field "codes" map ( string) ( uint8 [one_of limits="1","2"])
field "note" string optional [omit text="empty"] [pattern text="^a,b$"]
field "price" record record{
field "amount" float64 [decimals count=2] unit="EUR"
field "discount" float32 optional
}
field "score" int64 optional role="lookup"
field "margin" float64 role="derived"
field "weight" float64 role="-" unit="kg"
field "returned" bool role="label"
check name="cheap" source="price.amount < double(items)"
check name="honest" source="!returned || has(note)"
}`

func TestCanonical(t *testing.T) {
	if got := order().Canonical(); got != orderCanonical {
		t.Errorf("got\n%s\nwant\n%s", got, orderCanonical)
	}
	want := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(orderCanonical)))
	if got := order().Fingerprint(); got != want {
		t.Errorf("fingerprint %s, want %s", got, want)
	}
}

// edit is one change to order.
type edit struct {
	name string
	make func(*schema.Record)
}

// promises are edits of what the record promises: each one changes the fingerprint.
func promises() []edit {
	field := func(key string, change func(*schema.Field)) func(*schema.Record) {
		return func(r *schema.Record) { change(r.Field(key)) }
	}
	return []edit{
		{"key", field("id", func(f *schema.Field) { f.Key = "identifier" })},
		{"kind", field("items", func(f *schema.Field) { f.Type.Kind = schema.Int32 })},
		{"optional", field("items", func(f *schema.Field) { f.Optional = true })},
		{"absence", field("items", func(f *schema.Field) { f.MayBeAbsent = false })},
		{"default", field("items", func(f *schema.Field) { f.Default = &schema.Literal{Kind: schema.Int16, Int: 2} })},
		{"no default", field("items", func(f *schema.Field) { f.Default = nil })},
		{"default of null", field("items", func(f *schema.Field) { f.Default = &schema.Literal{Kind: schema.Null} })},
		{"role", field("id", func(f *schema.Field) { f.Role = schema.RoleFeature })},
		{"categorical", field("channel", func(f *schema.Field) { f.Categorical = false })},
		{"sensitive", field("id", func(f *schema.Field) { f.Sensitive = false })},
		{"limit", field("items", func(f *schema.Field) { f.Constraints[1].Limit = &schema.Literal{Kind: schema.Int16, Int: 98} })},
		{"operator", field("items", func(f *schema.Field) { f.Constraints[1].Op = schema.Lt })},
		{"rule gone", field("items", func(f *schema.Field) { f.Constraints = f.Constraints[:1] })},
		{"order of rules", field("items", func(f *schema.Field) {
			f.Constraints[0], f.Constraints[1] = f.Constraints[1], f.Constraints[0]
		})},
		{"length", field("vector", func(f *schema.Field) { f.Constraints[0].Count = 4 })},
		{"norm", field("vector", func(f *schema.Field) { f.Constraints[1].Limits[0].Float = 0.98 })},
		{"constraint's kind", field("vector", func(f *schema.Field) { f.Constraints[1].Kind = schema.Sum })},
		{"pattern", field("note", func(f *schema.Field) { f.Constraints[1].Text = "^a,c$" })},
		{"omit condition", field("note", func(f *schema.Field) { f.Constraints[0].Text = "nil" })},
		{"decimals", field("price", func(f *schema.Field) { f.Type.Record.Fields[0].Constraints[0].Count = 3 })},
		{"nested field gone", field("price", func(f *schema.Field) { f.Type.Record.Fields = f.Type.Record.Fields[:1] })},
		{"enum value", field("channel", func(f *schema.Field) { f.Type.Values[0].Text = "50%" })},
		{"enum value gone", field("channel", func(f *schema.Field) { f.Type.Values = f.Type.Values[1:] })},
		{"enum base", field("channel", func(f *schema.Field) { f.Type.Base = schema.Int64 })},
		{"element kind", field("vector", func(f *schema.Field) { f.Type.Elem.Type.Kind = schema.Float32 })},
		{"element optional", field("vector", func(f *schema.Field) { f.Type.Elem.Optional = true })},
		{"array length", field("flags", func(f *schema.Field) { f.Type.Len = 3 })},
		{"slice", field("flags", func(f *schema.Field) { f.Type.Len = 0 })},
		{"map key", field("codes", func(f *schema.Field) { f.Type.Key.Type.Kind = schema.Int64 })},
		{"rule of elements", field("codes", func(f *schema.Field) { f.Type.Elem.Constraints[0].Limits[1].Uint = 3 })},
		{"check's name", func(r *schema.Record) { r.Checks[0].Name = "inexpensive" }},
		{"check's source", func(r *schema.Record) { r.Checks[0].Source = "price.amount <= double(items)" }},
		{"check gone", func(r *schema.Record) { r.Checks = r.Checks[:1] }},
		{"field gone", func(r *schema.Record) { r.Fields = r.Fields[:len(r.Fields)-1] }},
		{"order of fields", func(r *schema.Record) { r.Fields[0], r.Fields[1] = r.Fields[1], r.Fields[0] }},
		{"unknown keys ignored", func(r *schema.Record) { r.IgnoreUnknown = true }},
	}
}

// words are edits of what the record says and does not promise: none changes the fingerprint.
func words() []edit {
	return []edit{
		{"name", func(r *schema.Record) { r.Name = "store.order" }},
		{"type", func(r *schema.Record) { r.Type = "Purchase" }},
		{"version", func(r *schema.Record) { r.Version = "2.0.0" }},
		{"doc", func(r *schema.Record) { r.Doc = "" }},
		{"field's doc", func(r *schema.Record) { r.Field("items").Doc = "Number of items." }},
		{"selector", func(r *schema.Record) { r.Field("items").Name = "Base.Items" }},
		{"nested name", func(r *schema.Record) { r.Field("price").Type.Record.Name = "shop.cost" }},
		{"message", func(r *schema.Record) { r.Field("note").Constraints[1].Message = "" }},
		{"check's message", func(r *schema.Record) { r.Checks[0].Message = "too dear" }},
		{"spelling of a rule", func(r *schema.Record) { r.Field("items").Constraints[0].Rule = "min" }},
		{"spelling of a limit", func(r *schema.Record) { r.Field("items").Constraints[0].Param = "0x1" }},
		{"former key", func(r *schema.Record) { r.Field("note").Was = "" }},
		{"artifact", func(r *schema.Record) { r.Field("weight").Artifact = "w.json" }},
	}
}

func TestFingerprintFollowsPromises(t *testing.T) {
	seen := map[string]string{order().Fingerprint(): "the record itself"}
	for _, e := range promises() {
		r := order()
		e.make(r)
		print := r.Fingerprint()
		if other, ok := seen[print]; ok {
			t.Errorf("%s: the fingerprint is that of %s", e.name, other)
		}
		seen[print] = e.name
	}
	for _, e := range words() {
		r := order()
		e.make(r)
		if r.Fingerprint() != order().Fingerprint() {
			t.Errorf("%s: the fingerprint changed", e.name)
		}
	}
}

// Text in a record cannot imitate the canonical form's own words.
func TestCanonicalQuotesText(t *testing.T) {
	a := &schema.Record{Fields: []schema.Field{{Key: "a", Type: schema.Type{Kind: schema.Int64}, Role: schema.RoleKey}}}
	b := &schema.Record{Fields: []schema.Field{{Key: `a" int64 role="key`, Type: schema.Type{Kind: schema.Int64}}}}
	c := &schema.Record{Fields: []schema.Field{{Key: "a", Type: schema.Type{Kind: schema.Enum, Base: schema.String, Values: []schema.Literal{{Kind: schema.String, Text: `x","y`}}}}}}
	d := &schema.Record{Fields: []schema.Field{{Key: "a", Type: schema.Type{Kind: schema.Enum, Base: schema.String, Values: []schema.Literal{{Kind: schema.String, Text: "x"}, {Kind: schema.String, Text: "y"}}}}}}
	prints := map[string]bool{}
	for _, r := range []*schema.Record{a, b, c, d} {
		prints[r.Fingerprint()] = true
	}
	if len(prints) != 4 {
		t.Errorf("%d fingerprints of 4 records", len(prints))
	}
}
