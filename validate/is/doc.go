// Package is holds the predicates that generated validators call. Each is a pure function without allocation on valid
// values; it imports the standard library only.
package is
