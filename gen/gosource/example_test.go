package gosource_test

import (
	"fmt"
	"os"

	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/schema"
)

func ExampleFile_Declare() {
	amount := schema.Field{Name: "Amount", Key: "amount", Type: schema.Type{Kind: schema.Float64}, Optional: true, MayBeAbsent: true}
	amount.Constraints = []schema.Constraint{
		{Kind: schema.Omit, Rule: "omitnil", Text: "nil"},
		{Kind: schema.Range, Rule: "gte", Op: schema.Gte, Limit: &schema.Literal{Kind: schema.Float64, Float: 0.5}},
		{Kind: schema.Decimals, Rule: "decimals", Count: 2},
	}
	f := gosource.New("retail")
	if err := f.Declare("Order", &schema.Record{Fields: []schema.Field{amount}}, gosource.Style{}); err != nil {
		fmt.Println(err)
		return
	}
	source, err := f.Source()
	if err != nil {
		fmt.Println(err)
		return
	}
	os.Stdout.Write(source)
	// Output:
	// package retail
	//
	// //typedml:schema name=Order
	// type Order struct {
	// 	Amount *float64 `json:"amount" validate:"omitnil,gte=0.5" check:"decimals=2"`
	// }
}
