package jsonio

import (
	"encoding/base64"
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// EncodeError says that a value has no JSON form.
type EncodeError struct {
	// Path is the value's place in the record, such as "metrics.log_loss".
	Path string
	// Reason says what it is: "NaN has no JSON form".
	Reason string
}

// Error is "path: reason".
func (e *EncodeError) Error() string {
	if e.Path == "" {
		return e.Reason
	}
	return e.Path + ": " + e.Reason
}

// AppendString appends s as a JSON string with the escapes that JSON demands and no others. Text that is not valid
// UTF-8 is an error.
func AppendString[T ~string](b []byte, s T) ([]byte, error) {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(string(s[i:]))
			if r == utf8.RuneError && size == 1 {
				return b, &EncodeError{Reason: "text that is not valid UTF-8 has no JSON form"}
			}
			i += size
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		b = append(b, s[start:i]...)
		b = appendEscape(b, c)
		i++
		start = i
	}
	b = append(b, s[start:]...)
	return append(b, '"'), nil
}

// AppendText appends s as a JSON string. Bytes that are not UTF-8 stay, for a decoder to refuse.
func AppendText(b []byte, s string) []byte {
	b = append(b, '"')
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			b = appendEscape(b, c)
		} else {
			b = append(b, c)
		}
	}
	return append(b, '"')
}

func appendEscape(b []byte, c byte) []byte {
	const hex = "0123456789abcdef"
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\b':
		return append(b, `\b`...)
	case '\f':
		return append(b, `\f`...)
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	}
	return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}

// AppendFloat appends the shortest number that reads back as f, in encoding/json's form. NaN and ±Inf are errors.
func AppendFloat(b []byte, f float64) ([]byte, error) { return appendFloat(b, f, 64) }

// AppendFloat32 appends the shortest number that reads back as the float32 f. NaN and ±Inf are errors.
func AppendFloat32(b []byte, f float32) ([]byte, error) { return appendFloat(b, float64(f), 32) }

func appendFloat(b []byte, f float64, bits int) ([]byte, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return b, &EncodeError{Reason: strconv.FormatFloat(f, 'g', -1, 64) + " has no JSON form"}
	}
	low, high := 1e-6, 1e21
	if bits == 32 {
		low, high = float64(float32(1e-6)), float64(float32(1e21))
	}
	abs := math.Abs(f)
	if abs == 0 || abs >= low && abs < high {
		return strconv.AppendFloat(b, f, 'f', -1, bits), nil
	}
	b = strconv.AppendFloat(b, f, 'e', -1, bits)
	if n := len(b); b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' { // e-09 is e-9 there
		b[n-2] = b[n-1]
		b = b[:n-1]
	}
	return b, nil
}

// AppendFloats appends the numbers of a list, or null when it is nil. NaN and ±Inf are errors with the element's index.
func AppendFloats(b []byte, list []float64) ([]byte, error) {
	if list == nil {
		return append(b, "null"...), nil
	}
	b = append(b, '[')
	for i, f := range list {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = AppendFloat(b, f); err != nil {
			return b, UnderAt(i, err)
		}
	}
	return append(b, ']'), nil
}

// AppendTime appends t in the form of RFC 3339 with as many digits of the second as it needs. A year outside 0…9999 is
// an error. A zone whose offset is no whole minute cannot be written: t is written in UTC then.
func AppendTime(b []byte, t time.Time) ([]byte, error) {
	if _, offset := t.Zone(); offset%60 != 0 || offset <= -24*3600 || offset >= 24*3600 {
		t = t.UTC()
	}
	if year := t.Year(); year < 0 || year > 9999 {
		return b, &EncodeError{Reason: "the year " + strconv.Itoa(year) + " has no JSON form; RFC 3339 has 0 to 9999"}
	}
	b = append(b, '"')
	b = t.AppendFormat(b, time.RFC3339Nano)
	return append(b, '"'), nil
}

// AppendDuration appends d in Go's text form, such as "1m30s".
func AppendDuration(b []byte, d time.Duration) []byte {
	b = append(b, '"')
	b = append(b, d.String()...)
	return append(b, '"')
}

// AppendBytes appends v in base64 (RFC 4648, section 4, padded), or null when it is nil.
func AppendBytes(b, v []byte) []byte {
	if v == nil {
		return append(b, "null"...)
	}
	b = append(b, '"')
	b = base64.StdEncoding.AppendEncode(b, v)
	return append(b, '"')
}

// AppendComma appends the comma before a member, unless it is the first of its object or array.
func AppendComma(b []byte) []byte {
	if c := b[len(b)-1]; c == '{' || c == '[' {
		return b
	}
	return append(b, ',')
}
