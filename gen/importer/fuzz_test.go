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
		formatted(t, res, err)
	})
}

// FuzzSignature: the same of signatures, in JSON and in YAML.
func FuzzSignature(f *testing.F) {
	file, err := os.ReadFile("../../mlflow/model/testdata/python/MLmodel")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add([]byte(every))
	f.Add([]byte(`{"inputs": "[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"<U5\", \"shape\": [-1, 3]}}]", "params": [{"name": "p", "type": "long", "default": [], "shape": [-1]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		res, err := importer.Signature(data, importer.Options{File: "fuzz"})
		formatted(t, res, err)
	})
}

// FuzzRecord: the same of typedml's own JSON, which anybody may have written.
func FuzzRecord(f *testing.F) {
	paths, err := filepath.Glob("../../schema/jsonschema/testdata/*.record.json")
	if err != nil || len(paths) == 0 {
		f.Fatal("no record to begin with: ", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		res, err := importer.Record(data, importer.Options{File: "fuzz.json"})
		formatted(t, res, err)
	})
}

// formatted demands source that Go's formatter leaves as it is, or an error and none.
func formatted(t *testing.T, res importer.Result, err error) {
	t.Helper()
	if err != nil {
		if len(res.Source) > 0 {
			t.Fatalf("source beside the error %v", err)
		}
		return
	}
	if again, err := format.Source(res.Source); err != nil || string(again) != string(res.Source) {
		t.Fatalf("%v\n%s", err, res.Source)
	}
}
