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
// CR alone.
func csvText(name string, r io.Reader) (io.Reader, error) {
	const mark = "\uFEFF"
	b := bufio.NewReaderSize(r, csvHead)
	head, _ := b.Peek(csvHead) // an error comes again with the read
	if bytes.HasPrefix(head, []byte(mark)) {
		head = head[len(mark):]
		_, _ = b.Discard(len(mark)) // they are in the buffer
	}
	if encoding := csvEncoding(head); encoding != "" {
		return nil, fmt.Errorf("%s is %s, and CSV is read as UTF-8: convert it (iconv -f UTF-16 -t UTF-8, or save it as \"CSV UTF-8\")", name, encoding)
	}
	if csvCR(head) {
		return nil, fmt.Errorf("%s ends its lines with CR alone: convert them to LF (tr '\\r' '\\n', or save it as \"CSV UTF-8\")", name)
	}
	return b, nil
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
