package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"unicode/utf8"

	"github.com/typedml/typedml/schema/jsonschema"
)

// deepest is how deep values may be nested.
const deepest = 200

// PositionError is an error at a place of the input.
type PositionError struct {
	File         string
	Line, Column int // from 1, in bytes
	Err          error
}

// Error returns FILE:LINE:COLUMN: and what is wrong.
func (e *PositionError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %v", e.File, e.Line, e.Column, e.Err)
}

// Unwrap returns what is wrong.
func (e *PositionError) Unwrap() error { return e.Err }

// positioned finds line and column of an offset.
func positioned(file string, data []byte, offset int, err error) error {
	before := data[:min(max(offset, 0), len(data))]
	line := bytes.Count(before, []byte("\n")) + 1
	return &PositionError{File: file, Line: line, Column: len(before) - bytes.LastIndexByte(before, '\n'), Err: err}
}

// parser reads JSON with the order of its keys.
type parser struct {
	file string
	data []byte
	dec  *json.Decoder
	// beyond are numbers that JSON does not have, and Python writes, by where they end: NaN, Infinity and -Infinity.
	beyond map[int64]json.RawMessage
}

// parse reads one JSON value: a [jsonschema.Object], []any, string, bool, [json.Number] or nil.
func parse(file string, data []byte) (any, error) { return parsed(file, data, nil) }

// parsedOfPython reads what Python's json module writes: as parse does, and numbers that JSON does not have, each a [json.RawMessage].
func parsedOfPython(file string, data []byte) (any, error) {
	data, numbers := finite(bytes.TrimPrefix(data, []byte("\ufeff")))
	return parsed(file, data, numbers)
}

// finite returns JSON with a number as long in place of each that JSON does not have, and these by where they end.
func finite(data []byte) ([]byte, map[int64]json.RawMessage) {
	found := map[int64]json.RawMessage{}
	out := bytes.Clone(data)
	for _, at := range notFinite.FindAllIndex(data, -1) {
		if token := data[at[0]:at[1]]; token[0] != '"' {
			found[int64(at[1])] = token
			copy(out[at[0]:], bytes.Repeat([]byte("1"), len(token)))
			if token[0] == '-' {
				out[at[0]] = '-'
			}
		}
	}
	return out, found
}

// notFinite finds the numbers that JSON does not have, and texts, which may hold such words.
var notFinite = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b`)

func parsed(file string, data []byte, numbers map[int64]json.RawMessage) (any, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if at := invalid(data); at >= 0 {
		return nil, positioned(file, data, at, errors.New("this is no UTF-8"))
	}
	var syntax *json.SyntaxError
	if err := json.Unmarshal(data, new(json.RawMessage)); errors.As(err, &syntax) { // a decoder's offsets are not so exact
		return nil, positioned(file, data, int(syntax.Offset)-1, errors.New(syntax.Error()))
	}
	p := &parser{file: file, data: data, dec: json.NewDecoder(bytes.NewReader(data)), beyond: numbers}
	p.dec.UseNumber()
	return p.value(0)
}

// invalid is where the first byte is that is no UTF-8, -1 for none.
func invalid(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	at := 0
	for r, n := utf8.DecodeRune(data); r != utf8.RuneError || n > 1; r, n = utf8.DecodeRune(data[at:]) {
		at += n
	}
	return at
}

func (p *parser) fail(offset int, err error) error { return positioned(p.file, p.data, offset, err) }

// token reads a token, and says where an error is.
func (p *parser) token() (json.Token, error) {
	t, err := p.dec.Token()
	if err != nil {
		return nil, p.fail(int(p.dec.InputOffset()), err)
	}
	return t, nil
}

func (p *parser) value(depth int) (any, error) {
	t, err := p.token()
	if err != nil {
		return nil, err
	}
	if depth > deepest {
		return nil, p.fail(int(p.dec.InputOffset()), fmt.Errorf("values are nested more than %d deep", deepest))
	}
	switch t {
	case json.Delim('{'):
		return p.object(depth)
	case json.Delim('['):
		out := []any{}
		for p.dec.More() {
			v, err := p.value(depth + 1)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		_, err := p.token()
		return out, err
	}
	if n, is := p.beyond[p.dec.InputOffset()]; is {
		return n, nil
	}
	return t, nil
}

func (p *parser) object(depth int) (any, error) {
	out := jsonschema.Object{}
	seen := map[string]bool{}
	for p.dec.More() {
		t, err := p.token()
		if err != nil {
			return nil, err
		}
		key, ok := t.(string)
		switch {
		case !ok:
			return nil, p.fail(int(p.dec.InputOffset()), fmt.Errorf("a key is a text, not %v", t))
		case seen[key]:
			return nil, p.fail(bytes.LastIndexByte(p.data[:p.dec.InputOffset()-1], '"'), fmt.Errorf("the key %q stands twice", key))
		}
		seen[key] = true
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, jsonschema.Member{Key: key, Value: v})
	}
	_, err := p.token()
	return out, err
}
