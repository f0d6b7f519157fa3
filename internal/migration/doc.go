// Package migration has the patterns of validator/v10 that docs/migrate-validator.md moves to typedml, as code that runs: the
// document quotes this package and its tests, and a test holds it to that. The structs keep upstream's tags; the tests put
// them before upstream, too, and compare.
package migration
