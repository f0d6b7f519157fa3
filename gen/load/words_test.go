package load

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/typedml/typedml/validate"
)

// TestDecoderWords holds the names that no check has against those that decoders report.
func TestDecoderWords(t *testing.T) {
	want := []string{
		validate.RuleType, validate.RuleMissing, validate.RuleUnknown, validate.RuleDuplicate, validate.RuleNull, validate.RuleOverflow,
		validate.RuleSyntax, validate.RuleUTF8, validate.RuleCheck,
	}
	assert.ElementsMatch(t, want, decoderWords)
	for _, word := range decoderWords {
		assert.True(t, (&validate.Rule{Name: word}).Decoding() || word == validate.RuleCheck, word)
	}
}
