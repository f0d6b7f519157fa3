package jsonio

import (
	"fmt"
	"unicode/utf8"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// MaxDepth is how deep arrays and objects may nest.
const MaxDepth = 1000

// Decoder reads one JSON text and reports what is wrong with it. After a syntax error it stands at the
// end: loops end, values are zero and nothing more is reported, so that generated code need not ask. A Decoder must not
// be used by several goroutines at once, nor the text changed while it is in use.
type Decoder struct {
	data    []byte
	pos     int
	depth   int
	opened  bool   // an object or array was entered, and nothing of it read
	key     []byte // of the last NextKey
	keyAt   int    // its offset
	scratch []byte // the last text that had escapes
	// report is the caller's, by value: a pointer would move it to the heap.
	report  validate.Report
	before  int // violations that it held before
	decoded int // violations that it held at End
	failure failure
	// muted is the depth of the list or map whose violations are only counted, 0 when there is none.
	muted  int
	excess *excess // nil until there is something to count: a valid input has no use for it
	lines  lines   // those before the last violation
	// refused are the rules of the violations that an UnmarshalJSON written by hand reported: how many steps their places lie
	// below the value that it refused.
	refused map[*validate.Rule]int
}

// failure is the syntax error that ended the decoding.
type failure struct {
	offset  int
	message string
}

// NewDecoder returns a decoder at the start of data. It takes over what r holds; End gives it back with what decoding
// added. Until then r must not be used.
func NewDecoder(data []byte, r *validate.Report) Decoder {
	return Decoder{data: data, report: *r, before: r.Len(), decoded: r.Len()}
}

// Failed reports whether a syntax error ended the decoding.
func (d *Decoder) Failed() bool { return d.failure.message != "" }

// Offset is the position in bytes.
func (d *Decoder) Offset() int { return d.pos }

// Peek skips white space and returns the byte that starts the next token, 0 at the end.
func (d *Decoder) Peek() byte {
	for d.pos < len(d.data) {
		c := d.data[d.pos]
		if c > ' ' || c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c
		}
		d.pos++
	}
	return 0
}

// End demands that nothing follows the value, reports the syntax error when there is one, before all else, and gives the
// violations to r. It returns whether the text was well-formed. The decoder reads nothing more.
func (d *Decoder) End(r *validate.Report) bool {
	if d.Peek(); d.pos < len(d.data) {
		d.unexpected("the end")
	}
	d.tellExcess()
	if d.Failed() {
		line, column := d.lines.position(d.data, d.failure.offset)
		d.report.Add(&validate.Rule{
			Name:    validate.RuleSyntax,
			Message: fmt.Sprintf("is not well-formed JSON at byte %d (%d:%d): %s", d.failure.offset, line, column, d.failure.message),
		}, validate.None())
		d.report.Locate(d.failure.offset, line, column)
		d.report.Advance(d.before)
	}
	d.decoded = d.report.Len()
	*r, d.report = d.report, validate.Report{}
	return !d.Failed()
}

// Failure returns the offset of the syntax error and what it is; "" when there is none.
func (d *Decoder) Failure() (offset int, message string) { return d.failure.offset, d.failure.message }

// fail ends the decoding with the first syntax error.
func (d *Decoder) fail(offset int, message string) {
	if !d.Failed() {
		d.unmute()
		d.failure = failure{offset, message}
	}
	d.pos = len(d.data)
}

// unexpected fails with what stands at the position.
func (d *Decoder) unexpected(want string) {
	if d.pos >= len(d.data) {
		d.fail(len(d.data), "the text ends where "+want+" should stand")
		return
	}
	c, size := utf8.DecodeRune(d.data[d.pos:])
	got := fmt.Sprintf("%q", c)
	if c == utf8.RuneError && size == 1 {
		got = fmt.Sprintf("byte 0x%02x", d.data[d.pos])
	}
	d.fail(d.pos, got+" stands where "+want+" should")
}

// Record enters the object of a record. It reports null or another type as a violation of the record itself, passes
// over it and returns false.
func (d *Decoder) Record() bool { return d.Object(&record) }

// SensitiveRecord is Record for one that holds a sensitive field: what stands in its place may be the value of that, and
// is not told.
func (d *Decoder) SensitiveRecord() bool { return d.Object(&sensitiveRecord) }

// Object enters an object; of any other value it reports null or the type, passes over it and returns false.
func (d *Decoder) Object(f *Field) bool {
	if d.Peek() != '{' {
		d.mismatch(f)
		return false
	}
	return d.enter()
}

// Array enters an array; of any other value it reports null or the type, passes over it and returns false.
func (d *Decoder) Array(f *Field) bool {
	if d.Peek() != '[' {
		d.mismatch(f)
		return false
	}
	return d.enter()
}

