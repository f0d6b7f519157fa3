package openapi_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/openapi"
)

// order holds a line by name, and has a label that no caller sends.
func order() *schema.Record {
	line := &schema.Record{Name: "shop.line", Type: "Line", Fields: []schema.Field{{Name: "Price", Key: "price", Type: schema.Type{Kind: schema.Float64}}}}
	return &schema.Record{Name: "shop.order", Type: "Order", Fields: []schema.Field{
		{Name: "Line", Key: "line", Type: schema.Type{Kind: schema.Struct, Record: line}},
		{Name: "Paid", Key: "paid", Type: schema.Type{Kind: schema.Bool}, Role: schema.RoleLabel},
		{Name: "Mail", Key: "mail", Type: schema.Type{Kind: schema.String}, Constraints: []schema.Constraint{{Kind: schema.Format, Rule: "email", Text: "email"}}},
	}}
}

func TestDocument(t *testing.T) {
	o := order()
	text, components := openapi.Document(openapi.Info{Title: "Shop", Version: "1.2.0"}, o, o.RequestView())
	var doc struct {
		OpenAPI    string
		Info       map[string]string
		Components struct {
			Schemas map[string]struct {
				Properties map[string]map[string]any
				Required   []string
			}
		}
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.OpenAPI != "3.1.1" || doc.Info["title"] != "Shop" || doc.Info["version"] != "1.2.0" {
		t.Errorf("%+v", doc)
	}
	schemas := doc.Components.Schemas
	if len(schemas) != 3 || schemas["Order"].Properties["line"]["$ref"] != "#/components/schemas/Line" {
		t.Errorf("%+v", schemas)
	}
	if _, has := schemas["OrderRequest"].Properties["paid"]; has || strings.Join(schemas["OrderRequest"].Required, " ") != "line mail" {
		t.Errorf("%+v", schemas["OrderRequest"])
	}
	if len(components) != 2 || components[0].Name != "Order" || components[1].Name != "OrderRequest" || len(components[1].Losses) != 2 {
		t.Errorf("%+v", components)
	}
}

// Two records of one name keep apart.
func TestNames(t *testing.T) {
	a, b := order(), order()
	b.Name, b.Fields = "other.order", b.Fields[1:]
	text, components := openapi.Document(openapi.Info{}, a, b)
	if components[1].Name != "Order2" || !json.Valid(text) {
		t.Errorf("%+v\n%s", components, text)
	}
}

// An instance of a generic struct has a name that a reference can say.
func TestInstance(t *testing.T) {
	o := order()
	o.Fields[0].Type.Record.Type = "Pair[string,time.Time]"
	text, _ := openapi.Document(openapi.Info{}, o)
	if !strings.Contains(string(text), `"$ref": "#/components/schemas/Pair_string_time.Time"`) || !strings.Contains(string(text), `"title": "Pair[string,time.Time]"`) {
		t.Errorf("%s", text)
	}
}
