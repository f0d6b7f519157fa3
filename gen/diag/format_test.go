package diag

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// found are findings with and without a place, a length, a remedy and a fix, in a file with tabs and wide characters.
func found(dir string) []Diagnostic {
	at := token.Position{Filename: filepath.Join(dir, "shop", "größe 1.go"), Offset: 30, Line: 3, Column: 16}
	return []Diagnostic{
		{
			Pos: at, Length: 4, Code: UnknownRule, Message: "unknown rule \"gtee\", 50%\nof it", Remedy: "write gte: so",
			Fix: Fix{Title: "write gte", Offset: 30, Length: 4, Text: "gte"},
		},
		{Pos: token.Position{Filename: at.Filename, Line: 99, Column: 7}, Severity: Warning, Code: InexactLimit, Message: "rounded"},
		{Pos: token.Position{Filename: "/elsewhere/a b.go"}, Code: PackageError, Message: "gone", Remedy: "fetch it"},
		{Code: PackageError, Message: "nowhere"},
	}
}

const shop = "package shop\n\n\t// größe 日gtee\x1b\n"

func printer(dir string, f Format) Printer {
	return Printer{Format: f, Dir: dir, Version: "v1.2.3", ReadFile: func(name string) ([]byte, error) {
		if strings.HasSuffix(name, "größe 1.go") {
			return []byte(shop), nil
		}
		return nil, os.ErrNotExist
	}}
}

func written(t *testing.T, p Printer, all []Diagnostic) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, p.Write(&out, all))
	return out.String()
}

func TestText(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join("shop", "größe 1.go")
	all := found(dir)
	all[0].Message = "unknown"
	want := []string{
		name + ":3:16: TML101: unknown; write gte: so",
		name + ":99:7: TML109: warning: rounded",
		"/elsewhere/a b.go: TML401: gone; fetch it",
		"-: TML401: nowhere", "",
	}
	p := printer(dir, Text)
	assert.Equal(t, strings.Join(want, "\n"), written(t, p, all))
	assert.Equal(t, strings.Join(want, "\n"), written(t, Printer{Dir: dir}, all), "text is the format of the zero printer")

	want[0] += "\n    3 | \t// größe 日gtee\ufffd\n      | \t          ^~~~" // the mark counts characters
	p.Source = true
	assert.Equal(t, strings.Join(want, "\n"), written(t, p, all))
}

func TestGitHub(t *testing.T) {
	dir := t.TempDir()
	assert.Equal(t, strings.Join([]string{
		`::error file=shop/größe 1.go,line=3,endLine=3,col=12,endColumn=16,title=TML101 a rule that does not exist::TML101: unknown rule "gtee", 50%25%0Aof it; write gte: so`,
		`::warning file=shop/größe 1.go,line=99,endLine=99,col=7,endColumn=8,title=TML109 a limit that the field's type cannot represent::TML109: rounded`,
		`::error file=/elsewhere/a b.go,title=TML401 a package that does not load or type-check around its definitions::TML401: gone; fetch it`,
		`::error title=TML401 a package that does not load or type-check around its definitions::TML401: nowhere`, "",
	}, "\n"), written(t, printer(dir, GitHub), found(dir)))
	assert.Equal(t, "a%3Ab%2Cc%25%0A", property("a:b,c%\n"))
}

func TestJSON(t *testing.T) {
	dir := t.TempDir()
	assert.Equal(t, "[]\n", written(t, printer(dir, JSON), nil))
	assert.JSONEq(t, `[
		{"file": "shop/größe 1.go", "line": 3, "column": 16, "end_column": 20, "severity": "error", "code": "TML101",
		 "title": "a rule that does not exist", "message": "unknown rule \"gtee\", 50%\nof it", "remedy": "write gte: so",
		 "fix": {"title": "write gte", "offset": 30, "length": 4, "text": "gte"}},
		{"file": "shop/größe 1.go", "line": 99, "column": 7, "severity": "warning", "code": "TML109",
		 "title": "a limit that the field's type cannot represent", "message": "rounded"},
		{"file": "/elsewhere/a b.go", "severity": "error", "code": "TML401",
		 "title": "a package that does not load or type-check around its definitions", "message": "gone", "remedy": "fetch it"},
		{"severity": "error", "code": "TML401",
		 "title": "a package that does not load or type-check around its definitions", "message": "nowhere"}
	]`, written(t, printer(dir, JSON), found(dir)))
}

// TestSARIF checks what the schema of SARIF 2.1.0 demands of the parts that are written, and the links between them.
func TestSARIF(t *testing.T) {
	dir := t.TempDir()
	var log sarifLog
	dec := json.NewDecoder(strings.NewReader(written(t, printer(dir, SARIF), found(dir))))
	dec.DisallowUnknownFields()
	require.NoError(t, dec.Decode(&log))
	assert.Equal(t, "2.1.0", log.Version)
	require.Len(t, log.Runs, 1)
	driver := log.Runs[0].Tool.Driver
	assert.Equal(t, "v1.2.3", driver.Version)
	assert.Len(t, driver.Rules, len(Entries()))
	for i, r := range driver.Rules {
		assert.Equal(t, Entries()[i].Code, r.ID)
		assert.NotEmpty(t, r.Short.Text)
		assert.NotEmpty(t, r.Full.Text)
		assert.NotEmpty(t, r.Help.Text)
		assert.Contains(t, r.Help.Markdown, "```go\n")
		assert.Regexp(t, `^https://.*#tml\d+$`, r.HelpURI)
		assert.Contains(t, []string{"error", "warning"}, r.Configuration.Level)
	}
	require.Len(t, log.Runs[0].Results, 4)
	for _, r := range log.Runs[0].Results {
		assert.Equal(t, r.RuleID, driver.Rules[r.RuleIndex].ID)
		assert.NotEmpty(t, r.Message.Text)
	}
	first := log.Runs[0].Results[0]
	base := sarifArtifact{URI: "shop/gr%C3%B6%C3%9Fe%201.go", Base: "%SRCROOT%"}
	assert.Equal(t, []sarifLocation{{sarifPhysical{base, &sarifRegion{StartLine: 3, StartColumn: 12, EndColumn: 16}}}}, first.Locations)
	assert.Equal(t, []sarifChange{{base, []sarifReplacement{{sarifBytes{30, 4}, sarifMessage{"gte"}}}}}, first.Fixes[0].Changes)
	assert.Equal(t, "warning", log.Runs[0].Results[1].Level)
	assert.Equal(t, []sarifLocation{{sarifPhysical{sarifArtifact{URI: "file:///elsewhere/a%20b.go"}, nil}}}, log.Runs[0].Results[2].Locations)
	assert.Empty(t, log.Runs[0].Results[3].Locations)

	empty := written(t, printer(dir, SARIF), nil)
	assert.Contains(t, empty, `"results": []`, "SARIF demands the list, and an upload without it would not close what was open")
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteFails(t *testing.T) {
	assert.EqualError(t, Printer{Format: JSON}.Write(broken{}, nil), "disk full")
	assert.EqualError(t, Printer{Format: "yaml"}.Write(broken{}, nil), `there is no format "yaml": they are text, json, github and sarif`)
}
