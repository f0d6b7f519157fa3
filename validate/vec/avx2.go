//go:build amd64 && !purego

package vec

import "github.com/typedml/typedml/validate/internal/cpu"

//go:generate go run -C ../../internal/tools/kernels . -for vec -out ../../../validate/vec/kernels_amd64.s -stubs ../../../validate/vec/kernels_amd64.go -pkg vec

func sum(x []float64) float64 {
	if cpu.AVX2 {
		return sumAVX2(x)
	}
	return sumOf(x)
}

func sum32(x []float32) float64 {
	if cpu.AVX2 {
		return sum32AVX2(x)
	}
	return sumOf(x)
}

func sumSquares(x []float64) float64 {
	if cpu.AVX2 {
		return sumSquaresAVX2(x)
	}
	return squaresOf(x)
}

func sumSquares32(x []float32) float64 {
	if cpu.AVX2 {
		return sumSquares32AVX2(x)
	}
	return squaresOf(x)
}

func bounds(x []float64) (least, greatest float64) {
	if cpu.AVX2 && len(x) >= width {
		return boundsAVX2(x)
	}
	return boundsOf(x)
}

func bounds32(x []float32) (least, greatest float64) {
	if cpu.AVX2 && len(x) >= width {
		return bounds32AVX2(x)
	}
	return boundsOf(x)
}
