package importer_test

import (
	"go/format"
	"os"
	"path/filepath"
	"testing"

	"github.com/typedml/typedml/gen/importer"
)

// FuzzJSONSchema: whatever the input, there is an error or source that Go's formatter leaves as it is.
func FuzzJSONSchema(f *testing.F) {
	for _, pattern := range []string{"../../schema/jsonschema/testdata/*.schema.json", "testdata/*.json"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		res, err := importer.JSONSchema(data, importer.Options{File: "fuzz.json"})
		if err != nil {
			return
		}
		if again, err := format.Source(res.Source); err != nil || string(again) != string(res.Source) {
			t.Fatalf("%v\n%s", err, res.Source)
		}
	})
}
