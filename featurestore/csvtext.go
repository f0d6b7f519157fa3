package featurestore

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
)

// csvHead is how many bytes of a file are looked at, to tell what it is; a header is hardly longer.
const csvHead = 1 << 16

// csvText returns the text of a CSV file without its byte order mark, which the parser would take for the beginning of
// an unquoted cell. It refuses what the parser would read as one odd header: another encoding, and lines that end with
// CR alone. The delimiter is a tab or a semicolon where the header has no comma.
func csvText(name string, r io.Reader) (text io.Reader, delimiter rune, err error) {
	const mark = "\uFEFF"
	b := bufio.NewReaderSize(r, csvHead)
	head, _ := b.Peek(csvHead) // an error comes again with the read
	if bytes.HasPrefix(head, []byte(mark)) {
		head = head[len(mark):]
		_, _ = b.Discard(len(mark)) // they are in the buffer
	}
	if encoding := csvEncoding(head); encoding != "" {
		return nil, 0, fmt.Errorf("%s is %s, and CSV is read as UTF-8: convert it (iconv -f UTF-16 -t UTF-8, or save it as \"CSV UTF-8\")", name, encoding)
	}
	if csvCR(head) {
		return nil, 0, fmt.Errorf("%s ends its lines with CR alone: convert them to LF (tr '\\r' '\\n', or save it as \"CSV UTF-8\")", name)
	}
	return b, csvDelimiter(head), nil
}

// csvDelimiter is the first of comma, tab and semicolon that parts the cells of the first line.
func csvDelimiter(head []byte) rune {
	quoted := false
	header := bytes.Map(func(c rune) rune { // without what stands in quotes
		if c == '"' {
			quoted = !quoted
		}
		if quoted {
			return -1
		}
		return c
	}, head)
	header, _, _ = bytes.Cut(bytes.TrimLeft(header, "\r\n"), []byte{'\n'})
	for _, c := range []byte{',', '\t', ';'} {
		if bytes.IndexByte(header, c) >= 0 {
			return rune(c)
		}
	}
	return ','
}

// csvEncoding names what a file is that is no UTF-8, by its byte order mark or by the NUL bytes of its first line.
func csvEncoding(head []byte) string {
	line, _, _ := bytes.Cut(head, []byte{'\n'})
	switch {
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), bytes.HasPrefix(head, []byte{0xFE, 0xFF}):
		return "UTF-16"
	case bytes.IndexByte(line, 0) >= 0:
		return "UTF-16 or no text (there are NUL bytes in its first line)"
	}
	return ""
}

// csvCR reports whether the first line ends with a CR that no LF follows. One in quotes belongs to its cell.
func csvCR(head []byte) bool {
	quoted := false
	for i, c := range head {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			return false
		case c == '\r':
			return i+1 < len(head) && head[i+1] != '\n'
		}
	}
	return false
}
