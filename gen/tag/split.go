package tag

import "strings"

// Word is one rule of a tag as the user wrote it: name and parameter, and where it starts in the tag's text.
type Word struct {
	Name, Param string
	HasParam    bool
	Offset      int
	// Bar says that an unescaped | stands in the word: in a validate tag, alternatives.
	Bar bool
}

// Split cuts the text of a validate tag into words, as go-playground/validator/v10 does: at commas, spaces being
// significant, with the escapes 0x2C and 0x7C for a comma and a bar inside a parameter. A tag of "-" or "" has none.
func Split(text string) []Word {
	if text == "" || text == "-" {
		return nil
	}
	var words []Word
	offset := 0
	for part := range strings.SplitSeq(text, ",") {
		name, param, has := strings.Cut(part, "=")
		words = append(words, Word{Name: name, Param: unescape(param), HasParam: has, Offset: offset, Bar: strings.Contains(part, "|")})
		offset += len(part) + 1
	}
	return words
}

func unescape(param string) string {
	return strings.NewReplacer("0x2C", ",", "0x7C", "|").Replace(param)
}
