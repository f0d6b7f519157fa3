package check

import (
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/common/operators"
)

// Entry is what the reference of checks says of an operator, function or macro of CEL.
type Entry struct {
	// Name is the operator or function as it is written.
	Name string
	// Example is a check with it over numbers (price, discount, which may be null, n and count, which is unsigned), a name, a flag
	// active, an instant at, a duration took, a
	// decimal total, a date due and a list tags; "" where it is refused.
	Example string
	// Fails says what it cannot be evaluated of, "" for nothing.
	Fails string
	// Instead says what to do where it is refused.
	Instead string
}

// Reference returns what the compiler knows of CEL: what it compiles, and then what it refuses, each sorted.
func Reference() []Entry {
	var out []Entry
	for _, name := range slices.Sorted(maps.Keys(supported)) {
		out = append(out, Entry{Name: spelled(name), Example: examples[name], Fails: fails[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(refused)) {
		if !strings.Contains(name, "@") && !strings.HasPrefix(name, "_") || name == "_[_]" { // names inside of CEL
			out = append(out, Entry{Name: spelled(name), Instead: refused[name]})
		}
	}
	return out
}

// examples has one for each function that is compiled.
var examples = map[string]string{
	operators.LogicalNot:    "!active",
	operators.LogicalAnd:    "n > 0 && n < 10",
	operators.LogicalOr:     "active || n > 0",
	operators.Conditional:   "active ? n > 0 : n == 0",
	operators.Equals:        `name == "a"`,
	operators.NotEquals:     "n != 0",
	operators.Less:          "n < 10",
	operators.LessEquals:    "price <= 10",
	operators.Greater:       "price > 0",
	operators.GreaterEquals: "n >= 1",
	operators.Add:           "n + 1 <= 10",
	operators.Subtract:      "n - 1 >= 0",
	operators.Multiply:      "price * 2.0 <= 100",
	operators.Divide:        "n / 2 > 1",
	operators.Modulo:        "n % 2 == 0",
	operators.Negate:        "-n < 0",
	operators.In:            `name in ["a", "b"]`,
	hasFunction:             "has(discount)",
	"size":                  "size(tags) > 0",
	"math.abs":              "math.abs(price) < 10",
	"double":                "double(n) <= price",
	"int":                   "int(price) == n",
	"startsWith":            `name.startsWith("a")`,
	"endsWith":              `name.endsWith("z")`,
	"contains":              `name.contains("b")`,
	"matches":               `name.matches("^[a-z]+$")`,
	"duration":              `took < duration("1h30m")`,
	"decimal":               `total <= decimal("19.99")`,
	"date":                  `due < date("2030-01-01")`,
	"timestamp":             `at >= timestamp("2020-01-01T00:00:00Z")`,
}

// fails are the functions that have no result for some values.
var fails = map[string]string{
	operators.Add: "overflow", operators.Subtract: "overflow", operators.Multiply: "overflow", operators.Negate: "overflow",
	operators.Divide: "overflow, an integer by 0", operators.Modulo: "by 0", "math.abs": "overflow", "int": "what no int64 holds",
}
