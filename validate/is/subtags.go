package is

import "strings"

// subtags reads the subtags of a BCP 47 language tag one after the other: one to eight letters and digits each.
type subtags struct {
	text       string
	start, end int     // of the current subtag
	next       int     // where the one after it starts
	word       [8]byte // the current subtag in lower case
	size       int     // its length, 0 at the end and at a malformed subtag
	failed     bool    // a subtag was malformed, or unknown
	// strict takes hyphens only and reads what strings.ToLower makes of the text.
	strict bool
	// What sorting left behind (see languages.go); it holds until the next subtag is read.
	shift   int  // as many bytes the text before was shortened by
	again   bool // the current subtag will be read once more
	lenient bool // an extension may be empty
}

// read goes on to the next subtag.
func (t *subtags) read() {
	t.size, t.shift, t.again, t.lenient = 0, 0, false, false
	t.start = t.next
	if t.next >= len(t.text) {
		t.failed = t.failed || t.text == "" || t.separates(t.text[len(t.text)-1])
		return
	}
	i := t.next
	for ; i < len(t.text) && !t.separates(t.text[i]); i++ {
		c := toLower(t.text[i])
		switch {
		case isAlphanumeric(c):
		case t.strict && strings.HasPrefix(t.text[i:], kelvin):
			c = 'k'
			i += len(kelvin) - 1
		case t.strict && strings.HasPrefix(t.text[i:], dottedI):
			c = 'i'
			i += len(dottedI) - 1
		default:
			t.fail()
			return
		}
		if t.size == len(t.word) {
			t.fail()
			return
		}
		t.word[t.size] = c
		t.size++
	}
	if t.size == 0 {
		t.fail()
		return
	}
	t.end, t.next = i, i
	if i < len(t.text) {
		t.next++
	}
}

func (t *subtags) fail() {
	t.size, t.failed = 0, true
}

func (t *subtags) separates(c byte) bool { return c == '-' || c == '_' && !t.strict }

// last reports whether the current subtag ends the text.
func (t *subtags) last() bool { return t.end == len(t.text) }

// is reports whether the current subtag has that length and only letters.
func (t *subtags) is(size int) bool {
	if t.size != size {
		return false
	}
	for _, c := range t.word[:size] {
		if isDigit(c) {
			return false
		}
	}
	return true
}

// isVariant reports whether the current subtag has the form of a variant: five to eight characters, or four after a digit.
func (t *subtags) isVariant() bool { return t.size >= 5 || t.size == 4 && isDigit(t.word[0]) }

// language returns the length of the shortest code of the language that the current subtag stands for, 0 if it is unknown.
func (t *subtags) language() int {
	switch {
	case t.is(2) && listed(languages2, string(t.word[:2]), 2):
		return 2
	case t.is(3):
		number := (int(t.word[0]-'a')*26+int(t.word[1]-'a'))*26 + int(t.word[2]-'a')
		if languages3[number/64]>>(number%64)&1 == 0 {
			return 0
		}
		if listed(shortened, string(t.word[:3]), 3) {
			return 2
		}
		return 3
	}
	return 0
}

// isScript reports whether the current subtag is a script.
func (t *subtags) isScript() bool { return t.is(4) && listed(scripts, string(t.word[:4]), 4) }

// region returns the length of the canonical code of the region that the current subtag stands for, 0 if it is unknown.
func (t *subtags) region() int {
	switch number := t.number(); {
	case t.is(2) && listed(regions2, string(t.word[:2]), 2),
		t.is(3) && listed(regions3, string(t.word[:3]), 3):
		return 2
	case regionNumbers3.has(number):
		return 3
	case regionNumbers.has(number):
		return 2
	}
	return 0
}

// number returns the value of the current subtag if that is three digits, otherwise -1.
func (t *subtags) number() int64 {
	if t.size != 3 || !isDigit(t.word[0]) || !isDigit(t.word[1]) || !isDigit(t.word[2]) {
		return -1
	}
	return int64(t.word[0]-'0')*100 + int64(t.word[1]-'0')*10 + int64(t.word[2]-'0')
}

// variantRank is a variant with its place in the canonical order of variants.
type variantRank struct {
	name string
	rank uint8
}

// rank returns the rank of the variant that the current subtag is, -1 if it is unknown.
func (t *subtags) rank() int {
	low, high := 0, len(variants)
	for low < high {
		middle := (low + high) / 2
		if variants[middle].name < string(t.word[:t.size]) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == len(variants) || variants[low].name != string(t.word[:t.size]) {
		return -1
	}
	return int(variants[low].rank)
}

// rankSet is a set of variants by their ranks.
type rankSet [2]uint64

// add adds a rank and reports whether it was missing.
func (s *rankSet) add(rank int) bool {
	word, bit := &s[rank/64], uint64(1)<<(rank%64)
	missing := *word&bit == 0
	*word |= bit
	return missing
}

// grandfathered reports whether s is a tag in lower case that RFC 5646 keeps from before (2.2.8).
func grandfathered(s string) bool {
	switch s {
	case "en-gb-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux", "i-mingo", "i-navajo", "i-pwn",
		"i-tao", "i-tay", "i-tsu", "sgn-be-fr", "sgn-be-nl", "sgn-ch-de",
		"art-lojban", "cel-gaulish", "no-bok", "no-nyn", "zh-guoyu", "zh-hakka", "zh-min", "zh-min-nan", "zh-xiang":
		return true
	}
	return false
}

const longestGrandfathered = len("cel-gaulish")
