//go:build !amd64 || purego

package vec

func sumSquares(x []float64) float64 { return squaresOf(x) }

func sum(x []float64) float64 { return sumOf(x) }
