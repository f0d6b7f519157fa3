package featurestore

import (
	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// Row is what the generator writes for a struct T with a //typedml:schema directive. Callers never name it: it is
// inferred from T. A compiler error that mentions it means that T was not generated: add the directive and run go
// generate.
type Row[T any] interface {
	*T
	ValidateInto(*validate.Report)
	TypedMLSchema() *schema.Record
	AppendColumns(*columns.Batch)
	ReadColumns(*columns.Batch, int, *validate.Report)
}
