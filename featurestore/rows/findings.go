package rows

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/typedml/typedml/validate"
)

// findings prints the violations of a file, and counts them.
type findings struct {
	name string
	out  io.Writer
	json bool
	most int // violations that are printed; 0 is all

	rows, broken, violations int
	byRule                   map[string]int
}

// row takes over what a row's decoder reported.
func (f *findings) row(place string, r *validate.Report) {
	f.rows++
	if r.Len() > 0 {
		f.broken++
	}
	for v := range r.All() {
		f.violation(place, v)
	}
}

func (f *findings) violation(place string, v *validate.Violation) {
	if f.byRule == nil {
		f.byRule = map[string]int{}
	}
	f.violations++
	f.byRule[v.Rule()]++
	switch {
	case f.most > 0 && f.violations > f.most:
	case f.json:
		data, err := json.Marshal(struct {
			Place     string              `json:"place"`
			Violation *validate.Violation `json:"violation"`
		}{f.name + place, v})
		if err == nil {
			fmt.Fprintf(f.out, "%s\n", data)
		}
	default:
		where := ""
		if p := v.Path(); p != "" {
			where = p + ": "
		}
		fmt.Fprintf(f.out, "%s%s: %s%s\n", f.name, place, where, v.Message())
	}
}

// summary says how many rows there are, how many break rules, and which rules.
func (f *findings) summary() string {
	text := fmt.Sprintf("%s: %s, all of them valid", f.name, count(f.rows, "row"))
	if f.rows == 0 {
		text = f.name + ": no row"
	}
	if f.broken == 0 {
		return text
	}
	rules := slices.Sorted(maps.Keys(f.byRule))
	slices.SortStableFunc(rules, func(a, b string) int { return f.byRule[b] - f.byRule[a] })
	for i, rule := range rules {
		rules[i] = fmt.Sprintf("%s %d", rule, f.byRule[rule])
	}
	text = fmt.Sprintf("%s: %s, %d with %s: %s", f.name, count(f.rows, "row"), f.broken, count(f.violations, "violation"), strings.Join(rules, ", "))
	if f.most > 0 && f.violations > f.most {
		text += fmt.Sprintf(" (%d more are not shown; --max 0 shows all)", f.violations-f.most)
	}
	return text
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
