//go:build !amd64 || purego

package vec

func sum(x []float64) float64          { return sumOf(x) }
func sum32(x []float32) float64        { return sumOf(x) }
func sumSquares(x []float64) float64   { return squaresOf(x) }
func sumSquares32(x []float32) float64 { return squaresOf(x) }

func bounds(x []float64) (least, greatest float64)   { return boundsOf(x) }
func bounds32(x []float32) (least, greatest float64) { return boundsOf(x) }
