//go:build amd64 && !purego

package vec

//go:generate go run -C ../../internal/tools/kernels . -out ../../../validate/vec/kernels_amd64.s -stubs ../../../validate/vec/kernels_amd64.go -pkg vec

// hasAVX2 says that the processor has the instructions of the kernels, and the system saves their registers.
var hasAVX2 = detectAVX2()

func detectAVX2() bool {
	const osxsave, avx, avx2, saved = 1 << 27, 1 << 28, 1 << 5, 6
	if last, _, _, _ := cpuid(0, 0); last < 7 {
		return false
	}
	if _, _, c, _ := cpuid(1, 0); c&osxsave == 0 || c&avx == 0 || xgetbv()&saved != saved {
		return false
	}
	_, b, _, _ := cpuid(7, 0)
	return b&avx2 != 0
}

func sum(x []float64) float64 {
	if hasAVX2 {
		return sumAVX2(x)
	}
	return sumOf(x)
}

func sum32(x []float32) float64 {
	if hasAVX2 {
		return sum32AVX2(x)
	}
	return sumOf(x)
}

func sumSquares(x []float64) float64 {
	if hasAVX2 {
		return sumSquaresAVX2(x)
	}
	return squaresOf(x)
}

func sumSquares32(x []float32) float64 {
	if hasAVX2 {
		return sumSquares32AVX2(x)
	}
	return squaresOf(x)
}

func bounds(x []float64) (least, greatest float64) {
	if hasAVX2 && len(x) >= width {
		return boundsAVX2(x)
	}
	return boundsOf(x)
}

func bounds32(x []float32) (least, greatest float64) {
	if hasAVX2 && len(x) >= width {
		return bounds32AVX2(x)
	}
	return boundsOf(x)
}
