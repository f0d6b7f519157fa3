package load

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPairs(t *testing.T) {
	ps, err := pairs(`json:"a,omitempty"  validate:"gte=0" check:"regex=^\\d$"`)
	assert.NoError(t, err)
	assert.Equal(t, []pair{{"json", "a,omitempty", 6}, {"validate", "gte=0", 30}, {"check", `regex=^\d$`, 44}}, ps)
	for _, bad := range []string{`json`, `json:a`, `json:"a`, `json: "a"`, `json:"a"b:"c"`, `check:"\d"`, `:"a"`, "json:`a`"} {
		_, err := pairs(bad)
		assert.Error(t, err, bad)
	}
}

// FuzzPairs holds well-formed tags against reflect: what is accepted is read there alike.
func FuzzPairs(f *testing.F) {
	for _, seed := range []string{`json:"a" validate:"gte=0"`, `a:"\x41" a:"b"`, `é:"1"`, `a:"b" `, "a:\"\x00\"", `json: "a"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ps, err := pairs(text)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, p := range ps {
			if seen[p.key] {
				continue // reflect returns the first
			}
			seen[p.key] = true
			if got, ok := reflect.StructTag(text).Lookup(p.key); !ok || got != p.value {
				t.Fatalf("%q: %s is %q, reflect has %q, %v", text, p.key, p.value, got, ok)
			}
		}
	})
}
