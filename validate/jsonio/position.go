package jsonio

import (
	"bytes"
	"unicode/utf8"
)

// Position returns the line and column of an offset, both from 1; columns count characters.
func Position(data []byte, offset int) (line, column int) {
	var l lines
	return l.position(data, offset)
}

// lines counts the lines of a text up to an offset. Offsets that grow cost one pass over the text in all.
type lines struct {
	breaks int // line breaks before at
	start  int // of the line that at stands in
	at     int
}

func (l *lines) position(data []byte, offset int) (line, column int) {
	if offset < l.at {
		*l = lines{}
	}
	l.breaks += bytes.Count(data[l.at:offset], []byte{'\n'})
	if last := bytes.LastIndexByte(data[l.at:offset], '\n'); last >= 0 {
		l.start = l.at + last + 1
	}
	l.at = offset
	return l.breaks + 1, 1 + utf8.RuneCount(data[l.start:offset])
}

// locate gives the last violation its place.
func (d *Decoder) locate(offset int) {
	offset = max(offset, 0) // of what is reported before anything is read
	line, column := d.lines.position(d.data, offset)
	d.report.Locate(offset, line, column)
}
