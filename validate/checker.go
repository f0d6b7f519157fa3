package validate

// Checker is a record with rules that are written in Go: its Check adds what they find, and generated code calls it behind
// the rules of the tags.
type Checker interface {
	Check(r *Report)
}
