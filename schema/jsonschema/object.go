package jsonschema

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Object is a JSON object whose members have an order.
type Object []Member

// Member is a key and its value: an Object, a slice of values, a string, a bool, a [json.Number] or [json.RawMessage],
// or nil.
type Member struct {
	Key   string
	Value any
}

// Get returns the value of a key, nil when there is none.
func (o Object) Get(key string) any {
	for _, m := range o {
		if m.Key == key {
			return m.Value
		}
	}
	return nil
}

// Has reports whether the key is there.
func (o Object) Has(key string) bool {
	return slices.ContainsFunc(o, func(m Member) bool { return m.Key == key })
}

// set gives a key a value, in place of the one that it has.
func (o *Object) set(key string, value any) {
	for i := range *o {
		if (*o)[i].Key == key {
			(*o)[i].Value = value
			return
		}
	}
	*o = append(*o, Member{key, value})
}

func (o *Object) remove(key string) {
	*o = slices.DeleteFunc(*o, func(m Member) bool { return m.Key == key })
}

// Append appends the object as indented JSON, with a line feed behind it.
func (o Object) Append(b []byte) []byte { return append(appendValue(b, o, "\n"), '\n') }

// appendValue appends a value; lines begin with indent, a line feed and spaces.
func appendValue(b []byte, v any, indent string) []byte {
	switch v := v.(type) {
	case Object:
		return appendObject(b, v, indent)
	case []any:
		return appendArray(b, v, indent)
	case string:
		return appendText(b, v)
	case json.Number:
		return append(b, v...)
	case json.RawMessage:
		return append(b, v...)
	case bool:
		if v {
			return append(b, "true"...)
		}
		return append(b, "false"...)
	}
	return append(b, "null"...)
}

func appendObject(b []byte, o Object, indent string) []byte {
	if len(o) == 0 {
		return append(b, "{}"...)
	}
	b = append(b, '{')
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, indent...)
		b = append(b, "  "...)
		b = append(appendText(b, m.Key), ": "...)
		b = appendValue(b, m.Value, indent+"  ")
	}
	return append(append(b, indent...), '}')
}

// appendArray puts scalars on one line and objects on lines of their own.
func appendArray(b []byte, items []any, indent string) []byte {
	holds := slices.ContainsFunc(items, func(v any) bool {
		switch v.(type) {
		case Object, json.RawMessage:
			return true
		}
		return false
	})
	b = append(b, '[')
	for i, item := range items {
		switch {
		case i > 0 && !holds:
			b = append(b, ", "...)
		case i > 0:
			b = append(b, ',')
		}
		if holds {
			b = append(append(b, indent...), "  "...)
		}
		b = appendValue(b, item, indent+"  ")
	}
	if holds {
		b = append(b, indent...)
	}
	return append(b, ']')
}

func appendText(b []byte, s string) []byte { return append(b, text(s)...) }

// text is a JSON string, with < and > as they are.
func text(s string) string {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // of a string, into memory
	return strings.TrimSuffix(out.String(), "\n")
}

// raw is a value as compact JSON.
func raw(v any) json.RawMessage {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return json.RawMessage("null")
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
