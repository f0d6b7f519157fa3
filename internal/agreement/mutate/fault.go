package mutate

import (
	"go/ast"
	"go/token"
	"strings"
)

// Kinds of faults.
const (
	Strictness = "< for <=, and back"
	Negation   = "== for !=, and back"
	NaN        = "x < lo for !(x >= lo)"
	Operand    = "an operand of && or || dropped"
	Guard      = "an if that is never taken"
	Always     = "an if that is always taken"
	Loop       = "a loop that does not run"
	First      = "a loop that ends behind its first round"
	Fold       = "letters compared as they are"
)

// Kinds are those in the order of tables.
func Kinds() []string {
	return []string{Strictness, Negation, NaN, Operand, Guard, Always, Loop, First, Fold}
}

func (s *source) method(f *ast.FuncDecl) {
	s.typ = ""
	if star, ok := f.Recv.List[0].Type.(*ast.StarExpr); ok {
		s.typ = s.text(star.X)
	}
	if f.Name.Name == "KeepsRules" {
		ast.Inspect(f.Body, s.scans)
		return
	}
	ast.Inspect(f.Body, s.visit)
}

// scans puts the switches of the conditions that package vec answers.
func (s *source) scans(n ast.Node) bool {
	scan, ok := n.(*ast.IfStmt)
	if !ok {
		return true
	}
	cond := s.text(scan.Cond)
	if scan.Init != nil {
		cond += s.text(scan.Init)
	}
	if strings.Contains(cond, "vec.") {
		ast.Inspect(scan, s.visit)
	}
	return false
}

// visit puts the switches of a node; outer ones first.
func (s *source) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.IfStmt:
		s.within = n
		s.add(Guard, n.Cond, "!ON && (", ")")
		if !binds(n.Cond) {
			s.add(Always, n.Cond, "(ON || (", "))")
		}
	case *ast.ForStmt:
		s.within = n
		s.body(n.Body)
	case *ast.RangeStmt:
		s.within = n
		s.body(n.Body)
	case *ast.CaseClause, *ast.AssignStmt, *ast.ReturnStmt:
		s.within = n
	case *ast.UnaryExpr:
		s.not(n)
	case *ast.BinaryExpr:
		s.binary(n)
	case *ast.CallExpr:
		if s.text(n.Fun) == "strings.EqualFold" && len(n.Args) == 2 {
			s.add(Fold, n, "(ON && "+s.text(n.Args[0])+" == "+s.text(n.Args[1])+" || !ON && ", ")")
		}
	}
	return true
}

// binds reports whether a condition keeps its body from a panic, so that taking it always says nothing of the rule.
func binds(cond ast.Expr) bool {
	b, ok := cond.(*ast.BinaryExpr)
	return ok && b.Op == token.NEQ && isNil(b.Y)
}

func isNil(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "nil"
}

func (s *source) body(b *ast.BlockStmt) {
	if len(b.List) == 0 {
		return
	}
	s.add(Loop, b.List[0], "if ON { break }\n", "")
	s.add(First, b.List[len(b.List)-1], "", "\nif ON { break }\n")
}

func (s *source) binary(n *ast.BinaryExpr) {
	x, y := s.text(n.X), s.text(n.Y)
	switch n.Op {
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		s.add(Strictness, n, "((", ") != (ON && "+x+" == "+y+"))")
	case token.EQL, token.NEQ:
		s.add(Negation, n, "((", ") != ON)")
	case token.LAND:
		s.add(Operand, n.X, "(ON || (", "))")
		s.add(Operand, n.Y, "(ON || (", "))")
	case token.LOR:
		s.add(Operand, n.X, "(!ON && (", "))")
		s.add(Operand, n.Y, "(!ON && (", "))")
	}
}

// not turns the negation of comparisons into their opposites: NaN passes those.
func (s *source) not(n *ast.UnaryExpr) {
	p, ok := n.X.(*ast.ParenExpr)
	if n.Op != token.NOT || !ok {
		return
	}
	if opposite, ok := s.opposite(p.X); ok {
		s.add(NaN, n, "(ON && ("+opposite+") || !ON && ", ")")
	}
}

var opposites = map[token.Token]token.Token{token.LSS: token.GEQ, token.LEQ: token.GTR, token.GTR: token.LEQ, token.GEQ: token.LSS}

func (s *source) opposite(e ast.Expr) (string, bool) {
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)
	if !ok {
		return "", false
	}
	if op, ok := opposites[b.Op]; ok {
		return s.text(b.X) + " " + op.String() + " " + s.text(b.Y), true
	}
	x, okX := s.opposite(b.X)
	y, okY := s.opposite(b.Y)
	switch {
	case !okX || !okY:
		return "", false
	case b.Op == token.LAND:
		return strings.Join([]string{x, y}, " || "), true
	}
	return "(" + x + ") && (" + y + ")", b.Op == token.LOR
}
