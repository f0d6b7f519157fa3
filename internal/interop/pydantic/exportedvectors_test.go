package pydantic

import (
	"bytes"
	"flag"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/agreement/random"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/pydantic"
)

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// different are rows on which the packages differ, by reason.
var different = map[string][]string{
	"Python has no year 0": {`decimal_and_date/dates as JSON/"0000-01-01"`},
}

// On the vectors the packages say what the records do, but for the rows that are listed.
func TestExportedVectorsAgree(t *testing.T) {
	files, err := vectors.Load(filepath.Join("..", "..", "..", "schema", "testdata", "vectors"))
	require.NoError(t, err)
	var cases []vectors.Case
	for _, f := range files {
		cases = append(cases, f.Cases...)
	}
	wrong := map[string]string{}
	rows, refused := 0, 0
	for _, c := range judgeExported(t, cases) {
		w, n := c.disagreements()
		maps.Copy(wrong, w)
		rows, refused = rows+len(c.verdicts), refused+n
	}
	for why, names := range different {
		for _, name := range names {
			assert.Contains(t, wrong, name, "it does not differ: %s", why)
			delete(wrong, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(wrong)) {
		t.Errorf("%s\n\t%s", name, wrong[name])
	}
	assert.Greater(t, refused, rows/5)
	t.Logf("%d rows, of which the packages refuse %d", rows, refused)
}

var (
	seed    = flag.Uint64("agreement.seed", 1, "seed of the random records")
	records = flag.Int("agreement.records", 400, "random records, five structs in four of them")
	drawn   = flag.Int("agreement.values", 6, "random values of each record")
)

// Of random records, with values near the limits of their rules and inputs that fit no type, the packages say what the
// records do.
func TestExportedRandomRecordsAgree(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, random.Write(dir, *seed, *records, *drawn))
	files, err := vectors.Load(dir)
	require.NoError(t, err)
	for i := range files[0].Cases { // what Python has not is listed beside the vectors, and among the losses
		c := &files[0].Cases[i]
		written, models := pydantic.Of(c.Record)
		cut := slices.ContainsFunc(models[0].Losses, func(l schema.Loss) bool { return strings.Contains(l.Why, "microseconds") })
		year0 := slices.ContainsFunc(written, func(f pydantic.File) bool { return bytes.Contains(f.Text, []byte(`"0000-`)) }) // a default
		c.Rows = slices.DeleteFunc(c.Rows, func(r vectors.Row) bool {
			return strings.Contains(r.JSON, `"0000-`) || year0 || cut && fine.MatchString(r.JSON)
		})
	}
	rows, refused := 0, 0
	for _, c := range judgeExported(t, files[0].Cases) {
		wrong, n := c.disagreements()
		for name, why := range wrong {
			t.Errorf("seed %d: %s\n\t%s", *seed, name, why)
		}
		rows, refused = rows+len(c.verdicts), refused+n
	}
	assert.Greater(t, refused, rows/5)
	t.Logf("%d records, %d rows, of which the packages refuse %d", *records, rows, refused)
}
