package jsonio

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"time"
	"unicode/utf8"

	"github.com/typedml/typedml/validate"
)

// Row is what streams need of a generated type.
type Row[T any] interface {
	*T
	DecodeJSON([]byte, *validate.Report)
}

// RowError says that a row of a stream breaks rules; the stream goes on behind it.
type RowError struct {
	// Row counts rows from 0, Line the lines of the stream from 1: that which the row begins in.
	Row, Line int
	// Err is a *validate.Error whose violations have that row. Their positions count from the row's beginning.
	Err error
}

// maxPrinted is how many violations RowError prints.
const maxPrinted = 10

// Error is the line, and the first ten violations: "line 3: amount: must be at least 0, got -1; currency: is missing".
func (e *RowError) Error() string {
	var broken *validate.Error
	if !errors.As(e.Err, &broken) {
		return fmt.Sprintf("line %d: %v", e.Line, e.Err)
	}
	b := fmt.Appendf(nil, "line %d: ", e.Line)
	for i := range broken.Violations {
		if i > 0 {
			b = append(b, "; "...)
		}
		if i == maxPrinted {
			b = fmt.Appendf(b, "… and %d more", len(broken.Violations)-i)
			break
		}
		v := &broken.Violations[i]
		if path := v.Path(); path != "" {
			b = append(append(b, path...), ": "...)
		}
		b = append(b, v.Message()...)
	}
	return string(b)
}

// Unwrap returns the *validate.Error.
func (e *RowError) Unwrap() error { return e.Err }

// DefaultRowSize is how many bytes a row of a stream may have when the caller says nothing.
const DefaultRowSize = 16 << 20

// Lines decodes and validates JSON lines: an object a line, LF or CRLF at its end; blank lines are no rows. A row that does
// not decode, breaks rules, or is longer than size bytes without its line end (0 is [DefaultRowSize]) is a *[RowError], and the
// rows behind it follow. Beside the error stands the row when it decoded and rules alone are broken.
// A failure of r ends the stream, with its error; what was read of its line is no row. A row is the caller's; the stream holds one row's text at a time.
func Lines[T any, P Row[T]](r io.Reader, size int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		s := newStream(r, size)
		for row := 0; ; {
			text, line, err := s.line()
			end := err == io.EOF                    // one that wraps it is a failure
			if err != nil && !end && !isLong(err) { // what was read of the line is not all of it
				yield(*new(T), fmt.Errorf("line %d: %w", line, err))
				return
			}
			if len(bytes.Trim(text, " \t\r\n")) > 0 || isLong(err) {
				x, broken := decodeRow[T, P](s, text, row, line, err)
				if !yield(x, broken) {
					return
				}
				row++
			}
			if end {
				return
			}
		}
	}
}

// Array decodes and validates the elements of a JSON array, one after the other, as [Lines] does with lines. What is no
// well-formed JSON ends the stream with a *RowError of the rule syntax: where the next row begins is not known then.
func Array[T any, P Row[T]](r io.Reader, size int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		s := newStream(r, size)
		if err := s.open(); err != nil {
			yield(*new(T), failed(err, 0, s.lines))
			return
		}
		for row := 0; ; row++ {
			text, line, err := s.element(row == 0)
			if err == io.EOF {
				return
			}
			if err != nil && !isLong(err) {
				yield(*new(T), failed(err, row, line))
				return
			}
			x, broken := decodeRow[T, P](s, text, row, line, err)
			if !yield(x, broken) || err == nil && malformed(broken) {
				return
			}
		}
	}
}

// decodeRow decodes one row; long is a longError when the row was cut.
func decodeRow[T any, P Row[T]](s *stream, text []byte, row, line int, long error) (x T, err error) {
	s.report.Now = time.Time{} // each row has its own
	s.report.SetRow(row)
	if isLong(long) {
		s.report.Add(&validate.Rule{Name: validate.RuleSyntax, Message: long.Error()}, validate.None())
	} else {
		P(&x).DecodeJSON(text, &s.report)
	}
	if err := s.report.Take(); err != nil {
		return x, &RowError{Row: row, Line: line, Err: err}
	}
	return x, nil
}

// failed is the error of a row that the stream cannot take apart; one of the reader stays what it is.
func failed(err error, row, line int) error {
	var wrong syntaxError
	if !errors.As(err, &wrong) {
		return fmt.Errorf("line %d: %w", line, err)
	}
	var r validate.Report
	r.SetRow(row)
	r.Add(&validate.Rule{Name: validate.RuleSyntax, Message: err.Error()}, validate.None())
	return &RowError{Row: row, Line: line, Err: r.Take()}
}

// malformed reports whether the row was no JSON.
func malformed(err error) bool {
	var broken *validate.Error
	return errors.As(err, &broken) && broken.Violations[0].Rule() == validate.RuleSyntax
}

// longError says that a row is longer than it may be, and how long that is.
type longError int

func (e longError) Error() string {
	return fmt.Sprintf("is longer than the %d bytes that a row may have", int(e))
}

