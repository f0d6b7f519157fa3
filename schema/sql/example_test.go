package sql_test

import (
	"fmt"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/sql"
)

// A record as a table, and each of its rules as a condition on rows.
func Example() {
	record := &schema.Record{Name: "credit", Fields: []schema.Field{{
		Name: "Amount", Key: "amount", Type: schema.Type{Kind: schema.Int32}, Doc: "Amount in euros.",
		Constraints: []schema.Constraint{{
			Kind: schema.Range, Rule: "gte", Param: "100", Op: schema.Gte, Limit: &schema.Literal{Kind: schema.Int32, Int: 100},
		}},
	}}}
	table, err := sql.Spark().Table("main.ml.credit", record, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(table.Create)
	fmt.Println(table.Checks[0].Add)
	// Output:
	// CREATE TABLE `main`.`ml`.`credit` (
	//   `amount` INT NOT NULL COMMENT 'Amount in euros.'
	// ) USING delta
	// ALTER TABLE `main`.`ml`.`credit` ADD CONSTRAINT `amount_rules` CHECK (NOT (coalesce(((`amount` IS NOT NULL) AND (`amount` < 100L)), FALSE)))
}
