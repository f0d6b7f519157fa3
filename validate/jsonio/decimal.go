package jsonio

import (
	"errors"
	"strconv"

	"github.com/typedml/typedml/validate"
)

// Decimal reads a number with all of its digits, or a text that holds one as Pydantic writes decimals. One that a
// [validate.Decimal] has no room for is reported as an overflow.
func (d *Decoder) Decimal(f *Field) validate.Decimal {
	var v validate.Decimal
	switch {
	case d.Peek() == '"':
		d.parse(f, func(text []byte) (err error) {
			v, err = validate.ParseDecimal(text)
			return err
		})
	case !d.startsNumber():
		d.mismatch(f)
	default:
		n, ok := d.number()
		if !ok {
			return v
		}
		var err error
		if v, err = validate.ParseDecimal(n.text); err != nil {
			d.refuse(&f.Overflow, n.text)
		}
	}
	return v
}

// Date reads a day, "2006-01-02".
func (d *Decoder) Date(f *Field) validate.Date {
	var v validate.Date
	d.parse(f, func(text []byte) (err error) {
		v, err = validate.ParseDate(text)
		return err
	})
	return v
}

// AppendDecimal appends v as a number with the digits that it has.
func AppendDecimal(b []byte, v validate.Decimal) []byte { return v.Append(b) }

// AppendDate appends v as a text, "2006-01-02". A year outside 0…9999 is an error.
func AppendDate(b []byte, v validate.Date) ([]byte, error) {
	start := len(b)
	b, err := v.AppendText(append(b, '"'))
	if err != nil {
		year, _, _ := v.Date()
		return b[:start], &EncodeError{Reason: "the year " + strconv.Itoa(year) + " has no JSON form; RFC 3339 has 0 to 9999"}
	}
	return append(b, '"'), nil
}

// overflows reports whether a text did not decode because its value is too large for the type.
func overflows(err error) bool { return errors.Is(err, strconv.ErrRange) }
