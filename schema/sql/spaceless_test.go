package sql

import "testing"

func TestSpaceless(t *testing.T) {
	if a, b := Spaceless("`a b`>=-1D AND x='a \\' b'"), Spaceless("`a b` >= - 1D AND x = 'a \\' b'"); a != b {
		t.Errorf("%s is not %s", a, b)
	}
	if Spaceless("x = 'a b'") == Spaceless("x = 'ab'") {
		t.Error("a space inside of quotes was dropped")
	}
}
