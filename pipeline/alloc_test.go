package pipeline

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/validate"
)

func TestValidationAllocatesNothing(t *testing.T) {
	good := NewTrainingConfig()
	require.NoError(t, good.Validate())
	assert.Zero(t, testing.AllocsPerRun(100, func() { _ = good.Validate() }), "Validate of a valid value")

	assert.Zero(t, testing.AllocsPerRun(100, func() { _ = good.KeepsRules() }))

	bad := TrainingConfig{ModelType: "svm", LearningRate: 2, MaxDepth: 99, EarlyStoppingRounds: new(0), L1Regularization: -1}
	var r validate.Report
	bad.ValidateInto(&r)
	require.Greater(t, r.Len(), 5)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		r.Reset()
		bad.ValidateInto(&r)
	}), "ValidateInto of an invalid value on a reused report")

	nested := ModelArtifact{TrainingConfig: bad}
	r.Reset()
	nested.ValidateInto(&r)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		r.Reset()
		nested.ValidateInto(&r)
	}), "nested records, too")
}
