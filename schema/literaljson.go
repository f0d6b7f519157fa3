package schema

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// literalJSON is the JSON form of a Literal. JSON has no infinities, and omitempty takes -0 for nothing: such floats are
// written as texts.
type literalJSON struct {
	Kind  Kind   `json:"kind"`
	Int   int64  `json:"int,omitempty"`
	Uint  uint64 `json:"uint,omitempty"`
	Float any    `json:"float,omitempty"`
	Text  string `json:"text,omitempty"`
}

// MarshalJSON writes the members that are set; ±Inf, NaN and -0 as texts.
func (l Literal) MarshalJSON() ([]byte, error) {
	j := literalJSON{Kind: l.Kind, Int: l.Int, Uint: l.Uint, Text: l.Text}
	switch f := l.Float; {
	case f-f != 0 || f == 0 && math.Signbit(f):
		j.Float = strconv.FormatFloat(f, 'g', -1, 64)
	case f != 0:
		j.Float = f
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (l *Literal) UnmarshalJSON(data []byte) error {
	var j literalJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*l = Literal{Kind: j.Kind, Int: j.Int, Uint: j.Uint, Text: j.Text}
	switch f := j.Float.(type) {
	case nil:
	case float64:
		l.Float = f
	case string:
		var err error
		if l.Float, err = strconv.ParseFloat(f, 64); err != nil {
			return fmt.Errorf("literal: %q is no number", f)
		}
	default:
		return fmt.Errorf("literal: %v is no number", f)
	}
	return nil
}
