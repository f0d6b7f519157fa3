package importer

import (
	"fmt"
	"math"
	"regexp"
	"slices"

	"github.com/typedml/typedml/gen/format"
	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/schema"
)

// carry adds a constraint that the schema carries along, unless it is none of the type's.
func (r *reader) carry(el *schema.Element, v any, at place) {
	c, err := constraint(v)
	if err != nil {
		r.note(at.pointer, "it is no rule of a %s", el.Type)
		return
	}
	if c.Kind == schema.Digits && el.Type.Kind == schema.Decimal { // the type says it
		return
	}
	c, alias, why := adopted(c, el.Type, false)
	if why != "" {
		r.note(at.pointer, "%s", why)
		return
	}
	if alias != "" {
		r.note(at.holder(), writtenOut, alias)
	}
	r.add(el, c)
}

// said leaves out the rules that no tag says, and tells of each.
func (r *reader) said(el *schema.Element, at place) {
	el.Constraints = slices.DeleteFunc(el.Constraints, func(c schema.Constraint) bool {
		if c.Implicit {
			return false
		}
		err := gosource.Says(c)
		if err != nil {
			r.note(at.pointer, "no tag says %v", err)
		}
		return err != nil
	})
}

// adopted is a constraint from elsewhere as a struct says it, and the alias whose word it had. why is what keeps a struct with the
// type from saying it, with the name of what is no rule of the type where named says so.
func adopted(c schema.Constraint, t schema.Type, named bool) (out schema.Constraint, alias, why string) {
	if c.Kind == schema.User {
		return c, "", fmt.Sprintf("the rule %s is a function of Go's: write it above one, //typedml:rule, and into the tag check", c.Rule)
	}
	out, alias, known := spelledOut(c)
	if !known || !sound(out, t, 0) {
		if why = fmt.Sprintf("it is no rule of a %s", t); named {
			why += ": " + out.Rule
		}
		return out, "", why
	}
	if err := gosource.Says(out); err != nil {
		return out, "", fmt.Sprintf("no tag says %v", err)
	}
	return out, alias, ""
}

// sound reports whether a constraint from elsewhere has what its kind needs, so that a tag can say it.
func sound(c schema.Constraint, t schema.Type, depth int) bool {
	if skips := c.Kind == schema.Omit && c.Rule == "-"; c.Kind != schema.AnyOf && !skips && !ruleWord.MatchString(c.Rule) || c.Implicit || c.Message != "" && depth > 0 || depth > 1 {
		return false
	}
	if c.When != nil {
		if slices.ContainsFunc(c.When.Tests, func(t schema.Test) bool {
			return t.Is.Kind == schema.Range && (t.Is.Limit == nil || !parses(*t.Is.Limit)) ||
				!slices.Contains([]schema.ConstraintKind{schema.Range, schema.NotZero, schema.Zero, schema.Length}, t.Is.Kind)
		}) {
			return false
		}
	}
	if _, named := format.Lookup(c.Rule); named && (c.Kind == schema.Range || c.Kind == schema.AnyOf) {
		return ranged(c, t)
	}
	k := t.Scalar()
	switch c.Kind {
	case schema.Range:
		return c.Limit != nil && c.Limit.Kind == k && parses(*c.Limit)
	case schema.OneOf:
		return len(c.Limits) > 0 && !slices.ContainsFunc(c.Limits, func(l schema.Literal) bool { return l.Kind != k || !parses(l) })
	case schema.Norm, schema.Sum:
		return len(c.Limits) == 2 && k == schema.List && !slices.ContainsFunc(c.Limits, func(l schema.Literal) bool { return l.Kind != schema.Float64 || !parses(l) })
	case schema.AnyOf:
		return len(c.Any) > 0 && !slices.ContainsFunc(c.Any, func(all []schema.Constraint) bool {
			return len(all) != 1 && c.Rule != "within" || slices.ContainsFunc(all, func(one schema.Constraint) bool { return !sound(one, t, depth+1) })
		})
	case schema.Pattern:
		_, err := regexp.Compile(c.Text)
		return err == nil && k == schema.String
	case schema.Length, schema.Decimals:
		return c.Count >= 0
	case schema.Contains, schema.ContainsAny, schema.HasPrefix, schema.HasSuffix:
		return k == schema.String && (c.Text != "" || c.Path != "")
	case schema.Format:
		return c.Text != "" && (k == schema.String || k.Integer() || k == schema.Bytes)
	case schema.NotZero, schema.Zero, schema.Omit, schema.Finite, schema.Unique:
		return true
	case schema.Clock:
		return k == schema.Time && (c.Limit == nil || c.Limit.Kind == schema.Duration)
	case schema.Interval:
		return len(c.Limits) == 2 && (t.Kind.Float() || k == schema.List && t.Elem.Type.Kind.Float())
	case schema.Sorted:
		return k == schema.List
	case schema.OneHot:
		return k == schema.List && (t.Elem.Type.Kind.Number() || t.Elem.Type.Kind == schema.Bool)
	case schema.Against:
		return c.Path != ""
	}
	return false
}

// ranged reports whether a rule that is named by the word of a format is what the word says of a number, as port does.
func ranged(c schema.Constraint, t schema.Type) bool {
	said := tag.Validate("validate").Lower(tag.Env{}, tag.Target{Type: t}, []tag.Word{{Name: c.Rule}}).Constraints
	canonical := func(cs ...schema.Constraint) string {
		return (&schema.Record{Fields: []schema.Field{{Constraints: cs}}}).Canonical()
	}
	return len(said) == 1 && canonical(said...) == canonical(c)
}

// parses reports whether a constant from elsewhere is one that a tag can have: a number of its kind, and a finite one.
func parses(l schema.Literal) bool {
	if math.IsInf(l.Float, 0) || math.IsNaN(l.Float) {
		return false
	}
	_, err := tag.Parse(l.Kind, l.String())
	return err == nil
}
