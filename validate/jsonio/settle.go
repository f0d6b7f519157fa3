package jsonio

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// Decoded reports, after End, whether the text decoded without a violation. What the report held before, and what rules
// added later, does not count.
func (d *Decoder) Decoded() bool { return d.decoded == d.before }

// Limit bounds what rules may report of list elements and map entries into r, after End and until Settle: [MaxReported]
// violations and how many more there are. Of a map, the smallest keys are reported.
func (d *Decoder) Limit(r *validate.Report) { r.LimitElements(MaxReported) }

// Settle ends a decoding whose value has been through its rules, with Limit before them: root is its definition. It
// drops the rules of values that did not decode, and reports whether the text decoded
// without a violation.
func (d *Decoder) Settle(r *validate.Report, root *schema.Record) bool {
	elements, entries, rule := r.Hidden()
	upTo := ""
	if !d.Decoded() {
		dropRules(r, d.before, d.decoded, root, d.refused)
		upTo = "up to "
	}
	if hidden := elements + entries; hidden > 0 {
		r.Add(&validate.Rule{
			Name: rule.Name, Param: rule.Param,
			Message: fmt.Sprintf("… and %s%s more in %s", upTo, violations(hidden), within(elements, entries)),
		}, validate.None())
	}
	return d.Decoded()
}

func within(elements, entries int) string {
	switch {
	case entries == 0:
		return "elements of lists"
	case elements == 0:
		return "entries of maps"
	}
	return "elements of lists and entries of maps"
}

// DropRules takes back what rules have reported into r, from violation number decoded on, about values that did not
// decode, which the violations from number before to decoded name: on the value itself, on what it holds or is held in,
// and checks of root (the definition of the decoded record) and of the records in it that read such a value. A check that
// the definition does not list, a hand-written one, is taken back when anything of its record did not decode. What
// remains are the rules that values which did decode have broken.
func DropRules(r *validate.Report, before, decoded int, root *schema.Record) {
	dropRules(r, before, decoded, root, nil)
}

// dropRules is DropRules after a decoding in which hand-written code refused values: see Decoder.
func dropRules(r *validate.Report, before, decoded int, root *schema.Record, refused map[*validate.Rule]int) {
	failed := places{at: map[string]bool{}, above: map[string]bool{}, refused: refused}
	var rules []*validate.Violation
	i := before
	for v := range r.Since(before) {
		if i < decoded {
			failed.add(v)
		} else {
			rules = append(rules, v)
		}
		i++
	}
	kept := 0
	for _, v := range rules {
		if !failed.concern(v, root) {
			*rules[kept] = *v
			kept++
		}
	}
	r.Truncate(decoded + kept)
}

// places are the places of the values that did not decode, and the places above them.
type places struct {
	at, above map[string]bool
	refused   map[*validate.Rule]int
}

func (p places) add(v *validate.Violation) {
	path := pathOf(v.Steps())
	if below, ok := p.refused[v.Static()]; ok {
		path = path[:len(path)-below]
	} else if valued(v.Rule()) {
		return
	}
	p.at[path.text()] = true
	for n := range path {
		p.above[path[:n].text()] = true
	}
}

// valued reports whether a violation of the rule leaves every field with its value: of a key that stands twice, the first.
func valued(rule string) bool { return rule == validate.RuleUnknown || rule == validate.RuleDuplicate }

// concern reports whether a rule's violation is about a value that did not decode.
func (p places) concern(v *validate.Violation, root *schema.Record) bool {
	path := pathOf(v.Steps())
	record := path.record(root)
	if record == nil || v.Static().Path != "" {
		return p.touch(path) || p.touchSibling(path, v, root)
	}
	rule := v.Static().Name
	if rule == validate.RuleCheck {
		rule = v.Static().Param
	}
	for _, check := range record.Checks {
		if check.Name == rule {
			return p.touchOperand(path, record, check)
		}
	}
	return p.touch(path)
}

