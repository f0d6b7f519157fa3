package mutate

import "regexp"

// What differs between two places that one line of an emitter wrote: fields, their conversions, limits, loop variables.
var (
	text       = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`")
	selector   = regexp.MustCompile(`\*?\b[xyek]\b(\.[A-Z]\w*|\[:?\w*\])*`)
	conversion = regexp.MustCompile(`\b(?:u?int\d*|float\d+|string|bool)\((V)\)`)
	rule       = regexp.MustCompile(`\brule[A-Z]\w*`)
	number     = regexp.MustCompile(`-?\b\d[\w.]*(?:[eE][-+]\d+)?`)
)

// Shape is the place of an emitter that wrote the code: what is done, and the code without the names and limits of one struct.
// An emitter with such a fault has it everywhere, so that it is noticed when it is noticed once.
func (m Mutant) Shape() string {
	code := m.Text
	if m.Kind == Operand {
		code += " in " + m.Within
	}
	code = text.ReplaceAllString(code, `""`)
	code = rule.ReplaceAllString(code, "rule")
	code = selector.ReplaceAllString(code, "V")
	for range 2 {
		code = conversion.ReplaceAllString(code, "V")
	}
	return m.Kind + ": " + number.ReplaceAllString(code, "0")
}
