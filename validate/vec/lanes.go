package vec

import "unsafe"

// width is the number of lanes: four vectors of four doubles.
const width = 16

// lanes are the partial sums of the package's order.
type lanes [width]float64

// fold adds the lanes up in the package's order.
func (l *lanes) fold() float64 {
	return ((l[0] + l[8]) + (l[4] + l[12]) + ((l[2] + l[10]) + (l[6] + l[14]))) +
		((l[1] + l[9]) + (l[5] + l[13]) + ((l[3] + l[11]) + (l[7] + l[15])))
}

// doubles is x as a list of float64, without a copy.
func doubles[E ~float64](x []E) []float64 {
	return unsafe.Slice((*float64)(unsafe.Pointer(unsafe.SliceData(x))), len(x))
}

// singles is x as a list of float32, without a copy.
func singles[E ~float32](x []E) []float32 {
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(x))), len(x))
}

// squaresOf keeps the lanes in registers: as variables of their own they are, as an array they would not be.
func squaresOf[E float32 | float64](x []E) float64 {
	var a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p float64
	for ; len(x) >= width; x = x[width:] {
		y := x[:width:width]
		a += square(y[0])
		b += square(y[1])
		c += square(y[2])
		d += square(y[3])
		e += square(y[4])
		f += square(y[5])
		g += square(y[6])
		h += square(y[7])
		i += square(y[8])
		j += square(y[9])
		k += square(y[10])
		l += square(y[11])
		m += square(y[12])
		n += square(y[13])
		o += square(y[14])
		p += square(y[15])
	}
	sum := lanes{a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p}
	for at, v := range x {
		sum[at] += square(v)
	}
	return sum.fold()
}

// square is rounded before it is added to anything: float64(…) forbids a fused multiply-add.
func square[E float32 | float64](v E) float64 { return float64(float64(v) * float64(v)) }

// sumOf is squaresOf without the squares.
func sumOf[E Number](x []E) float64 {
	var l lanes
	for ; len(x) >= width; x = x[width:] {
		for i, v := range x[:width:width] {
			l[i] += float64(v)
		}
	}
	for i, v := range x {
		l[i] += float64(v)
	}
	return l.fold()
}
