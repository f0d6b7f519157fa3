package jsonio

import (
	"math"
	"strconv"
)

// Int reads an int.
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

// integer computes the value of n as a whole number. It is exact: it looks at every digit.
func integer(n number) (magnitude uint64, fraction, overflow bool) {
	digits, point := decimal(n.text)
	if len(digits) == 0 {
		return 0, false, false
	}
	exponent := point + exponentOf(n.text)
	if len(digits) > exponent {
		return 0, true, false
	}
	for i := range exponent {
		c := uint64(0)
		if i < len(digits) {
			c = uint64(digits[i] - '0')
		}
		if magnitude > (math.MaxUint64-c)/10 {
			return 0, false, true
		}
		magnitude = magnitude*10 + c
	}
	return magnitude, false, false
}

// decimal returns the digits of a number's text without point, exponent and zeros at either end, and the place of the
// point: how many of the digits stand before it, which may be negative.
func decimal(text []byte) (digits []byte, point int) {
	behind := false
	for _, c := range text {
		switch {
		case c == '.':
			behind = true
			continue
		case c|0x20 == 'e':
			return trimZeros(digits), point
		case c == '-':
			continue
		}
		if c != '0' || len(digits) > 0 {
			digits = append(digits, c)
			if !behind {
				point++
			}
		} else if behind {
			point--
		}
	}
	return trimZeros(digits), point
}

func trimZeros(digits []byte) []byte {
	for len(digits) > 0 && digits[len(digits)-1] == '0' {
		digits = digits[:len(digits)-1]
	}
	return digits
}

// exponentOf returns the exponent that a number's text states, bounded as [number] has it.
func exponentOf(text []byte) int {
	for i, c := range text {
		if c|0x20 == 'e' {
			var n number
			d := Decoder{data: text, pos: i}
			d.exponent(&n)
			return n.exponent
		}
	}
	return 0
}
