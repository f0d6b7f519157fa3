package check

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/ext"
)

// Rows returns the functions and macros of CEL that the tables lack, and those that both tables have.
func Rows() (missing, both []string) {
	env, err := cel.NewEnv(ext.Math())
	if err != nil {
		return []string{err.Error()}, nil
	}
	names := map[string]bool{}
	for name := range env.Functions() {
		names[name] = true
	}
	for _, m := range env.Macros() {
		names[m.Function()] = true
	}
	delete(names, "has") // the macro: hasFunction has its row
	for _, name := range []string{"greatest", "least"} {
		delete(names, name) // methods of math, which go by math.greatest and math.least
	}
	for name := range names {
		_, yes := supported[name]
		remedy, no := refused[name]
		switch {
		case !yes && (!no || remedy == ""):
			missing = append(missing, name)
		case yes && no:
			both = append(both, name)
		}
	}
	return missing, both
}
