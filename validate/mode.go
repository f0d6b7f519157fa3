package validate

import "fmt"

// Mode says what a boundary does with data that decodes and breaks rules. Data that does not decode (a missing field, a
// wrong type) is refused in every mode: there is no value to go on with.
type Mode uint8

// Modes, from the strictest. Adopting rules goes the other way: observe first, enforce last.
const (
	Enforce Mode = iota // refuse it
	Warn                // take it, log it and count it
	Observe             // take it and count it
)

var modes = [...]string{"enforce", "warn", "observe"}

// String returns enforce, warn or observe.
func (m Mode) String() string {
	if int(m) < len(modes) {
		return modes[m]
	}
	return fmt.Sprintf("Mode(%d)", uint8(m))
}

// MarshalText writes the mode's name.
func (m Mode) MarshalText() ([]byte, error) {
	if int(m) >= len(modes) {
		return nil, fmt.Errorf("%v is no mode; the modes are enforce, warn, observe", m)
	}
	return []byte(m.String()), nil
}

// UnmarshalText reads a mode's name.
func (m *Mode) UnmarshalText(text []byte) error {
	for i, name := range modes {
		if string(text) == name {
			*m = Mode(i)
			return nil
		}
	}
	return fmt.Errorf("%q is no mode; the modes are enforce, warn, observe", text)
}
