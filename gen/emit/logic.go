package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"
)

// logic is a Go condition in the making. It is simplified as it is built, so that what is emitted reads as if it had
// been written by hand.
type logic struct {
	op   logicOp
	args []logic
	// code, key and prec are an atom's: its source, what equal atoms share, and how tightly it binds.
	code *jen.Statement
	key  string
	prec int
	// negated is the source of the atom's opposite, nil where only ! says it.
	negated *jen.Statement
	// sequence are the members of an atom made by inOrder.
	sequence []logic
}

type logicOp uint8

const (
	always logicOp = iota
	never
	atomic
	negation
	conjunction
	disjunction
)

// Go's precedences.
const (
	precOr = iota + 1
	precAnd
	precCompare
	precAdd
	precMul
	precUnary
	precPrimary
)

// atom is a condition that is not looked into. The key is its source, unless two sources mean the same.
func atom(code *jen.Statement, prec int) logic {
	return logic{op: atomic, code: code, key: code.GoString(), prec: prec}
}

// opposable is an atom whose opposite has a spelling of its own.
func opposable(code, negated *jen.Statement, prec int) logic {
	l := atom(code, prec)
	l.negated = negated
	return l
}

// inOrder is a conjunction that is not taken apart, since each member is what makes the next one safe: x.A != nil && x.A.B > 1.
func inOrder(members ...logic) logic {
	flat := logic{op: conjunction, args: members}.unrolled()
	if len(flat) == 1 {
		return flat[0]
	}
	l := atom(logic{op: conjunction, args: flat}.chain("&&", precAnd, precAnd), precAnd)
	l.sequence = flat
	return l
}

// unrolled are the members of a conjunction with those of its sequences in their places, each where it stands first: what
// has been tested needs no second test, and go vet refuses one.
func (l logic) unrolled() []logic {
	var out []logic
	for _, a := range l.args {
		members := []logic{a}
		if a.sequence != nil {
			members = a.sequence
		} else if a.op == conjunction {
			members = a.unrolled()
		}
		for _, m := range members {
			if !slices.ContainsFunc(out, m.equal) {
				out = append(out, m)
			}
		}
	}
	return out
}

// width is about as many characters as the condition is long.
func (l logic) width() int {
	n := len(l.key) + len(" && ")*len(l.args)
	for _, a := range l.args {
		n += a.width()
	}
	return n
}

func and(a, b logic) logic { return join(conjunction, a, b) }
func or(a, b logic) logic  { return join(disjunction, a, b) }

// join builds a conjunction or disjunction: a && true is a, a || !a is true, a && a is a.
func join(op logicOp, a, b logic) logic {
	neutral, decisive := logic{op: always}, logic{op: never}
	if op == disjunction {
		neutral, decisive = decisive, neutral
	}
	switch {
	case a.op == neutral.op || a.equal(b):
		return b
	case b.op == neutral.op:
		return a
	case a.op == decisive.op || b.op == decisive.op:
		return decisive
	}
	args := append(a.parts(op), b.parts(op)...)
	for i, p := range args {
		for _, q := range args[:i] {
			if op == conjunction && p.implies(not(q)) || op == disjunction && not(p).implies(q) {
				return decisive
			}
		}
	}
	return absorb(op, args)
}

// absorb leaves out what the other members say: a || a && b is a, and !a || a && b is !a || b; likewise for &&.
func absorb(op logicOp, args []logic) logic {
	dual := conjunction + disjunction - op
	var kept []logic
	for i, p := range args {
		others := kept
		if op == disjunction { // in a conjunction a guard must not give way to one that stands behind what it guards
			others = append(slices.Clone(kept), args[i+1:]...)
		}
		if p = p.without(dual, others); !p.implied(dual, others) {
			kept = append(kept, p)
		}
	}
	if len(kept) == 1 {
		return kept[0]
	}
	return logic{op: op, args: kept}
}

// without drops the members of a chain of dual whose opposite is one of the others.
func (l logic) without(dual logicOp, others []logic) logic {
	if l.op != dual {
		return l
	}
	var left []logic
	for _, m := range l.args {
		if !slices.ContainsFunc(others, not(m).equal) {
			left = append(left, m)
		}
	}
	switch len(left) {
	case 0:
		return l
	case 1:
		return left[0]
	}
	return logic{op: dual, args: left}
}

// implied reports whether one of the others says what l adds to them, or a member of l does when it is a chain of dual.
func (l logic) implied(dual logicOp, others []logic) bool {
	return slices.ContainsFunc(others, func(o logic) bool {
		if l.op == dual && slices.ContainsFunc(l.args, o.equal) {
			return true
		}
		if dual == disjunction {
			return o.implies(l)
		}
		return l.implies(o)
	})
}

// implies reports whether m is seen to hold wherever l does: of conditions in a conjunction, whatever holds with more of them
// holds with fewer.
func (l logic) implies(m logic) bool {
	if l.op == negation && m.op == negation {
		return m.args[0].implies(l.args[0])
	}
	have := logic{args: []logic{l}}.unrolled()
	for _, need := range (logic{args: []logic{m}}).unrolled() {
		if !slices.ContainsFunc(have, need.equal) {
			return false
		}
	}
	return true
}

// parts are the members of a chain of one operator.
func (l logic) parts(op logicOp) []logic {
	if l.op == op {
		return append([]logic(nil), l.args...)
	}
	return []logic{l}
}

func not(l logic) logic {
	switch l.op {
	case always:
		return logic{op: never}
	case never:
		return logic{op: always}
	case negation:
		return l.args[0]
	}
	return logic{op: negation, args: []logic{l}}
}

func (l logic) equal(m logic) bool {
	if l.op != m.op || l.key != m.key || len(l.args) != len(m.args) {
		return false
	}
	for i := range l.args {
		if !l.args[i].equal(m.args[i]) {
			return false
		}
	}
	return true
}

// source renders the condition for a place that binds as tightly as prec.
func (l logic) source(prec int) *jen.Statement {
	switch l.op {
	case always:
		return jen.True()
	case never:
		return jen.False()
	case atomic:
		return parens(l.code, l.prec, prec)
	case negation:
		return l.args[0].opposite(prec)
	case conjunction:
		return logic{op: conjunction, args: l.unrolled()}.chain("&&", precAnd, prec)
	}
	return l.chain("||", precOr, prec)
}

// opposite renders the negation of l.
func (l logic) opposite(prec int) *jen.Statement {
	if l.op == atomic && l.negated != nil {
		return parens(l.negated, l.prec, prec)
	}
	return jen.Op("!").Add(l.source(precUnary))
}

// chain renders the members, those that are spelled alike once.
func (l logic) chain(op string, own, prec int) *jen.Statement {
	out := l.args[0].source(own)
	spelled := []string{out.GoString()}
	for _, a := range l.args[1:] {
		code := a.source(own)
		if text := code.GoString(); !slices.Contains(spelled, text) {
			spelled = append(spelled, text)
			out.Op(op).Add(code)
		}
	}
	return parens(out, own, prec)
}

// parens wraps code that binds less tightly than its place.
func parens(code *jen.Statement, own, place int) *jen.Statement {
	if own < place {
		return jen.Parens(code.Clone())
	}
	return code.Clone()
}
