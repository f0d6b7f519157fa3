package tag

import (
	"fmt"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// Target is the value that a tag speaks of.
type Target struct {
	// Field names the value in messages: "field Amount", "elements of field Items".
	Field    string
	Type     schema.Type
	Optional bool
}

// Problem is what is wrong with a word. Offset is its place in the tag's text.
type Problem struct {
	Offset          int
	Code            diag.Code
	Severity        diag.Severity
	Message, Remedy string
}

// Env resolves what words refer to outside of the tag.
type Env struct {
	// Const returns the value of a string constant of the package, for regex=@name.
	Const func(name string) (string, bool)
}

// Result is a lowered tag: the rules of the value, and the values below it with theirs.
type Result struct {
	Constraints []schema.Constraint
	Problems    []Problem
	// Dive holds what follows the word dive, nil without it.
	Dive *Dive
}

// Dive is the rules of a list's elements, or of a map's keys and values.
type Dive struct {
	Key, Elem []Word
	Offset    int
}

// row is one word of the language.
type row struct {
	name  string
	param paramRule
	// fits reports whether the word applies to the value, takes says in words what it applies to.
	fits  func(Target) bool
	takes string
	lower func(Env, Target, Word) (schema.Constraint, error)
}

type paramRule uint8

const (
	noParam paramRule = iota
	needsParam
)

// Lower turns the words of one tag into constraints of the target. rows is Validate or Check.
func (t Table) Lower(env Env, target Target, words []Word) Result {
	var res Result
	cut := false // by a comma in the expression of a regex
	for i, w := range words {
		if _, known := t.rows[w.Name]; cut && !known && w.Name != "dive" {
			p := t.unknown(w)
			p.Remedy = "if it is the rest of the regex before it, which a comma ended: write regex=@name with const name = `…`, or 0x2C for the comma"
			res.fail(w, p)
			continue
		}
		cut = w.Name == "regex"
		if w.Name == "dive" {
			res.Dive = dive(target, words[i+1:], w, &res)
			break
		}
		t.word(env, target, w, &res)
	}
	return res
}

func (t Table) word(env Env, target Target, w Word, res *Result) {
	r, ok := t.rows[w.Name]
	switch {
	case !ok || w.Bar && t.Tag == "validate":
		res.fail(w, t.unknown(w))
	case !r.fits(target):
		res.fail(w, Problem{
			Code:    diag.RuleMisfit,
			Message: fmt.Sprintf("rule %q does not apply to %s %s", w.Name, target.Type, target.Field),
			Remedy:  "it takes " + r.takes,
		})
	case r.param == needsParam && w.Param == "":
		res.fail(w, Problem{
			Code: diag.BadParam, Message: fmt.Sprintf("rule %q of %s has no parameter", w.Name, target.Field),
			Remedy: fmt.Sprintf("write %s=…", w.Name),
		})
	case r.param == noParam && w.HasParam:
		res.fail(w, Problem{
			Code: diag.BadParam, Message: fmt.Sprintf("rule %q of %s takes no parameter", w.Name, target.Field),
			Remedy: "write " + w.Name,
		})
	default:
		t.lower(env, target, w, r, res)
	}
}

func (t Table) lower(env Env, target Target, w Word, r row, res *Result) {
	c, err := r.lower(env, target, w)
	if err != nil {
		p := Problem{Code: diag.BadParam, Message: fmt.Sprintf("rule %q of %s: %v", text(w), target.Field, err)}
		if e, ok := err.(*paramError); ok {
			p.Message = fmt.Sprintf("rule %q of %s: %s", text(w), target.Field, e.what)
			p.Remedy = e.remedy
		}
		res.fail(w, p)
		return
	}
	if c.Rule = w.Name; c.Param == "" {
		c.Param = w.Param
	}
	res.Constraints = append(res.Constraints, c)
	if p, warn := t.warning(target, w, c); warn {
		p.Offset = w.Offset
		res.Problems = append(res.Problems, p)
	}
}

func text(w Word) string {
	if w.HasParam {
		return w.Name + "=" + w.Param
	}
	return w.Name
}

func (r *Result) fail(w Word, p Problem) {
	p.Offset = w.Offset
	r.Problems = append(r.Problems, p)
}

// dive cuts the words behind dive into a map's key rules (keys … endkeys) and the element's.
func dive(target Target, words []Word, at Word, res *Result) *Dive {
	if k := target.Type.Kind; k != schema.List && k != schema.Map {
		res.fail(at, Problem{
			Code: diag.RuleMisfit, Message: fmt.Sprintf("rule %q does not apply to %s %s", "dive", target.Type, target.Field),
			Remedy: "it takes lists and maps",
		})
		return nil
	}
	d := &Dive{Offset: at.Offset, Elem: words}
	if len(words) == 0 || words[0].Name != "keys" {
		return d
	}
	for i, w := range words {
		if w.Name == "endkeys" {
			d.Key, d.Elem = words[1:i], words[i+1:]
			if target.Type.Kind != schema.Map {
				res.fail(words[0], Problem{
					Code: diag.RuleMisfit, Message: fmt.Sprintf("rule %q does not apply to %s %s", "keys", target.Type, target.Field),
					Remedy: "it takes maps",
				})
			}
			return d
		}
	}
	res.fail(words[0], Problem{Code: diag.BadParam, Message: "keys without endkeys in the tag of " + target.Field, Remedy: "add endkeys"})
	return nil
}

// paramError is a parameter that does not parse, with what to write instead.
type paramError struct{ what, remedy string }

func (e *paramError) Error() string { return e.what }

func bad(remedy, format string, args ...any) error {
	return &paramError{what: fmt.Sprintf(format, args...), remedy: remedy}
}