// touchSibling reports whether a field that a rule of the value at path reads beside it did not decode, or one that a rule
// reads which could have ended the value's rules before.
func (p places) touchSibling(path keys, v *validate.Violation, root *schema.Record) bool {
	for n := len(path) - 1; n >= 0; n-- {
		record := path[:n].record(root)
		if record == nil || path[n].kind != validate.StepField {
			continue
		}
		f := record.Field(path[n].name)
		return f != nil && p.touchRules(path[:n], record, schema.Element{Type: f.Type, Optional: f.Optional, Constraints: f.Constraints}, v)
	}
	return false
}

// touchRules looks at the rules of that name of a value and of what it holds; path leads to the record.
func (p places) touchRules(path keys, record *schema.Record, el schema.Element, rule *validate.Violation) bool {
	ended := false
	for i := range el.Constraints {
		c := &el.Constraints[i]
		touched := slices.ContainsFunc(c.Operands(), func(operand string) bool { return p.touchField(path, record, operand) })
		if c.Rule == rule.Rule() && c.Param == rule.Limit() && (touched || ended) {
			return true
		}
		ended = ended || touched && (c.Kind == schema.NotZero || el.Optional && rule.Null() && c.Kind != schema.Zero)
	}
	for _, below := range []*schema.Element{el.Type.Key, el.Type.Elem} {
		if below != nil && p.touchRules(path, record, *below, rule) {
			return true
		}
	}
	return false
}

// touchOperand reports whether a field that a check of the record at path reads did not decode.
func (p places) touchOperand(path keys, record *schema.Record, check schema.Check) bool {
	return slices.ContainsFunc(check.Expr.Paths(), func(operand string) bool { return p.touchField(path, record, operand) })
}

// touchField reports whether a field of the record at path did not decode.
func (p places) touchField(path keys, record *schema.Record, operand string) bool {
	place := append(keys(nil), path...)
	for _, f := range record.Resolve(operand) {
		place = append(place, key{kind: validate.StepField, name: f.Key})
	}
	return p.touch(place)
}

// touch reports whether the value at path, one that it holds or one that holds it did not decode.
func (p places) touch(path keys) bool {
	if p.above[path.text()] {
		return true
	}
	for n := range len(path) + 1 {
		if p.at[path[:n].text()] {
			return true
		}
	}
	return false
}

// keys is a path with one key for each value on the way: a step into a list or map of a field is two of them.
type keys []key

type key struct {
	kind validate.StepKind
	name string // field, map entry, or index as text
}

func pathOf(steps []validate.Step) keys {
	var path keys
	for _, s := range steps {
		if s.Name != "" || s.Kind == validate.StepField || s.Kind == validate.StepInput {
			path = append(path, key{kind: validate.StepField, name: s.Name})
		}
		switch s.Kind {
		case validate.StepIndex:
			path = append(path, key{kind: s.Kind, name: strconv.Itoa(s.Index)})
		case validate.StepKey:
			path = append(path, key{kind: s.Kind, name: s.Key})
		}
	}
	return path
}

// text is a form of the path that no other path has.
func (path keys) text() string {
	var b []byte
	for _, k := range path {
		b = append(b, byte('0'+k.kind))
		b = strconv.AppendQuote(b, k.name)
	}
	return string(b)
}

// record returns the definition of the record at the path, nil when something else stands there.
func (path keys) record(root *schema.Record) *schema.Record {
	t := schema.Type{Kind: schema.Struct, Record: root}
	for _, k := range path {
		switch {
		case k.kind == validate.StepField && t.Kind == schema.Struct:
			f := t.Record.Field(k.name)
			if f == nil {
				return nil
			}
			t = f.Type
		case k.kind != validate.StepField && t.Elem != nil:
			t = t.Elem.Type
		default:
			return nil
		}
	}
	return t.Record
}
