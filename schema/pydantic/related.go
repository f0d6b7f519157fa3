package pydantic

import (
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
)

// relates reports whether a record has rules that read several fields.
func relates(r *schema.Record) bool {
	return len(r.Checks) > 0 || slices.ContainsFunc(r.Fields, func(f schema.Field) bool {
		_, others := split(f.Constraints)
		return len(others) > 0
	})
}

// related writes the validator of the rules that relate a record's fields, and the checks.
func (m *module) related(r *schema.Record, s scope) string {
	var body, checks strings.Builder
	for i := range r.Fields {
		if f := &r.Fields[i]; relational(f) {
			m.relatedField(&body, r, f, s.at(f.Key))
		}
	}
	for i := range r.Checks {
		m.check(&body, &checks, r, &r.Checks[i], s)
	}
	if body.Len() == 0 {
		return checks.String()
	}
	m.use("pydantic", "ValidationInfo", "model_validator")
	m.use("typing", "Self")
	m.use("", "rules")
	return "\n    @model_validator(mode=\"after\")\n    def _related(self, info: ValidationInfo) -> Self:\n" +
		"        related = rules.Related(self, info)\n" + body.String() + "        related.done()\n        return self\n" + checks.String()
}

func relational(f *schema.Field) bool {
	_, others := split(f.Constraints)
	return len(others) > 0
}

// relatedField holds the rules of a field from the first that reads another, behind those before that omit the value.
func (m *module) relatedField(b *strings.Builder, r *schema.Record, f *schema.Field, s scope) {
	own, others := split(f.Constraints)
	el := &schema.Element{Type: f.Type, Optional: f.Optional, Constraints: own}
	defer m.within(f)()
	w := words{m: m, el: el, path: s.path}
	var steps []node
	for i := range own {
		if k := &own[i]; k.Kind == schema.Omit && (k.Text == "always" || !f.Optional || k.Text == "zero") {
			if step, why := w.step(k); why == "" {
				steps = append(steps, step)
			}
		}
	}
	omits := len(steps)
	for i := range others {
		if others[i].Kind == schema.Omit && others[i].Text == "always" && f.Optional { // None breaks it
			steps = append(steps, call("rules.rule", leaf(text(others[i].Rule)), leaf("lambda v: True")))
		}
		step, why := m.relatedStep(w, r, &others[i], s)
		switch {
		case why == silent:
		case why != "":
			m.lose(place(&others[i], f.Type, s), others[i].Rule, why)
			if others[i].Kind == schema.Omit { // what it would end is not known
				for _, k := range others[i+1:] {
					m.lose(place(&k, f.Type, s), k.Rule, "of "+others[i].Rule+": "+why)
				}
				i = len(others)
			}
		default:
			steps = append(steps, step)
		}
		if i == len(others) {
			break
		}
	}
	if len(steps) == omits {
		return
	}
	args := append([]node{leaf(text(f.Key)), leaf("self." + m.attributes(r)[f.Key])}, steps...)
	indent := 8
	if a := (annotated{m: m, el: el}); f.Optional {
		a.nothing()
		decided := slices.ContainsFunc(own, func(k schema.Constraint) bool { return k.Kind == schema.Omit && k.Text != "always" }) ||
			len(own) > 0 && own[0].Kind == schema.Zero || !a.null
		if !decided {
			args = append(args, leaf("nullable=True"))
		} else if a.null {
			b.WriteString("        if self." + m.attributes(r)[f.Key] + " is not None:\n")
			indent = 12
		}
	}
	b.WriteString(strings.Repeat(" ", indent))
	call("related.field", args...).write(b, indent, indent, 0)
	b.WriteByte('\n')
}

// relatedStep is a rule that may read other fields.
func (m *module) relatedStep(w words, r *schema.Record, k *schema.Constraint, s scope) (node, string) {
	alone := *k
	alone.When, alone.Path = nil, ""
	if k.When != nil {
		alone.When = &schema.Condition{}
	}
	var step node
	var why string
	switch {
	case k.Path != "":
		step, why = m.against(w, r, k)
	case k.Kind == schema.AnyOf && len(k.Operands()) > 0:
		step, why = m.anyRelated(w, r, k, s)
	default:
		step, why = w.step(&alone)
		silently := k.Kind == schema.NotZero || k.Kind == schema.Omit || k.Kind == schema.Finite && w.el.Optional
		if why == silent && silently { // None, which has its own way, may meet it
			step, why = m.kept(w, k), ""
		}
	}
	if why == "" && k.When != nil && len(k.When.Tests) > 0 {
		step = step.then(".if_(lambda: " + m.condition(r, k.When) + ")")
	}
	cut := w.el.Type.Kind == schema.Duration || w.el.Type.Kind == schema.Time && k.Kind != schema.NotZero
	for _, path := range k.Operands() {
		fields := r.Resolve(path)
		cut = cut || moment(fields[len(fields)-1].Type, "")
	}
	if why == "" && cut && k.Kind != schema.Omit {
		m.lose(s.path, k.Rule, microseconds)
	}
	return step, why
}

const microseconds = "a value of Python has microseconds: what is behind them is cut off before it is compared with others"

