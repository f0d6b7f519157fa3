package tag

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/internal/nearest"
)

// suggest says which word an unknown one was meant to be, or how rules are written.
func (t Table) suggest(p *Problem, w Word) {
	mend := func(text string) {
		p.Remedy = fmt.Sprintf("did you mean %q?", text)
		p.Fix = diag.Fix{Title: "write " + text, Offset: w.Offset, Length: len(w.Name), Text: text}
	}
	name, rest, cut := strings.Cut(w.Name, ";")
	if cut && t.Knows(name) {
		mend(name + "," + rest)
		p.Remedy = "write a comma between rules"
		return
	}
	for _, way := range []struct{ open, end string }{{":", ""}, {"(", ")"}, {"==", ""}} {
		name, param, cut := strings.Cut(w.Name, way.open)
		if param, closed := strings.CutSuffix(param, way.end); cut && closed && param != "" && t.Knows(name) && !w.HasParam {
			mend(name + "=" + param)
			return
		}
	}
	p.Remedy = "the rules are listed in " + diag.Rules
	near := foreign[strings.ToLower(w.Name)]
	if !t.Knows(near) {
		near = nearest.Of(w.Name, t.writable())
	}
	switch {
	case near == "" || negates(w.Name, near):
	case refused[near] != "" && t.bars:
		p.Remedy = fmt.Sprintf("did you mean %q? It is refused, as it %s", near, refused[near])
	default:
		mend(near)
	}
}

// foreign are words that say elsewhere what another one says here.
var foreign = map[string]string{
	"equal": "eq", "equals": "eq", "neq": "ne", "noteq": "ne", "notequal": "ne", "notequals": "ne",
	"in": "oneof", "enum": "oneof", "notin": "noneof", "not_in": "noneof",
	"notcontains": "excludes", "not_contains": "excludes", "notstartswith": "startsnotwith", "notendswith": "endsnotwith",
	"notblank": "required", "notempty": "required", "notnull": "required", "nonempty": "required", "nonzero": "required", "isnotdefault": "required",
	"minlength": "min", "min_length": "min", "minlen": "min", "maxlength": "max", "max_length": "max", "maxlen": "max", "length": "len",
	"lat": "latitude", "lon": "longitude", "lng": "longitude", "nullable": "omitempty", "optional": "omitempty",
}

// negates reports whether a word is another one with a negation in it: what it means is the contrary.
func negates(word, near string) bool {
	for _, not := range []string{"!", "not", "un", "n"} {
		if before, behind, ok := strings.Cut(strings.ToLower(word), not); ok && strings.Trim(before+strings.Trim(behind, "_"), "_") == near {
			return true
		}
	}
	return false
}

// writable are the words that somebody may have meant to write: in a tag with upstream's vocabulary those that are refused, too.
func (t Table) writable() []string {
	words := append(t.Words(), slices.Sorted(maps.Keys(structural))...)
	if t.bars {
		words = append(words, slices.Sorted(maps.Keys(refused))...)
	}
	return words
}
