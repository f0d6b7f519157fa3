// Package arrow hands batches of featurestore/columns to Apache Arrow and back without copying values, and reads and
// writes them as Parquet. It links arrow-go; generated code does not.
//
//	rec, err := arrow.Record(batch)                    // columns.Batch → arrow.RecordBatch, the same memory
//	batch, err := arrow.Batch(rec, fields)             // and back, columns found by name
//
//	w, err := arrow.NewWriter(file, rec.Schema(), arrow.WriteOptions{Compression: arrow.Zstd})
//	err = w.Write(rec)
//	err = w.Close()
//
//	r, err := arrow.NewReader(file, arrow.ReadOptions{Columns: []string{"id", "amount"}})
//	for rec, err := range r.Records(ctx) { … }
//
// What shares memory follows the owner's rules: a record made of a batch is good until the batch is appended to,
// truncated or reset; a batch made of a record is good as long as the record is not released.
package arrow
