//go:build race

package agreement

// raced says that the race detector is on, which makes the evaluator ten times as slow: fewer records are drawn then, as
// other runs draw them all.
const raced = true
