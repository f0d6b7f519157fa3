package importer

import (
	"strings"

	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/schema"
)

// words are those of the tags for kinds of constraints, by operator.
var words = map[schema.ConstraintKind]map[schema.Op]string{
	schema.NotZero:     {"": "required"},
	schema.Zero:        {"": "isdefault"},
	schema.Range:       {schema.Gte: "gte", schema.Gt: "gt", schema.Lte: "lte", schema.Lt: "lt", schema.Eq: "eq", schema.Ne: "ne"},
	schema.Length:      {schema.Gte: "min", schema.Gt: "gt", schema.Lte: "max", schema.Lt: "lt", schema.Eq: "len", schema.Ne: "ne"},
	schema.Pattern:     {"": "regex"},
	schema.OneOf:       {"": "oneof", schema.Ne: "noneof"},
	schema.Contains:    {"": "contains", schema.Ne: "excludes"},
	schema.ContainsAny: {"": "containsany", schema.Ne: "excludesall"},
	schema.HasPrefix:   {"": "startswith", schema.Ne: "startsnotwith"},
	schema.HasSuffix:   {"": "endswith", schema.Ne: "endsnotwith"},
	schema.Decimals:    {"": "decimals"},
	schema.Finite:      {"": "finite"},
	schema.Norm:        {"": "norm"},
	schema.Sum:         {"": "sum"},
	schema.Unique:      {"": "unique"},
	schema.Interval:    {"": "probability"},
	schema.OneHot:      {"": "one_hot"},
	schema.Clock:       {schema.Gte: "gte", schema.Gt: "gt", schema.Lte: "lte", schema.Lt: "lt"},
}

// knows reports whether a tag has the word.
func knows(word string) bool {
	return word == "-" || tag.Validate("validate").Knows(word) || tag.Check("validate").Knows(word)
}

// spelledOut gives a rule that is known by a word of somebody's own, as those of an alias are, the word of the tag that means it.
// alias is the word that it had, "" for one of typedml's. ok is false when no word means it.
func spelledOut(c schema.Constraint) (out schema.Constraint, alias string, ok bool) {
	switch {
	case c.Implicit || c.Kind == schema.User || knows(c.Rule):
		return c, "", true
	case knows(c.Actual):
		alias = c.Rule
		c.Rule, c.Actual = c.Actual, ""
		return c, alias, true
	case c.Kind == schema.AnyOf:
		all := make([][]schema.Constraint, len(c.Any))
		for i, alternative := range c.Any {
			for _, one := range alternative {
				spelled, had, said := spelledOut(one)
				if !said {
					return c, c.Rule, false
				}
				if had != "" {
					alias = had
				}
				all[i] = append(all[i], spelled)
			}
		}
		c.Any = all
		if !strings.Contains(c.Rule, "|") { // which names alternatives that are written out
			alias = c.Rule
			c.Rule, c.Actual = c.Actual, ""
			if word, err := gosource.Word(c); err == nil {
				c.Rule = word
			}
		}
		return c, alias, true
	case c.When != nil || c.Path != "":
		return c, c.Rule, false
	}
	alias = c.Rule
	switch c.Kind {
	case schema.Format:
		c.Rule = c.Text
	case schema.Omit:
		c.Rule = map[string]string{"empty": "omitempty", "nil": "omitnil", "zero": "omitzero", "always": "nostructlevel"}[c.Text]
	default:
		c.Rule = words[c.Kind][c.Op]
	}
	if c.Kind == schema.OneOf && c.Fold {
		c.Rule += "ci"
	}
	return c, alias, c.Rule != ""
}
