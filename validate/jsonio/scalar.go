package jsonio

import (
	"time"

	"github.com/typedml/typedml/schema"
)

// Bool reads true or false. Like all of these methods it reports null, another type and a value that does not fit as f
// has it, passes over the value and returns the zero value then.
func (d *Decoder) Bool(f *Field) bool {
	switch d.Peek() {
	case 't':
		d.word("true")
		return !d.Failed()
	case 'f':
		d.word("false")
		return false
	}
	d.mismatch(f)
	return false
}

// Time reads an instant in the form of RFC 3339, as [schema.ParseTime] does.
func (d *Decoder) Time(f *Field) time.Time {
	d.Peek()
	start := d.pos
	text, ok := d.string(f)
	if !ok {
		return time.Time{}
	}
	if t, ok := plainTime(text); ok {
		return t
	}
	t, err := schema.ParseTime(text)
	if err != nil {
		d.refuse(&f.Type, d.data[start:d.pos])
		return time.Time{}
	}
	return t
}

// Duration reads a duration in Go's text form, such as "1m30s".
func (d *Decoder) Duration(f *Field) time.Duration {
	var v time.Duration
	d.parse(f, func(text []byte) (err error) {
		v, err = time.ParseDuration(string(text))
		return err
	})
	return v
}

// Bytes reads a byte string in padded base64, as [schema.ParseBytes] does. It is never nil when it decoded.
func (d *Decoder) Bytes(f *Field) []byte {
	var v []byte
	d.parse(f, func(text []byte) (err error) {
		v, err = schema.ParseBytes(text)
		return err
	})
	return v
}

// parse reads a string and hands its text to from; an error is reported as the wrong type, or as an overflow.
func (d *Decoder) parse(f *Field, from func(text []byte) error) {
	d.Peek()
	start := d.pos
	text, ok := d.string(f)
	if !ok {
		return
	}
	switch err := from(text); {
	case err == nil:
	case overflows(err):
		d.refuse(&f.Overflow, d.data[start:d.pos])
	default:
		d.refuse(&f.Type, d.data[start:d.pos])
	}
}
