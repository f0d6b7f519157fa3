package quartz

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// cronField is one field of a Quartz cron expression.
type cronField struct {
	name     string
	min, max int
	names    []string // of the values from min on
	special  string   // marks beside * , - /
}

var cronFields = []cronField{
	{name: "seconds", max: 59},
	{name: "minutes", max: 59},
	{name: "hours", max: 23},
	{name: "day of the month", min: 1, max: 31, special: "?LW"},
	{name: "month", min: 1, max: 12, names: []string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}},
	{name: "day of the week", min: 1, max: 7, names: weekdays, special: "?L#"},
	{name: "year", min: 1970, max: 2199},
}

var weekdays = []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}

const (
	dayOfMonth = 3
	month      = 4
	dayOfWeek  = 5
)

// Check demands a Quartz cron expression.
func Check(expression string) error {
	fields := strings.Fields(strings.ToUpper(expression))
	switch len(fields) {
	case 5:
		return unixCron(fields)
	case 6, 7:
	default:
		return fmt.Errorf("%q has %d fields; a Quartz cron has 6 or 7: seconds minutes hours day-of-month month day-of-week [year]", expression, len(fields))
	}
	for i, text := range fields {
		if err := cronFields[i].check(text); err != nil {
			return fmt.Errorf("%q: %w", expression, err)
		}
	}
	if (fields[dayOfMonth] == "?") == (fields[dayOfWeek] == "?") {
		return fmt.Errorf("%q: exactly one of day of the month and day of the week must be ?, the other one decides", expression)
	}
	if never(fields[dayOfMonth], fields[month]) {
		return fmt.Errorf("%q: no month of %s has a day %s: it would never run", expression, fields[month], fields[dayOfMonth])
	}
	return nil
}

// never reports whether none of the months has one of the days; of lists of values alone.
func never(days, months string) bool {
	longest := 0
	for text := range strings.SplitSeq(months, ",") {
		m, err := cronFields[month].value(text)
		if err != nil {
			return false
		}
		longest = max(longest, [...]int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1])
	}
	for text := range strings.SplitSeq(days, ",") {
		if d, err := cronFields[dayOfMonth].value(strings.TrimSuffix(text, "W")); err != nil || d <= longest {
			return false
		}
	}
	return true
}

// unixCron words the remedy for an expression of five fields: Quartz wants seconds, one of the two days as ?, and counts
// the days of the week from Sunday = 1.
func unixCron(f []string) error {
	day, week := f[2], f[4]
	switch {
	case week == "*" || week == "?":
		week = "?"
	case day == "*" || day == "?":
		day, week = "?", weekNames(week)
	default:
		return errors.New("five fields are a crontab's; Quartz has seconds before them, and cannot run on days of the month and of the week at once: make two schedules")
	}
	remedy := strings.Join([]string{"0", f[0], f[1], day, f[3], week}, " ")
	if Check(remedy) != nil {
		return errors.New("five fields are a crontab's; a Quartz cron is: seconds minutes hours day-of-month month day-of-week, with ? for one of the days")
	}
	return fmt.Errorf("five fields are a crontab's; in Quartz, which Databricks takes, write %q", remedy)
}

// weekNames names the days of a crontab's field, where Sunday is 0 or 7.
func weekNames(field string) string {
	base, step, stepped := strings.Cut(field, "/")
	var b strings.Builder
	for i, c := range base {
		digit := c >= '0' && c <= '7'
		alone := (i == 0 || base[i-1] < '0' || base[i-1] > '9') && (i+1 == len(base) || base[i+1] < '0' || base[i+1] > '9')
		if digit && alone {
			b.WriteString(weekdays[(c-'0')%7])
			continue
		}
		b.WriteRune(c)
	}
	if stepped {
		return b.String() + "/" + step
	}
	return b.String()
}

func (f cronField) check(text string) error {
	if text == "?" {
		if strings.Contains(f.special, "?") {
			return nil
		}
		return fmt.Errorf("? cannot stand for the %s", f.name)
	}
	for part := range strings.SplitSeq(text, ",") {
		if err := f.part(part); err != nil {
			return err
		}
	}
	return nil
}

// part is one member of a list: *, a value, a range, one of those with a step, or a special day.
func (f cronField) part(text string) error {
	if f.specialDay(text) {
		return nil
	}
	span, step, stepped := strings.Cut(text, "/")
	if stepped {
		if n, err := strconv.Atoi(step); err != nil || n < 1 || n > f.max {
			return fmt.Errorf("the step %q of the %s is not a number from 1 to %d", step, f.name, f.max)
		}
	}
	if span == "*" {
		return nil
	}
	from, to, ranged := strings.Cut(span, "-")
	if _, err := f.value(from); err != nil {
		return err
	}
	if ranged {
		_, err := f.value(to)
		return err
	}
	return nil
}

// specialDay knows L, LW, L-3, 15W of days of the month, and L, 6L, FRI#2 of days of the week.
func (f cronField) specialDay(text string) bool {
	switch f.special {
	case "?LW":
		if text == "L" || text == "LW" {
			return true
		}
		if n, ok := strings.CutPrefix(text, "L-"); ok {
			v, err := strconv.Atoi(n)
			return err == nil && v >= 1 && v <= 30
		}
		if n, ok := strings.CutSuffix(text, "W"); ok {
			_, err := f.value(n)
			return err == nil
		}
	case "?L#":
		if text == "L" {
			return true
		}
		day, nth, numbered := strings.Cut(text, "#")
		if numbered {
			v, err := strconv.Atoi(nth)
			_, derr := f.value(day)
			return err == nil && derr == nil && v >= 1 && v <= 5
		}
		if day, ok := strings.CutSuffix(text, "L"); ok {
			_, err := f.value(day)
			return err == nil
		}
	}
	return false
}

func (f cronField) value(text string) (int, error) {
	if i := slices.Index(f.names, text); i >= 0 {
		return f.min + i, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < f.min || n > f.max || strings.HasPrefix(text, "+") {
		return 0, fmt.Errorf("%q is no %s; it takes %d to %d%s", text, f.name, f.min, f.max, f.named())
	}
	return n, nil
}

func (f cronField) named() string {
	if len(f.names) == 0 {
		return ""
	}
	return fmt.Sprintf(" or %s to %s", f.names[0], f.names[len(f.names)-1])
}
