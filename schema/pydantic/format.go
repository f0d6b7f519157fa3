package pydantic

import "regexp"

// formats are the patterns of Python's re that match a whole text exactly when it has the format. Go's regexp reads them
// alike.
var formats = map[string]string{}

// hasForm decides formats as the models do: those without a pattern take every text.
func hasForm(name, argument, text string) bool {
	p := formats[name]
	if p == "" || argument != "" {
		return true
	}
	matched, err := regexp.MatchString(`^(?:`+p+`)\z`, text)
	return matched || err != nil
}
