package config

import (
	"slices"
	"sort"
	"unicode/utf8"

	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// parseJSON finds where the values of a JSON text stand. The text itself goes to the decoder as it is.
func parseJSON(data []byte) *document {
	var r validate.Report
	text := plain(data)
	d := jsonio.NewDecoder(text, &r)
	p := &jsonPlaces{data: text, lines: lineStarts(text)}
	doc := &document{json: data, root: p.value(&d)}
	if !d.End(&r) {
		offset, _ := d.Failure()
		at := p.place(offset)
		doc.broken = &at
	}
	return doc
}

// plain returns the text with a ? for each byte that is not UTF-8, which is the decoder's to report: places stay the same.
func plain(data []byte) []byte {
	if utf8.Valid(data) {
		return data
	}
	out := slices.Clone(data)
	for i := 0; i < len(out); {
		r, size := utf8.DecodeRune(out[i:])
		if r == utf8.RuneError && size == 1 {
			out[i] = '?'
		}
		i += size
	}
	return out
}

// jsonPlaces turns offsets into lines and columns.
type jsonPlaces struct {
	data  []byte
	lines []int // offset of each line
}

func lineStarts(data []byte) []int {
	lines := []int{0}
	for i, c := range data {
		if c == '\n' {
			lines = append(lines, i+1)
		}
	}
	return lines
}

func (p *jsonPlaces) place(offset int) place {
	line := sort.SearchInts(p.lines, offset+1) - 1
	return place{line + 1, 1 + utf8.RuneCount(p.data[p.lines[line]:offset])}
}

// value passes over a value and returns it without its scalars' text.
func (p *jsonPlaces) value(d *jsonio.Decoder) *node {
	c := d.Peek()
	n := &node{at: p.place(d.Offset())}
	var anything jsonio.Field
	switch c {
	case '{':
		n.kind = objectNode
		for ok := d.Object(&anything); ok && d.NextKey(); {
			e := entry{key: string(d.Key()), at: p.place(d.KeyOffset())}
			e.value = p.value(d)
			n.entries = append(n.entries, e)
		}
	case '[':
		n.kind = listNode
		for ok := d.Array(&anything); ok && d.NextElem(); {
			n.items = append(n.items, p.value(d))
		}
	default:
		d.Skip()
	}
	return n
}
