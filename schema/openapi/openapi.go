// Package openapi writes the schemas of records as the components of an OpenAPI 3.1 document, whose schemas are those of
// JSON Schema 2020-12: package jsonschema says what they mean, and what they cannot say.
package openapi

import (
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

// Version is that of the documents.
const Version = "3.1.1"

// Info describes the API.
type Info struct{ Title, Version string }

// Document returns a document with the schemas of records, and of the records in them, under components/schemas, as
// indented JSON. Other documents refer to them as FILE#/components/schemas/TYPE. The components are in the order of the
// records, with the rules that their schemas do not say.
func Document(info Info, recs ...*schema.Record) ([]byte, []jsonschema.Component) {
	schemas, components := jsonschema.Components("#/components/schemas/", recs...)
	doc := jsonschema.Object{
		{Key: "openapi", Value: Version},
		{Key: "info", Value: jsonschema.Object{{Key: "title", Value: info.Title}, {Key: "version", Value: info.Version}}},
		{Key: "components", Value: jsonschema.Object{{Key: "schemas", Value: schemas}}},
	}
	return doc.Append(nil), components
}
