package pydantic

import (
	_ "embed"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/pipeline"
	"github.com/typedml/typedml/validate"
)

var (
	//go:embed testdata/repaired.py
	repaired string
	//go:embed testdata/judge.py
	judge string
)

// objects is how many are compared for each model.
const objects = 20_000

// difference is a kind of object on which the two sides judge differently, with the reason.
type difference struct {
	name, reason string
	// ours says that typedml refuses for this alone: every violation is one of these.
	ours func(*validate.Violation) bool
	// object says that the text itself explains what one side makes of it; strict is the side that refuses.
	object func(*object) bool
	strict string
}

// differences lists them all: a verdict that differs for another reason fails the test, and so does a kind that no
// object shows.
var differences = []difference{
	{
		name: "duplicate key", reason: "typedml refuses a key that stands twice; Pydantic takes the last value in silence",
		strict: "typedml",
		object: func(o *object) bool { return len(slices.Compact(slices.Sorted(slices.Values(o.keys)))) < len(o.keys) },
	},
	{
		name: "beyond int64", reason: "an integer is int64 in Go and in tables; Python's has no limit",
		ours: func(v *validate.Violation) bool { return v.Rule() == validate.RuleOverflow && v.Limit() == "int64" },
	},
	{
		name:   "time in another form",
		reason: "typedml takes RFC 3339; Pydantic also a date, a space for the T, a time without zone or seconds, and Unix seconds",
		ours:   func(v *validate.Violation) bool { return v.Path() == "timestamp" && v.Rule() == validate.RuleType },
	},
	{
		name: "integral float", reason: "JSON has one kind of number: typedml takes 1.0 and 1e1 for integers, Pydantic's strict mode does not",
		strict: "pydantic",
		object: func(o *object) bool {
			for i, key := range o.keys {
				if slices.Contains(integers, key) && strings.ContainsAny(o.values[i], ".eE") {
					return true
				}
			}
			return false
		},
	},
}

// integers are the integer fields of both models.
var integers = []string{"transaction_count", "days_since_last_purchase", "max_depth", "n_estimators", "early_stopping_rounds", "random_seed"}

// verdict is what judge.py says of one text.
type verdict struct {
	OK    bool
	Value json.RawMessage
}

func TestFeatureVector(t *testing.T) {
	compare(t, "FeatureVector", []string{"duplicate key", "beyond int64", "time in another form", "integral float"}, vector, vectorChanges(), func(text []byte) (any, error) {
		var x retail.FeatureVector
		err := x.UnmarshalJSON(text)
		return &x, err
	})
}

func TestTrainingConfig(t *testing.T) {
	compare(t, "TrainingConfig", []string{"duplicate key", "beyond int64", "integral float"}, training, trainingChanges(), func(text []byte) (any, error) {
		var x pipeline.TrainingConfig
		err := x.UnmarshalJSON(text)
		return &x, err
	})
}

// compare judges the same texts in Python and in Go.
func compare(t *testing.T, model string, shown []string, valid func(*rand.Rand) *object, changes []change, decode func([]byte) (any, error)) {
	t.Helper()
	python := interop.Python(t, "pydantic")
	r := rand.New(rand.NewPCG(7, 11))
	made := make([]*object, objects)
	texts := make([]string, objects)
	for i := range made {
		made[i] = oddity(r, valid(r), changes)
		texts[i] = made[i].String()
	}
	var theirs []verdict
	interop.RunJSON(t, python, repaired+judge, map[string]any{"model": model, "texts": texts}, &theirs)
	require.Len(t, theirs, objects)

	accepted, differ := 0, map[string]int{}
	for i, text := range texts {
		x, err := decode([]byte(text))
		switch {
		case (err == nil) != theirs[i].OK:
			reason := explained(made[i], err)
			differ[reason]++
			assert.NotEmpty(t, reason, "%s\noddities %v\npydantic accepts: %v\ntypedml: %v", text, made[i].oddities, theirs[i].OK, err)
		case err == nil:
			accepted++
			sameValue(t, x, theirs[i].Value)
		}
	}
	for _, name := range shown {
		assert.Positive(t, differ[name], "no object shows the difference %q", name)
	}
	t.Logf("%s: %d objects, both accept %d; verdicts differ in %v", model, objects, accepted, differ)
	assert.Greater(t, accepted, objects/10, "the objects are too odd to say much")
	assert.Greater(t, objects-accepted, objects/10, "the objects are too tame to say much")
}

// explained names the difference that explains the verdicts, "" when none does.
func explained(o *object, err error) string {
	strict := "pydantic"
	var broken *validate.Error
	if errors.As(err, &broken) {
		strict = "typedml"
	}
	for _, d := range differences {
		if d.strict == strict && d.object(o) || broken != nil && d.ours != nil && all(broken.Violations, d.ours) {
			return d.name
		}
	}
	if broken != nil && all(broken.Violations, func(v *validate.Violation) bool {
		return slices.ContainsFunc(differences, func(d difference) bool { return d.ours != nil && d.ours(v) })
	}) {
		return "several of these"
	}
	return ""
}

func all(vs []validate.Violation, holds func(*validate.Violation) bool) bool {
	for i := range vs {
		if !holds(&vs[i]) {
			return false
		}
	}
	return true
}

// sameValue compares what both sides hold after they accepted.
func sameValue(t *testing.T, x any, dumped json.RawMessage) {
	t.Helper()
	var text string
	require.NoError(t, json.Unmarshal(dumped, &text))
	switch x := x.(type) {
	case *retail.FeatureVector:
		var y retail.FeatureVector
		require.NoError(t, y.UnmarshalJSON([]byte(text)), text)
		assert.True(t, x.Timestamp.Equal(y.Timestamp))
		x.Timestamp = y.Timestamp
		assert.Equal(t, x, &y)
	case *pipeline.TrainingConfig:
		var y pipeline.TrainingConfig
		require.NoError(t, y.UnmarshalJSON([]byte(text)), text)
		assert.Equal(t, x, &y)
	}
}
