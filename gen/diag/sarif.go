package diag

import (
	"bytes"
	"net/url"
	"path/filepath"
	"strings"
)

// The part of SARIF 2.1.0 (OASIS, sections 3.13 to 3.57) that a log of findings needs.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID            Code            `json:"id"`
		Short         sarifMessage    `json:"shortDescription"`
		Full          sarifMessage    `json:"fullDescription"`
		Help          sarifHelp       `json:"help"`
		HelpURI       string          `json:"helpUri"`
		Configuration sarifConfigured `json:"defaultConfiguration"`
	}
	sarifConfigured struct {
		Level string `json:"level"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifHelp struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	sarifResult struct {
		RuleID    Code            `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifMessage    `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
		Fixes     []sarifFix      `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndColumn   int `json:"endColumn"`
	}
	sarifFix struct {
		Description sarifMessage  `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifBytes   `json:"deletedRegion"`
		Inserted sarifMessage `json:"insertedContent"`
	}
	sarifBytes struct {
		Offset int `json:"byteOffset"`
		Length int `json:"byteLength"`
	}
)

const (
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	homepage    = "https://github.com/typedml/typedml"
	// Manual is the address of docs/diagnostics.md; a code is a heading of it.
	Manual = homepage + "/blob/main/docs/diagnostics.md"
	// Rules is the address of docs/rules.md, which lists the words of tags.
	Rules = homepage + "/blob/main/docs/rules.md"
)

// URL is the address of the code's manual.
func (c Code) URL() string { return Manual + "#" + strings.ToLower(string(c)) }

// sarif writes one log of one run: every code is a rule, also those that nothing was found of.
func (p Printer) sarif(out *bytes.Buffer, s *sources, found []Diagnostic) {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "typedml", Version: p.Version, InformationURI: homepage}},
		ColumnKind: "unicodeCodePoints", Results: make([]sarifResult, 0, len(found)),
	}
	for _, e := range Entries() {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, e.sarif())
	}
	for _, d := range found {
		run.Results = append(run.Results, p.sarifResult(s, d))
	}
	indent(out, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

func (e Entry) sarif() sarifRule {
	level := "error"
	if e.Kind == "warning" {
		level = "warning"
	}
	return sarifRule{
		ID: e.Code, Short: sarifMessage{e.Title}, Full: sarifMessage{plain(e.Means)},
		Help:    sarifHelp{Text: plain(e.Means + "\n\n" + e.Why + "\n\n" + e.Remedy), Markdown: e.Markdown()},
		HelpURI: e.Code.URL(), Configuration: sarifConfigured{level},
	}
}

func (p Printer) sarifResult(s *sources, d Diagnostic) sarifResult {
	r := sarifResult{
		RuleID: d.Code, Level: d.Severity.String(), Message: sarifMessage{d.words()},
		RuleIndex: d.Code.index(), // -1 is SARIF's own "none"
	}
	if d.Pos.Filename == "" {
		return r
	}
	at := sarifPhysical{Artifact: p.artifact(d.Pos.Filename)}
	if d.Pos.Line > 0 {
		column, end := s.columns(d)
		at.Region = &sarifRegion{StartLine: d.Pos.Line, StartColumn: column, EndColumn: end}
	}
	r.Locations = []sarifLocation{{at}}
	if d.Fix.Title != "" {
		r.Fixes = []sarifFix{{
			Description: sarifMessage{d.Fix.Title},
			Changes: []sarifChange{{Artifact: at.Artifact, Replacements: []sarifReplacement{{
				Deleted: sarifBytes{d.Fix.Offset, d.Fix.Length}, Inserted: sarifMessage{d.Fix.Text},
			}}}},
		}}
	}
	return r
}

// artifact is a file below the folder, relative to the base that readers know as the root of the sources; or any other
// file by its whole path.
func (p Printer) artifact(name string) sarifArtifact {
	inside := p.inside(name)
	if !filepath.IsAbs(filepath.FromSlash(inside)) {
		return sarifArtifact{URI: (&url.URL{Path: inside}).EscapedPath(), Base: "%SRCROOT%"}
	}
	if !strings.HasPrefix(inside, "/") { // a volume
		inside = "/" + inside
	}
	return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: inside}).String()}
}
