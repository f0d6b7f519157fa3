package sql

import "strings"

// and joins conditions; empty ones are left out, and "" is what is always true.
func and(conditions ...string) string { return joined(conditions, " AND ") }

// or joins conditions; "" is what is never true.
func or(conditions ...string) string { return joined(conditions, " OR ") }

func joined(conditions []string, by string) string {
	var kept []string
	for _, c := range conditions {
		if c != "" {
			kept = append(kept, c)
		}
	}
	if len(kept) < 2 {
		return strings.Join(kept, "")
	}
	return "(" + strings.Join(kept, by) + ")"
}

// not negates a condition; "" stays "".
func not(condition string) string {
	if condition == "" {
		return ""
	}
	if x, ok := strings.CutSuffix(condition, " IS NULL)"); ok { // what isNull makes; several parts end in two parentheses
		return x + " IS NOT NULL)"
	}
	return "(NOT " + condition + ")"
}

// settled makes NULL false.
func settled(condition string) string {
	if condition == "" || strings.HasPrefix(condition, "EXISTS (") || strings.HasPrefix(condition, "coalesce(") && strings.HasSuffix(condition, ", FALSE)") {
		return condition // conditions of several parts begin with a parenthesis
	}
	return "coalesce(" + condition + ", FALSE)"
}

func isNull(x string) string    { return "(" + x + " IS NULL)" }
func isNotNull(x string) string { return "(" + x + " IS NOT NULL)" }

// binary spells an operator between two values.
func binary(a, op, b string) string { return "(" + a + " " + op + " " + b + ")" }
