package agreement

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/internal/agreement/compare"
)

// judgeAccepted demands that both say the same of every value, and that the values were worth comparing.
func judgeAccepted(t *testing.T, accepted []structure, results map[string]compare.Result) {
	t.Helper()
	total, broken := 0, 0
	shown := map[string]int{}
	for _, s := range accepted {
		r := results[s.name]
		if !strings.HasPrefix(s.name, compare.Group) { // of many fields, one of which breaks a rule as good as always
			total += r.Values
			broken += r.Broken
		}
		if p := declaredPanic(s.name); p != nil {
			assert.Regexp(t, p.panic, r.Panic, "the declared panic of upstream's no longer shows: %s%s", p.why, s.source)
		} else {
			assert.Empty(t, r.Panic, "upstream panics: the generator must refuse\n%s", s.source)
		}
		for _, d := range r.Differences {
			t.Errorf("only ours %q, only upstream's %q of %s%s", d.OnlyOurs, d.Misses, d.Value, s.source)
		}
		for name, n := range r.Deviations {
			shown[name] += n
		}
	}
	t.Logf("%d structs, %d values, %d of them broken", len(accepted), total, broken)
	assert.Greater(t, broken, total/10, "few values break a rule")
	assert.Greater(t, total-broken, total/10, "few values are valid")
	for _, d := range deviations {
		if _, err := time.LoadLocation("Europe//Berlin"); err != nil && d.name == compare.Filed {
			t.Logf("SKIP %s: this machine has no files of time zones, which upstream asks: %v", d.name, err)
			continue
		}
		assert.NotZero(t, shown[d.name], "the declared deviation %s no longer shows: %s", d.name, d.why)
	}
}

// judgeRefused demands of every refusal that upstream panics, or that it is declared.
func judgeRefused(t *testing.T, others []structure, refused map[string]diag.Diagnostic, results map[string]compare.Result) {
	t.Helper()
	panics := 0
	shown := make([]int, len(refusals))
	for _, s := range others {
		assert.Nil(t, declaredPanic(s.name), "refused, and declared to compile: %s%s", refused[s.name].Message, s.source)
		if results[s.name].Panic != "" {
			panics++
			continue
		}
		d := refused[s.name]
		declared := false
		for i, r := range refusals {
			if d.Code == r.code && r.message.MatchString(d.Message) {
				shown[i]++
				declared = true
				break
			}
		}
		assert.True(t, declared, "refused, and upstream does not panic: %s: %s%s", d.Code, d.Message, s.source)
	}
	t.Logf("%d structs refused, of which upstream panics at %d", len(others), panics)
	for i, r := range refusals {
		assert.NotZero(t, shown[i], "the declared refusal no longer shows: %s", r.why)
	}
}
