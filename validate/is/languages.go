package is

//go:generate go run languages_gen.go

// LanguageTag reports whether s is a well-formed language tag of BCP 47 with known subtags, as golang.org/x/text/language
// parses it, with hyphens or underscores (bcp47_language_tag).
//
// That parser sorts variants and the keywords of the extension u in place, and goes on in the text that results. Where it
// drops repeated ones, it takes a byte further on for the next singleton; where it only sorts variants, it takes the subtag
// behind them for a part of them; and it ignores what follows an extension. All of that decides what is accepted.
func LanguageTag(s string) bool {
	if isLegacyTag(s) {
		return true
	}
	t := subtags{text: s}
	t.read()
	switch t.size {
	case 1:
		return t.word[0] == 'x' && t.extensions()
	case 2, 3:
		variants := t.tag(true)
		if t.failed {
			return false
		}
		if t.size == 1 {
			return t.extensions()
		}
		switch variants {
		case variantsSorted, variantsRepeated:
			return t.size == 0
		case variantsUnsorted, variantsOverlongRepeated:
			return t.size == 0 || t.last()
		}
	}
	return false
}

// isLegacyTag reports whether s is a tag that is known as a whole. Like x/text it looks at the low bytes of the characters,
// and at zero bytes not at all if they come last.
func isLegacyTag(s string) bool {
	var low [longestGrandfathered]byte
	if len(s) > len(low) {
		return false
	}
	size := 0
	for i, r := range s {
		switch {
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
		case r == '_':
			r = '-'
		}
		low[i] = byte(r)
		if low[i] != 0 {
			size = i + 1
		}
	}
	tag := string(low[:size])
	return tag == "root" || tag == "en-us-posix" || grandfathered(tag)
}

// What the variants of a tag are.
type variantOrder int

const (
	variantsSorted   variantOrder = iota // or missing
	variantsUnsorted                     // each once
	variantsRepeated
	// The parser gives up at the first variant that is out of order if eight or more precede it.
	variantsOverlong
	variantsOverlongRepeated // and that is one of those
)

// tag reads language, extended languages, script, region and variants. Within the extension t, which is not outermost, the
// parser does not look at extended languages.
func (t *subtags) tag(outermost bool) variantOrder {
	t.require(t.language() > 0)
	t.read()
	for t.size == 3 && isLetter(t.word[0]) {
		t.require(!outermost || t.language() > 0)
		t.read()
	}
	if t.size == 4 && isLetter(t.word[0]) {
		t.require(t.isScript())
		t.read()
	}
	if t.size == 2 || t.size == 3 {
		t.require(t.region() > 0)
		t.read()
	}
	return t.variants()
}

// require fails if the current subtag is not known.
func (t *subtags) require(known bool) { t.failed = t.failed || !known }

func (t *subtags) variants() variantOrder {
	const many = 8
	var seen rankSet
	sorted, last, count, repeated := true, -1, 0, 0
	for ; t.size >= 4; t.read() {
		rank := t.rank()
		if rank < 0 {
			t.failed = true
			return variantsSorted
		}
		count++
		again := !seen.add(rank)
		if again {
			repeated += t.size + 1
		}
		if sorted && rank <= last {
			sorted = false
			switch {
			case count <= many:
			case again:
				return variantsOverlongRepeated
			default:
				return variantsOverlong
			}
		}
		last = rank
	}
	switch {
	case sorted:
		return variantsSorted
	case repeated > 0:
		t.shift, t.again = repeated, t.size > 0
		return variantsRepeated
	}
	t.lenient = true
	return variantsUnsorted
}

// extensions reads the extensions from the current singleton on and reports whether the parser takes them.
func (t *subtags) extensions() bool {
	for t.size == 1 && !t.failed {
		singleton := t.seen(0)
		if t.again {
			if t.last() {
				return false
			}
			if singleton != 'x' {
				t.shift, t.again = 0, false
				continue
			}
		}
		lenient := t.lenient
		if !t.extension(singleton) && !lenient {
			return false
		}
		if singleton == 'x' {
			break
		}
	}
	return !t.failed
}

// seen returns what the parser takes for the byte at i of the current subtag.
func (t *subtags) seen(i int) byte {
	at := t.start + i + t.shift
	if t.shift == 0 || at >= len(t.text) {
		return t.word[i]
	}
	return foldSubtag(t.text[at])
}

// foldSubtag returns a byte of a tag in lower case, with a hyphen for an underscore.
func foldSubtag(c byte) byte {
	if c == '_' {
		return '-'
	}
	return toLower(c)
}

// extension reads what follows a singleton and reports whether there is anything that belongs to it.
func (t *subtags) extension(singleton byte) (some bool) {
	switch singleton {
	case 'u':
		t.read()
		for ; t.size > 2; t.read() { // attributes
			some = true
		}
		return t.keywords() || some
	case 't':
		t.read()
		if (t.size == 2 || t.size == 3) && isLetter(t.word[1]) {
			some = true
			t.tag(false)
		}
		return t.fields() || some
	case 'x':
		return t.readAll(1)
	}
	return t.readAll(2)
}

// readAll reads the subtags after the current one that are so long, and reports whether there is any.
func (t *subtags) readAll(least int) (some bool) {
	t.read()
	for ; t.size >= least; t.read() {
		some = true
	}
	return some
}

// fields reads the fields of the extension t: a letter and a digit, and subtags of three characters and more.
func (t *subtags) fields() (some bool) {
	for t.size == 2 && !t.failed && t.seen(1) <= '9' {
		if t.again {
			if t.last() {
				t.failed = true
			}
			t.shift, t.again = 0, false
			continue
		}
		some = true
		t.readAll(3)
	}
	return some
}

// keywords reads the keywords of the extension u: two characters, and subtags of three and more.
func (t *subtags) keywords() (some bool) {
	first, end := t.start, t.end
	var last [2]byte
	sorted := true
	for t.size == 2 {
		key := [2]byte(t.word[:2])
		sorted = sorted && string(last[:]) < string(key[:])
		last = key
		some, end = true, t.end
		for t.read(); t.size > 2; t.read() {
			end = t.end
		}
	}
	if !sorted && !t.failed {
		shift, consistent := repeatedKeywords(t.text[first:end])
		t.shift, t.failed = shift, !consistent
	}
	return some
}

// repeatedKeywords returns how much space the keywords take that are repeated. It is not consistent if they repeat another
// keyword's key only.
func repeatedKeywords(keywords string) (space int, consistent bool) {
	var starts, ends [36 * 36]int // of the first keyword with a key; both 0 for none
	t := subtags{text: keywords}
	for t.read(); t.size == 2; {
		key := base36(t.word[0])*36 + base36(t.word[1])
		start, end := t.start, t.end
		for t.read(); t.size > 2; t.read() {
			end = t.end
		}
		if ends[key] == 0 {
			starts[key], ends[key] = start, end
			continue
		}
		if !sameSubtags(keywords[starts[key]:ends[key]], keywords[start:end]) {
			return 0, false
		}
		space += end - start + 1
	}
	return space, true
}

// base36 returns the value of a digit or small letter.
func base36(c byte) int {
	if isDigit(c) {
		return int(c - '0')
	}
	return int(c-'a') + 10
}

func sameSubtags(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if foldSubtag(a[i]) != foldSubtag(b[i]) {
			return false
		}
	}
	return true
}
