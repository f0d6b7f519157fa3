package config

import (
	"sort"
	"unicode/utf8"

	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// parseJSON finds where the values of a JSON text stand. The text itself goes to the decoder as it is.
func parseJSON(data []byte) *document {
	var r validate.Report
	d := jsonio.NewDecoder(data, &r)
	p := &jsonPlaces{data: data, lines: lineStarts(data)}
	root := p.value(&d)
	if !d.End(&r) {
		offset, _ := d.Failure()
		return &document{json: data, broken: p.place(offset)}
	}
	return &document{json: data, root: root}
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
