package validate

// own words typedml's own rules on lists, probabilities and times, and those on structs and methods; "" for every other one.
func (v *Violation) own() string {
	p := v.rule.Param
	switch v.rule.word() {
	case "probability":
		return "must be a probability from 0 to 1"
	case "simplex":
		if v.index != 0 {
			return "must be a probability from 0 to 1"
		}
		return "must be probabilities whose sum is 1"
	case "one_hot":
		return "must hold one 1 and zeros"
	case "sorted", "monotonic":
		return orders[p]
	case "validateFn":
		return "must pass its own check"
	case "structonly", "nostructlevel":
		return "must not be null"
	case "past":
		return "must be in the past"
	case "future":
		return "must be in the future"
	case "max_age":
		return "must be at most " + p + " old"
	case "min_age":
		return "must be at least " + p + " old"
	case "max_ahead":
		return "must be at most " + p + " ahead of now"
	case "within":
		return "must be within " + p + " of now"
	}
	return ""
}

// orders word how items stand beside the one before; the value is the first that does not.
var orders = map[string]string{
	"": "must hold no item less than the one before it", "asc": "must hold no item less than the one before it",
	"desc": "must hold no item greater than the one before it", "increasing": "must hold only items greater than the one before",
	"decreasing": "must hold only items less than the one before", "nondecreasing": "must hold no item less than the one before it",
	"nonincreasing": "must hold no item greater than the one before it",
}
