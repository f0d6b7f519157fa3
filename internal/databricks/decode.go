package databricks

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/databricks/databricks-sdk-go/service/jobs"
)

// decode fills in, a pointer to an SDK type, from JSON. It refuses what the type says should not be: a field that it
// lacks, a value of another type, an enum value that it does not list, the absence of a field whose tag has no
// omitempty. An empty string, null and an empty list are absent, as the SDK sends them for what was not set, but for the
// fields of mayBeEmpty.
func decode(data []byte, in any) error {
	if !json.Valid(data) {
		return Refuse(http.StatusBadRequest, "MALFORMED_REQUEST", "Could not parse request object: not JSON")
	}
	if err := checkJSON(data, reflect.TypeOf(in).Elem(), ""); err != nil {
		return err
	}
	if err := json.Unmarshal(data, in); err != nil {
		return Refuse(http.StatusBadRequest, "MALFORMED_REQUEST", "Could not parse request object: %v", err)
	}
	return nil
}

// enum is what the SDK generates for the types of enums.
type enum interface{ Set(string) error }

var (
	rawType         = reflect.TypeFor[json.RawMessage]()
	unmarshalerType = reflect.TypeFor[json.Unmarshaler]()
)

// checkJSON compares one value with a type: the SDK's own decoder takes 7 for a string.
func checkJSON(data json.RawMessage, t reflect.Type, path string) error {
	data = bytes.TrimSpace(data)
	if bytes.Equal(data, []byte("null")) || t == rawType {
		return nil
	}
	wrong := Refuse(http.StatusBadRequest, "MALFORMED_REQUEST", "Could not parse request object: %s is no %s",
		strings.TrimPrefix(path, "."), t.Kind())
	switch t.Kind() {
	case reflect.Pointer:
		return checkJSON(data, t.Elem(), path)
	case reflect.Slice:
		var items []json.RawMessage
		if json.Unmarshal(data, &items) != nil {
			return wrong
		}
		for _, item := range items {
			if err := checkJSON(item, t.Elem(), path); err != nil {
				return err
			}
		}
	case reflect.Map:
		var items map[string]json.RawMessage
		if json.Unmarshal(data, &items) != nil {
			return wrong
		}
		for _, key := range sortedKeys(items) {
			if err := checkJSON(items[key], t.Elem(), path+"."+key); err != nil {
				return err
			}
		}
	case reflect.Struct:
		return checkObject(data, t, path)
	case reflect.String:
		return checkText(data, t, path, wrong)
	case reflect.Bool, reflect.Int, reflect.Int32, reflect.Int64, reflect.Float64:
		quoted := t.Kind() == reflect.Int64 && len(data) > 2 && data[0] == '"' // as proto JSON writes them
		if quoted {
			data = data[1 : len(data)-1]
		}
		if json.Unmarshal(data, reflect.New(t).Interface()) != nil {
			return wrong
		}
	}
	return nil
}

func checkText(data json.RawMessage, t reflect.Type, path string, wrong error) error {
	var text string
	if json.Unmarshal(data, &text) != nil {
		return wrong
	}
	e, ok := reflect.New(t).Interface().(enum)
	if !ok || text == "" {
		return nil
	}
	if e.Set(text) != nil {
		return Invalid("Field %s has no value %q", strings.TrimPrefix(path, "."), text)
	}
	return nil
}

func checkObject(data json.RawMessage, t reflect.Type, path string) error {
	fields := jsonFields(t)
	if opaque(t, fields) {
		return nil
	}
	var items map[string]json.RawMessage
	if json.Unmarshal(data, &items) != nil {
		return Refuse(http.StatusBadRequest, "MALFORMED_REQUEST", "Could not parse request object: %s is no object", strings.TrimPrefix(path, "."))
	}
	for _, key := range sortedKeys(items) {
		f, ok := fields[key]
		if !ok {
			return Invalid("Unknown field %s: %s has none of that name", strings.TrimPrefix(path+"."+key, "."), t.Name())
		}
		if err := checkJSON(items[key], f.typ, path+"."+key); err != nil {
			return err
		}
	}
	for _, key := range sortedKeys(fields) {
		given := mayBeEmpty[t] == key && string(bytes.TrimSpace(items[key])) == `""`
		if fields[key].required && absent(items[key]) && !given {
			return Invalid("Missing required field: %s", strings.TrimPrefix(path+"."+key, "."))
		}
	}
	return nil
}

// opaque reports whether a type reads JSON in a way of its own, such as a time: a text, not an object.
func opaque(t reflect.Type, fields map[string]jsonField) bool {
	return len(fields) == 0 && reflect.PointerTo(t).Implements(unmarshalerType)
}

// mayBeEmpty are the required texts, by their types, for which "" is a value.
var mayBeEmpty = map[reflect.Type]string{reflect.TypeFor[jobs.JobParameterDefinition](): "default"}

func absent(data json.RawMessage) bool {
	switch string(bytes.TrimSpace(data)) {
	case "", "null", `""`, "[]":
		return true
	}
	return false
}

// jsonField is a field as its tag has it.
type jsonField struct {
	typ      reflect.Type
	required bool
}

// jsonFields are a type's fields by their names in JSON, those of embedded structs among them.
func jsonFields(t reflect.Type) map[string]jsonField {
	fields := map[string]jsonField{}
	for _, f := range reflect.VisibleFields(t) {
		tag, ok := f.Tag.Lookup("json")
		name, options, _ := strings.Cut(tag, ",")
		if !ok || !f.IsExported() || name == "-" || name == "" {
			continue
		}
		parts := strings.Split(options, ",")
		optional := slices.Contains(parts, "omitempty") || slices.Contains(parts, "omitzero")
		fields[name] = jsonField{f.Type, !optional}
	}
	return fields
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
