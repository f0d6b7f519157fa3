package formats_test

import (
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

// intruders are what mutation puts into a string: what ends a line, a string or a group, what is almost a digit or a
// letter, and what is not UTF-8.
var intruders = []string{
	"\n", "\r\n", "\x00", "\x1f", "\t", "\v", "\u00a0", "\u2028", " ", "  ", "-", "+", ".", ",", ":", ";", "/", "\\", "=", "==", "%", "%%",
	"&", "#", "@", "*", "?", "(", ")", "<", ">", "_", "|", "~", "'", "\"", "{", "}", "[", "]", "$", "!", "^", "`", "\x7f", "\x80",
	"\xff", "\xc3", "\xe2\x82", "\xed\xa0\x80", "\ufffd", "\ufeff", "\u0430", "\u0410", "\u0661", "\uff11", "\u00b2", "\u2160",
	"\u212a", "\u017f", "\u0130", "\u0131", "\u00b5", "\u03bc", "\u00df", "\u01c5", "\U0001d7d9", "\U00010400", "0", "00", "1", "9", "a",
	"A", "f", "g", "G", "x", "X", "z", "Z", "k", "s", "e", "E", "u", "i", "I", "l", "L", "O", "o", "0x", "Infinity",
}

// mutator draws near-valid strings.
type mutator struct {
	*rand.Rand
	seeds []string
}

func newMutator(name string, seeds []string) mutator {
	seed := uint64(len(name))
	for i := range len(name) {
		seed = seed*31 + uint64(name[i])
	}
	return mutator{rand.New(rand.NewPCG(seed, 1)), seeds}
}

func (m mutator) pick() string { return m.seeds[m.IntN(len(m.seeds))] }

// piece returns what to put into a string: a character of a seed, or an intruder.
func (m mutator) piece() string {
	if seed := m.pick(); seed != "" && m.IntN(3) > 0 {
		at := m.IntN(len(seed))
		_, size := utf8.DecodeRuneInString(seed[at:])
		return seed[at : at+size]
	}
	return intruders[m.IntN(len(intruders))]
}

// mutant returns a seed after up to three changes, mostly one.
func (m mutator) mutant() string {
	s := m.pick()
	for changes := 1; changes <= 3; changes++ {
		s = m.change(s)
		if m.IntN(2) == 0 {
			break
		}
	}
	return s
}

func (m mutator) change(s string) string {
	at := m.IntN(len(s) + 1)
	_, size := utf8.DecodeRuneInString(s[at:])
	switch m.IntN(12) {
	case 0, 1: // delete
		return s[:at] + s[at+size:]
	case 2: // delete a byte
		return s[:at] + s[min(at+1, len(s)):]
	case 3, 4: // insert
		return s[:at] + m.piece() + s[at:]
	case 5, 6: // replace
		return s[:at] + m.piece() + s[at+size:]
	case 7: // duplicate
		return s[:at+size] + s[at:]
	case 8: // swap
		_, next := utf8.DecodeRuneInString(s[at+size:])
		return s[:at] + s[at+size:at+size+next] + s[at:at+size] + s[at+size+next:]
	case 9: // flip the case
		part := s[at : at+size]
		if flipped := strings.ToUpper(part); flipped != part {
			return s[:at] + flipped + s[at+size:]
		}
		return s[:at] + strings.ToLower(part) + s[at+size:]
	case 10: // end
		return s + intruders[m.IntN(len(intruders))]
	default: // cut into another
		other := m.pick()
		return s[:at] + other[m.IntN(len(other)+1):]
	}
}
