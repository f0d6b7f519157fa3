package unit

import (
	"slices"
	"strings"
)

// Generated returns the names that a definition's output declares in the package, besides those of GeneratedPrefixes.
func Generated(s *Struct) []string {
	names := []string{"New" + s.Name, "schema" + s.Name, "features" + s.Name, "fields" + s.Name}
	if s.Seal != 0 {
		names = append(names, Seal(s.Name))
	}
	if s.Request != nil {
		names = append(append(names, s.Request.Name), Generated(s.Request)...)
	}
	return names
}

// Methods returns the names of the methods that a definition's output declares.
func Methods() []string {
	return []string{
		"AppendColumns", "AppendFeatures", "AppendFeatures64", "AppendJSON", "DecodeFrom", "DecodeJSON", "FeatureNames", "KeepsRules",
		"MLflowMetrics", "MLflowParams", "MarshalJSON", "ReadColumns", "SetDefaults", "TypedMLLabel", "TypedMLSchema", "UnmarshalJSON",
		"Validate", "ValidateColumns", "ValidateInto",
	}
}

// Seal is the name of the constant that holds a definition's seal.
func Seal(typ string) string { return typ + "Seal" }

// GeneratedPrefixes begin the names of a definition's rules and patterns.
func GeneratedPrefixes(typ string) []string {
	return []string{"rule" + typ + "_", "pattern" + typ + "_"}
}

// Local reports whether generated functions have a parameter or variable of the name, with or without a number behind
// it. A type of the user's that is named so would be hidden there, and so would an import.
func Local(name string) bool {
	return slices.Contains(locals, strings.TrimRight(name, "0123456789"))
}

var locals = []string{
	"at", "b", "c", "child", "choice", "d", "data", "difference", "dst", "e", "end", "entries", "err", "f", "first", "greatest",
	"i", "j", "k", "key", "l", "least", "list", "m", "magnitude", "mark", "n", "norm", "ok", "operand", "product", "quotient", "r",
	"raw", "remainder", "row", "seen", "size", "squares", "start", "sum", "twice", "v", "x", "y", "yield",
}

// Builtins are the predeclared names that generated code uses.
func Builtins() []string {
	return []string{
		"append", "bool", "byte", "copy", "error", "false", "float32", "float64", "int", "int16", "int32", "int64", "int8", "len",
		"make", "new", "nil", "rune", "string", "true", "uint", "uint16", "uint32", "uint64", "uint8",
	}
}
