package schema_test

import (
	"fmt"

	"github.com/typedml/typedml/schema"
)

// loan returns a definition; generated code has such a literal for each struct.
func loan() *schema.Record {
	own, rent := schema.Literal{Kind: schema.String, Text: "own"}, schema.Literal{Kind: schema.String, Text: "rent"}
	return &schema.Record{Name: "credit.loans", Version: "1.0.0", Fields: []schema.Field{
		{Name: "ID", Key: "id", Type: schema.Type{Kind: schema.String}, Role: schema.RoleKey},
		{Name: "Amount", Key: "amount", Type: schema.Type{Kind: schema.Float64}},
		{Name: "Housing", Key: "housing", Type: schema.Type{Kind: schema.Enum, Base: schema.String, Values: []schema.Literal{own, rent}}},
	}}
}

// The fingerprint covers what a definition promises, not its docs, name or version.
func ExampleRecord_Fingerprint() {
	a, b := loan(), loan()
	b.Doc, b.Version = "A loan.", "1.0.1"
	fmt.Println(a.Fingerprint() == b.Fingerprint())
	b.Fields[1].Optional = true
	fmt.Println(a.Fingerprint() == b.Fingerprint())
	// Output:
	// true
	// false
}

// What a model sees: the key is no feature, an enum is one feature a value.
func ExampleRecord_Features() {
	for _, f := range loan().Features() {
		fmt.Println(f.Name, f.Kind)
	}
	// Output:
	// amount float64
	// housing=own bool
	// housing=rent bool
}

func ExampleCompare() {
	stored := loan()
	stored.Fields[0].Role = schema.RoleNone
	stored.Fields[1].Key = "sum"
	for _, c := range schema.Compare(loan(), stored) {
		fmt.Println(c.Kind, c.Column, "breaking:", c.Breaking())
	}
	_, mismatch := schema.Mismatch("delta:///lake/loans", loan(), stored)
	fmt.Println(mismatch)
	// Output:
	// rules id breaking: false
	// absent amount breaking: true
	// extra sum breaking: false
	// delta:///lake/loans does not fit credit.loans: column amount (float64) is absent
}
