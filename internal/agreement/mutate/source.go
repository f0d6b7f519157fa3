package mutate

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// Mutant is one fault.
type Mutant struct {
	ID int
	// Type is the struct in whose method it stands, Kind what it does, Text the code that it changes, Within the statement
	// around that.
	Type, Kind, Text, Within string
}

// Source returns generated code with a switch for each fault in the methods ValidateInto, and in the scans of KeepsRules, whose
// answer no loop corrects; its other conditions are those of ValidateInto, joined. The other methods are cut, and what only they
// need.
func Source(code []byte) ([]byte, []Mutant, error) {
	s := &source{code: code, fset: token.NewFileSet()}
	file, err := parser.ParseFile(s.fset, "", code, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		return nil, nil, err
	}
	used := map[string]bool{}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		switch {
		case ok && (f.Recv == nil || f.Name.Name != "ValidateInto" && f.Name.Name != "KeepsRules" && f.Name.IsExported()):
			s.cut(f)
			continue
		case ok:
			s.method(f)
		case d.(*ast.GenDecl).Tok == token.IMPORT:
			continue
		}
		ast.Inspect(d, func(n ast.Node) bool {
			if x, ok := n.(*ast.SelectorExpr); ok {
				if id, ok := x.X.(*ast.Ident); ok {
					used[id.Name] = true
				}
			}
			return true
		})
	}
	s.imports(file, used)
	out, err := format.Source(s.edited())
	if err != nil {
		return nil, nil, fmt.Errorf("the code with switches does not parse: %w", err)
	}
	return out, s.mutants, nil
}

// edit replaces the code between two offsets; those of one place stand in the order of their depth.
type edit struct {
	from, to, depth int
	text            string
}

type source struct {
	code    []byte
	fset    *token.FileSet
	edits   []edit
	mutants []Mutant
	typ     string
	within  ast.Node
	depth   int
}

func (s *source) offset(p token.Pos) int { return s.fset.Position(p).Offset }

func (s *source) text(n ast.Node) string { return string(s.code[s.offset(n.Pos()):s.offset(n.End())]) }

func (s *source) cut(f *ast.FuncDecl) {
	s.edits = append(s.edits, edit{from: s.offset(f.Pos()), to: s.offset(f.End())})
}

// imports keeps the imports that are still used, and adds this package.
func (s *source) imports(file *ast.File, used map[string]bool) {
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		name := path[strings.LastIndexByte(path, '/')+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if !used[name] {
			s.edits = append(s.edits, edit{from: s.offset(spec.Pos()), to: s.offset(spec.End())})
		}
	}
	end := s.offset(file.Name.End())
	s.edits = append(s.edits, edit{from: end, to: end, text: "\nimport \"github.com/typedml/typedml/internal/agreement/mutate\"\n"},
		edit{from: len(s.code), to: len(s.code), text: "\nvar _ = mutate.On\n"})
}

// add notes a mutant whose switch stands in the text before or behind a node.
func (s *source) add(kind string, n ast.Node, before, behind string) {
	id := len(s.mutants) + 1
	s.mutants = append(s.mutants, Mutant{ID: id, Type: s.typ, Kind: kind, Text: s.text(n), Within: s.line()})
	on := fmt.Sprintf("mutate.On(%d)", id)
	put := func(at token.Pos, depth int, text string) {
		if text != "" {
			o := s.offset(at)
			s.edits = append(s.edits, edit{from: o, to: o, depth: depth, text: strings.ReplaceAll(text, "ON", on)})
		}
	}
	s.depth++
	put(n.Pos(), s.depth, before)
	put(n.End(), -s.depth, behind)
}

// line is the first line of the statement around.
func (s *source) line() string {
	line, _, _ := strings.Cut(s.text(s.within), "\n")
	return line
}

// edited applies the edits. At one place what opens comes behind what closes, outer before inner.
func (s *source) edited() []byte {
	slices.SortStableFunc(s.edits, func(a, b edit) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return a.depth - b.depth
	})
	var out bytes.Buffer
	at := 0
	for _, e := range s.edits {
		if e.from < at { // inside of what was cut
			continue
		}
		out.Write(s.code[at:e.from])
		out.WriteString(e.text)
		at = e.to
	}
	out.Write(s.code[at:])
	return out.Bytes()
}
