package jsonio

import (
	"unicode/utf8"

	"github.com/typedml/typedml/validate"
)

// Null passes over null and reports whether it stood there.
func (d *Decoder) Null() bool {
	if d.Peek() != 'n' {
		return false
	}
	d.word("null")
	return !d.Failed()
}

// Skip passes over a value. It must be well-formed, and its texts UTF-8.
func (d *Decoder) Skip() {
	switch c := d.Peek(); c {
	case '{':
		for ok := d.enter(); ok && d.NextKey(); {
			d.Skip()
		}
	case '[':
		for ok := d.enter(); ok && d.NextElem(); {
			d.Skip()
		}
	case '"':
		start := d.pos
		if _, valid := d.text(); !valid {
			d.fail(start, "a text is not valid UTF-8")
		}
	case 't':
		d.word("true")
	case 'f':
		d.word("false")
	case 'n':
		d.word("null")
	default:
		if c != '-' && !digit(c) {
			d.unexpected("a value")
			return
		}
		d.number()
	}
}

// Raw passes over a value and returns its bytes: a part of the input, not a copy. It is nil after a syntax error.
func (d *Decoder) Raw() []byte {
	d.Peek()
	start := d.pos
	d.Skip()
	if d.Failed() {
		return nil
	}
	return d.data[start:d.pos]
}

// word passes over true, false or null.
func (d *Decoder) word(want string) {
	if len(d.data)-d.pos < len(want) || string(d.data[d.pos:d.pos+len(want)]) != want {
		d.unexpected("a value")
		return
	}
	d.pos += len(want)
}

// mismatch reports that the value at the position is null or has another type than f's, and passes over it.
func (d *Decoder) mismatch(f *Field) {
	if d.Null() {
		d.add(&f.Null, validate.None(), d.pos-len("null"))
		return
	}
	raw := d.Raw()
	d.refuse(&f.Type, raw)
}

// refuse reports the value just passed over, which breaks rule, with its text.
func (d *Decoder) refuse(rule *validate.Rule, raw []byte) {
	value := validate.None()
	if !d.Failed() && d.muted == 0 && !rule.Sensitive {
		value = validate.JSON(excerpt(raw))
	}
	d.add(rule, value, d.pos-len(raw))
}

// maxExcerpt is how many bytes of a value that did not decode a violation keeps.
const maxExcerpt = 56

// excerpt copies the start of raw.
func excerpt(raw []byte) string {
	if len(raw) <= maxExcerpt {
		return string(raw)
	}
	end := maxExcerpt
	for end > 0 && !utf8.RuneStart(raw[end]) {
		end--
	}
	return string(raw[:end]) + "…"
}
