package load

import (
	"fmt"
	"go/ast"
	"go/token"
)

// misplaced refuses a directive that counts for nothing where it stands, and says what is to be done there.
func (l *loader) misplaced(file *ast.File, group *ast.CommentGroup, d directive) {
	remedy := "write it into the comment right above a struct that has //typedml:schema"
	switch d.verb {
	case "schema":
		remedy = "write it into the comment right above a struct"
	case "rule":
		remedy = "write it into the comment right above a function"
	}
	next, name := l.following(file, group)
	switch {
	case d.verb != "rule" && inBlock(file, d.pos):
		remedy = "declare the struct outside of the function: a type in one can have no methods"
	case d.verb != "rule" && ofGroup(file, group):
		remedy = "write it right above a struct inside of the parentheses: a group of types is none"
	case name != "" && (d.verb == "rule") == (next == token.FUNC):
		remedy = fmt.Sprintf("write it right above %s %s: a blank line between ends the comment", next, name)
	}
	l.directiveError(d, remedy, "%s%s counts for nothing here", prefix, d.verb)
}

// inBlock reports whether a place is inside of a function.
func inBlock(file *ast.File, at token.Pos) bool {
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		if b, ok := n.(*ast.BlockStmt); ok && b.Pos() < at && at < b.End() {
			found = true
		}
		return !found
	})
	return found
}

// ofGroup reports whether a comment is that of several types in parentheses.
func ofGroup(file *ast.File, group *ast.CommentGroup) bool {
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Doc == group && g.Tok == token.TYPE && g.Lparen.IsValid() {
			return true
		}
	}
	return false
}

// following is the type or the function that is declared next behind a comment which is not its own; "" where something
// else is.
func (l *loader) following(file *ast.File, group *ast.CommentGroup) (token.Token, string) {
	line := func(at token.Pos) int { return l.fset.Position(at).Line }
	for _, d := range file.Decls {
		if line(d.End()) < line(group.Pos()) {
			continue
		}
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Pos() > group.End() && d.Doc != group {
				return token.FUNC, d.Name.Name
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if spec, ok := s.(*ast.TypeSpec); ok && spec.Pos() > group.End() && spec.Doc != group && d.Doc != group {
					return token.TYPE, spec.Name.Name
				}
			}
		}
		return token.ILLEGAL, ""
	}
	return token.ILLEGAL, ""
}
