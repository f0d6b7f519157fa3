package vectors

// Formats are the predicates that the vectors of the kind "format" name: vectors_even is met by texts of an even number
// of bytes.
func Formats() map[string]func(string) bool {
	return map[string]func(string) bool{
		"vectors_even": func(s string) bool { return len(s)%2 == 0 },
	}
}
