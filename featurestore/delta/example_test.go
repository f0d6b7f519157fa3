package delta_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/featurestore/internal/sample"
)

// A table is read without a Go struct, as Arrow records.
func ExampleLoadSnapshot() {
	dir, err := os.MkdirTemp("", "orders")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	tbl, err := featurestore.Open[sample.Order](ctx, "delta://"+filepath.ToSlash(dir))
	if err != nil {
		log.Fatal(err)
	}
	if err := tbl.Append(ctx, sample.Rows(3)); err != nil {
		log.Fatal(err)
	}

	s, err := delta.LoadSnapshot(ctx, dir, delta.Latest)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(s.Version, s.Schema.Field("big").Type, len(s.Files()))
	for rec, err := range s.Records(ctx, []string{"amount"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(rec.Column(0))
	}
	// Output:
	// 0 decimal(20,0) 1
	// [0 0.25 0.5]
}
