// Package pydantic compares the project with Pydantic. The models that records are exported as (schema/pydantic) must take and
// refuse what the records do. The generated decoders are held against the Pydantic models that the project's design started
// from, on random and boundary objects: testdata/original.py is the design as published, testdata/repaired.py what is compared.
//
// testdata/errors.py is a model for what both sides say of objects that they refuse.
package pydantic
