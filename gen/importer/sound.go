package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/internal/nearest"
	"github.com/typedml/typedml/schema/jsonschema"
)

// fault is a keyword whose value no JSON Schema has there.
type fault struct {
	pointer string
	err     error
}

// typeWords are those of the keyword type.
var typeWords = []string{"string", "number", "integer", "boolean", "object", "array", "null"}

// counting are the keywords that count.
var counting = []string{"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"}

// wellFormed looks for the first keyword of a schema whose value has a wrong form: what it should demand would be lost.
func (r *reader) wellFormed(o jsonschema.Object, at place) {
	for _, m := range o {
		if why := malformed(m.Key, m.Value); why != "" && r.fault == nil {
			r.fault = &fault{pointer: at.below(m.Key).pointer, err: fmt.Errorf("%s is %s: %s", m.Key, short(m.Value), why)}
		}
	}
}

// malformed says what is wrong with the value of a keyword, "" for nothing.
func malformed(key string, v any) string {
	switch n, isNumber := v.(json.Number); {
	case slices.Contains(counting, key):
		x, whole := integer(n, 0)
		if !isNumber || !whole || x.Sign() < 0 {
			return "it is a number of them, 0 or more"
		}
	case key == "minimum", key == "maximum":
		if !isNumber {
			return "it is a number"
		}
	case key == "exclusiveMinimum", key == "exclusiveMaximum":
		if _, old := v.(bool); !isNumber && !old { // draft 4 has a bool there
			return "it is a number"
		}
	case key == "multipleOf":
		if x, ok := rational(n); isNumber && ok && x.Sign() <= 0 || !isNumber {
			return "it is a number above 0"
		}
	case key == "pattern", key == "format":
		if _, ok := v.(string); !ok {
			return "it is a text"
		}
	case key == "uniqueItems":
		if _, ok := v.(bool); !ok {
			return "it is true or false"
		}
	case key == "enum":
		if list, ok := v.([]any); !ok || len(list) == 0 {
			return "it is a list of values"
		}
	case key == "type":
		return mistyped(v)
	}
	return ""
}

// mistyped says what is wrong with the value of type.
func mistyped(v any) string {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	for _, item := range list {
		word, isText := item.(string)
		if near := nearest.Of(word, typeWords); isText && !slices.Contains(typeWords, word) && near != "" {
			return "did you mean " + strconv.Quote(near) + "?"
		}
		if !slices.Contains(typeWords, word) {
			return "it is one of " + strings.Join(typeWords, ", ")
		}
	}
	return ""
}

// errNoPlace says that a document has no such place.
var errNoPlace = errors.New("no such place")

// offset is where in a document the value of a pointer begins, 0 where it has none.
func offset(data []byte, pointer string) int {
	d := json.NewDecoder(bytes.NewReader(data))
	keys := strings.Split(strings.TrimPrefix(strings.TrimPrefix(pointer, "#"), "/"), "/")
	for _, key := range keys {
		if err := enter(d, strings.NewReplacer("~1", "/", "~0", "~").Replace(key)); err != nil {
			return 0
		}
	}
	at := int(d.InputOffset())
	return at + len(data[at:]) - len(bytes.TrimLeft(data[at:], ": \t\r\n,"))
}

// enter reads on to the value of a key, or of an index.
func enter(d *json.Decoder, key string) error {
	open, err := d.Token()
	if err != nil {
		return err
	}
	for i := 0; d.More(); i++ {
		name := any(strconv.Itoa(i))
		if open == json.Delim('{') {
			if name, err = d.Token(); err != nil {
				return err
			}
		}
		if name == key {
			return nil
		}
		if err := d.Decode(new(json.RawMessage)); err != nil {
			return err
		}
	}
	return errNoPlace
}
