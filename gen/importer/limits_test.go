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
	assert.Regexp(t, `High +\*float64 +.json:"high,omitempty"`, source)
	assert.Contains(t, source, "\t// high: no tag says the default inf\n")
	assert.Regexp(t, `Good +float64 +.json:"good" default:"0.5"`, source)
	generates(t, res)
}

// Digits without places stand on any side of the point: the struct has room for them there, for limits and for the default.
func TestPydanticDigits(t *testing.T) {
	res, err := python(t, filepath.Join("testdata", "python")).Pydantic(t.Context(), "digits:Amount", importer.Options{Package: "digits"})
	require.NoError(t, err)
	source := string(res.Source)
	for _, field := range []string{
		"a\" check:\"decimal=10.5\"", "b\" validate:\"gte=1000\" check:\"decimal=24.12\"", "c\" check:\"decimal=38.2\"", "d\" check:\"decimal=38.8\"",
		"e\" check:\"decimal=10.5\" default:\"123\"",
	} {
		assert.Contains(t, source, "`json:\""+field+"`\n")
	}
	assert.Equal(t, []string{
		"the model takes 5 digits wherever the point stands: decimal=10.5 takes more",
		"the model takes 12 digits wherever the point stands: decimal=24.12 takes more",
		"the model does not say how many digits: decimal=38.2 is a guess",
		"the model takes 30 digits wherever the point stands: decimal=38.8 takes more",
		"the model takes 5 digits wherever the point stands: decimal=10.5 takes more",
	}, told(res))
	generates(t, res)
}
