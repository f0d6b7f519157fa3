package gosource

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/gen/format"
	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/schema"
)

// recorded returns the parameter that a rule is recorded with, "" where a tag does not hold it as it is. Whether it means what the
// rule demands is the caller's to ask.
func recorded(c schema.Constraint) string {
	if strings.Contains(c.Param, "0x2C") || strings.Contains(c.Param, "0x7C") {
		return ""
	}
	return c.Param
}

// limitOf is the limit of a comparison, in the words that it is recorded in.
func limitOf(path string, c schema.Constraint) (string, error) {
	text, err := limit(path, *c.Limit)
	if param := recorded(c); err == nil && param != "" {
		if l, bad := tag.Parse(c.Limit.Kind, param); bad == nil && l == *c.Limit {
			return param, nil
		}
	}
	return text, err
}

// countOf is a number of characters, items or places, in the digits that it is recorded in.
func countOf(c schema.Constraint) string {
	param := recorded(c)
	base := 0 // as Go writes integers
	if c.Kind == schema.Decimals {
		base = 10
	}
	if n, err := strconv.ParseInt(param, base, 64); err == nil && n == c.Count {
		return param
	}
	return strconv.FormatInt(c.Count, 10)
}

// intervalOf is the closed interval of a norm or sum, in the digits that it is recorded in.
func intervalOf(path string, c schema.Constraint) (string, error) {
	text, err := interval(path, c.Limits)
	param := recorded(c)
	low, high, two := strings.Cut(param, "..")
	a, badLow := strconv.ParseFloat(low, 64)
	b, badHigh := strconv.ParseFloat(high, 64)
	if err == nil && two && badLow == nil && badHigh == nil && a == c.Limits[0].Float && b == c.Limits[1].Float {
		return param, nil
	}
	return text, err
}

// spanOf is how far from the present a limit is, in the units that it is recorded in; "" for no limit.
func spanOf(c schema.Constraint, limit *schema.Literal) string {
	if limit == nil {
		return ""
	}
	far := time.Duration(limit.Int).Abs()
	param := recorded(c)
	if d, err := time.ParseDuration(param); err == nil && d == far {
		return param
	}
	return far.String()
}

// toleranceOf is the parameter of simplex, in the digits that it is recorded in.
func toleranceOf(path string, c schema.Constraint) (string, error) {
	param := recorded(c)
	if eps, err := strconv.ParseFloat(param, 64); err == nil && 1-eps == c.Limits[0].Float && 1+eps == c.Limits[1].Float {
		return param, nil
	}
	return tolerance(path, c.Limits)
}

// listedOf are the values of oneof, in the words that they are recorded in.
func listedOf(path string, c schema.Constraint) (string, error) {
	text, err := alternatives(path, c.Limits)
	param := recorded(c)
	if err != nil || param == "" || param == text {
		return text, err
	}
	target := tag.Target{Type: schema.Type{Kind: c.Limits[0].Kind}}
	for _, table := range []tag.Table{tag.Validate("validate"), tag.Check("validate")} {
		if !table.Knows(c.Rule) {
			continue
		}
		res := table.Lower(tag.Env{}, target, []tag.Word{{Name: c.Rule, Param: param, HasParam: true}})
		if len(res.Problems) == 0 && len(res.Constraints) == 1 && slices.Equal(res.Constraints[0].Limits, c.Limits) {
			return param, nil
		}
	}
	return text, nil
}

// ranged reports whether a rule is what the word of a format says of numbers, as port does: the word has no parameter.
func ranged(c schema.Constraint) bool {
	f, known := format.Lookup(c.Rule)
	_, is := f.Range()
	return known && is && (c.Kind == schema.Range || c.Kind == schema.AnyOf)
}

// fromRule gives alternatives without a recorded parameter the one that the name of their rule says, such as lt=1e5|eq=7.
func fromRule(c schema.Constraint) []schema.Constraint {
	out := make([]schema.Constraint, len(c.Any))
	words := strings.Split(c.Rule, "|")
	for i, alternative := range c.Any {
		out[i] = alternative[0]
		if len(words) != len(c.Any) || out[i].Param != "" {
			continue
		}
		if param, named := strings.CutPrefix(words[i], out[i].Rule+"="); named {
			out[i].Param = param
		}
	}
	return out
}

// alias is the word of validator/v10 that stands for alternatives that are written so, "" for none.
func alias(c schema.Constraint, written string) string {
	for _, a := range format.Aliases() {
		if a.Name == c.Rule && a.Text == written {
			return a.Name
		}
	}
	return ""
}