// kept is a rule that a value which is there meets, but None may not.
func (m *module) kept(w words, k *schema.Constraint) node {
	m.use("", "rules")
	test := "True"
	if w.el.Type.TakesNull() {
		test = "v is not None"
	}
	function := "rules.rule"
	if k.Kind == schema.Omit {
		function = "rules.omit"
		test = "v is None"
	}
	args := []node{leaf(text(k.Rule)), leaf("lambda v: " + test)}
	if k.Kind == schema.NotZero {
		args = append(args, leaf("last=True"))
	}
	return call(function, args...)
}

// anyRelated is AnyOf with alternatives that read other fields.
func (m *module) anyRelated(w words, r *schema.Record, k *schema.Constraint, s scope) (node, string) {
	args := []node{leaf(text(k.Rule))}
	for _, all := range k.Any {
		var steps []node
		for i := range all {
			if all[i].When != nil && len(all[i].When.Tests) > 0 {
				return node{}, "an alternative applies on a condition"
			}
			step, why := m.relatedStep(w, r, &all[i], s)
			if why == silent {
				step, why = m.always(), ""
			}
			if why != "" {
				return node{}, "of " + all[i].Rule + ": " + why
			}
			steps = append(steps, step)
		}
		args = append(args, subscript("", steps...))
	}
	m.use("", "rules")
	n := call("rules.any_of", args...)
	if k.Message != "" {
		n = n.then(".says(" + text(w.message(k)) + ")")
	}
	return n, ""
}

// operand is another field: the expression of its value, and the conditions that it is there.
func (m *module) operand(r *schema.Record, path string) (value string, there []string, f *schema.Field) {
	value = "self"
	rec := r
	for _, f = range r.Resolve(path) {
		value += "." + m.attributes(rec)[f.Key]
		if f.Optional {
			there = append(there, value+" is not None")
		}
		rec = f.Type.Record
	}
	return value, there, f
}

// against compares with another field, or looks for its text.
func (m *module) against(w words, r *schema.Record, k *schema.Constraint) (node, string) {
	other, there, f := m.operand(r, k.Path)
	op := operators[k.Op]
	var test string
	switch {
	case k.Kind == schema.Format:
		return node{}, "the format is a function of Go's"
	case k.Kind == schema.Contains:
		test = other + " in v"
		if k.Op == schema.Ne {
			test = other + " not in v"
		}
	case k.Text == "length":
		v, o := "v", other
		if w.el.Type.TakesNull() {
			v = "v or ()"
		}
		if f.Type.TakesNull() {
			o = other + " or ()"
		}
		test = "len(" + v + ") " + op + " len(" + o + ")"
	case k.Text == "bytes":
		test = "len(v.encode()) " + op + " len(" + other + ".encode())"
	default:
		test = "v " + op + " " + other
	}
	if k.Op == schema.Ne && len(there) > 0 {
		for i := range there {
			there[i] = strings.Replace(there[i], " is not None", " is None", 1)
		}
		test = strings.Join(append(there, test), " or ")
	} else {
		test = strings.Join(append(there, test), " and ")
	}
	m.use("", "rules")
	n := call("rules.rule", leaf(text(k.Rule)), leaf("lambda v: "+test))
	if k.Message != "" {
		n = n.then(".says(" + text(w.message(k)) + ")")
	}
	return n, ""
}

// condition is a condition on other fields as an expression.
func (m *module) condition(r *schema.Record, c *schema.Condition) string {
	tests := make([]string, len(c.Tests))
	for i, t := range c.Tests {
		tests[i] = m.test(r, t)
	}
	if c.Any {
		return strings.Join(tests, " or ")
	}
	for i := range tests {
		if strings.Contains(tests[i], " or ") && !strings.HasPrefix(tests[i], "not (") {
			tests[i] = "(" + tests[i] + ")"
		}
	}
	return strings.Join(tests, " and ")
}

func (m *module) test(r *schema.Record, t schema.Test) string {
	value, there, f := m.operand(r, t.Path)
	var test string
	switch t.Is.Kind {
	case schema.NotZero:
		if !f.Optional {
			test = "not (" + m.zero(f.Type, value) + ")"
			if zero, plain := strings.CutPrefix(m.zero(f.Type, value), "not "); plain && zero == value {
				test = "bool(" + value + ")"
			}
		}
	case schema.Zero:
		switch {
		case f.Optional:
			there[len(there)-1] = value + " is None"
		case f.Type.TakesNull():
			test = value + " is None"
		default:
			test = "False"
		}
	case schema.Range:
		if noDay(*t.Is.Limit) { // every day of Python's is after it
			test = map[bool]string{true: "True", false: "False"}[t.Is.Op == schema.Ne || t.Is.Op == schema.Gt || t.Is.Op == schema.Gte]
			break
		}
		test = value + " " + operators[t.Is.Op] + " " + m.value(*t.Is.Limit).flat()
	case schema.Length:
		of := value
		if f.Type.TakesNull() {
			of += " or ()"
		}
		test = "len(" + of + ") " + operators[t.Is.Op] + " " + leafInt(t.Is.Count)
	}
	if test != "" {
		there = append(there, test)
	}
	out := strings.Join(there, " and ")
	if !t.Not {
		return out
	}
	return "not (" + out + ")"
}
