package random

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"unicode/utf8"

	"github.com/typedml/typedml/schema"
)

// Kind is the kind of the vector files that are drawn.
const Kind = "random"

// The form of a vector file.
type (
	vectorCase struct {
		Name   string         `json:"name"`
		Record *schema.Record `json:"record"`
		Rows   []row          `json:"rows"`
	}
	row struct {
		Value   json.RawMessage `json:"value"`
		Broken  *[]string       `json:"broken,omitempty"`
		Decoded []string        `json:"decoded"`
	}
)

// Write draws a vector file of so many records, with so many values and half as many inputs each, into the folder.
func Write(dir string, seed uint64, records, values int) error {
	s := New(seed)
	var cases []vectorCase
	for i := range records {
		name := fmt.Sprintf("R%d", i)
		c := vectorCase{Name: name, Record: s.Record(name)}
		seen := map[string]bool{}
		for n := range values + values/2 {
			r, err := s.row(c.Record, n >= values)
			if err != nil {
				return fmt.Errorf("spelling a value of %s: %w", name, err)
			}
			if !seen[string(r.Value)] { // rows are told apart by their values
				c.Rows = append(c.Rows, r)
			}
			seen[string(r.Value)] = true
		}
		cases = append(cases, c)
	}
	text, err := json.Marshal(map[string]any{"kind": Kind, "cases": cases})
	if err != nil {
		return fmt.Errorf("spelling vectors: %w", err)
	}
	return os.WriteFile(filepath.Join(dir, Kind+".json"), text, 0o600)
}

// row draws a value, or an input that is none of Go's, and has the evaluator answer.
func (s *Source) row(rec *schema.Record, input bool) (row, error) {
	var r row
	var v map[string]any
	if input {
		v = s.Input(rec)
	} else {
		v = s.Value(rec)
		broken := entries(s.evaluator.Evaluate(rec, v))
		r.Broken = &broken
	}
	r.Decoded = entries(s.evaluator.EvaluateInput(rec, v))
	var err error
	r.Value, err = json.Marshal(spelled(v))
	return r, err
}

func entries(findings []schema.Finding) []string {
	out := []string{}
	for _, f := range findings {
		out = append(out, f.Path+": "+f.Rule)
	}
	return out
}

// spelled spells a value in the form of vector files.
func spelled(v any) any {
	switch v := v.(type) {
	case float64:
		switch {
		case math.IsNaN(v) || math.IsInf(v, 0):
			return map[string]any{"$float": strconv.FormatFloat(v, 'g', -1, 64)}
		case v == 0 && math.Signbit(v):
			return map[string]any{"$float": "-0"}
		}
		return json.Number(strconv.FormatFloat(v, 'g', -1, 64))
	case string:
		if !utf8.ValidString(v) {
			return map[string]any{"$bytes": hex.EncodeToString([]byte(v))}
		}
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = spelled(e)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = spelled(e)
		}
		return out
	}
	return v
}
