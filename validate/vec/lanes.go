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

// squaresOf keeps the lanes in registers: as variables of their own they are, as an array they would not be.
func squaresOf(x []float64) float64 {
	var a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p float64
	for ; len(x) >= width; x = x[width:] {
		y := x[:width:width]
		a += float64(y[0] * y[0])
		b += float64(y[1] * y[1])
		c += float64(y[2] * y[2])
		d += float64(y[3] * y[3])
		e += float64(y[4] * y[4])
		f += float64(y[5] * y[5])
		g += float64(y[6] * y[6])
		h += float64(y[7] * y[7])
		i += float64(y[8] * y[8])
		j += float64(y[9] * y[9])
		k += float64(y[10] * y[10])
		l += float64(y[11] * y[11])
		m += float64(y[12] * y[12])
		n += float64(y[13] * y[13])
		o += float64(y[14] * y[14])
		p += float64(y[15] * y[15])
	}
	sum := lanes{a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p}
	for at, v := range x {
		sum[at] += float64(v * v)
	}
	return sum.fold()
}

// sumOf is squaresOf without the squares.
func sumOf(x []float64) float64 {
	var l lanes
	for ; len(x) >= width; x = x[width:] {
		for i, v := range x[:width:width] {
			l[i] += v
		}
	}
	for i, v := range x {
		l[i] += v
	}
	return l.fold()
}
