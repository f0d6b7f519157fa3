package pydantic

import (
	"flag"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/agreement/random"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
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
	batches = flag.Int("agreement.batches", 4, "interpreters with random records")
	records = flag.Int("agreement.records", 400, "random records of each interpreter, five structs in four of them")
	drawn   = flag.Int("agreement.values", 6, "random values of each record")
)

// Of random records, with values near the limits of their rules and inputs that fit no type, the packages say what the
// records do.
func TestExportedRandomRecordsAgree(t *testing.T) {
	for i := range uint64(*batches) {
		t.Run(fmt.Sprintf("seed=%d", *seed+i), func(t *testing.T) {
			t.Parallel()
			randomRecordsAgree(t, *seed+i)
		})
	}
}

// holdsNumbers reports whether values of a type hold enums of integers.
func holdsNumbers(t schema.Type) bool {
	if t = t.Innermost(); t.Record != nil {
		return slices.ContainsFunc(t.Record.Fields, func(f schema.Field) bool { return holdsNumbers(f.Type) })
	}
	return t.Kind == schema.Enum && t.Base.Integer()
}

// early reports whether a record has a default in the year 0.
func early(r *schema.Record) bool {
	return slices.ContainsFunc(r.Fields, func(f schema.Field) bool {
		inner := f.Type.Innermost().Record
		return f.Default != nil && strings.HasPrefix(f.Default.String(), "0000-") || inner != nil && early(inner)
	})
}

// tiny is a number that no double is near to but 0.
var tiny = regexp.MustCompile(`[eE]-[0-9]{3,}`)

func randomRecordsAgree(t *testing.T, seed uint64) {
	dir := t.TempDir()
	require.NoError(t, random.Write(dir, seed, *records, *drawn))
	files, err := vectors.Load(dir)
	require.NoError(t, err)
	cases := files[0].Cases
	for i := range cases { // what Python has not is listed beside the vectors
		early := early(cases[i].Record)
		enums := slices.ContainsFunc(cases[i].Record.Fields, func(f schema.Field) bool { return holdsNumbers(f.Type) })
		cases[i].Rows = slices.DeleteFunc(cases[i].Rows, func(r vectors.Row) bool {
			return strings.Contains(r.JSON, `"0000-`) || early || enums && tiny.MatchString(r.JSON) // -0.0 in Python, and so the enum's 0
		})
	}
	rows, refused := 0, 0
	for _, c := range judgeExported(t, cases) {
		wrong, n := c.disagreements()
		cut := slices.ContainsFunc(c.losses, func(l schema.Loss) bool { return strings.Contains(l.Why, "microseconds") })
		for name, why := range wrong {
			if !cut || !fine.MatchString(name) { // it is among the losses
				t.Errorf("seed %d: %s\n\t%s", seed, name, why)
			}
		}
		rows, refused = rows+len(c.verdicts), refused+n
	}
	assert.Greater(t, refused, rows/5)
	t.Logf("%d records, %d rows, of which the packages refuse %d", len(cases), rows, refused)
}
