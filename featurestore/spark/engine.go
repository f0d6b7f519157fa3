package spark

import (
	"context"

	goarrow "github.com/apache/arrow-go/v18/arrow"

	"github.com/typedml/typedml/internal/sparkconnect"
)

// engine is what this package needs of Spark.
type engine interface {
	// Query runs one statement and returns its rows.
	Query(ctx context.Context, statement string) (*sparkconnect.Result, error)
	// View keeps rows on the server under a name that only this session knows.
	View(ctx context.Context, name string, schema *goarrow.Schema, rows []goarrow.RecordBatch) error
}

var _ engine = (*sparkconnect.Session)(nil)
