package agreement

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/format"
	"github.com/typedml/typedml/gen/tag"
)

// rules writes the rules of a scalar.
func (w writer) rules(scalar string) string {
	switch scalar {
	case "bool":
		return pick(w, "", "eq=true", "ne=true", "eq=false", "ne=0")
	case "string", "Text":
		if w.chance(2) {
			return w.textRule()
		}
		return pick(w, w.sizes(), w.sizes(), "oneof=red green 'light blue'", "oneof=red 'red' green", "eq=red", "ne=é", "oneof='a'b c'd")
	case "time.Duration":
		return w.between("1500ms", "2s", "1h", "0s", "-3s")
	case "float32", "float64", "Share":
		return w.between("0", "0.1", "0.5", "1", "-1.5", "1e3", "16777217", "19.99")
	case "uint", "uint8", "uint16", "uint32", "uint64", "Count":
		return w.between("0", "1", "7", "010", "0x10", "100")
	}
	if w.chance(4) {
		return pick(w, "oneof=1 2 -3", "oneof=2 1 2")
	}
	return w.between("0", "1", "-1", "7", "010", "-0x10", "100")
}

// textRule writes a rule on a text, or alternatives.
func (w writer) textRule() string {
	text := pick(w, "a", "é", "b0x2C", "a b", "0x7C", "漢", "%")
	switch w.rng.IntN(6) {
	case 0:
		return pick(w, "contains", "excludes", "containsany", "excludesall", "startswith", "endswith", "startsnotwith", "endsnotwith") + "=" + text
	case 1:
		return pick(w, "oneofci=Red 'a B' é", "noneof=a b é", "noneofci=A b", "eq_ignore_case=A b", "ne_ignore_case=É", "containsrune=a", "excludesrune=é", "isdefault")
	case 2:
		return pick(w, "rgb|rgba", "eq=a|startswith=b", "iscolor", "uuid|email|ipv4", "len=1|len=3", "country_code", "numeric|eq=a b")
	case 3:
		return pick(w, "datetime=2006-01-02", "postcode_iso3166_alpha2=DE", "spicedb", "spicedb=type")
	}
	f := pick(w, format.All()...)
	for len(f.Choices) > 0 || f.Argument != "" || f.Func == "" || f.Name == "timezone" {
		f = pick(w, format.All()...)
	}
	return f.Name
}

// between writes one or two comparisons with the limits.
func (w writer) between(limits ...string) string {
	one := pick(w, "gte", "gt", "lte", "lt", "min", "max", "eq", "ne", "len") + "=" + pick(w, limits...)
	switch w.rng.IntN(3) {
	case 0:
		return one
	case 1:
		return w.join(one, "ne="+pick(w, limits...))
	}
	return w.join(pick(w, "gte=", "gt=", "min=")+limits[0], pick(w, "lte=", "lt=", "max=")+limits[len(limits)-1])
}

// sizes writes rules on a length.
func (w writer) sizes() string {
	n := w.rng.IntN(4)
	return pick(w, "", "", fmt.Sprintf("len=%d", n), fmt.Sprintf("min=%d,max=%d", n, n+2), fmt.Sprintf("gt=%d", n),
		fmt.Sprintf("lt=%d", n+1), fmt.Sprintf("gte=%d", n), fmt.Sprintf("lte=%d", n), fmt.Sprintf("ne=%d", n))
}

// anyRule writes any word with any parameter.
func (w writer) anyRule() string {
	word := pick(w, "required", "omitempty", "omitnil", "eq", "ne", "gt", "gte", "lt", "lte", "min", "max", "len", "oneof", "dive", "")
	if w.chance(2) {
		word = pick(w, tag.Validate("validate").Words()...)
	}
	f, isFormat := format.Lookup(word)
	switch {
	case word == "" || word == "required" || word == "omitempty" || word == "omitnil" || word == "omitzero" || word == "isdefault" || word == "dive":
		return word
	case isFormat && f.Argument == "" && len(f.Choices) == 0, word == "unique" && w.chance(2):
		return word
	}
	param := pick(w, "0", "1", "-1", "1.5", "010", "0x10", "1e3", "abc", "true", "1s", "300", "70000", "1e400", "a b", "0x2C", "",
		" 1", "1_000", "+1", strconv.Itoa(w.rng.IntN(10)))
	return strings.TrimSuffix(word+"="+param, "=")
}
