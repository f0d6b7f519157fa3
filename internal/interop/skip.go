package interop

import (
	"fmt"
	"os"
	"testing"
)

// Skip ends the test because something outside Go is missing, by name ("mlflow", "xgboost"): it is skipped with a line
// "SKIP interop/NAME: why", or fails where CI=true. The line is noted (see [Note]).
func Skip(t testing.TB, name, format string, args ...any) {
	t.Helper()
	line := fmt.Sprintf("SKIP interop/%s: %s", name, fmt.Sprintf(format, args...))
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s\nCI=true makes this a failure", line)
	}
	Note(t, line)
	t.Skip(line)
}

// SkipData ends the test because data is missing that not everyone who builds has: it is skipped with a line
// "SKIP data/NAME: why", in CI, too.
func SkipData(t testing.TB, name, format string, args ...any) {
	t.Helper()
	line := fmt.Sprintf("SKIP data/%s: %s", name, fmt.Sprintf(format, args...))
	Note(t, line)
	t.Skip(line)
}

// Note logs a line that is worth reading though the test passes: what was skipped, what was measured. With
// TYPEDML_NOTES=FILE it is appended to the file too, since the go command shows no output of packages that pass; make test
// prints the file at its end.
func Note(t testing.TB, line string) {
	t.Helper()
	if err := WriteNote(line); err != nil {
		t.Errorf("TYPEDML_NOTES: %v", err)
	}
	t.Log(line)
}

// WriteNote is [Note] where there is no test to log to.
func WriteNote(line string) error {
	path := os.Getenv("TYPEDML_NOTES")
	if path == "" {
		return nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(f, line); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
