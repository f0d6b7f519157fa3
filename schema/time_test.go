package schema_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/typedml/typedml/schema"
)

// form is what ParseTime takes, but for days, hours and seconds that do not exist.
var form = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.(\d{1,9}0*))?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

func FuzzParseTime(f *testing.F) {
	for _, text := range []string{
		"2024-01-02T03:04:05Z", "2024-01-02T03:04:05.123456789000+23:59", "2024-01-02T03:04:05,123Z", "2024-01-02T3:04:05Z",
		"2024-01-02T03:04:05+24:00", "2024-01-02T03:04:05-00:60", "2024-01-02T03:04:05.1234567891Z", "2024-01-02T03:04:05.Z",
		"2024-01-02T03:04:05.000000000", "2024-01-02T3:04:05.5Z", "2024-02-30T03:04:05Z", "",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := schema.ParseTime([]byte(text))
		want, wantErr := time.Parse(time.RFC3339Nano, text)
		if !form.MatchString(text) {
			if err == nil {
				t.Errorf("%q is taken", text)
			}
			return
		}
		if (err == nil) != (wantErr == nil) || err == nil && !got.Equal(want) {
			t.Errorf("%q: %v %v, want %v %v", text, got, err, want, wantErr)
		}
	})
}

func TestParseTimeAllocates(t *testing.T) {
	text := []byte("2024-01-02T03:04:05." + strings.Repeat("1", 9) + "Z")
	if n := testing.AllocsPerRun(100, func() { _, _ = schema.ParseTime(text) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
