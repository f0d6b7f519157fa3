package gen

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/load"
)

// marker is a diagnostic that a case expects: // want "14: TML302: words of it" at its line, or // want+1 one line above
// it. The column may be left out.
type marker struct {
	file         string
	line, column int
	text         string
	met          bool
}

var (
	wantComment = regexp.MustCompile("// want([+-]\\d+)? ([\"`].*)$")
	wantColumn  = regexp.MustCompile(`^(\d+): `)
)

// markers reads the expectations of the cases, by the files' slash paths in the module.
func markers(t *testing.T, cases map[string]*txtar.Archive) []*marker {
	t.Helper()
	var out []*marker
	for name, a := range cases {
		for _, f := range a.Files {
			if isOutput(f.Name) && strings.HasPrefix(string(f.Data), load.Header) {
				continue // a marker may be a field's comment, and so a part of the schema
			}
			for i, line := range strings.Split(string(f.Data), "\n") {
				if m := wantComment.FindStringSubmatch(line); m != nil {
					out = append(out, parseMarkers(t, name+"/"+f.Name, i+1, m[1], m[2])...)
				}
			}
		}
	}
	return out
}

func parseMarkers(t *testing.T, file string, line int, shift, rest string) []*marker {
	t.Helper()
	if shift != "" {
		n, err := strconv.Atoi(shift)
		require.NoError(t, err)
		line += n
	}
	var out []*marker
	for rest = strings.TrimSpace(rest); rest != ""; rest = strings.TrimSpace(rest) {
		quoted, err := strconv.QuotedPrefix(rest)
		require.NoError(t, err, "%s:%d: %s", file, line, rest)
		rest = rest[len(quoted):]
		m := &marker{file: file, line: line}
		m.text, _ = strconv.Unquote(quoted)
		if c := wantColumn.FindStringSubmatch(m.text); c != nil {
			m.column, _ = strconv.Atoi(c[1])
			m.text = m.text[len(c[0]):]
		}
		out = append(out, m)
	}
	return out
}

// match holds the diagnostics against the markers: each has to have its own.
func match(t *testing.T, dir string, found []diag.Diagnostic, want []*marker) {
	t.Helper()
	for _, d := range found {
		rel, err := filepath.Rel(dir, d.Pos.Filename)
		require.NoError(t, err)
		if !claim(want, filepath.ToSlash(rel), d) {
			t.Errorf("unexpected: %s:%d:%d: %s: %s; %s", filepath.ToSlash(rel), d.Pos.Line, d.Pos.Column, d.Code, d.Message, d.Remedy)
		}
	}
	for _, m := range want {
		assert.True(t, m.met, "%s:%d:%d: no diagnostic %q", m.file, m.line, m.column, m.text)
	}
}

func claim(want []*marker, file string, d diag.Diagnostic) bool {
	d.Pos.Filename = ""
	_, text, _ := strings.Cut(d.String(), string(d.Code))
	for _, m := range want {
		if !m.met && m.file == file && m.line == d.Pos.Line && (m.column == 0 || m.column == d.Pos.Column) &&
			strings.Contains(string(d.Code)+text, m.text) {
			m.met = true
			return true
		}
	}
	return false
}
