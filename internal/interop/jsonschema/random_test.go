package jsonschema

import (
	"flag"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/agreement/random"
	"github.com/typedml/typedml/internal/vectors"
)

var (
	seed    = flag.Uint64("agreement.seed", 1, "seed of the random records")
	records = flag.Int("agreement.records", 1600, "random records, five structs in four of them")
	values  = flag.Int("agreement.values", 8, "random values of each record")
)

// rounded are drawn numbers that are others as a float64: a schema has numbers of any size.
var rounded = regexp.MustCompile(`[eE]-(400|9{5,})|9\.?007199254740993`)

// Of random records, with values near the limits of their rules and inputs that fit no type, the validator says what the
// record does.
func TestRandomRecordsAgree(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, random.Write(dir, *seed, *records, *values))
	files, err := vectors.Load(dir)
	require.NoError(t, err)
	rows, refused := 0, 0
	for i := range files[0].Cases { // what $ means to Python is listed beside the vectors
		c := &files[0].Cases[i]
		c.Rows = slices.DeleteFunc(c.Rows, func(r vectors.Row) bool {
			return strings.Contains(r.JSON, `\n"`) || rounded.MatchString(r.JSON)
		})
	}
	for _, j := range judge(t, files[0].Cases) {
		wrong, n := j.disagreements()
		if !assert.Empty(t, wrong, "seed %d: %s", *seed, j.Name) {
			t.Logf("%+v", j.losses)
		}
		rows, refused = rows+len(j.verdicts), refused+n
	}
	assert.Greater(t, refused, rows/5)
	t.Logf("%d records, %d rows, of which the validator refuses %d", *records, rows, refused)
}
