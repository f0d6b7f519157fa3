package tag

import (
	"maps"

	"github.com/typedml/typedml/gen/diag"
)

// expand puts the words that aliases stand for in their place, as upstream does: those of a list, dive and what omits among
// them, and aliases in aliases. A violation names the innermost. An alternative is one rule, so that an alias of several is
// left there, to be refused, as is one with a parameter.
func (t Table) expand(words []Word) []Word {
	var out []Word
	for _, w := range words {
		switch {
		case len(w.Any) > 0:
			w.Any = t.alternate(w.Any)
			out = append(out, w)
		case t.aliases[w.Name] != "" && !w.HasParam:
			out = append(out, t.inner(w)...)
		default:
			out = append(out, w)
		}
	}
	return out
}

// Misspelt returns the problems of the words that an alias stands for and that the table does not have, at their places in
// the text.
func (t Table) Misspelt(text string) []Problem {
	var res Result
	for _, word := range t.Split(text) {
		for _, w := range append(word.Any, word) {
			_, is := t.rows[w.Name]
			if len(w.Any) == 0 && !is && t.aliases[w.Name] == "" && !structural[w.Name] {
				res.fail(w, t.unknown(w))
			}
		}
	}
	return res.Problems
}

// alternate expands the aliases among alternatives that are one rule, or alternatives themselves.
func (t Table) alternate(all []Word) []Word {
	var out []Word
	for _, w := range all {
		if t.aliases[w.Name] == "" || w.HasParam {
			out = append(out, w)
			continue
		}
		switch inner := t.inner(w); {
		case len(inner) != 1:
			out = append(out, w)
		case len(inner[0].Any) > 0:
			out = append(out, inner[0].Any...)
		default:
			out = append(out, inner[0])
		}
	}
	return out
}

// inner are the words that an alias stands for, at its place.
func (t Table) inner(use Word) []Word {
	name, text := use.Name, t.aliases[use.Name]
	t.aliases = maps.Clone(t.aliases)
	delete(t.aliases, name) // one that stands for itself is unknown there
	words := t.Split(text)
	key := false
	for i := range words {
		w := &words[i]
		key = w.Name == "keys" || key && w.Name != "endkeys"
		w.key = key
		w.actual = text[w.Offset : w.Offset+w.Length]
		w.Alias, w.stands = name, text
		for j := range w.Any {
			w.Any[j].Alias, w.Any[j].stands = name, text
		}
	}
	words = t.expand(words)
	for i := range words {
		words[i].place(use)
		for j := range words[i].Any {
			words[i].Any[j].place(use)
		}
	}
	return words
}

func (w *Word) place(use Word) { w.Offset, w.Length = use.Offset, use.Length }

// beside reports whether two words are written in the same text: the tag, or one use of an alias.
func (w Word) beside(other Word) bool {
	return w.Alias == other.Alias && (w.Alias == "" || w.Offset == other.Offset)
}

// rule is what violations name the word, and what an alias stands for there, "" for none.
func (w Word) rule() (name, actual string) {
	switch {
	case w.Alias == "" || w.key:
		if len(w.Any) > 0 {
			return text(w), ""
		}
		return w.Name, ""
	case len(w.Any) > 0:
		return w.Alias, w.actual
	}
	return w.Alias, w.Name
}

// oncePerAlias keeps the first problem of each use of an alias, an error before a warning: the others say the same.
func oncePerAlias(all []Problem) []Problem {
	var out []Problem
	at := map[int]int{}
	for _, p := range all {
		i, seen := at[p.Offset]
		switch {
		case p.Alias == "" || !seen:
			if p.Alias != "" {
				at[p.Offset] = len(out)
			}
			out = append(out, p)
		case out[i].Severity == diag.Warning && p.Severity != diag.Warning:
			out[i] = p
		}
	}
	return out
}
