package pydantic

import "testing"

// Each format compiles, and its example, which the tests of the packages start from, has it.
func TestFormats(t *testing.T) {
	c := make(compiled)
	for name, f := range formats {
		if f.example != "" && !c.hasForm(name, "", f.example) {
			t.Errorf("%s: %q has not the format", name, f.example)
		}
	}
}
