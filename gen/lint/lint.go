package lint

import (
	"fmt"
	"go/token"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/typedml/typedml/gen/diag"
)

// Analyzers returns all of them, in the order of their codes.
func Analyzers() []*analysis.Analyzer {
	return append([]*analysis.Analyzer{Definitions}, usage()...)
}

// usage are the analyzers of code that uses definitions.
func usage() []*analysis.Analyzer { return []*analysis.Analyzer{Ignored, Hijacked, Unvalidated} }

// analyzer is one of them. It runs on code that does not type-check, too, as code does before its first generation; its
// result is what it reported.
func analyzer(name, doc string, run func(*pass)) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: name, Doc: doc, URL: diag.Manual, RunDespiteErrors: true, ResultType: reflect.TypeFor[[]diag.Diagnostic](),
		Run: func(ap *analysis.Pass) (any, error) {
			p := &pass{Pass: ap}
			run(p)
			return p.found, p.failed
		},
	}
}

// pass is one package under one analyzer.
type pass struct {
	*analysis.Pass
	found  []diag.Diagnostic
	failed error
}

// report reports a finding from pos up to end, with a fix where it has one, unless a comment there ignores its code.
func (p *pass) report(pos, end token.Pos, d diag.Diagnostic) {
	d.Pos = p.Fset.Position(pos)
	if last := p.Fset.Position(end); last.Line == d.Pos.Line {
		d.Length = last.Offset - d.Pos.Offset
	}
	if p.ignored(pos, d.Code) {
		return
	}
	p.emit(pos, end, d)
}

// emit hands a finding to the driver.
func (p *pass) emit(pos, end token.Pos, d diag.Diagnostic) {
	p.found = append(p.found, d)
	out := analysis.Diagnostic{
		Pos: pos, End: end, Category: string(d.Code), Message: fmt.Sprintf("%s: %s", d.Code, d.Text()), URL: d.Code.URL(),
	}
	if d.Fix.Title != "" {
		file := p.Fset.File(pos)
		from := file.Pos(d.Fix.Offset)
		out.SuggestedFixes = []analysis.SuggestedFix{{
			Message:   d.Fix.Title,
			TextEdits: []analysis.TextEdit{{Pos: from, End: from + token.Pos(d.Fix.Length), NewText: []byte(d.Fix.Text)}},
		}}
	}
	p.Report(out)
}

// ignoring is how a comment at the line of a finding, or alone on the line above, takes it out: //typedml:ignore TML503 reason.
const ignoring = "//typedml:ignore "

// ignored reports whether a comment takes the code out at the place.
func (p *pass) ignored(pos token.Pos, code diag.Code) bool {
	for _, file := range p.Files {
		if pos < file.FileStart || pos >= file.FileEnd {
			continue
		}
		line := p.Fset.Position(pos).Line
		for _, group := range file.Comments {
			for _, c := range group.List {
				text, ok := strings.CutPrefix(c.Text, ignoring)
				if at := p.Fset.Position(c.Pos()).Line; !ok || at != line && at != line-1 {
					continue
				}
				words := strings.Fields(text)
				if len(words) > 1 && slices.Contains(strings.Split(words[0], ","), string(code)) {
					return true
				}
			}
		}
	}
	return false
}
