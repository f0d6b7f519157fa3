package diag

import (
	"fmt"
	"io"
	"strings"
)

// Markdown is the entry in Markdown, without its heading.
func (e Entry) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n\n%s\n", e.Means, e.Why, e.Remedy)
	for _, part := range []struct {
		title string
		files []File
	}{{"Refused", e.Bad}, {"Mended", e.Good}} {
		title := part.title
		if title == "Refused" && e.Kind != "error" {
			title = "Reported"
		}
		for _, f := range part.files {
			fmt.Fprintf(&b, "\n%s%s:\n\n```go\n%s```\n", title, named(f, part.files), f.Text)
		}
	}
	return b.String()
}

// named says which file it is where there are several.
func named(f File, among []File) string {
	if len(among) == 1 {
		return ""
	}
	return ", `" + f.Name + "`"
}

// Text is the entry for a terminal.
func (e Entry) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s\n\n%s\n\nWhy: %s\n\nWhat to do: %s\n", e.Code, e.Kind, plain(e.Title), plain(e.Means), plain(e.Why), plain(e.Remedy))
	for _, part := range []struct {
		title string
		files []File
	}{{"Found in", e.Bad}, {"Mended", e.Good}} {
		fmt.Fprintf(&b, "\n%s:\n", part.title)
		for _, f := range part.files {
			b.WriteByte('\n')
			if len(part.files) > 1 {
				fmt.Fprintf(&b, "    // %s\n", f.Name)
			}
			for line := range strings.Lines(f.Text) {
				if line != "\n" {
					line = "    " + line
				}
				b.WriteString(line)
			}
		}
	}
	return b.String()
}

// plain removes Markdown's marks of code.
func plain(text string) string { return strings.ReplaceAll(text, "`", "") }

// manualIntroduction opens docs/diagnostics.md.
const manualIntroduction = `# Diagnostics

What typedml says of definitions, and of code that uses them: where, a code that is never given to another finding, what is
wrong and what to do.

    features.go:14:2: TML102: rule "decimals" does not apply to bool field Active; it takes float32, float64 and lists of them

An error stops the generation, and no file of the run is touched; a warning does with ` + "`--strict`" + ` only. ` + "`typedml explain TML102`" + `
prints what stands here. ` + "`--format json`, `--format github` and `--format sarif`" + ` are for other tools ([formats](lint.md#formats)).

This page is written by ` + "`go test ./gen/diag -run TestManual -update`" + `.

| code | is | about |
|---|---|---|
`

// WriteManual writes the page of all codes, docs/diagnostics.md.
func WriteManual(w io.Writer) error {
	var b strings.Builder
	b.WriteString(manualIntroduction)
	for _, e := range Entries() {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s |\n", e.Code, strings.ToLower(string(e.Code)), e.Kind, e.Title)
	}
	for _, e := range Entries() {
		fmt.Fprintf(&b, "\n## %s\n\n**%s** (%s)\n\n%s", e.Code, capital(e.Title), e.Kind, e.Markdown())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// capital begins a title with a capital letter.
func capital(title string) string { return strings.ToUpper(title[:1]) + title[1:] }
