package tag

import (
	"cmp"
	"maps"
	"slices"

	"github.com/typedml/typedml/gen/format"
)

// Entry is what the reference of rules says of a word.
type Entry struct {
	// Word is the rule, Example how it is written.
	Word, Example string
	// Means says what it demands, Types what it applies to.
	Means, Types string
}

// Reference returns the words of the table with what they mean, sorted.
func (t Table) Reference() []Entry {
	var out []Entry
	for _, word := range t.Words() {
		e := Entry{Word: word, Example: word, Types: t.rows[word].takes}
		if f, ok := format.Lookup(word); ok {
			e.Means = f.Words
			if f.Example != "" {
				e.Example += "=" + f.Example
				e.Means += f.Example
			}
		}
		if m, ok := meanings[word]; ok {
			e.Means, e.Example = m.means, cmp.Or(m.example, e.Example)
		}
		for _, a := range format.Aliases() {
			if a.Name == word {
				e.Means, e.Types = a.Words+": `"+a.Text+"`", takesText
			}
		}
		out = append(out, e)
	}
	return out
}

// Refused are the words of validator/v10 that are not compiled, sorted, with the reason.
func Refused() []Entry {
	var out []Entry
	for _, word := range slices.Sorted(maps.Keys(refused)) {
		out = append(out, Entry{Word: word, Means: refused[word]})
	}
	return out
}

type meaning struct{ example, means string }

