package is

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestJSONDepth nests arrays and objects up to the limit and beyond.
func TestJSONDepth(t *testing.T) {
	for _, depth := range []int{1, 63, 64, 65, jsonDepth - 1, jsonDepth, jsonDepth + 1, 3 * jsonDepth} {
		for _, pair := range [][2]string{{"[", "]"}, {`{"k":`, "}"}, {`[{"k":`, "}]"}, {`{"k":[0,`, `],"l":""}`}} {
			for _, core := range []string{"0", "", "]", "{}"} {
				text := strings.Repeat(pair[0], depth) + core + strings.Repeat(pair[1], depth)
				for _, s := range []string{text, text[1:], text[:len(text)-1], text + "]"} {
					if got, want := JSON(s), json.Valid([]byte(s)); got != want {
						t.Errorf("%d deep in %q around %q: %v, encoding/json says %v", depth, pair, core, got, want)
					}
				}
			}
		}
	}
}

// TestJSONGrammar asks about all short strings of the characters that the grammar is made of.
func TestJSONGrammar(t *testing.T) {
	const length = 6
	for _, alphabet := range []string{`[]{},:"0 `, "-+.eE019", `"\u0af/`} {
		text := make([]byte, 0, length)
		var visit func()
		visit = func() {
			if got, want := JSON(string(text)), json.Valid(text); got != want {
				t.Errorf("%q: %v, encoding/json says %v", text, got, want)
			}
			if len(text) == length {
				return
			}
			for i := range len(alphabet) {
				text = append(text, alphabet[i])
				visit()
				text = text[:len(text)-1]
			}
		}
		visit()
	}
}
