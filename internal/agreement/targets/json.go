package targets

import (
	"reflect"
	"slices"

	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// decode reads a row's JSON. Where everything decodes, the value must be the row's; UnmarshalJSON must say the same, and
// change nothing unless all is well.
func (s Struct) decode(rec *schema.Record, row vectors.Row) []schema.Finding {
	x, y := s.value(), s.value()
	r := validate.Report{Now: vectors.Now}
	x.DecodeJSON([]byte(row.JSON), &r)
	found := findings(&r)
	got := read(reflect.ValueOf(x).Elem(), rec)
	decoded := true
	for v := range r.All() {
		decoded = decoded && !v.Static().Decoding()
	}
	if decoded {
		want := s.value()
		if err := fill(reflect.ValueOf(want).Elem(), rec, completed(rec, row.Value)); err != nil {
			return append(found, broken("it decodes what is no value: %v", err)...)
		}
		if at := differ(read(reflect.ValueOf(want).Elem(), rec), got); at != "" {
			found = append(found, broken("another value at %s", at)...)
		}
	}
	before := read(reflect.ValueOf(y).Elem(), rec)
	err := y.UnmarshalJSON([]byte(row.JSON))
	after := read(reflect.ValueOf(y).Elem(), rec)
	var present validate.Report // UnmarshalJSON asks the clock
	s.value().DecodeJSON([]byte(row.JSON), &present)
	switch {
	case !slices.Equal(ofError(err), findings(&present)):
		found = append(found, broken("UnmarshalJSON says %v", err)...)
	case err == nil && differ(got, after) != "":
		found = append(found, broken("UnmarshalJSON sets another value")...)
	case err != nil && differ(before, after) != "":
		found = append(found, broken("UnmarshalJSON fails and changes the value")...)
	}
	return found
}

// completed is a decoded value with its absent keys: defaults, and in absent records those of their fields.
func completed(rec *schema.Record, value map[string]any) map[string]any {
	out := map[string]any{}
	for i := range rec.Fields {
		f := &rec.Fields[i]
		v, ok := value[f.Key]
		switch {
		case ok:
			out[f.Key] = completedValue(f.Type, v)
		case f.Default != nil:
			out[f.Key] = f.Default.Any()
		case !f.Optional:
			if v := empty(f.Type); v != nil {
				out[f.Key] = v
			}
		}
	}
	return out
}

// empty is a value without input that holds records: they have their defaults. It is nil for other types.
func empty(t schema.Type) any {
	switch {
	case t.Kind == schema.Struct:
		return completed(t.Record, nil)
	case t.Kind == schema.List && t.Len > 0:
		if e := empty(t.Elem.Type); e != nil {
			return slices.Repeat([]any{e}, t.Len)
		}
	}
	return nil
}

func completedValue(t schema.Type, v any) any {
	switch held := v.(type) {
	case map[string]any:
		if t.Kind == schema.Struct {
			return completed(t.Record, held)
		}
		if t.Kind != schema.Map {
			return v
		}
		out := make(map[string]any, len(held))
		for k, e := range held {
			out[k] = completedValue(t.Elem.Type, e)
		}
		return out
	case []any:
		if t.Kind != schema.List {
			return v
		}
		out := make([]any, len(held))
		for i, e := range held {
			out[i] = completedValue(t.Elem.Type, e)
		}
		return out
	}
	return v
}

// roundTrip encodes a value and decodes the text: the value comes back, with its own broken rules and no others. What
// JSON cannot say is refused.
func (s Struct) roundTrip(h held) []schema.Finding {
	const prefix = "prefix"
	text, err := h.AppendJSON([]byte(prefix))
	flaw := unspeakable(reflect.ValueOf(h.generated).Elem())
	switch {
	case err != nil && flaw == "":
		return broken("AppendJSON refuses a value that JSON can say: %v", err)
	case err == nil && flaw != "":
		return broken("AppendJSON writes %s: %s", flaw, text)
	case err != nil:
		return h.rules()
	case len(text) < len(prefix) || string(text[:len(prefix)]) != prefix:
		return broken("AppendJSON does not append")
	}
	text = text[len(prefix):]
	x := s.value()
	r := validate.Report{Now: vectors.Now}
	x.DecodeJSON(text, &r)
	found := findings(&r)
	if at := differ(encoded(h.rec, h.plain), encoded(h.rec, read(reflect.ValueOf(x).Elem(), h.rec))); at != "" {
		found = append(found, broken("another value at %s: %s", at, text)...)
	}
	return found
}

// encoded is a value as far as encoding keeps it: where omitempty or omitzero may leave a field out, -0 is 0, as it is in
// encoding/json.
func encoded(rec *schema.Record, value map[string]any) map[string]any {
	out := map[string]any{}
	for i := range rec.Fields {
		f := &rec.Fields[i]
		out[f.Key] = encodedValue(f.Type, value[f.Key], f.OmitEmpty || f.OmitZero)
	}
	return out
}

// encodedValue is encoded for one value; omits says that the field may be left out.
func encodedValue(t schema.Type, v any, omits bool) any {
	switch held := v.(type) {
	case map[string]any:
		if t.Kind == schema.Struct && !omits {
			return encoded(t.Record, held)
		}
		out := make(map[string]any, len(held))
		for k, e := range held {
			if t.Kind == schema.Struct {
				out[k] = encodedValue(t.Record.Field(k).Type, e, omits)
			} else {
				out[k] = encodedValue(t.Elem.Type, e, omits)
			}
		}
		return out
	case []any:
		out := make([]any, len(held))
		for i, e := range held {
			out[i] = encodedValue(t.Elem.Type, e, omits)
		}
		return out
	case float64:
		if omits && held == 0 {
			return 0.0
		}
	}
	return v
}