// meanings are those of the words that are no formats.
var meanings = map[string]meaning{
	"required":  {"", "not the zero value: not 0, not false, not empty text, not the zero time; a pointer, list or map that is not nil"},
	"isdefault": {"", "the zero value, or a nil pointer, list or map"},
	"omitempty": {"", "where the value is zero, a nil pointer, list or map, its later rules and those of what it holds do not run"},
	"omitnil":   {"", "where a pointer, list or map is nil, its later rules do not run"},
	"omitzero":  {"", "as omitempty, and where a list or map is empty, or what a pointer points to is zero"},
	"eq":        {"eq=3", "equal to the limit; of a list or map, as many items"},
	"ne":        {"ne=3", "not equal to the limit; of a list or map, not as many items"},
	"gt":        {"gt=3", "greater than the limit; of a text more characters, of a list or map more items; of a time, without a limit, in the future"},
	"gte":       {"gte=3", "at least the limit; of a text, list or map its length; of a time, without a limit, not in the past"},
	"lt":        {"lt=3", "less than the limit; of a text, list or map its length; of a time, without a limit, in the past"},
	"lte":       {"lte=3", "at most the limit; of a text, list or map its length; of a time, without a limit, not in the future"},
	"min":       {"min=3", "gte"},
	"max":       {"max=3", "lte"},
	"len":       {"len=3", "equal to the limit; of a text as many characters, of a list or map as many items"},
	"unique":    {"unique=SKU", "no two items are equal, two nil ones included; of records, no two have the same field; of one value with a field, that the two differ"},
	"oneof":     {"oneof=red 'light blue'", "one of the values, which stand between spaces"},
	"noneof":    {"noneof=red blue", "none of the values"},
	"oneofci":   {"oneofci=red blue", "one of the texts, without regard to case (simple Unicode folding)"},
	"noneofci":  {"noneofci=red blue", "none of the texts, without regard to case"},

	"eq_ignore_case": {"eq_ignore_case=red", "the text, without regard to case"},
	"ne_ignore_case": {"ne_ignore_case=red", "not the text, without regard to case"},
	"contains":       {"contains=@", "holds the text"},
	"containsany":    {"containsany=!?", "holds one of the characters"},
	"containsrune":   {"containsrune=@", "holds the character"},
	"excludes":       {"excludes=@", "does not hold the text"},
	"excludesall":    {"excludesall=!?", "holds none of the characters"},
	"excludesrune":   {"excludesrune=@", "does not hold the character"},
	"startswith":     {"startswith=a-", "begins with the text"},
	"endswith":       {"endswith=.go", "ends with the text"},
	"startsnotwith":  {"startsnotwith=a-", "does not begin with the text"},
	"endsnotwith":    {"endsnotwith=.go", "does not end with the text"},

	"eqfield":                       {"eqfield=Other", "equal to the other field; of lists and maps, as many items. A field that is nil is equal to none"},
	"nefield":                       {"nefield=Other", "not equal to the other field, or that one is nil"},
	"gtfield":                       {"gtfield=Other", "greater than the other field; of texts, longer in bytes"},
	"gtefield":                      {"gtefield=Other", "at least the other field; of texts, at least as long in bytes"},
	"ltfield":                       {"ltfield=Other", "less than the other field; of texts, shorter in bytes"},
	"ltefield":                      {"ltefield=Other", "at most the other field; of texts, at most as long in bytes"},
	"eqcsfield":                     {"eqcsfield=In.Other", "eqfield"},
	"necsfield":                     {"necsfield=In.Other", "nefield"},
	"gtcsfield":                     {"gtcsfield=In.Other", "greater than the other field; of texts in the order of their bytes, of lists and maps by their items"},
	"gtecsfield":                    {"gtecsfield=In.Other", "at least the other field, as gtcsfield compares"},
	"ltcsfield":                     {"ltcsfield=In.Other", "less than the other field, as gtcsfield compares"},
	"ltecsfield":                    {"ltecsfield=In.Other", "at most the other field, as gtcsfield compares"},
	"structonly":                    {"", "nostructlevel; upstream's functions on the struct as a whole are its checks here, beside which it is refused"},
	"validateFn":                    {"validateFn=IsValid", "the method of the value, Validate where none is named, returns true or a nil error"},
	"nostructlevel":                 {"", "neither the later rules of the struct nor those of what it holds run"},
	"postcode_iso3166_alpha2_field": {"postcode_iso3166_alpha2_field=Country", "a postcode of the country whose code the other field holds"},

	"fieldcontains": {"fieldcontains=Other", "holds the text of the other field"},
	"fieldexcludes": {"fieldexcludes=Other", "does not hold the text of the other field"},

	"required_if":          {"required_if=Kind card", "required where all the fields have the values that follow them; of a list or map its number of items, or nil"},
	"required_unless":      {"required_unless=Kind cash", "required unless one of the fields has its value"},
	"skip_unless":          {"skip_unless=Kind card", "required_if"},
	"required_with":        {"required_with=A B", "required where one of the fields is set: not zero, a pointer, list or map not nil"},
	"required_with_all":    {"required_with_all=A B", "required where all of the fields are set"},
	"required_without":     {"required_without=A B", "required where one of the fields is not set"},
	"required_without_all": {"required_without_all=A B", "required where none of the fields is set"},
	"excluded_if":          {"excluded_if=Kind cash", "isdefault where all the fields have their values"},
	"excluded_unless":      {"excluded_unless=Kind card", "isdefault unless one of the fields has its value"},
	"excluded_with":        {"excluded_with=A B", "isdefault where one of the fields is set"},
	"excluded_with_all":    {"excluded_with_all=A B", "isdefault where all of the fields are set"},
	"excluded_without":     {"excluded_without=A B", "isdefault where one of the fields is not set"},
	"excluded_without_all": {"excluded_without_all=A B", "isdefault where none of the fields is set"},

	"probability": {"", "at least 0 and at most 1; of a list each item. NaN is no probability"},
	"simplex":     {"simplex=1e-6", "each item is a probability, and their sum is 1 but for the tolerance, 1e-6 where none is written"},
	"one_hot":     {"", "one item is 1 or true, each other 0 or false"},
	"sorted":      {"sorted=desc", "no item is less than the one before it, with desc greater"},
	"monotonic":   {"monotonic=increasing", "each item is greater than the one before it; with decreasing less, with nondecreasing and nonincreasing or equal"},
	"past":        {"", "before the present, `Report.Now`"},
	"future":      {"", "after the present"},
	"max_age":     {"max_age=720h", "at most so long before the present"},
	"min_age":     {"min_age=1h", "at least so long before the present"},
	"max_ahead":   {"max_ahead=5m", "at most so long after the present"},
	"within":      {"within=720h", "at most so long before or after the present"},

	"decimals": {"decimals=2", "at most so many decimal places: the double nearest to some k/100. Exact; refuses NaN and ±Inf"},
	"decimal":  {"decimal=18.2", "the digits that the decimal has at most, and how many of them are behind the point: the type of its column. Every validate.Decimal says it. A number that does not fit is refused, not rounded"},
	"unit":     {"unit=kg", "nothing: it says in which unit the numbers are, those of a list or map in its items. UCUM's codes (kg, m/s2, mmol/L, %, [degF]), which spell the symbols of the SI, ISO 4217's currencies (EUR, EUR/kW.h), and names of your own in braces ({click}/d). It stands in comments of columns, in JSON Schema (`x-typedml-unit`) and in the fingerprint"},
	"nfc":      {"", "Unicode's normal form C, composed, by Unicode 15: é is one character. Equal texts are equal bytes in one form only"},
	"nfd":      {"", "Unicode's normal form D, decomposed: é is e with a combining accent"},
	"nfkc":     {"", "normal form KC: nfc, without characters that stand for others, such as ﬁ and ²"},
	"nfkd":     {"", "normal form KD: nfd, without characters that stand for others"},
	"finite":   {"", "neither NaN nor ±Inf"},
	"norm":     {"norm=0.99..1.01", "a Euclidean norm in the closed interval"},
	"sum":      {"sum=0.99..1.01", "a sum in the closed interval; doubles are added, of integers, too"},
	"regex":    {"regex=@skuPattern", "matches the expression of package regexp, or that of a constant: a comma in a tag would end it"},
}
