package rows

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore/internal/sample"
)

// check runs the command over one file, or over stdin, and returns its streams and exit code.
func check(t *testing.T, name, text string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	if name != "-" {
		t.Chdir(t.TempDir())
		require.NoError(t, os.WriteFile(filepath.Join(".", name), []byte(text), 0o600))
	}
	code = run[sample.Address](append(args, name), strings.NewReader(text), &out, &errs)
	return out.String(), errs.String(), code
}

// TestRun puts good, bad and broken files of every kind through the command.
func TestRun(t *testing.T) {
	const good, bad = `{"city": "Ulm", "zip": 8907}`, `{"city": "Ulm", "zip": "x"}`
	for _, c := range []struct {
		what, name, text string
		args             []string
		code             int
		out, summary     string
	}{
		{"one object", "a.json", good, nil, 0, "", "a.json: 1 row, all of them valid"},
		{"an array", "a.json", " [" + good + "," + bad + "]", nil, 1, "a.json, row 1: zip: ", "a.json: 2 rows, 1 with 1 violation: type 1"},
		{"lines", "a.jsonl", good + "\n\n" + bad + "\n", nil, 1, "a.jsonl:3: zip: ", "2 rows, 1 with 1 violation"},
		{"a line that is no JSON", "a.ndjson", "{\n" + good, nil, 1, "a.ndjson:1: ", "2 rows, 1 with 1 violation: syntax 1"},
		{"csv", "a.csv", "city,zip\nUlm,1\nUlm,x\n", nil, 1, "a.csv:3: zip: ", "2 rows, 1 with 1 violation"},
		{"another column", "a.csv", "town,zip\nUlm,1\n", nil, 1, "", "town"},
		{"stdin", "-", good, nil, 0, "", "stdin: 1 row, all of them valid"},
		{"stdin of lines", "-", good + "\n" + good, []string{"--as", "jsonl"}, 0, "", "stdin: 2 rows, all of them valid"},
		{"an empty array", "a.json", "[]", nil, 0, "", "a.json: no row"},
		{"nothing", "a.json", "\n", nil, 1, "", "it is empty, and no JSON"},
		{"an array that ends early", "a.json", "[" + good, nil, 1, "", "the end of the array"},
		{"more behind the array", "a.json", "[" + good + "] 1", nil, 1, "", "there is more behind the array"},
		{"an element that is no JSON", "a.json", "[" + good + ", {]", nil, 1, "", "element 1 of the array, at byte"},
		{"a name that says nothing", "a.txt", good, nil, 1, "", "say --as json, jsonl or csv"},
		{"violations as JSON", "a.jsonl", bad, []string{"--json"}, 1, `{"place":"a.jsonl:1","violation":{"path":"zip","rule":"type"`, "1 row, 1 with 1 violation"},
		{"not all of them", "a.jsonl", bad + "\n" + bad, []string{"--max", "1"}, 1, "a.jsonl:1: zip", "(1 more are not shown; --max 0 shows all)"},
		{"a flag that is none", "a.json", good, []string{"--ass", "csv"}, 2, "", `did you mean`},
		{"a negative number", "a.json", good, []string{"--max=-1"}, 2, "", "cannot be negative"},
	} {
		t.Run(c.what, func(t *testing.T) {
			out, errs, code := check(t, c.name, c.text, c.args...)
			assert.Equal(t, c.code, code)
			assert.Contains(t, errs, c.summary)
			assert.Contains(t, out, c.out)
			assert.Equal(t, c.out == "", out == "", out)
		})
	}
	var out, errs bytes.Buffer
	assert.Equal(t, 1, run[sample.Address]([]string{"none.json"}, nil, &out, &errs))
	assert.Contains(t, errs.String(), "none.json")
}
