package importer_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/importer"
)

// A model of URLs, secrets, keys that are numbers and a pattern of Unicode: what Go does not say is told, and no secret is copied.
func TestPydanticWeb(t *testing.T) {
	res, err := python(t, filepath.Join("testdata", "python")).Pydantic(t.Context(), "web:Page", importer.Options{Package: "web"})
	require.NoError(t, err)
	source := string(res.Source)
	assert.Regexp(t, `Home +string +.json:"home" validate:"min=1,max=2083,http_url`, source)
	assert.Regexp(t, `Password +\S*string +.json:"password,omitempty" feature:"sensitive"`, source)
	assert.Regexp(t, `Token +string +.json:"token" feature:"sensitive"`, source)
	assert.NotContains(t, source, "**")
	told := map[string]bool{}
	for _, n := range res.Notes {
		told[n.Path] = true
	}
	assert.Equal(t, map[string]bool{"#": true, "#/properties/files": true, "#/properties/word": true, "#/properties/counts": true, "#/properties/password": true}, told)
	generates(t, res)
}
