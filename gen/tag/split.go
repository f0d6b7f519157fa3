package tag

import "strings"

// Word is one rule of a tag as the user wrote it: name and parameter, and its place in the tag's text, in bytes.
type Word struct {
	Name, Param    string
	HasParam       bool
	Offset, Length int
	// Any are alternatives, written a|b; Name and Param then are "".
	Any []Word
	// Alias is the one that the word was written as, "" for none. Offset and Length are then its place.
	Alias string
	// stands is what the alias stands for, actual the part of it that the word is.
	stands, actual string
	// key says that it stands between keys and endkeys of the alias, where upstream reads a tag of its own: violations name it by
	// itself.
	key bool
}

// Split cuts the text of a tag into words, as go-playground/validator/v10 does: at commas, spaces being significant, with
// the escapes 0x2C and 0x7C for a comma and a bar inside a parameter. In a tag with upstream's vocabulary, bars stand
// between alternatives. A tag of "-" or "" has no words.
func (t Table) Split(text string) []Word {
	if text == "" || text == "-" {
		return nil
	}
	var words []Word
	offset := 0
	for part := range strings.SplitSeq(text, ",") {
		if t.bars && strings.Contains(part, "|") {
			words = append(words, alternatives(part, offset))
		} else {
			words = append(words, word(part, offset))
		}
		offset += len(part) + 1
	}
	return words
}

func alternatives(part string, offset int) Word {
	out := Word{Offset: offset, Length: len(part)}
	for one := range strings.SplitSeq(part, "|") {
		out.Any = append(out.Any, word(one, offset))
		offset += len(one) + 1
	}
	return out
}

func word(part string, offset int) Word {
	name, param, has := strings.Cut(part, "=")
	return Word{Name: name, Param: unescape(param), HasParam: has, Offset: offset, Length: len(part)}
}

func unescape(param string) string { return escapes.Replace(param) }

var escapes = strings.NewReplacer("0x2C", ",", "0x7C", "|")
