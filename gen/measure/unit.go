package measure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/typedml/typedml/internal/nearest"
	"github.com/typedml/typedml/validate/is"
)

// Error says what is wrong with a unit, and what to write instead.
type Error struct{ What, Remedy string }

// Error returns What.
func (e *Error) Error() string { return e.What }

// free tells how a unit is written that no table has.
const free = "a unit of your own stands in braces: {customer}, {clicks}/d"

// Check returns nil for a unit that is spelled well, such as kg, m/s2, mmol/L, EUR/kW.h, % or {clicks}/d, and an [*Error] for
// another one.
func Check(unit string) error {
	r := reader{unit: unit, rest: unit}
	r.rest = strings.TrimPrefix(r.rest, "/") // 1/s is written /s, too
	if err := r.term(0); err != nil {
		return err
	}
	if r.rest != "" {
		return r.fail("write units joined by . and /, such as kg/m2; "+free, "%q is no unit: it does not go on with %q", unit, r.rest)
	}
	return nil
}

// reader reads a unit from left to right.
type reader struct{ unit, rest string }

func (r *reader) fail(remedy, format string, args ...any) error {
	return &Error{What: fmt.Sprintf(format, args...), Remedy: remedy}
}

// deepest is how many parentheses may stand in each other.
const deepest = 8

// term reads components between dots and slashes.
func (r *reader) term(depth int) error {
	for {
		if err := r.component(depth); err != nil {
			return err
		}
		if r.rest == "" || r.rest[0] != '.' && r.rest[0] != '/' {
			return nil
		}
		r.rest = r.rest[1:]
	}
}

// component reads a unit with its exponent and note, a number, or a term in parentheses.
func (r *reader) component(depth int) error {
	switch {
	case r.rest == "":
		return r.fail("write a unit there", "%q is no unit: one is missing at its end", r.unit)
	case r.rest[0] == '(':
		if depth == deepest {
			return r.fail("write fewer of them", "%q has too many parentheses", r.unit)
		}
		r.rest = r.rest[1:]
		if err := r.term(depth + 1); err != nil {
			return err
		}
		if !strings.HasPrefix(r.rest, ")") {
			return r.fail("close it", "a parenthesis of %q is open", r.unit)
		}
		r.rest = r.rest[1:]
		return nil
	case r.rest[0] == '{':
		return r.note()
	case digits(r.rest) > 0 && !strings.HasPrefix(r.rest, "10*") && !strings.HasPrefix(r.rest, "10^"): // powers of ten have a code
		r.rest = r.rest[digits(r.rest):]
		return nil
	}
	return r.simple()
}

// note reads what stands in braces: printable ASCII.
func (r *reader) note() error {
	end := strings.IndexByte(r.rest, '}')
	note := r.rest[1:max(end, 1)]
	if end < 0 || note == "" || strings.ContainsFunc(note, func(c rune) bool { return c < '!' || c > '~' || c == '{' }) {
		return r.fail("write {name} with letters, digits and punctuation of ASCII, without spaces", "the braces of %q hold no name", r.unit)
	}
	r.rest = r.rest[end+1:]
	return nil
}

// simple reads a prefix, an atom, an exponent and a note.
func (r *reader) simple() error {
	word := r.rest[:letters(r.rest)]
	code, exponent := word, 0
	if !known(code) { // a code may end with digits: m[H2O] does not, 10* does
		code = strings.TrimRight(word, "0123456789")
		code = strings.TrimSuffix(strings.TrimSuffix(code, "-"), "+")
		exponent = len(word) - len(code)
	}
	if !known(code) || exponent == 1 && digits(word[len(code):]) == 0 {
		return r.unknown(word)
	}
	r.rest = r.rest[len(word):]
	if strings.HasPrefix(r.rest, "{") {
		return r.note()
	}
	return nil
}

// unknown says what a word may have been meant for.
func (r *reader) unknown(word string) error {
	bare := strings.TrimRight(word, "0123456789+-")
	rest := word[len(bare):]
	if strings.Trim(rest, "+-") == "" {
		rest = ""
	}
	if code, ok := names[strings.ToLower(bare)]; ok {
		return r.fail("write "+replaced(r.unit, word, code, rest), "%q is no unit that UCUM or ISO 4217 lists", word)
	}
	if code := near(bare); code != "" {
		return r.fail("did you mean "+replaced(r.unit, word, code, rest)+"? "+free, "%q is no unit that UCUM or ISO 4217 lists", word)
	}
	if word == "" {
		word = r.rest
	}
	return r.fail("the units are UCUM's codes, such as kg, m/s2 and mmol/L, and ISO 4217's currencies; "+free,
		"%q is no unit that UCUM or ISO 4217 lists", word)
}

func replaced(unit, word, code, exponent string) string {
	if code == unit || unit == word {
		return code + exponent
	}
	return strings.Replace(unit, word, code+exponent, 1)
}

// near is a unit whose spelling differs from the word's by case or little else, "" when there is none.
func near(word string) string {
	all := codes()
	for _, code := range all {
		if strings.EqualFold(code, word) {
			return code
		}
	}
	if code := strings.ToUpper(word); is.Currency(code) {
		return code
	}
	if len(word) < 3 { // nearly every short word is near to some unit
		return ""
	}
	slices.SortStableFunc(all, func(a, b string) int { return cmp.Compare(other(word, a), other(word, b)) })
	return nearest.Of(word, all)
}

// other is 1 where two words begin with different letters.
func other(a, b string) int {
	if a[0] == b[0] {
		return 0
	}
	return 1
}

// codes are the units that a word may have been meant for, those without a prefix first.
func codes() []string {
	var out, prefixed []string
	for _, a := range atoms {
		out = append(out, a.code)
		if a.metric {
			for _, p := range prefixes {
				prefixed = append(prefixed, p+a.code)
			}
		}
	}
	slices.Sort(out)
	slices.Sort(prefixed)
	return append(out, prefixed...)
}

// known reports whether a word is a unit, with a prefix where it takes one, or a currency.
func known(word string) bool {
	if is.Currency(word) {
		return true
	}
	for _, a := range atoms {
		if word == a.code {
			return true
		}
		if prefix, ok := strings.CutSuffix(word, a.code); ok && a.metric && slices.Contains(prefixes, prefix) {
			return true
		}
	}
	return false
}

func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// letters is how long the word is that the text begins with: up to what joins units, but for what stands in brackets.
func letters(s string) int {
	inside := false
	for i := range len(s) {
		switch c := s[i]; {
		case c == '[':
			inside = true
		case c == ']':
			inside = false
		case !inside && strings.IndexByte("./(){", c) >= 0:
			return i
		}
	}
	return len(s)
}
