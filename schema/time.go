package schema

import (
	"errors"
	"time"
)

// errTime is what is wrong with every text that is no time; who reports it shows the text.
var errTime = errors.New(`is no RFC 3339 time such as "2006-01-02T15:04:05Z"`)

// ParseTime reads an instant in the form of RFC 3339, section 5.6, with capital T and Z, as decoders do. It refuses what
// package time lets pass: a comma for the point, an hour of one digit, offsets of 24 hours or 60 minutes, and digits of
// a fraction that a nanosecond has no place for, unless they are zeros. It costs no allocation.
func ParseTime(text []byte) (time.Time, error) {
	var t time.Time
	if !timeForm(text) {
		return t, errTime
	}
	return t, t.UnmarshalText(text)
}

// timeForm checks what package time does not: where the parts stand, the fraction and the offset.
func timeForm(text []byte) bool {
	const seconds = len("2006-01-02T15:04:05")
	if len(text) <= seconds || text[13] != ':' || text[16] != ':' {
		return false
	}
	zone := text[seconds:]
	if zone[0] == '.' {
		i := 1
		for ; i < len(zone) && zone[i]-'0' <= 9; i++ {
			if i > 9 && zone[i] != '0' {
				return false
			}
		}
		zone = zone[i:]
	}
	if len(zone) != len("+07:00") {
		return len(zone) == 1 && zone[0] == 'Z'
	}
	return (zone[0] == '+' || zone[0] == '-') && (zone[1] < '2' || zone[1] == '2' && zone[2] < '4') && zone[4] < '6'
}
