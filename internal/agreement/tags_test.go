package agreement

import (
	"fmt"
	"slices"
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
		return pick(w, "oneof=1 2 -3", "oneof=2 1 2", "isdefault|gt=6", "eq=1|isdefault")
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
		return pick(w, "rgb|rgba", "eq=a|startswith=b", "iscolor", "uuid|email|ipv4", "len=1|len=3", "country_code", "numeric|eq=a b", "isdefault|email", "len=3|isdefault", "uuid|required|eq=a")
	case 3:
		return pick(w, "datetime=2006-01-02", "postcode_iso3166_alpha2=DE", "spicedb", "spicedb=type")
	}
	f := pick(w, format.All()...)
	for len(f.Choices) > 0 || f.Argument != "" || f.Func == "" || f.Name == "timezone" || f.Own {
		f = pick(w, format.All()...)
	}
	return f.Name
}

// sibling is a field that stands before another.
type sibling struct{ name, typ string }

// related writes a rule that reads fields before one of that type, "" for none.
func (w writer) related(typ string, before []sibling) string {
	if len(before) == 0 || !w.chance(3) || w.wild || strings.Contains(typ, "Inner") && typ[0] != 'I' && typ[0] != '*' {
		return ""
	}
	if w.chance(2) {
		before = slices.DeleteFunc(slices.Clone(before), func(s sibling) bool { return s.typ == "time.Time" }) // its zero is declared to differ
		if len(before) == 0 || typ == "time.Time" {
			return ""
		}
		return w.conditional(before)
	}
	for _, s := range before {
		plain := strings.TrimPrefix(typ, "*")
		if strings.TrimPrefix(s.typ, "*") != plain || strings.HasPrefix(plain, "Inner") || w.chance(4) {
			continue
		}
		words := []string{"eqfield", "nefield", "eqcsfield", "necsfield"}
		switch ordered := plain != "bool" && plain[0] != '[' && !strings.HasPrefix(plain, "map"); {
		case ordered:
			words = append(words, "gtfield", "gtefield", "ltfield", "ltefield", "gtcsfield", "gtecsfield", "ltcsfield", "ltecsfield")
		case plain != "bool":
			words = append(words, "gtcsfield", "ltecsfield")
		}
		if plain == "string" || plain == "Text" {
			words = append(words, "fieldcontains", "fieldexcludes")
		}
		return pick(w, words...) + "=" + s.name
	}
	return ""
}

// conditional writes a rule that applies when other fields are set, or have values.
func (w writer) conditional(before []sibling) string {
	some := before[:1+w.rng.IntN(min(len(before), 2))]
	kind := pick(w, "required", "excluded")
	var names, pairs []string
	for _, s := range some {
		names = append(names, s.name)
		pairs = append(pairs, s.name, w.valueOf(s.typ))
	}
	if w.chance(2) || strings.Contains(strings.Join(pairs, " ")+" ", "  ") {
		return kind + pick(w, "_with", "_with_all", "_without", "_without_all") + "=" + strings.Join(names, " ")
	}
	word := kind + pick(w, "_if", "_unless")
	if kind == "required" && w.chance(5) {
		word = "skip_unless"
	}
	return word + "=" + strings.Join(pairs, " ")
}

// valueOf writes a value of a type, "" where a tag can write none.
func (w writer) valueOf(typ string) string {
	plain := strings.TrimPrefix(typ, "*")
	switch {
	case strings.HasPrefix(plain, "Inner") || plain == "time.Time":
		return ""
	case strings.HasPrefix(plain, "[]") || strings.HasPrefix(plain, "map"):
		return pick(w, "0", "1", "nil")
	case plain[0] == '[':
		return pick(w, "2", "3")
	case plain == "bool":
		return pick(w, "true", "false")
	case plain == "string" || plain == "Text":
		return pick(w, "a", "é", "'a b'", "red")
	}
	return pick(w, "0", "1", "7")
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
		fmt.Sprintf("lt=%d", n+1), fmt.Sprintf("gte=%d", n), fmt.Sprintf("lte=%d", n), fmt.Sprintf("ne=%d", n), fmt.Sprintf("isdefault|len=%d", n))
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
