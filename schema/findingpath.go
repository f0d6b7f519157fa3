package schema

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxKey is how many bytes of a key of the input a path shows.
const maxKey = 200

// GeneralPath drops indexes and keys of a finding's path: items[3].price is items[].price.
func GeneralPath(path string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(path, "[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString("[]")
		if quoted, err := strconv.QuotedPrefix(after); err == nil {
			after = after[len(quoted):]
		}
		_, path, _ = strings.Cut(after, "]")
	}
}

// joinKey is the path of a field.
func joinKey(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// entryPath is the path of an entry of a map.
func entryPath(path, key string) string {
	if len(key) <= maxKey {
		return path + "[" + strconv.Quote(key) + "]"
	}
	cut := maxKey
	for cut > maxKey-utf8.UTFMax && !utf8.RuneStart(key[cut]) {
		cut--
	}
	return path + "[" + strconv.Quote(key[:cut]) + "… (" + strconv.Itoa(len(key)) + " bytes)]"
}

// unknownPath is the path of a key that the record lacks: one that is no name stands as a map's entry does.
func unknownPath(path, key string) string {
	if key == "" || len(key) > maxKey {
		return entryPath(path, key)
	}
	for _, r := range key {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' && r != '$' {
			return entryPath(path, key)
		}
	}
	return joinKey(path, key)
}
