package importer_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/importer"
)

// What a model has that is no number of JSON's, or no JSON at all, is told of its field.
func TestPydanticInfinite(t *testing.T) {
	res, err := python(t, filepath.Join("testdata", "python")).Pydantic(t.Context(), "limits:Limits", importer.Options{Package: "limits"})
	require.NoError(t, err)
	for path, what := range map[string]string{
		"#/properties/low":                           "no tag says the default -inf",
		"#/properties/high":                          "no tag says the default inf",
		"#/properties/maybe":                         "no tag says the default nan",
		"#/properties/steps":                         "no tag says the default [1.0, inf]",
		"#/properties/band":                          "no tag says the default Band(top=inf)",
		"#/$defs/Band/properties/top":                "no tag says the default inf",
		"#/properties/scale":                         "no tag says the default <Scale.NONE: inf>",
		"#/$defs/Scale":                              `no tag lists "inf" of a float64`,
		"#/properties/price/x-typedml-constraints/0": "it is no rule of a decimal(9,2)",
		"#/properties/odd":                           "no tag says the default <object object>",
		"#/properties/least":                         "the minimum -inf is not imported",
	} {
		assert.Contains(t, res.Notes, importer.Note{Path: path, What: what})
	}
	source := string(res.Source)
	assert.Regexp(t, `High +float64 +.json:"high,omitempty"`, source)
	assert.Contains(t, source, "\t// high: no tag says the default inf\n")
	assert.Regexp(t, `Good +float64 +.json:"good" default:"0.5"`, source)
	generates(t, res)
}
