package schema_test

import (
	"slices"
	"testing"

	"github.com/typedml/typedml/schema"
)

func TestRequestView(t *testing.T) {
	r := order()
	view := r.RequestView()
	if view.Name != "shop.order.request" || view.Type != "OrderRequest" || view.Version != r.Version {
		t.Errorf("view %s, type %s, version %s", view.Name, view.Type, view.Version)
	}
	var keys []string
	for _, f := range view.Fields {
		keys = append(keys, f.Key)
	}
	want := []string{"id", "at", "items", "channel", "vector", "flags", "codes", "note", "price", "weight"}
	if !slices.Equal(keys, want) {
		t.Errorf("fields %q, want %q", keys, want)
	}
	// honest reads the label.
	if len(view.Checks) != 1 || view.Checks[0].Name != "cheap" {
		t.Errorf("checks %+v", view.Checks)
	}
	if r.Canonical() != orderCanonical {
		t.Error("RequestView changed the record")
	}
}

// A field whose key another one starts with is not mistaken for it.
func TestRequestViewMatchesWholeKeys(t *testing.T) {
	r := &schema.Record{
		Fields: []schema.Field{
			{Key: "price", Type: schema.Type{Kind: schema.Int64}},
			{Key: "price_paid", Type: schema.Type{Kind: schema.Int64}, Role: schema.RoleLabel},
		},
		Checks: []schema.Check{check("paid", "", "price_paid <= price", "price_paid", "price"), check("free", "", "price > 0", "price")},
	}
	view := r.RequestView()
	if len(view.Checks) != 1 || view.Checks[0].Name != "free" {
		t.Errorf("checks %+v", view.Checks)
	}
}

func TestFieldsByRole(t *testing.T) {
	r := order()
	if f := r.Field("at"); f == nil || f.Name != "At" {
		t.Errorf("field at: %+v", f)
	}
	if f := r.Field("AT"); f != nil {
		t.Errorf("field AT: %+v", f)
	}
	if fs := r.WithRole(schema.RoleLabel); len(fs) != 1 || fs[0].Key != "returned" {
		t.Errorf("labels: %+v", fs)
	}
}
