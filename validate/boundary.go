package validate

import (
	"context"
	"log/slog"
)

// Boundary is a place where data comes in or goes out, and what it does with data that breaks rules.
type Boundary struct {
	// Name says in the log which boundary it is, such as "table delta:///lake/churn, write".
	Name string
	// Mode is what becomes of data that decodes and breaks rules; the zero value refuses it.
	Mode Mode
	// Tally counts the violations, in every mode; nil counts nowhere.
	Tally *Tally
	// Logger gets what Warn lets through; nil is slog.Default().
	Logger *slog.Logger
}

// Judge counts the violations of e and returns it, or nil when the mode lets the data through. Data that did not decode
// is let through by no mode. A nil e is nil.
func (b Boundary) Judge(ctx context.Context, e *Error) error {
	if e == nil {
		return nil
	}
	b.Tally.Add(e)
	if b.Mode == Enforce || e.Decoding() {
		return e
	}
	if b.Mode == Warn {
		log := b.Logger
		if log == nil {
			log = slog.Default()
		}
		log.WarnContext(ctx, "data that breaks rules was let through",
			"boundary", b.Name, "violations", len(e.Violations), "first", e.Violations[0].String())
	}
	return nil
}
