package databricks

import (
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// decodeParameters fills the fields of in that are not in a body: path parameters by the names of the pattern's
// wildcards, and the query by the names of url tags. A parameter that in lacks, and the absence of one that it demands,
// are refused. With inBody, fields that have a json name were read there.
func decodeParameters(path func(string) string, query url.Values, inBody bool, in any) error {
	v := reflect.ValueOf(in).Elem()
	known := map[string]bool{}
	for _, f := range reflect.VisibleFields(v.Type()) {
		if !f.IsExported() || f.Name == "ForceSendFields" || f.Anonymous {
			continue
		}
		inJSON := !strings.HasPrefix(f.Tag.Get("json"), "-")
		name, options, _ := strings.Cut(f.Tag.Get("url"), ",")
		field := v.FieldByIndex(f.Index)
		switch {
		case name == "-" && !inJSON:
			if err := setText(field, path(snake(f.Name)), snake(f.Name)); err != nil {
				return err
			}
		case inJSON && inBody:
		case name == "-":
		default:
			if name == "" {
				name, options, _ = strings.Cut(f.Tag.Get("json"), ",")
			}
			known[name] = true
			if err := setQuery(field, query, name, strings.Contains(options, "omitempty")); err != nil {
				return err
			}
		}
	}
	for _, name := range sortedKeys(query) {
		if !known[name] {
			return Invalid("Unknown parameter %s: %s has none of that name", name, v.Type().Name())
		}
	}
	return nil
}

func setQuery(field reflect.Value, query url.Values, name string, optional bool) error {
	values, ok := query[name]
	if !ok || len(values) == 0 || field.Kind() == reflect.String && values[0] == "" {
		if !optional {
			return Invalid("Missing required parameter: %s", name)
		}
		return nil
	}
	if field.Kind() != reflect.Slice {
		return setText(field, values[0], name)
	}
	list := reflect.MakeSlice(field.Type(), len(values), len(values))
	for i, text := range values {
		if err := setText(list.Index(i), text, name); err != nil {
			return err
		}
	}
	field.Set(list)
	return nil
}

// setText reads one value of a path or a query.
func setText(field reflect.Value, text, name string) error {
	var err error
	switch field.Kind() {
	case reflect.String:
		if e, ok := field.Addr().Interface().(enum); ok && text != "" {
			err = e.Set(text)
		}
		field.SetString(text)
	case reflect.Bool:
		var b bool
		b, err = strconv.ParseBool(text)
		field.SetBool(b)
	case reflect.Int, reflect.Int32, reflect.Int64:
		var n int64
		n, err = strconv.ParseInt(text, 10, field.Type().Bits())
		field.SetInt(n)
	default:
		return Unsupported("parameters of type %s (%s)", field.Type(), name)
	}
	if err != nil {
		return Invalid("Parameter %s has no value %q", name, text)
	}
	return nil
}

// snake writes a Go name as a wildcard: FullNameArg is full_name_arg, RunID is run_id.
func snake(name string) string {
	var out []rune
	runes := []rune(name)
	for i, r := range runes {
		if unicode.IsUpper(r) && i > 0 && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			out = append(out, '_')
		}
		out = append(out, unicode.ToLower(r))
	}
	return string(slices.Clip(out))
}
