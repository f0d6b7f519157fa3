package validate

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Error says that data broke rules. It holds every violation; printing shows the first ten, grouped when the
// violations come from the rows of a batch. It is safe for concurrent reading.
type Error struct {
	Violations []Violation
}

// maxPrinted is how many violations or groups Error prints.
const maxPrinted = 10

// Error lists the violations, or their groups when they have rows.
func (e *Error) Error() string {
	if len(e.Violations) > 0 && e.Violations[0].row > 0 {
		return e.Summary()
	}
	var b strings.Builder
	b.WriteString(count(len(e.Violations), "violation") + ":")
	for i := range e.Violations {
		if i == maxPrinted {
			fmt.Fprintf(&b, "\n  … and %d more", len(e.Violations)-i)
			break
		}
		b.WriteString(separator(len(e.Violations)) + e.Violations[i].String())
	}
	return b.String()
}

func separator(n int) string {
	if n == 1 {
		return " "
	}
	return "\n  "
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Decoding reports whether a violation means that a value did not decode: no mode goes on with such data.
func (e *Error) Decoding() bool {
	for i := range e.Violations {
		if e.Violations[i].rule.Decoding() {
			return true
		}
	}
	return false
}

// MarshalJSON writes {"violations": […]}.
func (e *Error) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Violations []Violation `json:"violations"`
	}{e.Violations})
}
