package jsonio

import (
	"math"
	"strconv"
)

// Float64 reads a number as the nearest double, ties to even, bit for bit as strconv.ParseFloat. A number that rounds
// to infinity is reported as an overflow.
func (d *Decoder) Float64(f *Field) float64 {
	if !d.startsNumber() {
		d.mismatch(f)
		return 0
	}
	var one [1]float64
	if count, length := plainGo(one[:], d.data[d.pos:]); count > 0 {
		d.pos += length
		return one[0]
	}
	n, ok := d.number()
	if !ok {
		return 0
	}
	v, ok := n.float64()
	if !ok {
		d.refuse(&f.Overflow, n.text)
		return 0
	}
	return v
}

// Float32 reads a number as the nearest float32, rounded once.
func (d *Decoder) Float32(f *Field) float32 {
	if !d.startsNumber() {
		d.mismatch(f)
		return 0
	}
	n, ok := d.number()
	if !ok {
		return 0
	}
	v, ok := n.float32()
	if !ok {
		d.refuse(&f.Overflow, n.text)
		return 0
	}
	return v
}

// ParseFloat returns the double nearest to text, which must be a JSON number and nothing else. It reports false when
// it is not, or rounds to infinity.
func ParseFloat(text []byte) (float64, bool) {
	d := Decoder{data: text}
	if !d.startsNumber() || d.pos > 0 {
		return 0, false
	}
	n, ok := d.number()
	if !ok || d.pos < len(text) {
		return 0, false
	}
	return n.float64()
}

// Powers of ten that a double, and a float32, holds exactly.
var (
	exact64 = [...]float64{
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
		1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
	}
	exact32 = [...]float32{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10}
)

// float64 returns the nearest double; false means infinity. A mantissa and a power of ten that are both exact doubles
// make one correctly rounded operation (W. Clinger, "How to read floating point numbers accurately", PLDI 1990); the
// others go through Eisel and Lemire's algorithm, and the few that it leaves open through strconv.
func (n *number) float64() (float64, bool) {
	if n.mantissa < 1<<53 && n.exponent >= -22 && n.exponent <= 22 && !n.truncated {
		v := float64(n.mantissa)
		if n.negative {
			v = -v
		}
		if n.exponent < 0 {
			return v / exact64[-n.exponent], true
		}
		return v * exact64[n.exponent], true
	}
	if b, ok := n.nearest(&double); ok {
		if n.negative {
			b |= 1 << 63
		}
		return math.Float64frombits(b), true
	}
	v, err := strconv.ParseFloat(string(n.text), 64)
	return v, err == nil
}

// float32 returns the nearest float32; false means infinity.
func (n *number) float32() (float32, bool) {
	if n.mantissa < 1<<24 && n.exponent >= -10 && n.exponent <= 10 && !n.truncated {
		v := float32(n.mantissa)
		if n.negative {
			v = -v
		}
		if n.exponent < 0 {
			return v / exact32[-n.exponent], true
		}
		return v * exact32[n.exponent], true
	}
	if b, ok := n.nearest(&single); ok {
		if n.negative {
			b |= 1 << 31
		}
		return math.Float32frombits(uint32(b)), true
	}
	v, err := strconv.ParseFloat(string(n.text), 32)
	return float32(v), err == nil
}
