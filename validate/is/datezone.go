package is

import "strings"

// zone reads an offset from UTC in the layout's form, or Z where the layout has it: up to 24 hours, 60 minutes and 60
// seconds.
func (d *date) zone(layout string) bool {
	if layout[0] == 'Z' && strings.HasPrefix(d.rest, "Z") {
		d.rest = d.rest[1:]
		return true
	}
	if len(d.rest) < len(layout) || d.rest[0] != '+' && d.rest[0] != '-' {
		return false
	}
	offset := date{rest: d.rest[1:len(layout)]}
	d.rest = d.rest[len(layout):]
	colon := len(layout) > 3 && layout[3] == ':'
	for most := 24; ; most = 60 {
		if value, ok := offset.number("07"); !ok || value > most {
			return false
		}
		if offset.rest == "" {
			return true
		}
		if colon && !offset.literal(":") {
			return false
		}
	}
}

// zoneName reads what may be the abbreviation of a time zone: UTC, GMT with or without an offset in hours, an offset in
// hours alone, 3 to 5 capitals of which the last of more than 3 is a T, or one of three that are spelt otherwise.
func (d *date) zoneName() bool {
	n := zoneNameLength(d.rest)
	d.rest = d.rest[n:]
	return n > 0
}

func zoneNameLength(s string) int {
	switch {
	case len(s) < 3:
		return 0
	case strings.HasPrefix(s, "UTC"):
		return 3
	case strings.HasPrefix(s, "GMT"):
		return 3 + hoursLength(s[3:])
	case strings.HasPrefix(s, "ChST"), strings.HasPrefix(s, "MeST"):
		return 4
	case s[0] == '+' || s[0] == '-':
		return hoursLength(s)
	}
	n := capitals.run(s[:min(6, len(s))])
	if n == 3 || n == 5 && s[4] == 'T' || n == 4 && (s[3] == 'T' || s[:4] == "WITA") {
		return n
	}
	return 0
}

// hoursLength returns the length of the sign and the number up to 23 at the start of s, or 0.
func hoursLength(s string) int {
	if s == "" || s[0] != '+' && s[0] != '-' {
		return 0
	}
	n := digits.run(s[1:])
	hours := 0
	for i := range n {
		if hours = hours*10 + int(s[1+i]-'0'); hours > 23 {
			return 0
		}
	}
	if n == 0 {
		return 0
	}
	return 1 + n
}
