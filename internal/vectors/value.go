package vectors

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// absent is the type of the mark of a value that is not there.
type absent struct{}

var missing any = absent{}

// parse reads a value with the extensions of the package. Numbers are json.Number where JSON has them, so that each
// target reads them as it reads numbers.
func parse(text json.RawMessage) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("parsing: %w", err)
	}
	return extend(v)
}

func extend(v any) (any, error) {
	switch v := v.(type) {
	case []any:
		for i := range v {
			var err error
			if v[i], err = extend(v[i]); err != nil {
				return nil, err
			}
		}
	case map[string]any:
		if len(v) == 1 {
			for word, arg := range v {
				if strings.HasPrefix(word, "$") {
					return extension(word, arg)
				}
			}
		}
		return extendMembers(v)
	}
	return v, nil
}

func extendMembers(v map[string]any) (any, error) {
	for key := range v {
		member, err := extend(v[key])
		if err != nil {
			return nil, err
		}
		if v[key] = member; member == missing {
			delete(v, key)
		}
	}
	return v, nil
}

func extension(word string, arg any) (any, error) {
	switch word {
	case "$missing":
		return missing, nil
	case "$float":
		f, err := strconv.ParseFloat(arg.(string), 64)
		if err != nil {
			return nil, fmt.Errorf("$float: %w", err)
		}
		return f, nil
	case "$bytes":
		b, err := hex.DecodeString(arg.(string))
		if err != nil {
			return nil, fmt.Errorf("$bytes: %w", err)
		}
		return string(b), nil
	case "$repeat":
		return repeat(arg.([]any))
	}
	return nil, fmt.Errorf("unknown extension %s", word)
}

func repeat(args []any) (any, error) {
	n, err := args[1].(json.Number).Int64()
	if err != nil {
		return nil, fmt.Errorf("$repeat: %w", err)
	}
	item, err := extend(args[0])
	if err != nil {
		return nil, err
	}
	return slices.Repeat([]any{item}, int(n)), nil
}

// jsonText is the value in JSON with its keys sorted, "" when JSON cannot say it. Floats are spelled with all digits.
func jsonText(v any) string {
	out, ok := appendJSON(nil, v)
	if !ok {
		return ""
	}
	return string(out)
}

func appendJSON(out []byte, v any) ([]byte, bool) {
	ok := true
	switch v := v.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, false
		}
		return strconv.AppendFloat(out, v, 'g', -1, 64), true
	case string:
		if !utf8.ValidString(v) {
			return appendRaw(out, v), true // decoders must refuse the raw bytes
		}
	case []any:
		out = append(out, '[')
		for i, item := range v {
			if i > 0 {
				out = append(out, ',')
			}
			if out, ok = appendJSON(out, item); !ok {
				return nil, false
			}
		}
		return append(out, ']'), true
	case map[string]any:
		out = append(out, '{')
		for i, key := range slices.Sorted(maps.Keys(v)) {
			if i > 0 {
				out = append(out, ',')
			}
			out = append(strconv.AppendQuote(out, key), ':')
			if out, ok = appendJSON(out, v[key]); !ok {
				return nil, false
			}
		}
		return append(out, '}'), true
	}
	text, err := json.Marshal(v)
	return append(out, text...), err == nil
}

// appendRaw quotes text that is not UTF-8, its bytes as they are.
func appendRaw(out []byte, s string) []byte {
	out = append(out, '"')
	for _, c := range []byte(s) {
		switch {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c < ' ':
			out = fmt.Appendf(out, `\u%04x`, c)
		default:
			out = append(out, c)
		}
	}
	return append(out, '"')
}
