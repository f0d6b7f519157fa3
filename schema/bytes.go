package schema

import (
	"bytes"
	"encoding/base64"
	"errors"
)

// errBytes is what is wrong with every text that is no byte string; who reports it shows the text.
var errBytes = errors.New("is no padded base64 of RFC 4648")

// ParseBytes reads a byte string in the form that JSON has for it, base64 with padding (RFC 4648, section 4), as decoders
// do. It refuses what package base64 lets pass: line breaks, and bits behind the last byte that are not 0. The result is
// never nil without an error.
func ParseBytes(text []byte) ([]byte, error) {
	if bytes.ContainsAny(text, "\r\n") {
		return nil, errBytes
	}
	v := make([]byte, base64.StdEncoding.DecodedLen(len(text)))
	n, err := base64.StdEncoding.Strict().Decode(v, text)
	if err != nil {
		return nil, errBytes
	}
	return v[:n], nil
}
