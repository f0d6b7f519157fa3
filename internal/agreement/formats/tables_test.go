package formats_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"sync"
)

// variantRank is a variant of a language with its place in the order of variants; extendedLanguages are the codes that may
// follow a language.
type (
	variantRank struct {
		name string
		rank int
	}
	extendedLanguages struct{ prefix, codes string }
)

// The tables of package is, read from its source: they say which codes are worth asking for.
var (
	scripts    string
	variants   []variantRank
	extensions []extendedLanguages
	forms      = map[string]string{} // of postal codes, by country
)

var readTables = sync.OnceFunc(func() {
	ast.Inspect(source("languages_table.go"), func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != len(spec.Names) {
			return true
		}
		for i, name := range spec.Names {
			switch name.Name {
			case "scripts":
				scripts = textOf(spec.Values[i])
			case "variants":
				for _, e := range pairs(spec.Values[i]) {
					rank, err := strconv.Atoi(textOf(e[1]))
					if err != nil {
						panic(err)
					}
					variants = append(variants, variantRank{textOf(e[0]), rank})
				}
			case "extensions":
				for _, e := range pairs(spec.Values[i]) {
					extensions = append(extensions, extendedLanguages{textOf(e[0]), textOf(e[1])})
				}
			}
		}
		return true
	})
	ast.Inspect(source("postcodes.go"), func(n ast.Node) bool {
		c, ok := n.(*ast.CaseClause)
		if !ok || len(c.Body) != 1 {
			return true
		}
		if r, ok := c.Body[0].(*ast.ReturnStmt); ok && len(r.Results) == 1 && textOf(r.Results[0]) != "" {
			for _, country := range c.List {
				forms[textOf(country)] = textOf(r.Results[0])
			}
		}
		return true
	})
})

func init() {
	readTables()
	if len(scripts) < 400 || len(variants) < 50 || len(extensions) < 5 || len(forms) < 100 {
		panic("the tables of package is are not where they were")
	}
}

// postcodeForm is the form of a country's postal codes, as package is writes them.
func postcodeForm(country string) string { return forms[country] }

func source(name string) *ast.File {
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", "..", "validate", "is", name), nil, parser.SkipObjectResolution)
	if err != nil {
		panic(err)
	}
	return f
}

// pairs are the elements of a list of pairs.
func pairs(e ast.Expr) (out [][2]ast.Expr) {
	for _, element := range e.(*ast.CompositeLit).Elts {
		all := element.(*ast.CompositeLit).Elts
		out = append(out, [2]ast.Expr{all[0], all[1]})
	}
	return out
}

// textOf is the text of a literal, or of several that are joined.
func textOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return textOf(e.X) + textOf(e.Y)
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil {
			return text
		}
		return e.Value
	}
	return ""
}
