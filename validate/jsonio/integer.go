package jsonio

import (
	"bytes"
	"math"
	"strconv"
)

// Int reads an int. Like the methods for the other widths it takes a whole number in any spelling (100, 1e2, 100.0); a
// fraction is reported as the wrong type, a number beyond the range as an overflow.
func (d *Decoder) Int(f *Field) int { return int(d.signed(f, strconv.IntSize)) }

// Int8 reads an int8.
func (d *Decoder) Int8(f *Field) int8 { return int8(d.signed(f, 8)) }

// Int16 reads an int16.
func (d *Decoder) Int16(f *Field) int16 { return int16(d.signed(f, 16)) }

// Int32 reads an int32.
func (d *Decoder) Int32(f *Field) int32 { return int32(d.signed(f, 32)) }

// Int64 reads an int64.
func (d *Decoder) Int64(f *Field) int64 { return d.signed(f, 64) }

// Uint reads a uint.
func (d *Decoder) Uint(f *Field) uint { return uint(d.unsigned(f, strconv.IntSize)) }

// Uint8 reads a uint8.
func (d *Decoder) Uint8(f *Field) uint8 { return uint8(d.unsigned(f, 8)) }

// Uint16 reads a uint16.
func (d *Decoder) Uint16(f *Field) uint16 { return uint16(d.unsigned(f, 16)) }

// Uint32 reads a uint32.
func (d *Decoder) Uint32(f *Field) uint32 { return uint32(d.unsigned(f, 32)) }

// Uint64 reads a uint64.
func (d *Decoder) Uint64(f *Field) uint64 { return d.unsigned(f, 64) }

func (d *Decoder) signed(f *Field, bits int) int64 {
	n, magnitude, ok := d.whole(f)
	if !ok {
		return 0
	}
	limit := uint64(1) << (bits - 1)
	switch {
	case n.negative && magnitude <= limit:
		return -int64(magnitude)
	case !n.negative && magnitude < limit:
		return int64(magnitude)
	}
	d.refuse(&f.Overflow, n.text)
	return 0
}

func (d *Decoder) unsigned(f *Field, bits int) uint64 {
	n, magnitude, ok := d.whole(f)
	if !ok {
		return 0
	}
	if n.negative && magnitude > 0 || magnitude > math.MaxUint64>>(64-bits) {
		d.refuse(&f.Overflow, n.text)
		return 0
	}
	return magnitude
}

// whole reads a whole number up to 2^64 - 1 without its sign.
func (d *Decoder) whole(f *Field) (n number, magnitude uint64, ok bool) {
	if !d.startsNumber() {
		d.mismatch(f)
		return n, 0, false
	}
	if n, ok = d.plainWhole(); ok {
		return n, n.mantissa, true
	}
	n, ok = d.number()
	if !ok {
		return n, 0, false
	}
	if n.exponent == 0 && !n.truncated {
		return n, n.mantissa, true
	}
	magnitude, fraction, overflow := integer(n)
	switch {
	case fraction:
		d.refuse(&f.Type, n.text)
	case overflow:
		d.refuse(&f.Overflow, n.text)
	default:
		return n, magnitude, true
	}
	return n, 0, false
}

// plainWhole passes over a number of up to 18 digits and nothing else; of all others it returns false and stays where it is.
func (d *Decoder) plainWhole() (n number, ok bool) {
	data, i := d.data, d.pos
	if data[i] == '-' {
		n.negative = true
		i++
	}
	first := i
	for ; i < len(data) && digit(data[i]); i++ {
		n.mantissa = n.mantissa*10 + uint64(data[i]-'0')
	}
	count := i - first
	if count == 0 || count >= maxDigits || count > 1 && data[first] == '0' {
		return number{}, false
	}
	if i < len(data) && (data[i] == '.' || data[i]|0x20 == 'e') {
		return number{}, false
	}
	n.text = data[d.pos:i]
	d.pos = i
	return n, true
}

// integer computes the value of n as a whole number. It is exact: it looks at every digit.
func integer(n number) (magnitude uint64, fraction, overflow bool) {
	digits, _, _ := bytes.Cut(bytes.TrimPrefix(n.text, []byte("-")), []byte("e"))
	digits, _, _ = bytes.Cut(digits, []byte("E"))
	whole := bytes.IndexByte(digits, '.')
	if whole < 0 {
		whole = len(digits)
	}
	whole += n.stated // so many digits, and zeros behind them, make the whole number
	read := 0
	for _, c := range digits {
		switch {
		case c == '.':
			continue
		case read >= whole:
			fraction = fraction || c != '0'
		case magnitude > (math.MaxUint64-uint64(c-'0'))/10:
			overflow = true
		default:
			magnitude = magnitude*10 + uint64(c-'0')
		}
		read++
	}
	for ; read < whole && magnitude > 0 && !overflow; read++ {
		if magnitude > math.MaxUint64/10 {
			return 0, false, true
		}
		magnitude *= 10
	}
	return magnitude, fraction, overflow
}
