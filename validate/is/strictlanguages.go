package is

import "unicode/utf8"

// extendedLanguages are the extended language subtags that may follow languages starting with the prefix, packed.
type extendedLanguages struct{ prefix, codes string }

// StrictLanguageTag reports whether s is a valid language tag of BCP 47 with its subtags in the order and form of RFC 5646:
// the shortest code of a language, registered variants that are not repeated, and one extension at most besides private use
// (bcp47_strict_language_tag).
func StrictLanguageTag(s string) bool {
	t := subtags{text: s, strict: true}
	if t.isGrandfathered() {
		return true
	}
	t.read()
	if t.size == 1 && t.word[0] == 'x' { // private use of one subtag
		t.read()
		return t.size > 0 && t.last()
	}
	if t.language() == 0 || t.language() != t.size {
		return false
	}
	language, size := t.word, t.size
	t.read()
	for n := 0; n < 3 && t.is(3); n++ {
		if !isExtendedLanguage(string(language[:size]), string(t.word[:3])) {
			return false
		}
		t.read()
	}
	if t.is(4) {
		t.require(t.isScript())
		t.read()
	}
	switch number := t.number(); {
	case t.is(2):
		t.require(t.region() > 0)
		t.read()
	case number >= 0:
		t.require(registryNumbers.has(number))
		t.read()
	}
	var seen rankSet
	for ; t.isVariant() && !t.failed; t.read() {
		rank := t.rank()
		t.require(rank >= 0 && seen.add(rank))
	}
	if t.size == 1 && t.word[0] != 'x' {
		t.require(t.onlyExtension())
	}
	if t.size == 1 && t.word[0] == 'x' {
		t.require(t.readAll(1))
	}
	return t.size == 0 && !t.failed
}

// isGrandfathered reports whether the whole text is a grandfathered tag.
func (t *subtags) isGrandfathered() bool {
	if len(t.text) > longestGrandfathered*utf8.UTFMax {
		return false
	}
	var lower [longestGrandfathered]byte
	whole := *t
	size := 0
	for whole.read(); whole.size > 0; whole.read() {
		if size > 0 && size < len(lower) {
			lower[size] = '-'
			size++
		}
		if size+whole.size > len(lower) {
			return false
		}
		size += copy(lower[size:], whole.word[:whole.size])
	}
	return !whole.failed && grandfathered(string(lower[:size]))
}

// isExtendedLanguage reports whether the extended language may follow the language.
func isExtendedLanguage(language, extended string) bool {
	for i := range extensions {
		group := &extensions[i]
		if len(language) >= len(group.prefix) && language[:len(group.prefix)] == group.prefix && listed(group.codes, extended, 3) {
			return true
		}
	}
	return false
}

// onlyExtension reads the extension at the current singleton, up to private use, and reports whether it is as long in x/text's
// canonical form, which is what upstream compares.
func (t *subtags) onlyExtension() bool {
	switch t.word[0] {
	case 'u':
		return t.uniqueKeywords()
	case 't':
		return t.transformed()
	}
	return t.readAll(2)
}

// uniqueKeywords reads the extension u and reports whether no key is repeated.
func (t *subtags) uniqueKeywords() bool {
	var seen [(36*36 + 63) / 64]uint64
	if !t.readAll(3) && t.size != 2 {
		return false
	}
	for t.size == 2 {
		key := base36(t.word[0])*36 + base36(t.word[1])
		if seen[key/64]>>(key%64)&1 != 0 {
			return false
		}
		seen[key/64] |= 1 << (key % 64)
		t.readAll(3)
	}
	return true
}

// transformed reads the extension t. The parser writes und for an unknown language and the canonical code of a known one
// and of the region.
func (t *subtags) transformed() bool {
	t.read()
	growth, variants := 0, variantsSorted
	some := t.size > 1
	if (t.size == 2 || t.size == 3) && isLetter(t.word[1]) {
		const unknown = len("und")
		if size := t.language(); size > 0 {
			growth = size - t.size
		} else {
			growth = unknown - t.size
		}
		t.read()
		for t.size == 3 && isLetter(t.word[0]) {
			t.read()
		}
		if t.size == 4 && isLetter(t.word[0]) {
			t.require(t.isScript())
			t.read()
		}
		if t.size == 2 || t.size == 3 {
			size := t.region()
			t.require(size > 0)
			growth += size - t.size
			t.read()
		}
		variants = t.variants()
	}
	if t.failed || growth != 0 || variants == variantsRepeated {
		return false
	}
	fields := t.fields()
	if variants != variantsSorted && !fields && t.size > 1 {
		t.read() // the subtag that counts as one of the variants
	}
	return some
}
