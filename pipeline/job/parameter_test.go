package job

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/validate"
)

func sample() settings {
	s := Newsettings()
	s.Table = "main.ml.churn"
	s.Since = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	s.Tags = []string{"a=b", `"quoted"`, ""}
	s.Weights = map[string]float64{"x": 0.1}
	return s
}

func TestParameters(t *testing.T) {
	s := sample()
	params, err := Parameters(&s)
	require.NoError(t, err)
	assert.Equal(t, []Parameter{
		{"table", "main.ml.churn"},
		{"alias", "None"},
		{"rounds", "10"},
		{"stop", "None"},
		{"verbose", "false"},
		{"since", "2026-01-02T03:04:05Z"},
		{"every", "1h0m0s"},
		{"engine", "fast"},
		{"tags", `["a=b","\"quoted\"",""]`},
		{"weights", `{"x":0.1}`},
		{"low", "0.25"},
		{"ceiling", "None"},
		{"high", "0.5"},
		{"training.learning_rate", "0.1"},
		{"training.max_depth", "6"},
		{"shadow", "None"},
	}, params)

	var back settings
	require.NoError(t, Decode(params, &back))
	assert.Equal(t, s, back)
}

func TestParametersRoundTrip(t *testing.T) {
	alias, stop := "none", 3
	for name, change := range map[string]func(*settings){
		"null lists":      func(s *settings) { s.Tags, s.Weights = nil, nil },
		"empty lists":     func(s *settings) { s.Tags, s.Weights = []string{}, map[string]float64{} },
		"optional values": func(s *settings) { s.Alias, s.Stop, s.High = &alias, &stop, validate.Some[int64](math.MaxInt64) },
		"hostile texts":   func(s *settings) { s.Table, s.Note = "a b=\"c\"\n{{x}} ü '", "None" },
		"empty text":      func(s *settings) { empty := ""; s.Alias = &empty },
		"extreme numbers": func(s *settings) { s.Low, s.Top = -math.MaxFloat64, 5e-324 },
		"nested":          func(s *settings) { s.Shadow = &training{LearningRate: 0.3, Depth: 2}; s.Training.Depth = 20 },
		"exact":           func(s *settings) { s.Engine = exact; s.Verbose = true; s.Every = 90 * time.Minute },
	} {
		t.Run(name, func(t *testing.T) {
			s := sample()
			change(&s)
			params, err := Parameters(&s)
			require.NoError(t, err)
			var back settings
			require.NoError(t, Decode(params, &back))
			assert.Equal(t, s, back)
		})
	}
}

func TestParametersRefused(t *testing.T) {
	invalid := sample()
	invalid.Training.LearningRate = 7
	_, err := Parameters(&invalid)
	var broken *validate.Error
	require.ErrorAs(t, err, &broken)
	assert.Equal(t, "training.learning_rate", broken.Violations[0].Path())

	none := "None"
	ambiguous := sample()
	ambiguous.Alias = &none
	_, err = Parameters(&ambiguous)
	assert.EqualError(t, err, "alias: the text None would be read as null")

	_, err = Parameters(&secretive{Password: "hunter2"})
	require.ErrorContains(t, err, "password is sensitive and cannot be a job's parameter")
	assert.NotContains(t, err.Error(), "hunter2")

	_, err = Parameters(&dotted{Rate: 1})
	assert.ErrorContains(t, err, "learning.rate cannot be a job's parameter")
}

func TestDecodeRefuses(t *testing.T) {
	good := []Parameter{{"table", "t"}, {"since", "2026-01-02T03:04:05Z"}}
	for name, c := range map[string]struct {
		params []Parameter
		want   string
	}{
		"rule":          {[]Parameter{{"training.learning_rate", "7"}}, "training.learning_rate: must be at most 1"},
		"type":          {[]Parameter{{"rounds", "many"}}, `rounds: must be an int64, got "many"`},
		"not a number":  {[]Parameter{{"low", "NaN"}}, `low: must be a float64, got "NaN"`},
		"empty":         {[]Parameter{{"rounds", ""}}, `rounds: must be an int64, got ""`},
		"fraction":      {[]Parameter{{"rounds", "1.5"}}, "rounds: must be an int64"},
		"injection":     {[]Parameter{{"rounds", `1,"low":0.1`}}, "rounds: must be an int64"},
		"enum":          {[]Parameter{{"engine", "slow"}}, "engine: must be one of"},
		"time":          {[]Parameter{{"since", "yesterday"}}, "since:"},
		"null":          {[]Parameter{{"rounds", "None"}}, `rounds: must be an int64, got "None"`},
		"unknown":       {[]Parameter{{"round", "1"}}, `round: is unknown: the record has no such key; did you mean "rounds"?`},
		"deep unknown":  {[]Parameter{{"training.max_dept", "1"}}, `training.max_dept: is unknown`},
		"deeper":        {[]Parameter{{"training.max_depth.x", "1"}}, `is unknown`},
		"dot":           {[]Parameter{{"training.", "1"}}, "is unknown"},
		"no name":       {[]Parameter{{"", "1"}}, "is unknown"},
		"twice":         {[]Parameter{{"rounds", "1"}, {"rounds", "2"}}, "rounds: stands twice"},
		"twice, nested": {[]Parameter{{"training", "{}"}, {"training.max_depth", "1"}}, "training: stands twice"},
		"check":         {[]Parameter{{"low", "0.75"}}, "low must be below high"},
		"utf8":          {[]Parameter{{"note", "\xff"}}, "note:"},
		"utf8 name":     {[]Parameter{{"not\xffe", ""}}, ""},
		"not filled in": {[]Parameter{{"rounds", "{{job.parameters.rounds}}"}}, "rounds: was not filled in: the job has no parameter of this name"},
		"nested filled": {[]Parameter{{"training.max_depth", "{{job.parameters.`training.max_depth`}}"}}, "training.max_depth: was not filled in"},
	} {
		t.Run(name, func(t *testing.T) {
			got := settings{Table: "before"}
			err := Decode(append(c.params, good...), &got)
			var broken *validate.Error
			require.ErrorAs(t, err, &broken)
			assert.ErrorContains(t, err, c.want)
			assert.Equal(t, settings{Table: "before"}, got, "the configuration was changed")
		})
	}
	err := Decode(nil, new(settings))
	require.ErrorContains(t, err, "table: is missing")
	assert.ErrorContains(t, err, "since: is missing")
}

func FuzzDecode(f *testing.F) {
	f.Add("training.max_depth", "3", "rounds", "1")
	f.Add("tags", `["a"]`, "training", `{"max_depth":2}`)
	f.Add("", "\xff", "a.b.c", "{{job.parameters.x}}")
	f.Fuzz(func(t *testing.T, n1, v1, n2, v2 string) {
		params := []Parameter{{n1, v1}, {n2, v2}, {"table", "t"}, {"since", "2026-01-02T03:04:05Z"}}
		var s settings
		if Decode(params, &s) != nil {
			return
		}
		if err := s.Validate(); err != nil {
			t.Fatalf("%q are accepted: %v", params, err)
		}
		again, err := Parameters(&s)
		if err != nil {
			return // an optional None
		}
		var back settings
		if err := Decode(again, &back); err != nil {
			t.Fatalf("%q becomes %q: %v", params, again, err)
		}
	})
}
