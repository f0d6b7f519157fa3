package model_test

import (
	"fmt"

	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/schema"
)

func ExampleSignatureOf() {
	own, rent := schema.Literal{Kind: schema.String, Text: "own"}, schema.Literal{Kind: schema.String, Text: "rent"}
	record := &schema.Record{Name: "credit", Fields: []schema.Field{
		{Key: "id", Type: schema.Type{Kind: schema.String}, Role: schema.RoleKey},
		{Key: "amount", Type: schema.Type{Kind: schema.Float64}},
		{Key: "housing", Type: schema.Type{Kind: schema.Enum, Base: schema.String, Values: []schema.Literal{own, rent}}},
	}}
	text, err := model.MarshalColumns(model.SignatureOf(record).Inputs)
	fmt.Println(text, err)
	// Output: [{"type":"double","name":"amount","required":true},{"type":"boolean","name":"housing=own","required":true},{"type":"boolean","name":"housing=rent","required":true}] <nil>
}
