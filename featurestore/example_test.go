package featurestore_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/typedml/typedml/featurestore"
	_ "github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/validate"
)

// Order is a generated struct.
type Order = sample.Order

func Example() {
	dir, err := os.MkdirTemp("", "orders")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()

	tbl, err := featurestore.Open[Order](ctx, "delta://"+filepath.ToSlash(dir))
	if err != nil {
		log.Fatal(err)
	}
	rows := sample.Rows(3)
	var version int64
	err = tbl.Append(ctx, rows, featurestore.CommittedAs(&version))
	fmt.Println("version", version, err)

	rows[1].Amount = -5
	err = tbl.Append(ctx, rows)
	var broken *validate.Error
	if errors.As(err, &broken) {
		fmt.Println(&broken.Violations[0])
	}
	for row, err := range tbl.Rows(ctx, featurestore.AsOf(version)) {
		fmt.Println(row.ID, row.Amount, err)
	}
	// Output:
	// version 0 <nil>
	// row 1: amount: must be at least 0 USD (gte=0), got -5 USD
	// order-a 0 <nil>
	// order-b 0.25 <nil>
	// order-c 0.5 <nil>
}
