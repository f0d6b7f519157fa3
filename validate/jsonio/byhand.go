package jsonio

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/typedml/typedml/validate"
)

// AppendMarshaler appends what a MarshalJSON that was written by hand returns, which must be JSON, without its white space.
func AppendMarshaler(b []byte, m json.Marshaler) ([]byte, error) {
	text, err := m.MarshalJSON()
	if err != nil {
		return b, err
	}
	out := bytes.NewBuffer(b)
	if err := json.Compact(out, text); err != nil {
		return b, &EncodeError{Reason: "MarshalJSON returns no JSON: " + err.Error()}
	}
	return out.Bytes(), nil
}

// Refuse reports that an UnmarshalJSON which was written by hand refused the value just passed over, with its text. The violations
// of a *validate.Error in err are reported one by one, below the value's place; the text of another error is, unless the record is
// sensitive: it may tell a value.
func (d *Decoder) Refuse(err error, raw []byte, sensitive bool) {
	start := d.pos - len(raw)
	var broken *validate.Error
	if !errors.As(err, &broken) || len(broken.Violations) == 0 {
		message := "does not decode"
		if !sensitive {
			message = err.Error()
		}
		d.add(&validate.Rule{Name: validate.RuleType, Param: record.Type.Param, Message: message}, validate.None(), start)
		return
	}
	for i := range broken.Violations {
		d.adopt(&broken.Violations[i], start, len(raw))
	}
}

// adopt reports a violation of a value that begins at start and has size bytes.
func (d *Decoder) adopt(v *validate.Violation, start, size int) {
	rule := *v.Static() // a copy, which tells where the value is
	switch {
	case d.Failed():
		return
	case d.muted > 0:
		d.excess.hide(&rule)
		return
	}
	if d.refused == nil {
		d.refused = map[*validate.Rule]int{}
	}
	d.refused[&rule] = len(pathOf(v.Steps()))
	d.report.Adopt(v, &rule)
	if offset, _, _, ok := v.Position(); ok && offset <= size {
		d.locate(start + offset)
	}
}
