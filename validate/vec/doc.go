// Package vec scans long lists of numbers for the rules of vectors: sums, norms and bounds.
//
// # Order of summation
//
// Floating-point sums depend on their order, so the order is fixed, and every target keeps it: element i is added to
// lane i mod 16, in the order of the elements; then the upper half of the lanes is added to the lower half, lane j + n
// to lane j, for n = 8, 4, 2 and 1; lane 0 is the sum. A term that is a product is rounded before it is added: there is
// no fused multiply-add. Elements of other types are converted to float64 first. The result has the same bits on every
// CPU, and NaN or ±Inf among the elements propagates as in any sum.
//
// On amd64 with AVX2, sums, norms and bounds of float32 and float64 run in assembly, with the same sixteen lanes; the build
// tag purego leaves it out. The results have the same bits. Integers are scanned in Go, which compares one in a cycle.
//
// Nothing here allocates or panics; all functions are pure and safe for concurrent use. The package imports the
// standard library only.
package vec
