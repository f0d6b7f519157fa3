package pipeline

import (
	"bytes"
	"crypto/sha256"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// outcome is what a configuration can change.
type outcome struct {
	model  [sha256.Size]byte // of its trees
	rounds int
	parts  [3]int
}

// outcomeOf trains with a type of model and a change, and returns the trainer's notices, too.
func outcomeOf(t *testing.T, l lake, m ModelType, change func(*TrainingConfig)) (outcome, []string) {
	t.Helper()
	cfg := l.config()
	cfg.TrainingConfig.ModelType = m
	cfg.TrainingConfig.NEstimators, cfg.TrainingConfig.LearningRate = 60, 0.3
	cfg.TrainingConfig.EarlyStoppingRounds = nil
	if change != nil {
		change(&cfg.TrainingConfig)
	}
	p, err := New[wide](t.Context(), cfg, WithTrainer(engineOf(t, cfg.TrainingConfig.ModelType)), WithClient(l.client), WithLogger(quiet), WithoutRegistration())
	require.NoError(t, err)
	parts, err := p.data().Run(t.Context(), 0)
	require.NoError(t, err)
	trained, err := p.fit().Run(t.Context(), parts)
	require.NoError(t, err)
	trees, _, _ := bytes.Cut(trained.Model.Data, []byte("end of trees")) // LightGBM lists the parameters behind them
	return outcome{
		model: sha256.Sum256(trees), rounds: trained.Model.Rounds(),
		parts: [3]int{parts.Train.Features.Rows(), parts.Validation.Features.Rows(), parts.Test.Features.Rows()},
	}, trained.Model.Notices
}

// A field that has nothing to act on in a type of model is told by a notice; each other one changes the outcome.
func TestEveryFieldOfTrainingConfigTakesEffect(t *testing.T) {
	l := newLake(t, rowsOf(400))
	changes := map[string]func(*TrainingConfig){
		"model_type": func(c *TrainingConfig) {
			c.ModelType = map[ModelType]ModelType{XGBoost: LightGBM, LightGBM: RandomForest, RandomForest: XGBoost}[c.ModelType]
		},
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
	noticed := map[ModelType]map[string]string{
		RandomForest: {"learning_rate": "the learning rate does not apply", "early_stopping_rounds": "early stopping does not apply"},
	}
	var keys []string
	for _, f := range (*TrainingConfig)(nil).TypedMLSchema().Fields {
		keys = append(keys, f.Key)
	}
	slices.Sort(keys)
	require.Equal(t, keys, slices.Sorted(maps.Keys(changes)), "every field has a case")
	for _, m := range modelTypes() {
		base, _ := outcomeOf(t, l, m, nil)
		if m != RandomForest {
			require.Equal(t, 60, base.rounds)
		}
		for name, change := range changes {
			t.Run(string(m)+"/"+name, func(t *testing.T) {
				got, notices := outcomeOf(t, l, m, change)
				if notice, ok := noticed[m][name]; ok {
					assert.Equal(t, base, got)
					assert.Condition(t, func() bool {
						return slices.ContainsFunc(notices, func(n string) bool { return bytes.HasSuffix([]byte(n), []byte(notice)) })
					}, "%q", notices)
					return
				}
				assert.NotEqual(t, base, got)
			})
		}
	}
}

func TestTheSameSeedGivesTheSameModel(t *testing.T) {
	l := newLake(t, rowsOf(400))
	for _, m := range modelTypes() {
		first, _ := outcomeOf(t, l, m, nil)
		second, _ := outcomeOf(t, l, m, nil)
		assert.Equal(t, first, second, m)
	}
}
