package arrow_test

import (
	"bytes"
	"context"
	"fmt"
	"log"

	"github.com/typedml/typedml/featurestore/arrow"
	"github.com/typedml/typedml/featurestore/columns"
)

func Example() {
	fields := []columns.Field{{Name: "id", Kind: columns.String}, {Name: "amount", Kind: columns.Float64, Nullable: true}}
	b, err := columns.NewBatch(fields)
	if err != nil {
		log.Fatal(err)
	}
	b.Column(0).AppendString("a")
	b.Column(1).AppendFloat64(19.99)
	b.EndRow()
	b.Column(0).AppendString("b")
	b.Column(1).AppendNull()
	b.EndRow()

	rec, err := arrow.Record(b) // shares b's memory
	if err != nil {
		log.Fatal(err)
	}
	var file bytes.Buffer
	w, err := arrow.NewWriter(&file, rec.Schema(), arrow.WriteOptions{Compression: arrow.Zstd})
	if err != nil {
		log.Fatal(err)
	}
	if err := w.Write(rec); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}

	r, err := arrow.NewReader(bytes.NewReader(file.Bytes()), arrow.ReadOptions{Columns: []string{"amount"}})
	if err != nil {
		log.Fatal(err)
	}
	for rec, err := range r.Records(context.Background()) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(rec.Column(0))
	}
	// Output:
	// [19.99 (null)]
}
