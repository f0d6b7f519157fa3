package diag

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Format is a form in which diagnostics are written.
type Format string

// Formats.
const (
	// Text is a line for each, file:line:col: CODE: message; remedy, which editors read.
	Text Format = "text"
	// JSON is an array of objects, empty when nothing was found.
	JSON Format = "json"
	// GitHub is the commands of GitHub Actions that annotate lines of a pull request.
	GitHub Format = "github"
	// SARIF is a log of the Static Analysis Results Interchange Format 2.1.0, with the table of codes as its rules.
	SARIF Format = "sarif"
)

// Printer writes diagnostics.
type Printer struct {
	// Format is how; "" is Text.
	Format Format
	// Dir is the folder that paths are written relative to, with slashes but for Text. "" leaves them as they are.
	Dir string
	// Source has Text show the line of each finding, with a mark below what it is about.
	Source bool
	// Version is the tool's, for SARIF.
	Version string
	// ReadFile reads sources; nil is os.ReadFile.
	ReadFile func(name string) ([]byte, error)
}

// Write writes the diagnostics in their order. It returns the writer's error, or that the format is unknown.
func (p Printer) Write(w io.Writer, found []Diagnostic) error {
	var out bytes.Buffer
	s := &sources{read: p.ReadFile}
	if s.read == nil {
		s.read = os.ReadFile
	}
	switch p.Format {
	case Text, "":
		p.text(&out, s, found)
	case JSON:
		p.json(&out, found)
	case GitHub:
		p.github(&out, s, found)
	case SARIF:
		p.sarif(&out, s, found)
	default:
		return fmt.Errorf("there is no format %q: they are text, json, github and sarif", p.Format)
	}
	_, err := w.Write(out.Bytes())
	return err
}

// relative shortens a path from the folder.
func (p Printer) relative(name string) string { return Relative(p.Dir, name) }

// Relative is a path from a folder, as short as it can be: one that is no longer so stays as it is. dir "" is no folder.
func Relative(dir, name string) string {
	if dir == "" || name == "" {
		return name
	}
	rel, err := filepath.Rel(dir, name)
	if err != nil || len(rel) > len(name) {
		return name
	}
	return rel
}

// inside is relative, but only of files below the folder, with slashes.
func (p Printer) inside(name string) string {
	if rel := p.relative(name); filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(name)
}

// text writes a line for each finding.
func (p Printer) text(out *bytes.Buffer, s *sources, found []Diagnostic) {
	for _, d := range found {
		line, mark := "", ""
		if p.Source {
			line, mark = s.marked(d)
		}
		d.Pos.Filename = p.relative(d.Pos.Filename)
		fmt.Fprintln(out, d)
		if line != "" {
			number := fmt.Sprintf("%5d", d.Pos.Line)
			fmt.Fprintf(out, "%s | %s\n%s | %s\n", number, line, strings.Repeat(" ", len(number)), mark)
		}
	}
}

// github writes a workflow command for each finding.
func (p Printer) github(out *bytes.Buffer, s *sources, found []Diagnostic) {
	for _, d := range found {
		properties := "title=" + property(string(d.Code)+" "+d.Code.title())
		if d.Pos.Line > 0 {
			column, end := s.columns(d)
			properties = fmt.Sprintf("line=%d,endLine=%d,col=%d,endColumn=%d,", d.Pos.Line, d.Pos.Line, column, end) + properties
		}
		if d.Pos.Filename != "" {
			properties = "file=" + property(p.inside(d.Pos.Filename)) + "," + properties
		}
		fmt.Fprintf(out, "::%s %s::%s\n", d.Severity, properties, data(string(d.Code)+": "+d.words()))
	}
}

// data escapes the message of a workflow command, property one of its properties.
func data(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

func property(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(text)
}
