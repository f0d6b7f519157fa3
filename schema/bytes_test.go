package schema_test

import (
	"bytes"
	"encoding/base64"
	"testing"

	"github.com/typedml/typedml/schema"
)

func FuzzParseBytes(f *testing.F) {
	for _, text := range []string{"", "AAEC", "AA==", "AAE=", "AAF=", "AA\n==", "AAEC\r\n", "A A=", "AA", "=", "-_8="} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := schema.ParseBytes([]byte(text))
		want, wantErr := base64.StdEncoding.DecodeString(text)
		canonical := wantErr == nil && base64.StdEncoding.EncodeToString(want) == text
		if (err == nil) != canonical || err == nil && (got == nil || !bytes.Equal(got, want)) {
			t.Errorf("%q: %v %v, want %v %v", text, got, err, want, wantErr)
		}
	})
}
