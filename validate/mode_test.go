package validate_test

import (
	"testing"

	"github.com/typedml/typedml/validate"
)

func TestModeText(t *testing.T) {
	for m, name := range map[validate.Mode]string{validate.Enforce: "enforce", validate.Warn: "warn", validate.Observe: "observe"} {
		text, err := m.MarshalText()
		if err != nil || string(text) != name || m.String() != name {
			t.Errorf("%d: %q, %v, want %s", m, text, err, name)
		}
		var back validate.Mode
		if err := back.UnmarshalText(text); err != nil || back != m {
			t.Errorf("%s reads back as %v (%v)", name, back, err)
		}
	}
	m := validate.Warn
	if err := m.UnmarshalText([]byte("Enforce")); err == nil || m != validate.Warn {
		t.Errorf("an unknown mode is read as %v", m)
	}
	if _, err := validate.Mode(7).MarshalText(); err == nil {
		t.Error("an unknown mode is written")
	}
}
