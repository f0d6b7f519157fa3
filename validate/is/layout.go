package is

import "strings"

// layoutKind is a kind of element of a layout of package time.
type layoutKind uint8

const (
	layoutLiteral   layoutKind = iota // what is no other element
	layoutYear                        // 2006
	layoutShortYear                   // 06
	layoutMonthName                   // January, Jan
	layoutWeekday                     // Monday, Mon
	layoutMonth                       // 01, 1
	layoutDay                         // 02, 2, _2
	layoutHour                        // 15
	layoutHour12                      // 03, 3
	layoutMinute                      // 04, 4
	layoutSecond                      // 05, 5
	layoutHalf                        // PM, pm
	layoutZone                        // -07, -0700, -07:00, -070000, -07:00:00, and with Z
	layoutFraction0                   // .000
	layoutFraction9                   // .999
	layoutZoneName                    // MST
	layoutYearDay                     // 002, __2
)

// layoutElement returns the kind and the length of the element at the start of a layout, which is not empty.
func layoutElement(layout string) (kind layoutKind, length int) {
	switch layout[0] {
	case '0', '1', '2', '3', '4', '5', '_':
		return layoutNumber(layout)
	case 'J':
		return layoutName(layout, layoutMonthName, "January")
	case 'M':
		if strings.HasPrefix(layout, "MST") {
			return layoutZoneName, len("MST")
		}
		return layoutName(layout, layoutWeekday, "Monday")
	case 'P', 'p':
		if strings.HasPrefix(layout, "PM") || strings.HasPrefix(layout, "pm") {
			return layoutHalf, 2
		}
	case '-', 'Z':
		if strings.HasPrefix(layout[1:], "07") {
			return layoutZone, 3 + layoutZoneTail(layout[3:])
		}
	case '.', ',':
		return layoutFraction(layout)
	case ' ':
		return layoutLiteral, blanks.run(layout)
	}
	return layoutLiteral, 1
}

func layoutNumber(layout string) (layoutKind, int) {
	switch first := layout[0]; {
	case first == '0':
		return layoutPadded(layout)
	case first == '1' && strings.HasPrefix(layout, "15"):
		return layoutHour, 2
	case first == '2' && strings.HasPrefix(layout, "2006"):
		return layoutYear, 4
	case first != '_':
		return digitKind(first), 1
	case strings.HasPrefix(layout, "__2"):
		return layoutYearDay, 3
	case strings.HasPrefix(layout, "_2") && !strings.HasPrefix(layout, "_2006"): // there the underscore is itself
		return layoutDay, 2
	}
	return layoutLiteral, 1
}

// layoutPadded returns the element of a zero and what follows it.
func layoutPadded(layout string) (layoutKind, int) {
	if len(layout) > 1 {
		if layout[1] == '6' {
			return layoutShortYear, 2
		}
		if kind := digitKind(layout[1]); kind != layoutLiteral {
			return kind, 2
		}
		if strings.HasPrefix(layout, "002") {
			return layoutYearDay, 3
		}
	}
	return layoutLiteral, 1
}

// digitKind returns the element that the digit stands for, with or without a zero before it.
func digitKind(digit byte) layoutKind {
	switch digit {
	case '1':
		return layoutMonth
	case '2':
		return layoutDay
	case '3':
		return layoutHour12
	case '4':
		return layoutMinute
	case '5':
		return layoutSecond
	}
	return layoutLiteral
}

// layoutName returns a name's element, or its first three letters' where no small letter follows them.
func layoutName(layout string, kind layoutKind, name string) (layoutKind, int) {
	switch {
	case strings.HasPrefix(layout, name):
		return kind, len(name)
	case strings.HasPrefix(layout, name[:3]) && (len(layout) == 3 || !minuscules.has(layout[3])):
		return kind, 3
	}
	return layoutLiteral, 1
}

// layoutZoneTail returns the length of the minutes and seconds at the start of what follows a zone's hours.
func layoutZoneTail(s string) int {
	for _, tail := range [...]string{"0000", ":00:00", "00", ":00"} {
		if strings.HasPrefix(s, tail) {
			return len(tail)
		}
	}
	return 0
}

// layoutFraction returns the element of a point or comma and zeros or nines that no digit follows.
func layoutFraction(layout string) (layoutKind, int) {
	if len(layout) == 1 || layout[1] != '0' && layout[1] != '9' {
		return layoutLiteral, 1
	}
	n := 1
	for n < len(layout) && layout[n] == layout[1] {
		n++
	}
	switch {
	case n < len(layout) && digits.has(layout[n]):
		return layoutLiteral, 1
	case layout[1] == '0':
		return layoutFraction0, n
	}
	return layoutFraction9, n
}

// fractionFollows reports whether the next element of a layout that does not stand for itself is a fraction.
func fractionFollows(layout string) bool {
	for layout != "" {
		kind, length := layoutElement(layout)
		if kind != layoutLiteral {
			return kind == layoutFraction0 || kind == layoutFraction9
		}
		layout = layout[length:]
	}
	return false
}
