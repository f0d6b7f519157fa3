package retail_test

import (
	"fmt"
	"log"

	"github.com/typedml/typedml/examples/retail"
)

func ExampleSimulate() {
	customers, err := retail.Load()
	if err != nil {
		log.Fatal(err)
	}
	rows := retail.Simulate(customers, 42)
	x := rows[0]
	fmt.Println(len(rows), x.CustomerID, x.TransactionAmount, x.TransactionCount, len(x.CategoryEmbeddings), x.Churned)

	x.TransactionAmount = 19.999
	fmt.Println(x.Validate())
	// Output:
	// 2357 cdnow-0001 22.35 3 64 false
	// 1 violation: transaction_amount: must have at most 2 decimal places (decimals=2), got 19.999
}
