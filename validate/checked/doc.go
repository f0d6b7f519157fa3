// Package checked is arithmetic that says when its result does not fit: the run time of record checks, which are CEL,
// where overflow and division by zero are errors. Each function returns the result and true, or an unspecified value
// and false. None allocates or panics; all are pure. It imports the standard library only.
//
//	if product, ok := checked.MulInt64(x.Rounds, x.Depth); !ok {
//		// it overflows
//	} else if product > 100_000 {
//		// it is too large
//	}
package checked
