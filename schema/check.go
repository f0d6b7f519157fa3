package schema

import (
	"slices"
	"strings"
)

// Check is a rule that spans the fields of a record, written in CEL.
type Check struct {
	Name    string `json:"name"`
	Message string `json:"message"`
	// Source is the CEL text as the user wrote it.
	Source string `json:"source"`
	// Expr is its lowered form, of type bool. Go, SQL, kernels and the reference evaluator share it.
	Expr *Expr `json:"expr"`
}

// ExprOp is an operation of an [Expr].
type ExprOp string

// Operations. Arithmetic is checked: overflow, division by zero and a conversion out of range are evaluation errors,
// and a violation of the rule check_error. And, Or absorb an error when the other side decides alone, as in CEL.
const (
	OpField   ExprOp = "field"   // Path; a nil value makes the whole check not applicable, unless it is tested with has
	OpLiteral ExprOp = "literal" // Value
	OpNot     ExprOp = "!"
	OpAnd     ExprOp = "&&"
	OpOr      ExprOp = "||"
	OpEq      ExprOp = "=="
	OpNe      ExprOp = "!="
	OpLt      ExprOp = "<"
	OpLte     ExprOp = "<="
	OpGt      ExprOp = ">"
	OpGte     ExprOp = ">="
	OpAdd     ExprOp = "+"
	OpSub     ExprOp = "-"
	OpMul     ExprOp = "*"
	OpDiv     ExprOp = "/"
	OpMod     ExprOp = "%"
	OpNeg     ExprOp = "neg"
	OpCond    ExprOp = "?:"
	OpIn      ExprOp = "in"   // Args[0] in the literals Args[1:]
	OpSize    ExprOp = "size" // runes of a string, items of a list or map, as int64
	OpAbs     ExprOp = "abs"
	OpDouble  ExprOp = "double"
	OpInt     ExprOp = "int" // truncates a double toward zero
	// OpHas reports whether the optional field Path holds a value.
	OpHas ExprOp = "has"
	// Text operations on (string, literal or string).
	OpStartsWith ExprOp = "startsWith"
	OpEndsWith   ExprOp = "endsWith"
	OpContains   ExprOp = "contains"
	OpMatches    ExprOp = "matches"
)

// Expr is a typed expression tree. Integers are Int64 or Uint64, floats Float64: OpField widens the field's own kind.
type Expr struct {
	Op ExprOp `json:"op"`
	// Type is the kind of the result: Bool, Int64, Uint64, Float64, String, Duration, Time, Decimal, Date, List or
	// Map.
	Type Kind `json:"type"`
	// Path is the dotted path of keys of OpField and OpHas, such as "metrics.auc_roc".
	Path  string   `json:"path,omitempty"`
	Value *Literal `json:"value,omitempty"`
	Args  []*Expr  `json:"args,omitempty"`
}

// Paths returns the field paths that the expression reads, each once, in order of appearance.
func (e *Expr) Paths() []string {
	var out []string
	seen := map[string]bool{}
	var walk func(*Expr)
	walk = func(e *Expr) {
		if e == nil { // of a record that was read from a file without it
			return
		}
		if e.Path != "" && !seen[e.Path] {
			seen[e.Path] = true
			out = append(out, e.Path)
		}
		for _, a := range e.Args {
			walk(a)
		}
	}
	walk(e)
	return out
}

// Reads reports whether the expression reads the value of the field, as opposed to testing it with has.
func (e *Expr) Reads(path string) bool {
	if e.Op == OpField && e.Path == path {
		return true
	}
	return slices.ContainsFunc(e.Args, func(a *Expr) bool { return a.Reads(path) })
}

// Guards reports whether the expression tests with has the field, or one below it. A nil value of such a field, and what
// is below it, does not make the check not applicable; reading it is an evaluation error, as in CEL.
func (e *Expr) Guards(path string) bool {
	if e.Op == OpHas && (e.Path == path || strings.HasPrefix(e.Path, path+".")) {
		return true
	}
	return slices.ContainsFunc(e.Args, func(a *Expr) bool { return a.Guards(path) })
}

// Resolve returns the fields on the way of a dotted path of keys, nil when there is no such field. Keys may hold dots; []
// behind one leads to a list's elements, or a map's values.
func (r *Record) Resolve(path string) []*Field {
	for i := range r.Fields {
		f := &r.Fields[i]
		if f.Key == path {
			return []*Field{f}
		}
		rest, ok := strings.CutPrefix(path, f.Key)
		t := f.Type
		for ok && t.Elem != nil && strings.HasPrefix(rest, "[]") {
			t, rest = t.Elem.Type, rest[len("[]"):]
		}
		if rest, below := strings.CutPrefix(rest, "."); ok && below && t.Record != nil {
			if below := t.Record.Resolve(rest); below != nil {
				return append([]*Field{f}, below...)
			}
		}
	}
	return nil
}
