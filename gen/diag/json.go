package diag

import (
	"bytes"
	"encoding/json"
)

// jsonDiagnostic is a finding of format JSON.
type jsonDiagnostic struct {
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// Column and EndColumn count bytes from 1, as Go does.
	Column    int      `json:"column,omitempty"`
	EndColumn int      `json:"end_column,omitempty"`
	Severity  string   `json:"severity"`
	Code      Code     `json:"code"`
	Title     string   `json:"title"`
	Message   string   `json:"message"`
	Remedy    string   `json:"remedy,omitempty"`
	Fix       *jsonFix `json:"fix,omitempty"`
}

// jsonFix is a change of the file: length bytes at offset become text.
type jsonFix struct {
	Title  string `json:"title"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
	Text   string `json:"text"`
}

// json writes an array of objects.
func (p Printer) json(out *bytes.Buffer, found []Diagnostic) {
	all := make([]jsonDiagnostic, len(found))
	for i, d := range found {
		j := jsonDiagnostic{
			File: p.inside(d.Pos.Filename), Line: d.Pos.Line, Column: d.Pos.Column,
			Severity: d.Severity.String(), Code: d.Code, Title: d.Code.title(), Message: d.Message, Remedy: d.Remedy,
		}
		if d.Length > 0 {
			j.EndColumn = d.Pos.Column + d.Length
		}
		if d.Fix.Title != "" {
			j.Fix = &jsonFix{Title: d.Fix.Title, Offset: d.Fix.Offset, Length: d.Fix.Length, Text: d.Fix.Text}
		}
		all[i] = j
	}
	indent(out, all)
}

// indent writes a value that always encodes: structs of texts, numbers and lists.
func indent(out *bytes.Buffer, v any) {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	_ = enc.Encode(v)
}
