package load

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// rules lowers the field's validate and check tags; the rules of the type come last, so that omitempty covers them.
func (l *loader) rules(s *source, f *schema.Field, goes unit.Type) {
	l.otherTag(s)
	target := tag.Target{Field: "field " + s.v.Name(), Type: f.Type, Optional: f.Optional}
	names := slices.Sorted(maps.Keys(l.rulesOf(s.def.source)))
	for _, table := range []tag.Table{tag.Validate(s.def.opts.tag).With(l.aliasesOf(s.def.source)), tag.Check(s.def.opts.tag)} {
		table = table.Rules(names)
		if _, ok := s.tag.Lookup(table.Tag); !ok {
			continue
		}
		text := s.tag.Get(table.Tag)
		if text == skip && table.Tag == s.def.opts.tag {
			f.Constraints = skipped(f.Type, f.Optional)
		}
		r := l.lower(s, table, target, goes, table.Split(text))
		if r.Unit != "" {
			f.Unit = r.Unit
		}
		f.Constraints = append(f.Constraints, l.sized(s, &f.Type, r.Constraints)...)
		l.dive(s, table, &f.Type, goes, r.Dive)
	}
	if !l.allSized(s, f.Type, "field "+s.v.Name(), "") {
		return
	}
	f.Constraints = append(f.Constraints, implicit(f.Type)...)
	e := &schema.Element{Type: f.Type, Constraints: f.Constraints, Optional: f.Optional}
	l.consistent(s, e, target.Field)
}

// otherTag warns of rules in the tag that gin reads where the definition's stand in another, and the other way round.
func (l *loader) otherTag(s *source) {
	if s.def.instance != nil || s.def.origin != nil { // whose tags serve others, too
		return
	}
	for _, key := range []string{"validate", "binding"} {
		if text := s.tag.Get(key); text != "" && text != skip && key != s.def.opts.tag && s.tag.Get(s.def.opts.tag) == "" {
			l.tagWarnf(s, key, text, diag.BadTag, fmt.Sprintf("write tag=%s into the directive, //typedml:schema tag=%s, or the rules into the tag %s", key, key, s.def.opts.tag),
				"the tag %s of field %s counts for nothing: the rules of %s stand in the tag %s", key, s.v.Name(), s.def.record.Type, s.def.opts.tag)
		}
	}
}

// lower runs one table over words and reports its problems at their places in the tag.
func (l *loader) lower(s *source, table tag.Table, target tag.Target, goes unit.Type, words []tag.Word) tag.Result {
	env := tag.Env{Const: s.def.stringConst, Field: s.def.fieldNamed, Near: s.def.nearField}
	env.Method = func(name string) (string, error) { return l.methodRule(s.def, name, goes) }
	env.Rule = func(name string) *tag.UserRule { return l.userRule(s, name, goes) }
	r := table.Lower(env, target, words)
	for _, p := range r.Problems {
		if p.Alias != "" && (p.Code == diag.UnknownRule || p.Code == diag.RefusedRule) {
			continue // it is found in the directive
		}
		l.inTag(s, table.Tag, p.Offset, p.Length, diag.Diagnostic{
			Severity: p.Severity, Code: p.Code, Message: p.Message, Remedy: p.Remedy, Fix: p.Fix,
		})
	}
	return r
}

// dive lowers the words behind dive onto the elements of a list or map. The element is copied first: its type may be
// shared with another field.
func (l *loader) dive(s *source, table tag.Table, t *schema.Type, goes unit.Type, d *tag.Dive) {
	if d == nil || t.Elem == nil {
		return
	}
	if t.Key != nil && len(d.Key) > 0 {
		k := *t.Key
		t.Key = &k
		l.diveElement(s, table, t.Key, *goes.Key, "keys of field ", d.Key)
	}
	e := *t.Elem
	t.Elem = &e
	l.diveElement(s, table, t.Elem, *goes.Elem, "elements of field ", d.Elem)
}

func (l *loader) diveElement(s *source, table tag.Table, e *schema.Element, goes unit.Type, where string, words []tag.Word) {
	target := tag.Target{Field: where + s.v.Name(), Type: e.Type, Optional: e.Optional}
	r := l.lower(s, table, target, goes, words)
	if r.Unit != "" {
		l.tagErrorf(s, table.Tag, "unit="+r.Unit, diag.RuleMisfit, "write it before dive", "the unit of %s is that of the whole field", target.Field)
	}
	own := e.Constraints[:len(e.Constraints)-len(implicit(e.Type))]
	more := l.sized(s, &e.Type, r.Constraints)
	e.Constraints = append(append(own[:len(own):len(own)], more...), implicit(e.Type)...)
	l.consistent(s, e, target.Field)
	l.dive(s, table, &e.Type, goes, r.Dive)
}

