package unit

// Generated returns the names that a definition's output declares in the package, besides those of GeneratedPrefixes.
func Generated(typ string, request bool) []string {
	names := []string{"New" + typ, "schema" + typ, "features" + typ, "fields" + typ}
	if request {
		names = append(append(names, typ+"Request"), Generated(typ+"Request", false)...)
	}
	return names
}

// GeneratedPrefixes begin the names of a definition's rules and patterns.
func GeneratedPrefixes(typ string) []string {
	return []string{"rule" + typ + "_", "pattern" + typ + "_"}
}

// Locals are the names of parameters and variables in generated functions. A type of the user's that is named like one
// of them would be hidden there, and so would an import.
func Locals() []string {
	return []string{
		"at", "at2", "at3", "b", "c", "child", "child2", "child3", "d", "data", "dst", "e", "end", "end2", "end3", "err", "f", "first",
		"i", "j", "k", "l", "m", "n", "norm", "r", "raw", "row", "seen", "start", "start2", "start3", "sum", "v", "x", "y", "yield",
	}
}

// Builtins are the predeclared names that generated code uses.
func Builtins() []string {
	return []string{
		"append", "bool", "byte", "copy", "error", "false", "float32", "float64", "int", "int16", "int32", "int64", "int8", "len",
		"make", "new", "nil", "string", "true", "uint", "uint16", "uint32", "uint64", "uint8",
	}
}