func (d *Decoder) enter() bool {
	if d.depth == MaxDepth {
		d.fail(d.pos, fmt.Sprintf("arrays and objects nest deeper than %d", MaxDepth))
		return false
	}
	d.pos++
	d.depth++
	d.opened = true
	return true
}

// NextElem moves to the next element of the array entered last; false means that it ended.
func (d *Decoder) NextElem() bool {
	if !d.next(']', "a comma or ]") {
		return false
	}
	if d.Peek() == ']' || d.pos >= len(d.data) {
		d.unexpected("a value")
		return false
	}
	return true
}

// NextKey moves to the value of the next key of the object entered last; false means that it ended.
func (d *Decoder) NextKey() bool {
	if data, i := d.data, d.pos; !d.opened && len(data)-i > 1 && data[i] == ',' && data[i+1] == '"' {
		d.pos = i + 1
	} else if !d.next('}', "a comma or }") {
		return false
	}
	if d.Peek() != '"' {
		d.unexpected("a key in quotes")
		return false
	}
	start := d.pos
	key, valid := d.text()
	if !valid {
		d.fail(start, "a key is not valid UTF-8")
		return false
	}
	if d.pos >= len(d.data) || d.data[d.pos] != ':' {
		if d.Peek() != ':' {
			d.unexpected("a colon")
			return false
		}
	}
	d.pos++
	d.key, d.keyAt = key, start
	return true
}

// next passes over the comma before a member, or leaves the container at its end.
func (d *Decoder) next(end byte, want string) bool {
	c := d.Peek()
	opened := d.opened
	d.opened = false
	switch {
	case c == end:
		d.pos++
		d.depth--
		if d.muted > d.depth {
			d.unmute()
		}
		return false
	case opened:
		return !d.Failed()
	case c == ',':
		d.pos++
		return true
	}
	d.unexpected(want)
	return false
}

// Key is the key of the last NextKey, valid until the decoder moves on. It is valid UTF-8.
func (d *Decoder) Key() []byte { return d.key }

// KeyOffset is the position in bytes of the last NextKey's key.
func (d *Decoder) KeyOffset() int { return d.keyAt }

// First reports whether the key of field f, bit of seen, stands for the first time. A second value is reported and
// passed over.
func (d *Decoder) First(seen *uint64, bit uint, f *Field) bool {
	if *seen&(1<<bit) != 0 {
		d.Duplicate(f)
		return false
	}
	*seen |= 1 << bit
	return true
}

// Duplicate reports that the key of f stands again, and passes over the value.
func (d *Decoder) Duplicate(f *Field) {
	at := d.keyAt
	d.Skip()
	if d.within(&d.counts().duplicates, &f.Duplicate) {
		d.report.Add(&f.Duplicate, validate.None())
		d.locate(at)
	}
}

// Unknown reports the key of the last NextKey as unknown, and passes over its value.
func (d *Decoder) Unknown() { d.UnknownIn(nil) }

// UnknownIn is Unknown for an object of the record: a key of it that may have been meant is named. It may be nil.
func (d *Decoder) UnknownIn(rec *schema.Record) {
	key := ""
	if d.counts().unknown < MaxReported && d.muted == 0 {
		key = string(d.key)
	}
	at := d.keyAt
	d.Skip()
	if d.within(&d.counts().unknown, &unknown) {
		d.report.AddUnder(d.meant(key, rec), key, validate.None())
		d.locate(at)
	}
}

// Missing reports that the key of f is not there, unless a syntax error cut the text short.
func (d *Decoder) Missing(f *Field) { d.add(&f.Missing, validate.None(), d.pos-1) }

// Mark returns the number of violations so far, for the Nest methods.
func (d *Decoder) Mark() int { return d.report.Len() }

// Nest puts the violations since mark under the field name.
func (d *Decoder) Nest(mark int, name string) { d.report.Nest(mark, name) }

// NestAt puts the violations since mark under element i of the list name.
func (d *Decoder) NestAt(mark int, name string, i int) {
	if mark < d.report.Len() {
		d.report.NestAt(mark, name, i)
		d.elementsSince(mark, name)
	}
}

// NestKey puts the violations since mark under the entry key of the map name.
func (d *Decoder) NestKey(mark int, name, key string) {
	if mark < d.report.Len() {
		d.report.NestKey(mark, name, key)
		d.elementsSince(mark, name)
	}
}

// NestEntry puts the violations since mark under the map name: the keys of a sensitive map are not told.
func (d *Decoder) NestEntry(mark int, name string) {
	if mark < d.report.Len() {
		d.report.Nest(mark, name)
		d.elementsSince(mark, name)
	}
}

// add reports that the value at an offset broke rule, unless a syntax error ended the decoding.
func (d *Decoder) add(rule *validate.Rule, value validate.Value, at int) {
	switch {
	case d.Failed():
	case d.muted > 0:
		d.excess.hide(rule)
	default:
		d.report.Add(rule, value)
		d.locate(at)
	}
}
