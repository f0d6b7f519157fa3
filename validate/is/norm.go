package is

import (
	"cmp"
	"slices"
)

//go:generate go run norm_gen.go

// normSpan is a range of characters of one class: the canonical combining class in the low byte, the bits below above it.
type normSpan struct {
	low, high rune
	class     uint16
}

// normPair is a character that is composed of two.
type normPair struct{ whole, first, second rune }

// Bits of a class.
const (
	normDecomposes = 1 << 8  // it is another text in NFD
	normExcluded   = 1 << 9  // it is another text in NFC
	normFollows    = 1 << 10 // it may compose with what is before it
	normCompatible = 1 << 11 // it is another text in NFKD and NFKC than in NFD and NFC
)

// NFC reports whether s is in Unicode's normal form C, composed: what keyboards write and the web wants (nfc). Bytes that are not UTF-8
// are in every form. It allocates nothing but for more than 32 combining characters in a row.
func NFC(s string) bool { return composed(s, normExcluded) }

// NFKC reports whether s is in normal form KC: composed, without characters that stand for others, such as ﬁ (nfkc).
func NFKC(s string) bool { return composed(s, normExcluded|normCompatible) }

// NFD reports whether s is in normal form D, decomposed, as some file systems write names (nfd).
func NFD(s string) bool { return decomposed(s, normDecomposes) }

// NFKD reports whether s is in normal form KD: decomposed, without characters that stand for others (nfkd).
func NFKD(s string) bool { return decomposed(s, normDecomposes|normCompatible) }

// decomposed reports whether no character of s has one of the bits, and combining characters stand in order.
func decomposed(s string, refused uint16) bool {
	last := uint8(0)
	for _, r := range s {
		if r < 0xa0 {
			last = 0
			continue
		}
		class := normClass(r)
		ccc := uint8(class)
		if class&refused != 0 || ccc != 0 && ccc < last {
			return false
		}
		last = ccc
	}
	return true
}

// composed reports whether no character of s has one of the bits, combining characters stand in order, and none composes with
// what is before it.
func composed(s string, refused uint16) bool {
	start, last, follows := 0, uint8(0), false // of the segment that s[i] belongs to
	for i, r := range s {
		if r < 0xa0 {
			if follows && !recomposes(s[start:i]) {
				return false
			}
			start, last, follows = i, 0, false
			continue
		}
		class := normClass(r)
		ccc := uint8(class)
		if class&refused != 0 || ccc != 0 && ccc < last {
			return false
		}
		if ccc == 0 && class&normFollows == 0 {
			if follows && !recomposes(s[start:i]) {
				return false
			}
			start, follows = i, false
		}
		last, follows = ccc, follows || class&normFollows != 0
	}
	return !follows || recomposes(s[start:])
}

// normClass looks a character up.
func normClass(r rune) uint16 {
	if 0x3400 <= r && r <= 0xa48c { // ideographs and Yi
		return 0
	}
	i, found := slices.BinarySearchFunc(normSpans[:], r, func(s normSpan, r rune) int {
		switch {
		case s.high < r:
			return -1
		case s.low > r:
			return 1
		}
		return 0
	})
	if !found {
		return 0
	}
	return normSpans[i].class
}

// recomposes reports whether a segment, decomposed, put in order and composed again, is itself.
func recomposes(segment string) bool {
	var room [32]rune
	runes := room[:0]
	for _, r := range segment {
		runes = decompose(runes, r)
	}
	order(runes)
	runes = compose(runes)
	for _, r := range segment {
		if len(runes) == 0 || runes[0] != r {
			return false
		}
		runes = runes[1:]
	}
	return len(runes) == 0
}

// Hangul syllables are composed by arithmetic (The Unicode Standard, 3.12).
const (
	hangulFirst, hangulLast = 0xac00, 0xd7a3
	leadFirst, leads        = 0x1100, 19
	vowelFirst, vowels      = 0x1161, 21
	trailFirst, trails      = 0x11a7, 28 // the first of them is none
)

// decompose appends what a character is composed of, in the end.
func decompose(to []rune, r rune) []rune {
	if hangulFirst <= r && r <= hangulLast {
		r -= hangulFirst
		to = append(to, leadFirst+r/(vowels*trails), vowelFirst+r%(vowels*trails)/trails)
		if trail := r % trails; trail > 0 {
			to = append(to, trailFirst+trail)
		}
		return to
	}
	i, found := slices.BinarySearchFunc(normPairs[:], r, func(p normPair, r rune) int { return cmp.Compare(p.whole, r) })
	if !found {
		return append(to, r)
	}
	return append(decompose(to, normPairs[i].first), normPairs[i].second)
}

// order sorts the combining characters between two others by their classes.
func order(runes []rune) {
	for i := 1; i < len(runes); i++ {
		class := uint8(normClass(runes[i]))
		for j := i; class != 0 && j > 0 && uint8(normClass(runes[j-1])) > class; j-- {
			runes[j], runes[j-1] = runes[j-1], runes[j]
		}
	}
}

// compose puts each character together with the last one that is no combining one, unless one of its class or a higher one stands
// between them.
func compose(runes []rune) []rune {
	starter, last := -1, uint8(0)
	out := runes[:0]
	for _, r := range runes {
		class := uint8(normClass(r))
		if starter >= 0 && (len(out) == starter+1 || last != 0 && last < class) {
			if whole := together(out[starter], r); whole != 0 {
				out[starter] = whole
				continue
			}
		}
		if class == 0 {
			starter = len(out)
		}
		last = class
		out = append(out, r)
	}
	return out
}

// together is the character that is composed of two, 0 when there is none.
func together(first, second rune) rune {
	lead, vowel := first-leadFirst, second-vowelFirst
	if 0 <= lead && lead < leads && 0 <= vowel && vowel < vowels {
		return hangulFirst + (lead*vowels+vowel)*trails
	}
	if trail := second - trailFirst; hangulFirst <= first && first <= hangulLast && (first-hangulFirst)%trails == 0 && 0 < trail && trail < trails {
		return first + trail
	}
	i, found := slices.BinarySearchFunc(normSorted[:], normPair{first: first, second: second}, func(i uint16, p normPair) int {
		return cmp.Or(cmp.Compare(normPairs[i].second, p.second), cmp.Compare(normPairs[i].first, p.first))
	})
	if !found {
		return 0
	}
	return normPairs[normSorted[i]].whole
}
