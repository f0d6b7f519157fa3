package model

import (
	"github.com/typedml/typedml/schema"
)

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
