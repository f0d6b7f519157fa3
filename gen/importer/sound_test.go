package importer_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/importer"
)

// A keyword whose value no schema has is an error at its place: nothing of the rule is dropped.
func TestMalformedKeywords(t *testing.T) {
	for keyword, want := range map[string]string{
		`"type": "string", "minLength": "3"`:      `s.json:2:43: minLength is "3": it is a number of them, 0 or more`,
		`"type": "string", "minLength": -1`:       "s.json:2:43: minLength is -1: it is a number of them, 0 or more",
		`"type": "strng"`:                         `s.json:2:20: type is "strng": did you mean "string"?`,
		`"type": "integer", "minimum": true`:      "s.json:2:42: minimum is true: it is a number",
		`"type": "array", "items": {"type": "x"}`: `s.json:2:47: type is "x": it is one of string, number, integer, boolean, object, array, null`,
	} {
		res, err := importer.JSONSchema([]byte("{\"type\": \"object\", \"properties\": {\n  \"a~/b\": {"+keyword+"},\n  \"c\": {\"type\": \"string\"}}}"), importer.Options{File: "s.json"})
		assert.EqualError(t, err, want, keyword)
		assert.Empty(t, res.Source)
	}
}

// Limits decide between int64 and uint64; what lies beyond both, or is empty, is told.
func TestLimitsOfIntegers(t *testing.T) {
	for limits, want := range map[string]struct{ field, note string }{
		`"minimum": 0, "maximum": 18446744073709551615`: {field: "A uint64 `json:\"a\"`"},
		`"minimum": 0, "maximum": 18446744073709551616`: {"A uint64 `json:\"a\"`", "the maximum 18446744073709551616 lies beyond uint64, from 0 to 18446744073709551615"},
		`"maximum": 18446744073709551615`:               {"A int64 `json:\"a\"`", "the maximum 18446744073709551615 lies beyond int64, from -9223372036854775808 to 9223372036854775807"},
		`"exclusiveMaximum": 9223372036854775808`:       {field: "A int64 `json:\"a\"`"},
		`"minimum": 5, "maximum": 3`:                    {"A int64 `json:\"a\"`", "no value is between the minimum 5 and the maximum 3: no limit is imported"},
	} {
		text := `{"type": "object", "required": ["a"], "properties": {"a": {"type": "integer", ` + limits + `}}}`
		res, err := importer.JSONSchema([]byte(text), importer.Options{File: "s.json", Type: "T"})
		require.NoError(t, err, limits)
		assert.Contains(t, string(res.Source), want.field, limits)
		if want.note == "" {
			assert.Empty(t, res.Notes, limits)
			continue
		}
		require.Len(t, res.Notes, 1, limits)
		assert.Equal(t, want.note, res.Notes[0].What)
	}
}
