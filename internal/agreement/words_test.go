package agreement

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
)

// composed are words that stand for alternatives of others, which have their vectors: Go sources of vectors spell these out.
// validateFn calls a method of a Go type, and a vector has none: the comparison with upstream has it.
var composed = []string{"country_code", "eu_country_code", "iscolor", "port", "validateFn"}

// Every word of the tags stands in a vector: one that is lowered to something else is read back as another record, and
// TestTargetsAgree fails.
func TestEveryWordHasAVector(t *testing.T) {
	files, err := vectors.Load(filepath.Join("..", "..", "schema", "testdata", "vectors"))
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, f := range files {
		for _, c := range f.Cases {
			recordWords(c.Record, seen)
		}
	}
	for _, table := range []tag.Table{tag.Validate("validate"), tag.Check("validate")} {
		words := table.Words()
		assert.NotEmpty(t, words)
		for _, word := range words {
			assert.True(t, seen[word] != slices.Contains(composed, word), "no vector has the word %s of the tag %s", word, table.Tag)
		}
	}
}

func recordWords(rec *schema.Record, seen map[string]bool) {
	for i := range rec.Fields {
		f := &rec.Fields[i]
		if f.Unit != "" {
			seen["unit"] = true
		}
		elementWords(&schema.Element{Type: f.Type, Constraints: f.Constraints}, seen)
	}
}

func elementWords(e *schema.Element, seen map[string]bool) {
	for _, c := range e.Constraints {
		constraintWords(c, seen)
	}
	if e.Type.Key != nil {
		elementWords(e.Type.Key, seen)
	}
	if e.Type.Elem != nil {
		elementWords(e.Type.Elem, seen)
	}
	if e.Type.Record != nil {
		recordWords(e.Type.Record, seen)
	}
}

func constraintWords(c schema.Constraint, seen map[string]bool) {
	seen[c.Rule] = true
	for _, one := range c.Any {
		for _, c := range one {
			constraintWords(c, seen)
		}
	}
}
