package vectors

import "time"

// Rules is the Go source of the rules that vectors of the constraint User name, for a package that imports time.
const Rules = `
//typedml:rule even
func isEven(n int32) bool { return n%2 == 0 }

//typedml:rule doubled
func isDoubled(s string) bool { return s[:len(s)/2] == s[len(s)/2:] }

//typedml:rule positive
func isPositive(x float64) bool { return x > 0 }

//typedml:rule full_hour
func isFullHour(t time.Time) bool { return t.UTC().Minute() == 0 }

//typedml:rule begins
func begins(s, with string) bool { return len(s) >= len(with) && s[:len(with)] == with }
`

// RuleFuncs are the functions of Rules, and the kinds of what they take.
func RuleFuncs() map[string][2]string {
	return map[string][2]string{
		"even": {"isEven", "int32"}, "doubled": {"isDoubled", "string"}, "positive": {"isPositive", "float64"},
		"full_hour": {"isFullHour", "time"}, "begins": {"begins", "string"},
	}
}

// User decides the rules as the functions of Rules do.
func User(rule, argument string, value any) bool {
	switch v := value.(type) {
	case int64:
		return v%2 == 0
	case float64:
		return v > 0
	case time.Time:
		return v.UTC().Minute() == 0
	case string:
		if rule == "begins" {
			return len(v) >= len(argument) && v[:len(argument)] == argument
		}
		return v[:len(v)/2] == v[len(v)/2:]
	}
	return false
}
