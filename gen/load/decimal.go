package load

import (
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/schema"
)

// sized takes the digits of a decimal out of its rules and puts them into the type.
func (l *loader) sized(s *source, t *schema.Type, cs []schema.Constraint) []schema.Constraint {
	is := func(c schema.Constraint) bool { return c.Kind == schema.Digits }
	i := slices.IndexFunc(cs, is)
	if i < 0 {
		return cs
	}
	for _, c := range cs[i+1:] {
		if is(c) {
			l.tagErrorf(s, "check", ruleText(c), diag.BadParam, "keep one of them", "field %s says twice how many digits its decimals have", s.v.Name())
		}
	}
	if precision, scale, err := tag.Digits(cs[i].Param); err == nil {
		t.Precision, t.Scale = precision, scale
	}
	return slices.DeleteFunc(slices.Clone(cs), is)
}

// allSized refuses decimals that do not say how many digits they have: no table has a column for them. dives is the part of
// the tag that leads to the value.
func (l *loader) allSized(s *source, t schema.Type, what, dives string) bool {
	switch {
	case t.Kind == schema.Decimal && t.Precision == 0 && strings.Contains(s.tag.Get("check"), "decimal="):
		return false // it says so wrongly, and that is reported
	case t.Kind == schema.Decimal && t.Precision == 0:
		l.errorf(s, diag.UnsupportedType, `write check:"`+dives+`decimal=18.2": 18 digits, 2 of them behind the point`,
			"%s holds a decimal that does not say how many digits it has", what)
		return false
	case t.Elem != nil:
		return l.allSized(s, t.Elem.Type, what, dives+"dive,")
	}
	return true
}
