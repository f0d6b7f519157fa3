package is

// jsonDepth is how deep encoding/json lets arrays and objects nest.
const jsonDepth = 10000

// JSON reports whether encoding/json takes s for valid JSON, RFC 8259. Strings may hold bytes that are not UTF-8;
// arrays and objects nest up to 10,000 deep (json).
func JSON(s string) bool {
	var nest jsonNest
	i := 0
	for {
		if i = jsonSpace(s, i); i == len(s) {
			return false
		}
		switch s[i] {
		case '{', '[':
			if !nest.push(s[i] == '{') {
				return false
			}
			if i = jsonSpace(s, i+1); i == len(s) {
				return false
			}
			if s[i] == nest.closer() {
				break // an empty one, which the loop below closes
			}
			if nest.object() {
				if i = jsonKey(s, i); i < 0 {
					return false
				}
			}
			continue
		default:
			if i = jsonScalar(s, i); i < 0 {
				return false
			}
		}
		for i = jsonSpace(s, i); nest.depth > 0 && i < len(s) && s[i] == nest.closer(); i = jsonSpace(s, i+1) {
			nest.depth--
		}
		if nest.depth == 0 || i == len(s) {
			return nest.depth == 0 && i == len(s)
		}
		if s[i] != ',' {
			return false
		}
		if i++; nest.object() {
			if i = jsonKey(s, jsonSpace(s, i)); i < 0 {
				return false
			}
		}
	}
}

// jsonNest records which arrays and objects are open: bit d%64 of word d/64 is set where that at depth d is an object.
type jsonNest struct {
	depth   int
	objects [jsonDepth/64 + 1]uint64
}

func (n *jsonNest) push(object bool) bool {
	if n.depth == jsonDepth {
		return false
	}
	n.depth++
	word, bit := &n.objects[n.depth/64], uint64(1)<<(n.depth%64)
	if *word &^= bit; object {
		*word |= bit
	}
	return true
}

// object reports whether the innermost one is an object.
func (n *jsonNest) object() bool { return n.objects[n.depth/64]>>(n.depth%64)&1 != 0 }

func (n *jsonNest) closer() byte {
	if n.object() {
		return '}'
	}
	return ']'
}

// jsonSpace returns where the white space at s[i:] ends.
func jsonSpace(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\r' || s[i] == '\t') {
		i++
	}
	return i
}

// jsonKey returns where the string and the colon at s[i:] end, or -1.
func jsonKey(s string, i int) int {
	if i == len(s) || s[i] != '"' {
		return -1
	}
	if i = jsonString(s, i); i < 0 {
		return -1
	}
	if i = jsonSpace(s, i); i == len(s) || s[i] != ':' {
		return -1
	}
	return i + 1
}

// jsonScalar returns where the string, number or name at s[i:], which is not empty, ends, or -1.
func jsonScalar(s string, i int) int {
	switch s[i] {
	case '"':
		return jsonString(s, i)
	case 't':
		return jsonName(s, i, "true")
	case 'f':
		return jsonName(s, i, "false")
	case 'n':
		return jsonName(s, i, "null")
	}
	return jsonNumber(s, i)
}

func jsonName(s string, i int, name string) int {
	if len(s)-i < len(name) || s[i:i+len(name)] != name {
		return -1
	}
	return i + len(name)
}

// jsonString returns where the string at s[i:], which starts with its quote, ends, or -1.
func jsonString(s string, i int) int {
	for i++; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return i + 1
		case c < ' ':
			return -1
		case c == '\\':
			if i++; i == len(s) {
				return -1
			}
			switch s[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				if len(s)-i < 5 || !hexDigits.all(s[i+1:i+5]) {
					return -1
				}
				i += 4
			default:
				return -1
			}
		}
	}
	return -1
}

// jsonNumber returns where the number at s[i:] ends, or -1.
func jsonNumber(s string, i int) int {
	if s[i] == '-' {
		i++
	}
	n := digits.run(s[i:])
	if n == 0 {
		return -1
	}
	if s[i] == '0' {
		n = 1 // a digit behind it belongs to nothing
	}
	i += n
	if i < len(s) && s[i] == '.' {
		if n = digits.run(s[i+1:]); n == 0 {
			return -1
		}
		i += 1 + n
	}
	if i < len(s) && s[i]|0x20 == 'e' {
		if i++; i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if n = digits.run(s[i:]); n == 0 {
			return -1
		}
		i += n
	}
	return i
}
