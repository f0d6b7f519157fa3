package tag

import (
	"fmt"
	"slices"
	"strings"

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

// Problem is what is wrong with a word. Offset and Length are its place in the tag's text, in bytes.
type Problem struct {
	Offset, Length  int
	Code            diag.Code
	Severity        diag.Severity
	Message, Remedy string
	// Fix mends it where it can be: its offset is that in the tag's text.
	Fix diag.Fix
	// Alias is the one that the word stands in, "" for none.
	Alias string
}

// Env resolves what words refer to outside of the tag.
type Env struct {
	// Const returns the value of a string constant of the package, for regex=@name.
	Const func(name string) (string, bool)
	// Field returns a field of the struct that holds the value, by its name in Go, dotted into nested ones, and the path of
	// keys that leads to it.
	Field func(name string) (path string, f *schema.Field)
	// Near returns the name of the field that a name which is none was most likely meant to be, "" for none.
	Near func(name string) string
	// Method returns the rule that a method of the value's type is, called for validateFn: its name, the type's among it.
	Method func(name string) (rule string, err error)
	// Rule returns the user's rule of that name, nil when the package declares none.
	Rule func(name string) *UserRule
}

// UserRule is a function of the user's that decides a rule.
type UserRule struct {
	// Takes is the type of the values that it takes, as Go spells it; Fits says that the value at hand is one.
	Takes string
	Fits  bool
	// Argument says that it takes the parameter of the word, too.
	Argument bool
}

// Result is a lowered tag: the rules of the value, and the values below it with theirs.
type Result struct {
	Constraints []schema.Constraint
	Problems    []Problem
	// Unit is the unit of measure that the tag tells, "" for none.
	Unit string
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
	lower lowering
}

// lowering turns a word into constraints; none when every value meets the word.
type lowering func(Env, Target, Word) ([]schema.Constraint, error)

type paramRule uint8

const (
	noParam paramRule = iota
	needsParam
	// needsLimit is needsParam, but of a time.
	needsLimit
	mayHaveParam
)

// Lower turns the words of one tag into constraints of the target. rows is Validate or Check.
func (t Table) Lower(env Env, target Target, words []Word) Result {
	var res Result
	cut := "" // what to do about a comma in the parameter of the last word that is known
	words = t.expand(words)
	for i, w := range words {
		if _, known := t.rows[w.Name]; cut != "" && !known && w.Name != "dive" && len(w.Any) == 0 && t.aliases[w.Name] == "" && t.user(env, w) == nil {
			p := t.unknown(w)
			if p.Code == diag.UnknownRule {
				p.Remedy, p.Fix = cut, diag.Fix{}
			}
			res.fail(w, p)
			continue
		}
		cut = cutShort(w)
		if w.Name == "dive" {
			res.Dive = dive(target, words[i+1:], w, &res)
			break
		}
		t.word(env, target, w, &res)
	}
	res.Problems = oncePerAlias(res.Problems)
	res.measured(target)
	if target.Type.Kind == schema.Struct && !target.Optional {
		for i := range res.Constraints { // upstream passes over required on a struct only where it is the first word
			if c := &res.Constraints[i]; i > 0 && c.Kind == schema.NotZero && c.When == nil {
				c.When = &schema.Condition{}
			}
		}
	}
	return res
}

// cutShort is what to do about an unknown word behind w, which is the rest of its parameter; "" where that is none.
func cutShort(w Word) string {
	_, conditional := strings.CutPrefix(w.Name, "required_")
	if !conditional {
		_, conditional = strings.CutPrefix(w.Name, "excluded_")
	}
	switch {
	case w.Name == "regex":
		return "if it is the rest of the regex before it, which a comma ended: write regex=@name with const name = `…`, or 0x2C for the comma"
	case !w.HasParam:
		return ""
	case slices.Contains([]string{"oneof", "noneof", "oneofci", "noneofci"}, w.Name):
		return "if it is a value of " + w.Name + ": values stand between spaces, " + w.Name + "=a b, and a comma in one is 0x2C"
	case conditional:
		return "if it is a field of " + w.Name + ": names stand between spaces, " + w.Name + "=A B"
	}
	return ""
}

func (t Table) word(env Env, target Target, w Word, res *Result) {
	r, ok := t.rows[w.Name]
	if user := t.user(env, w); user != nil && !ok {
		r, ok = *user, true
	}
	switch {
	case len(w.Any) > 0:
		t.anyOf(env, target, w, res)
	case !ok && w.HasParam && t.aliases[w.Name] != "": // expand left it
		res.fail(w, Problem{
			Code: diag.BadParam, Message: fmt.Sprintf("rule %q of %s takes no parameter", w.Name, target.Field), Remedy: "write " + w.Name,
		})
	case !ok:
		res.fail(w, t.unknown(w))
	case !r.fits(target):
		res.fail(w, Problem{
			Code:    diag.RuleMisfit,
			Message: fmt.Sprintf("rule %q does not apply to %s %s", w.Name, target.Type, target.Field),
			Remedy:  "it takes " + r.takes,
		})
	case w.Param == "" && (r.param == needsParam || r.param == needsLimit && target.Type.Kind != schema.Time):
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
	cs, err := r.lower(env, target, w)
	if err != nil {
		p := Problem{Code: diag.BadParam, Message: fmt.Sprintf("rule %q of %s: %v", text(w), target.Field, err)}
		if e, ok := err.(*paramError); ok {
			p.Message = fmt.Sprintf("rule %q of %s: %s", text(w), target.Field, e.what)
			p.Remedy = e.remedy
		}
		res.fail(w, p)
		return
	}
	for _, c := range cs {
		if c.Rule, c.Actual = w.rule(); c.Param == "" {
			c.Param = w.Param
		}
		res.Constraints = append(res.Constraints, c)
		if p, warn := t.warning(target, w, c, len(res.Constraints) == 1); warn {
			res.fail(w, p)
		}
	}
	if len(cs) == 0 {
		res.fail(w, Problem{
			Severity: diag.Warning, Code: diag.UnreachableRule,
			Message: fmt.Sprintf("every value of %s meets %s", target.Field, text(w)), Remedy: "remove it",
		})
	}
}

// anyOf lowers alternatives to one constraint. Words that say what becomes of later ones are none of them.
func (t Table) anyOf(env Env, target Target, w Word, res *Result) {
	c := schema.Constraint{Kind: schema.AnyOf, Param: w.Any[len(w.Any)-1].Param}
	c.Rule, c.Actual = w.rule()
	before := len(res.Problems)
	for _, alternative := range w.Any {
		if rules := t.aliases[alternative.Name]; rules != "" && !alternative.HasParam { // expand left it, as it has several rules
			res.fail(alternative, Problem{
				Code:    diag.RuleMisfit,
				Message: fmt.Sprintf("the alias %s (%s) has several rules, and is no alternative in %s of %s", alternative.Name, rules, text(w), target.Field),
				Remedy:  "an alternative is one rule: write the alias between commas, or declare a //typedml:rule that demands all of it",
			})
			continue
		}
		if structural[alternative.Name] && alternative.Name != "isdefault" {
			res.fail(alternative, Problem{
				Code: diag.RuleMisfit, Message: fmt.Sprintf("%q is no alternative in %s of %s", alternative.Name, text(w), target.Field),
				Remedy: "write it between commas, before the alternatives",
			})
			continue
		}
		var one Result
		t.word(env, target, alternative, &one)
		res.Problems = append(res.Problems, one.Problems...)
		if len(one.Constraints) == 0 && !one.failed() {
			return // whatever the others are, this one is met
		}
		for i := range one.Constraints {
			if when := one.Constraints[i].When; when != nil {
				res.fail(alternative, Problem{
					Code:    diag.RuleMisfit,
					Message: fmt.Sprintf("%q is no alternative in %s of %s: whether it applies depends on another field", text(alternative), text(w), target.Field),
					Remedy:  "write it between commas, or the whole as a //typedml:check",
				})
				break
			}
			one.Constraints[i].Rule, one.Constraints[i].Actual = alternative.Name, ""
		}
		c.Any = append(c.Any, one.Constraints)
	}
	for _, p := range res.Problems[before:] {
		if p.Severity != diag.Warning {
			return
		}
	}
	if schema.Always(target.Type, target.Optional, c.Any) {
		res.met(target, w, c)
		return
	}
	res.Constraints = append(res.Constraints, c)
}

func (r *Result) failed() bool {
	return slices.ContainsFunc(r.Problems, func(p Problem) bool { return p.Severity != diag.Warning })
}

func text(w Word) string {
	if len(w.Any) > 0 {
		texts := make([]string, len(w.Any))
		for i, a := range w.Any {
			texts[i] = text(a)
		}
		return strings.Join(texts, "|")
	}
	if w.HasParam {
		return w.Name + "=" + w.Param
	}
	return w.Name
}

func (r *Result) fail(w Word, p Problem) {
	p.Offset, p.Length = w.Offset, w.Length
	if w.Alias != "" {
		p.Alias, p.Fix = w.Alias, diag.Fix{} // the misspelt word stands in the directive
		p.Message += fmt.Sprintf(" (of the alias %s: %s)", w.Alias, w.stands)
	}
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
	if k := words[0]; k.Alias != "" && !k.beside(at) {
		res.fail(k, Problem{Code: diag.BadParam, Message: "keys begins the alias in the tag of " + target.Field, Remedy: "write dive into the alias, before keys"})
		return nil
	}
	for i, w := range words {
		if w.Name == "endkeys" && w.beside(words[0]) {
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
