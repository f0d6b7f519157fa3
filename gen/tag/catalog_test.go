package tag

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/german"
)

// TestCatalogIsComplete holds the German words against every word of the tables and whatever decoders report: a new rule
// needs an entry in package german, and entries for the values that the English message tells apart.
func TestCatalogIsComplete(t *testing.T) {
	words := german.Catalog()
	delete(words, "") // the words of an unknown rule would hide what is missing
	names := []string{
		"enum", validate.RuleCheck, validate.RuleMissing, validate.RuleUnknown, validate.RuleDuplicate, validate.RuleNull, validate.RuleType,
		validate.RuleOverflow, validate.RuleSyntax, validate.RuleUTF8,
	}
	silent := []string{"omitempty", "omitnil", "omitzero", "unit"} // no violation names them
	for _, table := range []Table{Validate("validate"), Check("validate")} {
		names = append(names, table.Words()...)
	}
	values := []validate.Value{
		validate.String("x"), validate.Int(1), validate.Float(1), validate.Bool(true), validate.Items(1), validate.Time(time.Unix(1, 0)), validate.Null(),
	}
	for _, name := range names {
		if slices.Contains(silent, name) {
			continue
		}
		english, translated := map[string]bool{}, map[string]bool{}
		for _, value := range values {
			var r validate.Report
			r.Add(&validate.Rule{Name: name}, value)
			v := r.Take().(*validate.Error).Violations[0]
			assert.NotEqual(t, v.Message(), v.MessageIn(words), "no German words for the rule %s by %v", name, value.Kind())
			said, _, _ := strings.Cut(v.Message(), " (")
			sagt, _, _ := strings.Cut(v.MessageIn(words), " (")
			english[said], translated[sagt] = true, true
		}
		assert.GreaterOrEqual(t, len(translated), len(english)-1, "German tells fewer values apart than English for the rule %s: %v, %v", name, english, translated)
	}
}
