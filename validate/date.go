package validate

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Date is a day of the calendar (the proleptic Gregorian one), without a time and a zone: a birthday, a settlement day. Equal
// days are equal values. The zero Date is January 1 of the year 1, as [time.Time]'s. In JSON it is "2006-01-02", in tables a
// DATE.
type Date struct {
	day int32 // days since the zero Date
}

// epoch is the number of days from the zero Date to January 1, 1970.
const epoch = 719162

// errDate is what is wrong with a text that is no date; who reports it shows the text.
var errDate = errors.New(`is no date such as "2006-01-02"`)

// NewDate returns a day; month and day are normalized as [time.Date] does. The year is to lie within some millions of years.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf returns the day of t in its own zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	midnight := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return UnixDate(int32(midnight.Unix() / (24 * 60 * 60)))
}

// UnixDate returns the day so many days after January 1, 1970, as columns and Arrow's date32 store it.
func UnixDate(days int32) Date { return Date{days + epoch} }

// ParseDate reads a day in the form of RFC 3339, section 5.6: "2006-01-02", of the years 0000 to 9999.
func ParseDate[T ~string | ~[]byte](text T) (Date, error) {
	if len(text) != len(time.DateOnly) || text[4] != '-' || text[7] != '-' {
		return Date{}, errDate
	}
	year, ok := decimalDigits(text[:4])
	month, isMonth := decimalDigits(text[5:7])
	day, isDay := decimalDigits(text[8:])
	if !ok || !isMonth || !isDay || month < 1 || month > 12 || day < 1 || day > 31 {
		return Date{}, errDate
	}
	d := NewDate(year, time.Month(month), day)
	if _, _, got := d.Date(); got != day { // there is no such day in the month
		return Date{}, errDate
	}
	return d, nil
}

func decimalDigits[T ~string | ~[]byte](text T) (n int, ok bool) {
	for i := range len(text) {
		if text[i]-'0' > 9 {
			return 0, false
		}
		n = n*10 + int(text[i]-'0')
	}
	return n, true
}

// UnixDays is the number of days since January 1, 1970.
func (d Date) UnixDays() int32 { return d.day - epoch }

// Time returns the midnight in UTC that the day begins with.
func (d Date) Time() time.Time { return time.Unix(int64(d.UnixDays())*24*60*60, 0).UTC() }

// Date returns year, month and day.
func (d Date) Date() (year int, month time.Month, day int) { return d.Time().Date() }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// IsZero reports whether d is the zero Date.
func (d Date) IsZero() bool { return d == Date{} }

// Compare is -1 when d is before e, 0 when they are one day, 1 when it is after.
func (d Date) Compare(e Date) int { return cmp.Compare(d.day, e.day) }

// Before reports whether d is before e.
func (d Date) Before(e Date) bool { return d.day < e.day }

// After reports whether d is after e.
func (d Date) After(e Date) bool { return d.day > e.day }

// AddDays returns the day n days later.
func (d Date) AddDays(n int) Date { return Date{d.day + int32(n)} }

// DaysSince returns the number of days from e to d.
func (d Date) DaysSince(e Date) int { return int(d.day) - int(e.day) }

// String spells the day as "2006-01-02"; a year outside of 0 to 9999 with its sign and as many digits as it has.
func (d Date) String() string {
	year, month, day := d.Date()
	if year < 0 || year > 9999 {
		return fmt.Sprintf("%+05d-%02d-%02d", year, month, day)
	}
	var buffer [len(time.DateOnly)]byte
	return string(d.appendDay(buffer[:0]))
}

func (d Date) appendDay(b []byte) []byte { return d.Time().AppendFormat(b, time.DateOnly) }

// AppendText appends the day as "2006-01-02". A year outside of 0 to 9999 is an error.
func (d Date) AppendText(b []byte) ([]byte, error) {
	if year, _, _ := d.Date(); year < 0 || year > 9999 {
		return b, errors.New("the year " + strconv.Itoa(year) + " has no text form; RFC 3339 has 0 to 9999")
	}
	return d.appendDay(b), nil
}

// MarshalText is AppendText.
func (d Date) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText reads a day as [ParseDate] does.
func (d *Date) UnmarshalText(text []byte) error {
	v, err := ParseDate(text)
	if err != nil {
		return fmt.Errorf("%q %w", text, err)
	}
	*d = v
	return nil
}

// MarshalJSON writes the day as a text.
func (d Date) MarshalJSON() ([]byte, error) {
	b, err := d.AppendText([]byte{'"'})
	return append(b, '"'), err
}

// UnmarshalJSON reads a text as UnmarshalText does. Null leaves d as it is.
func (d *Date) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' {
		return fmt.Errorf("%s %w", data, errDate)
	}
	return d.UnmarshalText(data[1 : len(data)-1])
}
