package is

import "strings"

var (
	cronStart  = class{low: digitBits | 1<<'*' | 1<<'?', high: upperBits | lowerBits}
	cronSingle = class{low: digitBits | 1<<'*' | 1<<'?'}
	cronField  = class{low: digitBits | 1<<'*' | 1<<'?' | 1<<'/' | 1<<',' | 1<<'#' | 1<<'-', high: upperBits | lowerBits}
)

// Cron reports whether s has the form of a cron expression: 5 to 7 fields with spaces between them, a descriptor such
// as @daily, or @every with a duration of whole numbers. What a field means is not looked at (cron).
func Cron(s string) bool {
	if s == "" || s[0] != '@' {
		return cronFields(s)
	}
	switch s {
	case "@annually", "@yearly", "@monthly", "@weekly", "@daily", "@hourly", "@reboot":
		return true
	}
	span, found := strings.CutPrefix(s, "@every ")
	return found && cronSpan(span)
}

func cronFields(s string) bool {
	for count := 1; ; count++ {
		n := cronField.run(s)
		if n == 0 || !cronStart.has(s[0]) || n == 1 && !cronSingle.has(s[0]) {
			return false
		}
		if s = s[n:]; s == "" {
			return 5 <= count && count <= 7
		}
		n = blanks.run(s)
		if n == 0 || count == 7 {
			return false
		}
		s = s[n:]
	}
}

// cronSpan reports whether s is one or more numbers with their units.
func cronSpan(s string) bool {
	for more := true; more; more = s != "" {
		n := digits.run(s)
		unit := durationUnit(s[n:])
		if n == 0 || unit == 0 || s[n:n+unit] == "\u03bcs" {
			return false
		}
		s = s[n+unit:]
	}
	return true
}
