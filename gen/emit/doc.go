// Package emit renders definitions as Go source with jennifer, one file a target: validate.go, defaults.go, decode.go,
// encode.go, params.go, features.go, columns.go, literal.go. What it writes is what a careful person would write by
// hand: straight ifs, no reflection, no closures. It is the only package that knows jennifer.
package emit