func isLong(err error) bool {
	var long longError
	return errors.As(err, &long)
}

// syntaxError says what an array lacks between its elements.
type syntaxError string

func (e syntaxError) Error() string { return string(e) }

// stream takes rows out of a text.
type stream struct {
	in    *bufio.Reader
	text  []byte // of the last row
	size  int
	lines int // where in stands, from 1

	report validate.Report
}

func newStream(r io.Reader, size int) *stream {
	if size <= 0 {
		size = DefaultRowSize
	}
	return &stream{in: bufio.NewReaderSize(r, 1<<16), size: min(size, math.MaxInt-len("\r\n")), lines: 1}
}

// line returns the next line, without its end, and its number. With a longError its text is cut, and the rest of it is passed over; with another
// error nothing follows it.
func (s *stream) line() (text []byte, line int, err error) {
	s.text, line = s.text[:0], s.lines
	long := false
	for {
		part, err := s.in.ReadSlice('\n')
		if long = long || len(s.text)+len(part) > s.size+len("\r\n"); !long {
			s.text = append(s.text, part...)
			long = !errors.Is(err, bufio.ErrBufferFull) && withoutEnd(s.text) > s.size
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == nil:
			s.lines++
		}
		if long && (err == nil || err == io.EOF) {
			return nil, line, longError(s.size)
		}
		return s.text[:withoutEnd(s.text)], line, err
	}
}

// withoutEnd is the length of a line without the LF or CRLF at its end.
func withoutEnd(line []byte) int {
	text, ended := bytes.CutSuffix(line, []byte("\n"))
	if ended {
		text = bytes.TrimSuffix(text, []byte("\r"))
	}
	return len(text)
}

// open passes over the bracket that an array begins with.
func (s *stream) open() error {
	c, err := s.next()
	if err == nil && c != '[' {
		err = syntaxError(fmt.Sprintf("is no array: %q stands where [ should", s.shown(c)))
	}
	return ended(err)
}

// ended says of the end of the text that it comes too early.
func ended(err error) error {
	if err == io.EOF {
		return syntaxError("the text ends within the array")
	}
	return err
}

// next returns the next byte that is no white space.
func (s *stream) next() (byte, error) {
	for {
		c, err := s.in.ReadByte()
		switch {
		case err != nil:
			return 0, err
		case c == '\n':
			s.lines++
		case c != ' ' && c != '\t' && c != '\r':
			return c, nil
		}
	}
}

// shown is the character that begins with the byte just read.
func (s *stream) shown(c byte) rune {
	if c < utf8.RuneSelf || s.in.UnreadByte() != nil {
		return rune(c)
	}
	r, _, _ := s.in.ReadRune()
	return r
}

// element returns the text of the next element and the line that it begins in, io.EOF behind the last one. It looks for the
// end alone: what the element holds is for its decoder to judge. With a longError the element is passed over.
func (s *stream) element(first bool) (text []byte, line int, err error) {
	c, err := s.next()
	if err == nil && !first && c == ',' {
		c, err = s.next()
		if err == nil && c == ']' {
			err = syntaxError("a comma stands behind the last element")
		}
	} else if err == nil && c == ']' {
		return nil, s.lines, s.end()
	} else if err == nil && !first {
		err = syntaxError(fmt.Sprintf("%q stands where a comma or ] should", s.shown(c)))
	}
	if err != nil {
		return nil, s.lines, ended(err)
	}
	line = s.lines
	s.text = s.text[:0]
	var at nesting
	for long := false; ; {
		if at.past(c) {
			if len(s.text) == 0 {
				return nil, line, syntaxError(fmt.Sprintf("%q stands where a value should", s.shown(c)))
			}
			if err = s.in.UnreadByte(); err == nil && long {
				return nil, line, longError(s.size)
			}
			return s.text, line, err
		}
		if long = long || len(s.text) == s.size; !long {
			s.text = append(s.text, c)
		}
		if c == '\n' {
			s.lines++
		}
		if c, err = s.in.ReadByte(); err != nil {
			return nil, line, ended(err)
		}
	}
}

// end demands that nothing follows the array.
func (s *stream) end() error {
	c, err := s.next()
	if err == nil {
		return syntaxError(fmt.Sprintf("%q stands behind the array", s.shown(c)))
	}
	return err
}

// nesting is a place in a value.
type nesting struct {
	depth            int
	quoted, escaping bool
}

// past moves over a byte, and reports whether it stands behind the value: a comma or bracket of what is around it.
func (n *nesting) past(c byte) bool {
	switch {
	case n.escaping:
		n.escaping = false
	case n.quoted:
		n.escaping, n.quoted = c == '\\', c != '"'
	case c == '"':
		n.quoted = true
	case c == '{' || c == '[':
		n.depth++
	case n.depth == 0:
		return c == ',' || c == ']' || c == '}'
	case c == '}' || c == ']':
		n.depth--
	}
	return false
}
