// Package pydantic compares the generated decoders with the Pydantic models that the project's design started from, on
// random and boundary objects. testdata/original.py is the design as published, testdata/repaired.py what is compared.
//
// testdata/errors.py is a model for what both sides say of objects that they refuse.
package pydantic
