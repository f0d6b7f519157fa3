package quartz

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Crontab translates an expression that [Check] accepts into six fields for libraries that have the cron of Unix with seconds
// before it: days of the week count from Sunday = 0, and every other value than * is written out. L, W, # and a year cannot be said so.
func Crontab(expression string) (string, error) {
	if err := Check(expression); err != nil {
		return "", err
	}
	fields := strings.Fields(strings.ToUpper(expression))
	if len(fields) == 7 {
		if fields[6] != "*" {
			return "", fmt.Errorf("%q: this scheduler knows no year", expression)
		}
		fields = fields[:6]
	}
	for i, text := range fields {
		if text == "?" || text == "*" {
			fields[i] = "*"
			continue
		}
		values, err := cronFields[i].values(text)
		if err != nil {
			return "", fmt.Errorf("%q: %w", expression, err)
		}
		fields[i] = written(values, i == dayOfWeek)
	}
	return strings.Join(fields, " "), nil
}

func written(values []int, week bool) string {
	texts := make([]string, len(values))
	for i, v := range values {
		if week {
			v--
		}
		texts[i] = strconv.Itoa(v)
	}
	return strings.Join(texts, ",")
}

// values lists what a checked field allows, in order.
func (f cronField) values(text string) ([]int, error) {
	var all []int
	for part := range strings.SplitSeq(text, ",") {
		if f.specialDay(part) {
			return nil, fmt.Errorf("this scheduler cannot say %s as a %s", part, f.name)
		}
		some, err := f.span(part)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// span lists the values of one part; a range whose end is before its start goes on from the lowest value.
func (f cronField) span(part string) ([]int, error) {
	text, by, stepped := strings.Cut(part, "/")
	from, to, ranged := strings.Cut(text, "-")
	low, high, step := f.min, f.max, 1
	var errs [3]error
	if text != "*" {
		low, errs[0] = f.value(from)
		high = low
	}
	switch {
	case ranged:
		high, errs[1] = f.value(to)
	case stepped:
		high = f.max
	}
	if stepped {
		step, errs[2] = strconv.Atoi(by)
	}
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	size := f.max - f.min + 1
	if high < low {
		high += size
	}
	var values []int
	for v := low; v <= high; v += step {
		values = append(values, f.min+(v-f.min)%size)
	}
	return values, nil
}
