package jsonschema

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/vectors"
)

// different are rows on which Python's validator differs, by reason.
var different = map[string][]string{
	"its regular expressions are Python's, whose $ takes a line feed behind it": {
		`has_suffix/ends with a text/"a.go\n"`,
		`pattern/a digit is an ASCII digit/"1.2.3\n"`,
		`pattern/an empty text meets an empty pattern/"\n"`,
		`pattern/anchored/"a\n"`,
		`structure/times, durations and byte strings as JSON/{"t": "2024-02-29T12:00:00Z", "d": "1s", "b": "AAEC\n"}`,
	},
}

// On the vectors the validator says what the record does, but for the rows that are listed.
func TestVectorsAgree(t *testing.T) {
	files, err := vectors.Load(filepath.Join("..", "..", "..", "schema", "testdata", "vectors"))
	require.NoError(t, err)
	var cases []vectors.Case
	for _, f := range files {
		cases = append(cases, f.Cases...)
	}
	var wrong []string
	rows, refused := 0, 0
	for _, j := range judge(t, cases) {
		w, n := j.disagreements()
		wrong = append(wrong, w...)
		rows, refused = rows+len(j.verdicts), refused+n
	}
	var declared []string
	for _, names := range different {
		declared = append(declared, names...)
	}
	slices.Sort(declared)
	slices.Sort(wrong)
	assert.Equal(t, declared, wrong)
	assert.Greater(t, refused, rows/5)
	t.Logf("%d rows, of which the validator refuses %d", rows, refused)
}
