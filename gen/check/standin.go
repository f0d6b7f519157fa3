package check

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// lexeme finds the parts of a source: texts and comments, in which nothing is a name, or the name in its two groups, with and
// without backquotes.
var lexeme = regexp.MustCompile(`(?s)[bB]?[rR](?:""".*?"""|'''.*?'''|"[^"\n\r]*"|'[^'\n\r]*')` +
	`|"""(?:\\.|[^\\])*?"""|'''(?:\\.|[^\\])*?'''|"(?:\\.|[^\\"\n\r])*"|'(?:\\.|[^\\'\n\r])*'` +
	"|//[^\n]*|`([^`\n]+)`|" + `([\pL_][\pL\pN_]*)`)

// quotable and plain are the names that CEL takes in backquotes and without them.
var (
	quotable = regexp.MustCompile(`^[A-Za-z0-9_./ -]+$`)
	plain    = regexp.MustCompile(`^[A-Za-z0-9_]+$`)
)

// standIns are names for the parser in the place of those that CEL lacks: with letters beyond ASCII or, in backquotes, with
// any character. A stand-in has as many runes as its name, so that places stay the same.
type standIns struct {
	names map[string]string // by stand-in
	taken map[string]bool   // names of the source, and stand-ins
}

// substitute returns the source with stand-ins, and these.
func substitute(source string) (string, standIns) {
	s := standIns{names: map[string]string{}, taken: map[string]bool{}}
	parts := lexeme.FindAllStringSubmatchIndex(source, -1)
	for _, p := range parts {
		from, to, _ := nameIn(p)
		s.taken[source[from:to]] = true
	}
	var b strings.Builder
	end := 0
	for _, p := range parts {
		from, to, form := nameIn(p)
		if name := source[from:to]; form != nil && !form.MatchString(name) {
			b.WriteString(source[end:from] + s.standIn(name))
			end = to
		}
	}
	return b.String() + source[end:], s
}

// nameIn returns where the name of a lexeme stands, and which names of its form CEL takes; of texts and comments, nothing.
func nameIn(match []int) (from, to int, form *regexp.Regexp) {
	switch {
	case match[2] >= 0:
		return match[2], match[3], quotable
	case match[4] >= 0:
		return match[4], match[5], plain
	}
	return 0, 0, nil
}

// standIn returns the name's stand-in: capital letters, of which no word of CEL is made. Where all of them are taken, the
// name stays, and the parser refuses it.
func (s standIns) standIn(name string) string {
	for in, have := range s.names {
		if have == name {
			return in
		}
	}
	in := []byte(strings.Repeat("A", utf8.RuneCountInString(name)))
	for s.taken[string(in)] {
		i := len(in) - 1
		for ; i >= 0 && in[i] == 'Z'; i-- {
			in[i] = 'A'
		}
		if i < 0 {
			return name
		}
		in[i]++
	}
	s.names[string(in)], s.taken[string(in)] = name, true
	return string(in)
}

// name is the name that the source has for one that was parsed.
func (s standIns) name(parsed string) string {
	if name, ok := s.names[parsed]; ok {
		return name
	}
	return parsed
}

// message is one of the parser's with the names of the source.
func (s standIns) message(text string) string {
	for in, name := range s.names {
		text = strings.ReplaceAll(text, "'"+in+"'", "'"+name+"'")
	}
	return text
}
