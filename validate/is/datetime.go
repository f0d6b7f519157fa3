package is

import "strings"

// Datetime reports whether time.Parse takes s with the layout (datetime).
func Datetime(s, layout string) bool {
	d := date{rest: s, month: unread, day: unread, yearDay: unread}
	for layout != "" {
		element, length := layoutElement(layout)
		text := layout[:length]
		if layout = layout[length:]; !d.read(element, text, layout) {
			return false
		}
	}
	return d.rest == "" && d.exists()
}

// date is what of a time bears on whether its day exists, and the text yet to be read.
type date struct {
	rest                      string
	year, month, day, yearDay int
}

// unread is the month or day that the layout does not have.
const unread = -1

// read reads an element, whose text in the layout is given and what follows there, and checks its range.
func (d *date) read(element layoutKind, text, after string) bool {
	switch element {
	case layoutLiteral:
		return d.literal(text)
	case layoutYear:
		return d.longYear()
	case layoutShortYear:
		return d.shortYear()
	case layoutMonthName:
		return d.monthName(len(text) > 3)
	case layoutWeekday:
		return d.weekdayName(len(text) > 3)
	case layoutMonth:
		var ok bool
		d.month, ok = d.number(text)
		return ok && 1 <= d.month && d.month <= 12
	case layoutDay:
		if text[0] == '_' {
			d.rest = strings.TrimPrefix(d.rest, " ")
		}
		var ok bool
		d.day, ok = d.number(text)
		return ok
	case layoutYearDay:
		return d.readYearDay(text)
	case layoutHour:
		value, ok := d.number("1") // one digit will do
		return ok && value < 24
	case layoutHour12:
		value, ok := d.number(text)
		return ok && value <= 12
	case layoutMinute:
		value, ok := d.number(text)
		return ok && value < 60
	case layoutSecond:
		value, ok := d.number(text)
		if n := d.fraction(); n > 0 && !fractionFollows(after) {
			d.rest = d.rest[n:]
		}
		return ok && value < 60
	case layoutHalf:
		return d.halfOfDay(text)
	case layoutZone:
		return d.zone(text)
	case layoutZoneName:
		return d.zoneName()
	case layoutFraction0:
		return d.exactFraction(len(text) - 1)
	case layoutFraction9:
		d.rest = d.rest[d.fraction():]
	}
	return true
}

// literal reads text that stands for itself. Spaces stand for any number of them, and for none at the end.
func (d *date) literal(text string) bool {
	if text[0] == ' ' {
		n := blanks.run(d.rest)
		found := n > 0 || d.rest == ""
		d.rest = d.rest[n:]
		return found
	}
	found := d.rest != "" && d.rest[0] == text[0]
	if found {
		d.rest = d.rest[1:]
	}
	return found
}

// number reads one or two digits, or two where the layout starts with 0.
func (d *date) number(layout string) (value int, ok bool) {
	s := d.rest
	if s == "" || !digits.has(s[0]) {
		return 0, false
	}
	value = int(s[0] - '0')
	if len(s) == 1 || !digits.has(s[1]) {
		d.rest = s[1:]
		return value, layout[0] != '0'
	}
	d.rest = s[2:]
	return value*10 + int(s[1]-'0'), true
}

func (d *date) longYear() bool {
	if len(d.rest) < 4 || !digits.all(d.rest[:4]) {
		return false
	}
	d.year = 0
	for i := range 4 {
		d.year = d.year*10 + int(d.rest[i]-'0')
	}
	d.rest = d.rest[4:]
	return true
}

// shortYear reads two digits, or a sign and a digit, as the year next to 1969 that they may mean.
func (d *date) shortYear() bool {
	if len(d.rest) < 2 {
		return false
	}
	text := d.rest[:2]
	d.rest = d.rest[2:]
	value := 0
	for _, c := range []byte(unsigned(text)) {
		if !digits.has(c) {
			return false
		}
		value = value*10 + int(c-'0')
	}
	if text[0] == '-' {
		value = -value
	}
	if d.year = 2000 + value; value >= 69 {
		d.year = 1900 + value
	}
	return true
}

// readYearDay reads one to three digits, or three where the layout starts with 0.
func (d *date) readYearDay(layout string) bool {
	if layout[0] == '_' {
		d.rest = strings.TrimPrefix(strings.TrimPrefix(d.rest, " "), " ")
	}
	n := digits.run(d.rest[:min(3, len(d.rest))])
	if n == 0 || n < 3 && layout[0] == '0' {
		return false
	}
	d.yearDay = 0
	for i := range n {
		d.yearDay = d.yearDay*10 + int(d.rest[i]-'0')
	}
	d.rest = d.rest[n:]
	return true
}

func (d *date) monthName(long bool) bool {
	for i, name := range monthNames {
		if d.name(name, long) {
			d.month = i + 1
			return true
		}
	}
	return false
}

func (d *date) weekdayName(long bool) bool {
	for _, name := range weekdayNames {
		if d.name(name, long) {
			return true
		}
	}
	return false
}

// name reads a name or its first three letters, in any case.
func (d *date) name(name string, long bool) bool {
	if !long {
		name = name[:3]
	}
	if len(d.rest) < len(name) || !strings.EqualFold(d.rest[:len(name)], name) {
		return false
	}
	d.rest = d.rest[len(name):]
	return true
}

var (
	monthNames = [...]string{
		"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December",
	}
	weekdayNames = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
)

// halfOfDay reads AM or PM in the layout's case.
func (d *date) halfOfDay(layout string) bool {
	before := "AM"
	if layout == "pm" {
		before = "am"
	}
	found := strings.HasPrefix(d.rest, before) || strings.HasPrefix(d.rest, layout)
	if found {
		d.rest = d.rest[2:]
	}
	return found
}

// exactFraction reads a point or comma and n digits. As time.Parse does, it takes a sign for the first digit, though
// not of a negative number, and anything from the tenth on.
func (d *date) exactFraction(n int) bool {
	if len(d.rest) <= n || d.rest[0] != '.' && d.rest[0] != ',' {
		return false
	}
	text := d.rest[1:min(n+1, 10)]
	d.rest = d.rest[n+1:]
	if text[0] == '-' {
		return zeros.all(text[1:])
	}
	return digits.all(unsigned(text))
}

// fraction returns the length of the point or comma and the digits that come next, or 0.
func (d *date) fraction() int {
	if d.rest == "" || d.rest[0] != '.' && d.rest[0] != ',' {
		return 0
	}
	if n := digits.run(d.rest[1:]); n > 0 {
		return 1 + n
	}
	return 0
}

// exists reports whether the year has the day, and a day of the year is that of the month.
func (d *date) exists() bool {
	if d.yearDay == unread {
		month, day := max(d.month, 1), d.day
		return day == unread || 1 <= day && day <= daysIn(month, d.year)
	}
	month, day := 1, d.yearDay
	for month <= 12 && day > daysIn(month, d.year) {
		day -= daysIn(month, d.year)
		month++
	}
	return day >= 1 && month <= 12 && (d.month == unread || d.month == month) && (d.day == unread || d.day == day)
}

// daysIn returns how many days a month has.
func daysIn(month, year int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
