package agreement

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen"
	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/importer"
	"github.com/typedml/typedml/internal/agreement/random"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

var registered = regexp.MustCompile(`"x-typedml-name": "[^"]*`)

// What is written as a JSON Schema, and read from it as Go source, is the same record, and written as the same schema. Functions of
// Go's and what no tag says are left out.
func TestSchemasReadBack(t *testing.T) {
	if testing.Short() {
		t.Skip("loads a package for each record")
	}
	files, err := vectors.Load(filepath.Join("..", "..", "schema", "testdata", "vectors"))
	require.NoError(t, err)
	drawn := t.TempDir()
	require.NoError(t, random.Write(drawn, *seed, 60, 1))
	more, err := vectors.Load(drawn)
	require.NoError(t, err)
	var cases []vectors.Case
	for _, f := range append(files, more...) {
		for _, c := range f.Cases {
			rules := map[string]bool{}
			recordWords(c.Record, rules)
			function := slices.ContainsFunc(slices.Collect(maps.Keys(vectors.RuleFuncs())), func(rule string) bool { return rules[rule] })
			if unsaid[c.Kind+"/"+c.Name] != "" || function { // which no schema carries
				continue
			}
			called(c.Record, map[string]string{})
			cases = append(cases, c)
		}
	}
	p := newProgram(t)
	written := map[string]string{}
	names := map[string]string{}
	records := map[string]*schema.Record{}
	for i, c := range cases {
		text, _ := jsonschema.Of(c.Record)
		pkg := fmt.Sprintf("c%d", i)
		text = registered.ReplaceAll(text, []byte("${0}."+pkg)) // names are unique among packages
		res, err := importer.JSONSchema(text, importer.Options{File: c.Name, Package: pkg})
		if !assert.NoError(t, err, "%s/%s\n%s", c.Kind, c.Name, text) {
			continue
		}
		p.write(t, "imported/"+pkg+"/record.go", string(res.Source))
		written[p.path+"/imported/"+pkg] = string(text)
		records[p.path+"/imported/"+pkg] = c.Record
		names[p.path+"/imported/"+pkg] = fmt.Sprintf("%s/%s: %v\n%s", c.Kind, c.Name, res.Notes, res.Source)
	}
	res, err := gen.Generate(context.Background(), gen.Options{Dir: p.dir, Patterns: []string{"./imported/..."}, Check: true})
	for _, d := range res.Diagnostics {
		path := p.path + "/imported/" + filepath.Base(filepath.Dir(d.Pos.Filename))
		switch {
		case d.Code == diag.StaleFile: // nothing is generated here
		case d.Severity == diag.Error && d.Code != diag.BadParam && strings.HasPrefix(names[path], random.Kind): // no value meets what was drawn
			delete(written, path)
		case d.Severity == diag.Error:
			t.Errorf("%s\n%s", d, names[path])
		}
	}
	require.Error(t, err)
	assert.Greater(t, len(written), len(cases)*9/10)
	read := map[string]*schema.Record{}
	for _, pkg := range res.Packages {
		for _, s := range pkg.Files[0].Structs {
			if read[pkg.Path] == nil {
				read[pkg.Path] = s.Record
			}
		}
	}
	for path, want := range written {
		text, _ := jsonschema.Of(read[path])
		if got := string(text); got != want {
			t.Errorf("%s\nbefore and after:\n%s", names[path], difference(want, got))
		}
		if want, got := records[path].Canonical(), read[path].Canonical(); got != want {
			t.Errorf("%s\nbefore and after:\n%s\n%s", names[path], want, got)
		}
	}
	t.Logf("%d schemas are the same", len(written))
}

// called gives records that hold others names of their own: no package has two of one name.
func called(rec *schema.Record, names map[string]string) {
	for i := range rec.Fields {
		for t := &rec.Fields[i].Type; t != nil; {
			if t.Record != nil {
				called(t.Record, names)
				form := t.Record.Canonical()
				if names[form] == "" {
					names[form] = fmt.Sprintf("Held%c", 'A'+len(names))
				}
				t.Record.Type, t.Record.Name = names[form], "held."+names[form]
			}
			if t.Elem == nil {
				break
			}
			t = &t.Elem.Type
		}
	}
}

// difference are the lines that only one of two texts has.
func difference(a, b string) string {
	var out strings.Builder
	for line := range strings.Lines(a) {
		if !strings.Contains(b, line) {
			out.WriteString("- " + line)
		}
	}
	for line := range strings.Lines(b) {
		if !strings.Contains(a, line) {
			out.WriteString("+ " + line)
		}
	}
	return out.String()
}
