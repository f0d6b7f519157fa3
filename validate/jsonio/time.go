package jsonio

import (
	"encoding/binary"
	"time"
)

// timeForm is the form that plainTime reads.
const timeForm = "2006-01-02T15:04:05Z"

// timeWords tell whether words of 8 bytes at their places have the form: combined with zero, what is no digit in the place of one is
// above 9, and what is no other character of the form above 0. What is added makes 0x80 of that, or more.
var timeWords = func() (words [3]struct{ at, zero, add uint64 }) {
	for i, at := range []int{0, 8, len(timeForm) - 8} {
		var zero, add [8]byte
		for j := range zero {
			if zero[j], add[j] = timeForm[at+j], 0x80-1; digit(zero[j]) {
				zero[j], add[j] = '0', 0x80-10
			}
		}
		words[i] = struct{ at, zero, add uint64 }{uint64(at), binary.LittleEndian.Uint64(zero[:]), binary.LittleEndian.Uint64(add[:])}
	}
	return words
}()

// plainTime reads an instant as it is mostly written: in UTC, to the second. Of all others it returns false.
func plainTime(text []byte) (t time.Time, ok bool) {
	if len(text) != len(timeForm) {
		return t, false
	}
	other := uint64(0) // a bit of each byte that is another
	for i := range timeWords {
		w := &timeWords[i]
		word := binary.LittleEndian.Uint64(text[w.at:]) ^ w.zero
		other |= word + w.add | word
	}
	if other&aboveASCII != 0 {
		return t, false
	}
	two := func(i int) int { return int(text[i]-'0')*10 + int(text[i+1]-'0') }
	year, month, day, hour, minute, second := two(0)*100+two(2), two(5), two(8), two(11), two(14), two(17)
	if month < 1 || month > 12 || day < 1 || day > daysOf(year, month) || hour > 23 || minute > 59 || second > 59 {
		return t, false
	}
	return time.Unix(int64((daysUntil(year, month, day)*24+hour)*60+minute)*60+int64(second), 0).UTC(), true
}

// daysOf is how many days a month has.
func daysOf(year, month int) int {
	switch {
	case month != 2:
		return 30 + (month+month>>3)&1 // July and August have 31 both
	case year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	}
	return 28
}

// daysUntil counts the days from 1970 to a day of the years from 0 on. Its years begin with March, so that a leap day is the last of one.
func daysUntil(year, month, day int) int {
	const (
		cycle     = 400 // years, of cycleDays
		cycleDays = 400*365 + 97
		until1970 = 719468 // from March of the year 0
	)
	year += cycle
	if month -= 3; month < 0 {
		month += 12
		year--
	}
	return year*365 + year/4 - year/100 + year/400 + (153*month+2)/5 + day - 1 - cycleDays - until1970
}