// stringConst returns the value of a string constant of the package that the definition's fields are written in.
func (d *definition) stringConst(name string) (string, bool) {
	if d.source.types == nil {
		return "", false
	}
	c, ok := d.source.types.Scope().Lookup(name).(*types.Const)
	if !ok || c.Val().Kind() != constant.String {
		return "", false
	}
	text := constant.StringVal(c.Val())
	if d.constants == nil {
		d.constants = map[string]string{}
	}
	d.constants[name] = text
	return text, true
}

// namedConstants are the constants that tags name, sorted; of another package those that can be named.
func (d *definition) namedConstants() []unit.Constant {
	var out []unit.Constant
	for _, name := range slices.Sorted(maps.Keys(d.constants)) {
		c := unit.Constant{Name: name, Text: d.constants[name]}
		if d.source.path != d.pkg.path {
			if c.Package = d.source.path; !token.IsExported(name) {
				continue
			}
		}
		out = append(out, c)
	}
	return out
}

// roles maps the words of the tag feature to roles.
var roles = map[string]schema.Role{
	"key": schema.RoleKey, "timestamp": schema.RoleTimestamp, "label": schema.RoleLabel, "lookup": schema.RoleLookup,
	"derived": schema.RoleDerived, "-": schema.RoleNone,
}

// featureWords are the words of the tag feature.
var featureWords = []string{"key", "timestamp", "label", "lookup", "derived", "categorical", "sensitive", "was"}

func (l *loader) featureTag(s *source, f *schema.Field) {
	text, ok := s.tag.Lookup("feature")
	if !ok {
		return
	}
	for word := range strings.SplitSeq(text, ",") {
		role, isRole := roles[word]
		was, isWas := strings.CutPrefix(word, "was=")
		positive, isLabel := strings.CutPrefix(word, "label=")
		switch {
		case isRole && f.Role != schema.RoleFeature:
			l.tagErrorf(s, "feature", word, diag.BadRole, "keep one of them", "field %s has two roles, %s and %s", s.v.Name(), f.Role, role)
		case isRole:
			f.Role = role
		case word == "categorical":
			f.Categorical = true
		case word == "sensitive":
			f.Sensitive = true
		case isLabel && f.Role == schema.RoleFeature:
			f.Role = schema.RoleLabel
			l.positive(s, f, positive)
		case isWas && was != "":
			f.Was = was
		default:
			l.misspeltTag(s, "feature", word, featureWords,
				"the words are key, timestamp, label, label=VALUE, lookup, derived, categorical, sensitive, was=old and -", fmt.Sprintf("%q is no role of field %s", word, s.v.Name()))
		}
	}
	if f.Sensitive && f.Type.Innermost().Record != nil {
		l.tagErrorf(s, "feature", "sensitive", diag.BadRole, "mark the fields of the record that are",
			"the sensitive field %s holds a record, whose own fields decide what is hidden", s.v.Name())
	}
	if f.Role == schema.RoleTimestamp && f.Type.Kind != schema.Time {
		l.tagErrorf(s, "feature", "timestamp", diag.BadRole, "make it a time.Time", "the timestamp %s is %s", s.v.Name(), f.Type)
	}
}

// positive reads which value of an enum label counts as 1.
func (l *loader) positive(s *source, f *schema.Field, text string) {
	value, err := tag.Parse(f.Type.Scalar(), text)
	if err != nil || !slices.Contains(f.Type.Values, value) {
		l.tagErrorf(s, "feature", text, diag.BadRole, "write label=VALUE with one of its constants", "%q is no value of the label %s", text, s.v.Name())
		return
	}
	f.Positive = &value
}

func (l *loader) mlflowTag(s *source, f *schema.Field) {
	text, ok := s.tag.Lookup("mlflow")
	if !ok {
		return
	}
	word, name, _ := strings.Cut(text, "=")
	target := schema.Target(word)
	switch target {
	case schema.TargetParam, schema.TargetTag, schema.TargetNone:
	case schema.TargetMetric:
		if !f.Type.Kind.Number() && f.Type.Kind != schema.Decimal {
			l.tagErrorf(s, "mlflow", word, diag.BadRole, "log it as a param or tag", "the metric %s is %s, and metrics are numbers", s.v.Name(), f.Type)
		}
	case schema.TargetArtifact:
		if f.Artifact = name; name == "" {
			l.tagErrorf(s, "mlflow", word, diag.BadRole, "write artifact=name.json", "the artifact %s has no file name", s.v.Name())
		}
	default:
		l.misspeltTag(s, "mlflow", word, []string{"param", "metric", "tag", "artifact"}, "the words are param, metric, tag, artifact=NAME and -",
			fmt.Sprintf("%q of field %s is nothing that MLflow logs", text, s.v.Name()))
		return
	}
	f.MLflow = target
}
