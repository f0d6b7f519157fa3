package pydantic

import (
	"regexp/syntax"
	"strings"

	"github.com/typedml/typedml/schema"
)

// texts are texts that rules ask for, of the lengths that they ask for.
func texts(rules []schema.Constraint) []any {
	head, middle, tail := "", "", ""
	var out []any
	var forms []string
	for _, k := range rules {
		positive := k.Op != schema.Ne
		switch {
		case k.Kind == schema.HasPrefix && positive:
			head = k.Text
		case k.Kind == schema.HasSuffix && positive:
			tail = k.Text
		case k.Kind == schema.Contains && positive && k.Path == "":
			middle += k.Text
		case k.Kind == schema.ContainsAny && positive && k.Text != "":
			middle += string([]rune(k.Text)[:1])
		case k.Kind == schema.Format && formats[k.Text].example != "":
			forms = append(forms, formats[k.Text].example)
		case k.Kind == schema.Pattern, k.Kind == schema.Format && formats[k.Text].all != nil:
			pattern := k.Text
			if k.Kind == schema.Format {
				pattern = formats[k.Text].all[0]
			}
			if re, err := syntax.Parse(pattern, syntax.Perl); err == nil {
				forms = append(forms, sample(re, 0), sample(re, 1), sample(re, 3))
			}
		}
	}
	for _, form := range forms {
		out = append(out, form)
		for _, n := range lengths(rules) {
			out = append(out, mapped(stretched(form, n), func(text string) any { return text })...)
		}
	}
	for _, l := range limits(rules) {
		out = append(out, l.Text)
	}
	for _, n := range lengths(rules) {
		n = max(0, n-len([]rune(head+middle+tail)))
		out = append(out, head+middle+strings.Repeat("a", n)+tail)
	}
	return append(out, "")
}

// stretched are texts of n characters, or a few more, that may have the form of another: its beginning, or it with its first or its last
// character, or all of it, again and again.
func stretched(form string, n int) []string {
	runes := []rune(form)
	missing := n - len(runes)
	switch {
	case len(runes) == 0:
		return nil
	case missing <= 0:
		return []string{string(runes[:n])}
	}
	times := (n + len(runes) - 1) / len(runes)
	first, last := string(runes[0]), string(runes[len(runes)-1])
	return []string{form + strings.Repeat(last, missing), strings.Repeat(first, missing) + form, strings.Repeat(form, times), strings.Repeat(first, (times-1)*len(runes)) + form}
}

// sample is a text that an expression matches, of more repetitions than need be.
func sample(re *syntax.Regexp, more int) string {
	var b strings.Builder
	switch re.Op {
	case syntax.OpLiteral:
		return string(re.Rune)
	case syntax.OpCharClass:
		if len(re.Rune) > 0 {
			r := re.Rune[len(re.Rune)-2]
			return string(r + min(rune(more), re.Rune[len(re.Rune)-1]-r))
		}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return "a"
	case syntax.OpConcat, syntax.OpCapture:
		for _, sub := range re.Sub {
			b.WriteString(sample(sub, more))
		}
	case syntax.OpAlternate:
		return sample(re.Sub[min(more, len(re.Sub)-1)], more)
	case syntax.OpPlus:
		return strings.Repeat(sample(re.Sub[0], more), 1+more)
	case syntax.OpStar:
		return strings.Repeat(sample(re.Sub[0], more), more)
	case syntax.OpQuest:
		return strings.Repeat(sample(re.Sub[0], more), min(more, 1))
	case syntax.OpRepeat:
		return strings.Repeat(sample(re.Sub[0], more), re.Min)
	}
	return b.String()
}
