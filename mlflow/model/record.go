package model

import (
	"encoding/json"
	"fmt"

	"github.com/typedml/typedml/schema"
)

// SchemaFile is the definition of the rows that a model was trained on, a schema.Record in JSON beside the model.
const SchemaFile = "typedml_schema.json"

// Record returns the definition of the rows that the model was trained on; nil for a model that carries none.
func (b *Bundle) Record() (*schema.Record, error) {
	data, ok := b.Files[SchemaFile]
	if !ok {
		return nil, nil
	}
	var record schema.Record
	if err := json.Unmarshal(data, &record); err != nil {
		return nil, fmt.Errorf("mlflow model %s: %s: %w", b.Source.URI, SchemaFile, err)
	}
	return &record, nil
}

// SignatureOf returns the signature of a model of the record: its encoded features, in order. The outputs are left to
// the flavor.
//
// The types are those that both Go's rows and a pandas frame with its usual dtypes fit: bools and enum values are
// boolean (as pandas.get_dummies makes them), integers are long, the rest is double. MLflow refuses int64 for its
// integer and float64 for its float, so these two are never used. A feature that may be null is a double, with NaN for
// null: MLflow's boolean and long have none.
func SignatureOf(rec *schema.Record) Signature {
	features := rec.Features()
	s := Signature{Inputs: make([]Column, len(features))}
	for i, f := range features {
		s.Inputs[i] = Column{Name: f.Name, Type: featureType(f)}
	}
	return s
}

func featureType(f schema.Feature) DataType {
	switch {
	case f.Optional:
		return Double
	case f.Kind == schema.Bool:
		return Boolean
	case f.Kind == schema.Uint64: // beyond MLflow's long
		return Double
	case f.Kind.Integer(), f.Kind == schema.Duration:
		return Long
	}
	return Double
}
