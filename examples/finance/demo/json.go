package main

import "bytes"

// without cuts a key and its number out of a JSON object; the text is the demo's own.
func without(object []byte, key string) []byte {
	start := bytes.Index(object, []byte(`"`+key+`":`))
	end := start + bytes.IndexByte(object[start:], ',') + 1
	return append(append([]byte(nil), object[:start]...), object[end:]...)
}
