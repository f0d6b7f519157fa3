package pipeline

import (
	"crypto/sha256"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// outcome is what a configuration can change.
type outcome struct {
	model  [sha256.Size]byte // of its JSON
	rounds int
	parts  [3]int
}

func outcomeOf(t *testing.T, l lake, change func(*TrainingConfig)) outcome {
	t.Helper()
	cfg := l.config()
	cfg.TrainingConfig.NEstimators, cfg.TrainingConfig.LearningRate = 60, 0.3
	cfg.TrainingConfig.EarlyStoppingRounds = nil
	if change != nil {
		change(&cfg.TrainingConfig)
	}
	p, err := New[wide](t.Context(), cfg, WithTrainer(engine(t)), WithClient(l.client), WithLogger(quiet), WithoutRegistration())
	require.NoError(t, err)
	parts, err := Then(p.load(), p.split()).Run(t.Context(), 0)
	require.NoError(t, err)
	trained, err := p.fit().Run(t.Context(), parts)
	require.NoError(t, err)
	return outcome{
		model: sha256.Sum256(trained.Model.JSON), rounds: trained.Model.Rounds(),
		parts: [3]int{parts.Train.Features.Rows(), parts.Validation.Features.Rows(), parts.Test.Features.Rows()},
	}
}

func TestEveryFieldOfTrainingConfigTakesEffect(t *testing.T) {
	l := newLake(t, rowsOf(400))
	base := outcomeOf(t, l, nil)
	require.Equal(t, 60, base.rounds)
	changes := map[string]func(*TrainingConfig){
		"model_type":            func(c *TrainingConfig) { c.ModelType = RandomForest },
		"learning_rate":         func(c *TrainingConfig) { c.LearningRate = 0.2 },
		"max_depth":             func(c *TrainingConfig) { c.MaxDepth = 2 },
		"n_estimators":          func(c *TrainingConfig) { c.NEstimators = 30 },
		"early_stopping_rounds": func(c *TrainingConfig) { c.EarlyStoppingRounds = new(2) },
		"l1_regularization":     func(c *TrainingConfig) { c.L1Regularization = 1 },
		"l2_regularization":     func(c *TrainingConfig) { c.L2Regularization = 5 },
		"train_ratio":           func(c *TrainingConfig) { c.TrainRatio = 0.691 },
		"validation_ratio":      func(c *TrainingConfig) { c.ValidationRatio = 0.155 },
		"test_ratio":            func(c *TrainingConfig) { c.TestRatio = 0.155 },
		"random_seed":           func(c *TrainingConfig) { c.RandomSeed = 43 },
	}
	var keys []string
	for _, f := range (*TrainingConfig)(nil).TypedMLSchema().Fields {
		keys = append(keys, f.Key)
	}
	slices.Sort(keys)
	require.Equal(t, keys, slices.Sorted(maps.Keys(changes)), "every field has a case")
	for name, change := range changes {
		t.Run(name, func(t *testing.T) { assert.NotEqual(t, base, outcomeOf(t, l, change)) })
	}
}

func TestTheSameSeedGivesTheSameModel(t *testing.T) {
	l := newLake(t, rowsOf(400))
	assert.Equal(t, outcomeOf(t, l, nil), outcomeOf(t, l, nil))
}
