package jsonschema

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

//go:embed testdata/judge.py
var program string

// judged is a case with its schema, and what the validator says of its rows.
type judged struct {
	vectors.Case
	losses   []schema.Loss
	verdicts []bool // of the rows with JSON
}

// judge lets Python judge the rows of all cases.
func judge(t *testing.T, cases []vectors.Case) []judged {
	t.Helper()
	python := interop.Python(t, "pydantic")
	type request struct {
		Schema string   `json:"schema"`
		Texts  [][]byte `json:"texts"`
	}
	requests := make([]request, len(cases))
	out := make([]judged, len(cases))
	for i, c := range cases {
		text, losses := jsonschema.Of(c.Record)
		requests[i].Schema = string(text)
		out[i] = judged{Case: c, losses: losses}
		for _, row := range c.Rows {
			if row.JSON != "" {
				requests[i].Texts = append(requests[i].Texts, []byte(row.JSON))
			}
		}
	}
	var verdicts [][]bool
	interop.RunJSON(t, python, program, requests, &verdicts)
	require.Len(t, verdicts, len(cases))
	for i := range out {
		out[i].verdicts = verdicts[i]
	}
	return out
}

// disagreements are the rows on which the validator's verdict is wrong: a value that the record takes is refused, or one
// that breaks a rule which is not lost is taken.
func (j *judged) disagreements() (wrong []string, refused int) {
	n := 0
	for _, row := range j.Rows {
		if row.JSON == "" {
			continue
		}
		valid := j.verdicts[n]
		n++
		switch {
		case !valid && len(row.Decoded) == 0 && !(j.rounds() && long.MatchString(row.JSON)):
			wrong = append(wrong, row.Name)
		case valid && slices.ContainsFunc(row.Decoded, func(f schema.Finding) bool { return !j.lost(f) }):
			wrong = append(wrong, row.Name)
		}
		if !valid {
			refused++
		}
	}
	return wrong, refused
}

// long is a number with more digits than a float32 keeps: rounded first, one outside of a limit may be within it.
var long = regexp.MustCompile(`[0-9.]{12}`)

// rounds reports whether the record compares float32s.
func (j *judged) rounds() bool {
	return slices.ContainsFunc(j.losses, func(l schema.Loss) bool { return strings.HasPrefix(l.Why, "a number is rounded to float32") })
}

// lost reports whether a finding is of a rule that the schema does not say.
func (j *judged) lost(f schema.Finding) bool {
	if f.Rule == "overflow" && slices.ContainsFunc(j.losses, func(l schema.Loss) bool { return l.Path == "" && l.Rule == "overflow" }) {
		return true
	}
	path := schema.GeneralPath(f.Path)
	return slices.ContainsFunc(j.losses, func(l schema.Loss) bool {
		return l.Path == path && (l.Rule == f.Rule || f.Rule == "check_error" && strings.HasPrefix(l.Why, "no keyword relates fields: "))
	})
}
