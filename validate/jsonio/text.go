package jsonio

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/typedml/typedml/validate"
)

// String reads a string. Null and other types are reported as f has it, as is a text that is not valid UTF-8.
func (d *Decoder) String(f *Field) string {
	b, ok := d.string(f)
	if !ok {
		return ""
	}
	return string(b)
}

// string reads a string; its bytes are valid until the next text.
func (d *Decoder) string(f *Field) ([]byte, bool) {
	if d.Peek() != '"' {
		d.mismatch(f)
		return nil, false
	}
	start := d.pos
	b, valid := d.text()
	if !valid {
		d.add(&f.UTF8, validate.None(), start)
	}
	return b, valid && !d.Failed()
}

// text passes over the string at the position and returns its bytes without quotes and escapes, and whether they are
// valid UTF-8: a lone surrogate is not. They are part of the input or of the scratch buffer.
func (d *Decoder) text() (b []byte, valid bool) {
	d.pos++
	data, start := d.data, d.pos
	i, ascii := start, true
	for ; i+8 <= len(data); i += 8 {
		word := binary.LittleEndian.Uint64(data[i:])
		if end := specials(word); end != 0 {
			count := bits.TrailingZeros64(end) / 8
			ascii = ascii && word<<(-8*count&63)&aboveASCII == 0
			i += count
			break
		}
		ascii = ascii && word&aboveASCII == 0
	}
	for ; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			d.pos = i + 1
			b = data[start:i]
			return b, ascii || utf8.Valid(b)
		case c == '\\':
			return d.escaped(start, i)
		case c < ' ':
			d.pos = i
			d.unexpected("a text without control characters")
			return nil, true
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	d.fail(start-1, "the text has no closing quote")
	return nil, true
}

// aboveASCII are the bits of a word that are not 0 when a byte is no ASCII.
const aboveASCII = 0x8080808080808080

// specials has the highest bit of the first byte of a word that ends a plain text: a quote, a backslash or a control
// character; what it has of later bytes says nothing.
func specials(word uint64) uint64 {
	const ones = 0x0101010101010101
	quote, backslash := word^'"'*ones, word^'\\'*ones // a byte is 0 where it stands
	return ((quote-ones)&^quote | (backslash-ones)&^backslash | (word-' '*ones)&^word) & aboveASCII
}

// escaped reads on at the first backslash of a text that began at start.
func (d *Decoder) escaped(start, at int) (b []byte, valid bool) {
	b = append(d.scratch[:0], d.data[start:at]...)
	valid = true
	d.pos = at
	for d.pos < len(d.data) {
		switch c := d.data[d.pos]; {
		case c == '"':
			d.pos++
			d.scratch = b
			return b, valid && utf8.Valid(b)
		case c == '\\':
			var ok bool
			b, ok = d.escape(b)
			valid = valid && ok
		case c < ' ':
			d.unexpected("a text without control characters")
			return nil, true
		default:
			b = append(b, c)
			d.pos++
		}
	}
	d.fail(start-1, "the text has no closing quote")
	return nil, true
}

// escape appends the character of the escape at the position; false means a lone surrogate.
func (d *Decoder) escape(b []byte) ([]byte, bool) {
	if d.pos+1 >= len(d.data) {
		d.pos++
		return b, true
	}
	var plain byte
	switch c := d.data[d.pos+1]; c {
	case '"', '\\', '/':
		plain = c
	case 'b':
		plain = '\b'
	case 'f':
		plain = '\f'
	case 'n':
		plain = '\n'
	case 'r':
		plain = '\r'
	case 't':
		plain = '\t'
	case 'u':
		return d.unicodeEscape(b)
	default:
		d.pos++
		d.unexpected("an escape of JSON")
		return b, true
	}
	d.pos += 2
	return append(b, plain), true
}

// unicodeEscape appends the character of \uXXXX, or of the two escapes of a surrogate pair.
func (d *Decoder) unicodeEscape(b []byte) ([]byte, bool) {
	r, ok := d.hex4(d.pos)
	if !ok {
		d.fail(d.pos, "\\u needs four hexadecimal digits")
		return b, true
	}
	d.pos += 6
	if !utf16.IsSurrogate(r) {
		return utf8.AppendRune(b, r), true
	}
	if low, ok := d.hex4(d.pos); ok {
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			d.pos += 6
			return utf8.AppendRune(b, pair), true
		}
	}
	return utf8.AppendRune(b, utf8.RuneError), false
}

// hex4 reads the escape \uXXXX at offset i.
func (d *Decoder) hex4(i int) (rune, bool) {
	if i+6 > len(d.data) || d.data[i] != '\\' || d.data[i+1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range d.data[i+2 : i+6] {
		switch {
		case digit(c):
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

func digit(c byte) bool { return c-'0' <= 9 }
