package load

import (
	"fmt"
	"go/types"
	"reflect"
	"slices"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// skip is the tag of a field that is not validated, and neither is what it holds.
const skip = "-"

// skipped are the rules of a field with the tag "-": none of what it holds runs, and nil is as good as anything. What holds no
// others has none to skip.
func skipped(t schema.Type, optional bool) (cs []schema.Constraint) {
	if t.Kind != schema.Struct && t.Elem == nil {
		return nil
	}
	if optional {
		cs = append(cs, schema.Constraint{Kind: schema.Omit, Rule: "omitnil", Text: "nil"})
	}
	return append(cs, schema.Constraint{Kind: schema.Omit, Rule: skip, Text: "always"})
}

// unvalidated refuses the rules of a field with json:"-", which upstream runs and which are no part of the record here, and warns of
// a struct with rules in it.
func (l *loader) unvalidated(s *source) {
	if !s.v.Exported() && !s.v.Embedded() || s.tag.Get(s.def.opts.tag) == skip {
		return
	}
	ruled := false
	for _, key := range []string{s.def.opts.tag, "check"} {
		if text := s.tag.Get(key); text != "" && text != skip {
			ruled = true
			l.tagErrorf(s, key, text, diag.RuleMisfit, fmt.Sprintf(`give it a key, or hold it in a struct of its own; %s:"-" says that nobody validates it`, s.def.opts.tag),
				`the rules of field %s do not run: it is json:"-", and no part of %s`, s.v.Name(), s.def.record.Type)
		}
	}
	if held := l.ruledIn(s.v.Type(), s.def.opts.tag, map[types.Type]bool{}); held != nil && !ruled {
		name := typeName(s.def, held)
		if _, unnamed := held.(*types.Struct); unnamed {
			name = "the struct"
		}
		l.found.Warnf(l.fset.Position(s.pos()), diag.UnreachableRule, fmt.Sprintf(`give it a key, or write %s:"-" beside json:"-"`, s.def.opts.tag),
			`the rules of %s do not run in field %s: it is json:"-", and no part of %s`, name, s.v.Name(), s.def.record.Type)
	}
}

// ruledIn returns the struct with rules that values of a type hold, nil for none.
func (l *loader) ruledIn(t types.Type, tag string, seen map[types.Type]bool) types.Type {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		if seen[t] {
			return nil
		}
		seen[t] = true
		if l.isDefinition(t) {
			return t
		}
		if st, ok := t.Underlying().(*types.Struct); ok && ruledFields(st, tag) {
			return t
		}
		return l.ruledIn(t.Underlying(), tag, seen)
	case *types.Struct:
		if ruledFields(t, tag) {
			return t
		}
		for f := range t.Fields() {
			if held := l.ruledIn(f.Type(), tag, seen); held != nil && (f.Exported() || f.Embedded()) {
				return held
			}
		}
	case interface{ Elem() types.Type }: // pointers, lists and maps
		return l.ruledIn(t.Elem(), tag, seen)
	}
	return nil
}

// ruledFields reports whether a field of a struct has rules.
func ruledFields(st *types.Struct, key string) bool {
	for i := range st.NumFields() {
		if text := reflect.StructTag(st.Tag(i)).Get(key); text != "" && text != skip && st.Field(i).Exported() {
			return true
		}
	}
	return false
}

// skipEmbedded reads the tag of an embedded struct: whether it takes its fields' rules away is all that it can say.
func (l *loader) skipEmbedded(s *source, inner *definition) (skips bool) {
	table := tag.Validate(s.def.opts.tag).With(l.aliasesOf(s.def.source))
	for _, key := range []string{"check", "default", "feature", "msg"} {
		if text, ok := s.tag.Lookup(key); ok && text != skip {
			l.tagWarnf(s, key, text, diag.UnreachableRule, "remove it, or write it on the fields of "+inner.record.Type,
				"the tag %s of the embedded %s counts for nothing: its fields have their own", key, s.v.Name())
		}
	}
	text := s.tag.Get(table.Tag)
	if text == skip {
		return true
	}
	words := table.Split(text)
	if len(words) == 0 {
		return false
	}
	record := schema.Type{Kind: schema.Struct, Record: inner.record}
	r := l.lower(s, table, tag.Target{Field: "field " + s.v.Name(), Type: record}, unit.Type{}, words)
	for _, c := range r.Constraints {
		switch {
		case c.Kind == schema.Omit && c.Text == "always":
			return true
		case c.Kind == schema.Omit && c.Text == "nil", c.Kind == schema.NotZero && c.When == nil: // a struct is always there
		default:
			l.tagErrorf(s, table.Tag, c.Rule, diag.RuleMisfit, "name the field", "%s does not apply to the embedded %s, whose fields are those of %s", c.Rule, s.v.Name(), s.def.record.Type)
			return false
		}
	}
	return false
}

// unruled is a field of an embedded struct without its rules; those of its type stay.
func unruled(f schema.Field) schema.Field {
	f.Constraints = slices.DeleteFunc(slices.Clone(f.Constraints), func(c schema.Constraint) bool { return !c.Implicit })
	f.Constraints = append(skipped(f.Type, f.Optional), f.Constraints...)
	return f
}
